/** Keys of a member's root that nobody can switch off from the centre: a policy that denies root everything is their quarantine. */
import { describe, expect, it } from 'vitest'
import { userCall } from '../../src/sandbox/builder.ts'
import { AccountBuilder } from '../../src/sandbox/builder/account.ts'
import { badIn } from '../support/applying-to-many.ts'
import { CENTRE, type Denied, type Given, MEMBER, staged } from '../support/member-root.ts'
import { unused } from '../support/root-credentials.ts'

const on: NonNullable<Given['root']> = {
  password: {},
  mfa: ['virtual'],
  keys: [unused],
  certificates: ['Active'],
}
const all = [
  'DeleteAccessKey',
  'DeleteSigningCertificate',
  'DeleteLoginProfile',
  'DeactivateMFADevice',
  'DeleteVirtualMFADevice',
]
const switchOff = /it is switched on.*Put the account below the policy that denies root/

describe('keys that are on below the policy', () => {
  it.each<[when: string, Denied]>([
    ['the account has it', { to: MEMBER, attached: 8 }],
    ['its unit has it', { to: 'Sandbox', attached: 8 }],
    ['the whole organization has it', { to: 'root', attached: 40 }],
    ['another policy was attached lately', { to: 'root', attached: 40, then: ['AttachPolicy', 1] }],
    [
      'the account was moved since, and takes it along',
      { to: MEMBER, attached: 40, then: ['MoveAccount', 1] },
    ],
    ['the account joined since, and has its own', { to: MEMBER, attached: 40, joined: 3 }],
    ['it was moved below the root, where it holds', { to: 'root', attached: 40, then: ['MoveAccount', 1] }],
  ])('go with everything else where %s', async (_, denied) => {
    const stage = await staged({ root: on, denied })
    const [item] = (await stage.plan()).items
    expect(item!.waiting ?? []).toEqual([])
    expect(item!.steps.map(({ action }) => action.split(':')[1])).toEqual(all)
    expect(item!.steps.map((step) => step.denied)).toEqual([true, true, undefined, undefined, undefined])
    expect(item!.quarantine!.seen).toMatch(
      /last used 200 days ago; since then the event history holds no call/,
    )
  })

  it.each<[when: string, Denied, RegExp]>([
    [
      'for too short a time',
      { to: 'root', attached: 6 },
      /denied everything by policy since 2026-11-17; neverroot plan deletes it from 2026-11-24/,
    ],
    [
      'its text was changed since',
      { to: 'root', attached: 40, then: ['UpdatePolicy', 2] },
      /by policy since 2026-11-21/,
    ],
    [
      'policies were off until then',
      { to: 'root', attached: 40, then: ['EnablePolicyType', 2] },
      /by policy since 2026-11-21/,
    ],
    [
      'the account came to the unit since',
      { to: 'Sandbox', attached: 40, then: ['MoveAccount', 3] },
      /by policy since 2026-11-20/,
    ],
    ['the account joined since', { to: 'root', attached: 40, joined: 3 }, /by policy since 2026-11-20/],
    ['nobody knows since when', { to: 'root' }, /does not show since when the policy denies it everything/],
    [
      'it was detached, and CloudTrail does not show yet that it is back',
      { to: 'root', attached: 40, then: ['DetachPolicy', 20] },
      /does not show since when/,
    ],
    [
      'it was moved away, and CloudTrail does not show yet that it is back',
      { to: 'Sandbox', attached: 40, then: ['MoveAccount elsewhere', 20] },
      /does not show since when/,
    ],
    ['it has another text', { to: 'root', attached: 40, other: true }, switchOff],
  ])('wait where it is so %s', async (_, denied, why) => {
    const stage = await staged({ root: on, denied })
    const [item] = (await stage.plan()).items
    expect(item!.steps).toEqual([])
    expect(item!.waiting!.join('\n')).toMatch(why)
  })

  it('wait where no policy is there, and the way is told', async () => {
    const [item] = (await (await staged({ root: on })).plan()).items
    expect(item!.waiting!.join('\n')).toMatch(switchOff)
  })

  it('are deleted while they are on, and nothing of root is left', async () => {
    const stage = await staged({ root: on, denied: { to: 'root', attached: 8 } })
    const plan = await stage.plan()
    stage.pass(1)
    expect(badIn(await stage.apply(plan))).toEqual({})
    expect(stage.world.accounts[MEMBER]!.root).toMatchObject({
      accessKeys: [],
      signingCertificates: [],
      mfaDevices: [],
    })
    expect((await stage.plan()).items).toEqual([])
  })

  it('stay where the policy was detached after the plan was made', async () => {
    const stage = await staged({ root: on, denied: { to: 'root', attached: 8 } })
    const plan = await stage.plan()
    stage.world.organization!.policies.at(-1)!.targets = []
    stage.pass(1)
    const applied = await stage.apply(plan)
    expect(JSON.stringify(badIn(applied))).toMatch(/rests on is not what it was/)
    expect(stage.world.accounts[MEMBER]!.root.accessKeys).toHaveLength(1)
  })

  it('stay until the plan is an hour old, which is no failure: the same plan does it then', async () => {
    const stage = await staged({ root: on, denied: { to: 'root', attached: 8 } })
    const plan = await stage.plan()
    const { ends } = await stage.apply(plan)
    expect(ends.get(MEMBER)).toMatchObject({
      good: false,
      moved: true,
      because: expect.stringMatching(/the plan has to be an hour old/) as string,
    })
    expect(stage.world.accounts[MEMBER]!.root.accessKeys).toHaveLength(1)
    stage.pass(1)
    expect(badIn(await stage.apply('resume'))).toEqual({})
    expect(stage.world.accounts[MEMBER]!.root.accessKeys).toEqual([])
  })

  it('stay where CloudTrail was late with a move when the plan was made', async () => {
    const stage = await staged({ root: on, denied: { to: 'Sandbox', attached: 40 } })
    const plan = await stage.plan()
    expect(plan.items[0]!.steps).toHaveLength(all.length)
    const unit = stage.world.organization!.units[0]!.id
    const request = { accountId: MEMBER, destinationParentId: unit }
    new AccountBuilder(stage.world, stage.world.accounts[CENTRE]!).event(
      userCall('mia', 'organizations', 'MoveAccount', { at: 0.01, request }),
    )
    stage.pass(1)
    expect(JSON.stringify(badIn(await stage.apply(plan)))).toMatch(/rests on is not what it was/)
    expect(stage.world.accounts[MEMBER]!.root.accessKeys).toHaveLength(1)
  })
})

/** Root of one member loses everything, from the centre: planned when it may, done in order, seen, and taken back. */
import { describe, expect, it } from 'vitest'
import {
  type AppliedToMany,
  applyOrganization,
  centralPolicy,
  type Plan,
  type PlanItem,
  planOrganization,
  undoOrganization,
} from '../../src/index.ts'
import { planSchema } from '../../src/store/plan-schema.ts'
import { readRun } from '../../src/store/journal.ts'
import { subjectFolder } from '../../src/store/organization-apply.ts'
import { badIn, type Company, untrueOf } from '../support/applying-to-many.ts'
import { CENTRE, control, everything, type Given, MEMBER, SECOND, staged } from '../support/member-root.ts'
import { asMember, type Central, permit, refusedTo, roleFor } from '../support/permitted-organizations.ts'
import { said, unused } from '../support/root-credentials.ts'

const itemOf = (plan: Plan): PlanItem => {
  expect(plan.items).toHaveLength(1)
  return plan.items[0]!
}
const calls = (plan: Plan) =>
  plan.items.flatMap((item) => item.steps.map(({ action }) => action.split(':')[1]))
const root = (stage: Company) => stage.world.accounts[MEMBER]!.root
const taskOf = (event: { record: Record<string, unknown> }) =>
  String((event.record.requestParameters as { taskPolicyArn?: { arn?: string } }).taskPolicyArn?.arn ?? '')
    .split('/')
    .at(-1)
const sessions = (stage: Company) =>
  stage.world.accounts[CENTRE]!.events.filter(({ name }) => name === 'AssumeRoot').map(taskOf)

const all = [
  'DeleteAccessKey',
  'DeleteSigningCertificate',
  'DeleteLoginProfile',
  'DeactivateMFADevice',
  'DeleteVirtualMFADevice',
]

describe('a plan for a member', () => {
  it('takes keys, certificates, password, and MFA last of all', async () => {
    const stage = await staged()
    const plan = await stage.plan()
    expect(calls(plan)).toEqual(all)
    expect(planSchema.safeParse(plan).error?.issues ?? []).toEqual([])
    expect(plan).toMatchObject({ account: CENTRE, organization: stage.world.organization!.id })
    const { steps } = itemOf(plan)
    for (const step of steps)
      expect(step).toMatchObject({
        account: MEMBER,
        as: 'root-task:IAMDeleteRootUserCredentials',
        risk: 'irreversible',
      })
    expect(steps.map((step) => step.undo?.action)).toEqual([
      undefined,
      undefined,
      undefined,
      'iam:CreateLoginProfile',
      undefined,
    ])
    expect(sessions(stage)).toEqual(['IAMAuditRootUserCredentials'])
  })

  it.each<[string, Given, RegExp]>([
    [
      'a key is still on',
      { root: { keys: [unused] } },
      /switched on.*no root session of the centre can switch it off/,
    ],
    ['a certificate is still on', { root: { certificates: ['Active'] } }, /signing certificate.*switched on/],
    [
      'the quarantine is not over',
      { offFor: 3 },
      /inactive since 2026-11-20; neverroot plan deletes it from 2026-11-27/,
    ],
    [
      'a key was used lately, and the word is older',
      {
        root: {
          ...everything,
          keys: [{ created: 900, inactive: true, lastUsed: { at: 0.5, service: 's3' } }],
        },
      },
      /it was used .*neverroot attest/,
    ],
    [
      'nobody has said what no API shows',
      { records: said('something-else', 1) },
      /somebody who knows the account says first/,
    ],
    ['somebody says that it is needed', { records: said(control, 1, false) }, /still needs/],
    [
      'root signed in after the word was given',
      { root: { password: { lastUsed: 0.5 }, mfa: ['virtual'] } },
      /somebody signed in as root .*neverroot attest member-roots-have-no-credentials --account ID/,
    ],
    [
      'root sessions are off',
      { features: ['RootCredentialsManagement'] },
      /central root access is not complete/,
    ],
    ['the administrator has no MFA', { mia: 'without MFA' }, /has no MFA/],
  ])('waits where %s', async (_when, given, why) => {
    const { steps, waiting } = itemOf(await (await staged(given)).plan())
    expect(steps).toEqual([])
    expect(waiting!.join('\n')).toMatch(why)
  })

  it('is none where nobody lets us in: what is not seen is not mended', async () => {
    expect((await (await staged({ role: false })).plan()).items).toEqual([])
  })
})

/** How the steps of a member's last run ended, from its journal. */
async function endsOf({ folder }: Company, { ends }: AppliedToMany, member = MEMBER) {
  const { lines } = await readRun(subjectFolder(folder, member), ends.get(member)!.run!)
  return lines.flatMap((line) => (line.kind === 'end' ? [line.result] : []))
}

describe('applying it', () => {
  it('is done as root of the member, bound to the task, journalled, seen, and taken back', async () => {
    const stage = await staged()
    const plan = await stage.plan()
    const applied = await stage.apply(plan)
    expect(badIn(applied)).toEqual({})
    expect(applied.ends.get(MEMBER)).toMatchObject({ good: true, fixed: 1 })
    expect(await endsOf(stage, applied)).toEqual(all.map(() => 'applied'))
    expect(untrueOf(stage, [MEMBER])).toEqual([])
    expect(root(stage)).toMatchObject({ accessKeys: [], signingCertificates: [], mfaDevices: [] })
    expect(root(stage).password).toBeUndefined()
    expect(stage.world.accounts[MEMBER]!.iam.virtualMfaDevices).toEqual([])
    expect(new Set(sessions(stage))).toEqual(
      new Set(['IAMAuditRootUserCredentials', 'IAMDeleteRootUserCredentials']),
    )
    // One session for the whole task.
    expect(sessions(stage).filter((task) => task === 'IAMDeleteRootUserCredentials')).toHaveLength(1)
    expect(calls(await stage.plan())).toEqual([])

    const asked: unknown[] = []
    const undone = await stage.undo({
      confirmed: undefined,
      host: {
        notify: () => undefined,
        ask: async ({ code, data }) => {
          asked.push(code)
          return code === 'confirm-weakening' ? String((data as { run: string }).run) : stage.organization
        },
      },
    })
    // To allow recovery again makes the member less safe: that takes a word of its own.
    expect(asked).toEqual(['confirm-undo-organization', 'confirm-weakening'])
    expect(badIn(undone)).toEqual({})
    expect(root(stage).recoveryAllowed).toBe(true)
    expect(root(stage).password).toBeUndefined()
    expect(sessions(stage)).toContain('IAMCreateRootUserPassword')
  })

  it('is done in two members by one plan, each for itself', async () => {
    const stage = await staged({ second: true })
    const plan = await stage.plan()
    expect(plan.items.map((item) => [item.subject.id, item.steps.length])).toEqual([
      [MEMBER, 5],
      [SECOND, 1],
    ])
    // In the first one something fails; the second one goes on.
    const applied = await (
      await stage.again('deny:iam:DeleteAccessKey=1')
    ).apply(plan, { stopAfter: 2, canary: MEMBER })
    expect(Object.keys(badIn(applied))).toEqual([MEMBER])
    expect(applied.ends.get(SECOND)).toMatchObject({ good: true, fixed: 1 })
    expect(await endsOf(stage, applied)).toEqual(['refused'])
    const resumed = await stage.apply('resume')
    expect(badIn(resumed)).toEqual({})
    expect(resumed.ends.get(MEMBER)!.run).toBe(applied.ends.get(MEMBER)!.run)
    expect(root(stage).password).toBeUndefined()
  })

  it('goes no further than the canary where that fails', async () => {
    const stage = await staged({ second: true })
    const applied = await (
      await stage.again('deny=iam:DeleteAccessKey')
    ).apply(await stage.plan(), { canary: MEMBER })
    expect(applied.left).toEqual([SECOND])
    expect(stage.world.accounts[SECOND]!.root.password).toBeDefined()
  })

  it('never takes MFA while a password is left, whatever the plan says', async () => {
    const stage = await staged()
    const plan = await stage.plan()
    // Somebody recovers the password meanwhile, or AWS fails to delete it.
    const applied = await (await stage.again('deny=iam:DeleteLoginProfile')).apply(plan)
    expect(await endsOf(stage, applied)).toEqual(['applied', 'applied', 'refused'])
    expect(applied.complete).toBe(false)
    expect(root(stage).password).toBeDefined()
    expect(stage.world.accounts[MEMBER]!.iam.virtualMfaDevices).toHaveLength(1)
  })

  it('changes nothing where the account is not as it was', async () => {
    const stage = await staged()
    const plan = await stage.plan()
    root(stage).accessKeys[0]!.status = 'Active'
    const applied = await stage.apply(plan)
    expect(applied.ends.get(MEMBER)).toMatchObject({ good: false, moved: true })
    expect(root(stage).password).toBeDefined()
  })
})

describe('under exactly the central policy and the read role', () => {
  const member = '111111111111'
  const choice = { accounts: [member] }
  const change = async (policy: (central: Central) => Central = (all) => all) => {
    const world = await asMember('exemplary-personal')
    const organization = world.organization!.id
    permit(world, policy(centralPolicy({ organization, removeRoots: true })), roleFor(world))
    const { refused } = await refusedTo(world, async (how) => {
      const mine = { ...how, records: async () => said(control, 1) }
      const plan = await planOrganization({ ...mine, choice, only: [control] })
      if (calls(plan).length === 0) return
      await applyOrganization({ ...mine, plan, confirmed: organization, settleMs: 0 })
      await undoOrganization({ ...mine, confirmed: organization, settleMs: 0 })
    })
    const { root } = world.accounts[member]!
    return { refused: refused.map(({ operation }) => operation), root }
  }

  it('nothing is refused', async () => {
    const { refused, root } = await change()
    expect(refused).toEqual([])
    expect(root).toMatchObject({ mfaDevices: [], recoveryAllowed: true })
  })

  it.each(['IAMAuditRootUserCredentials', 'IAMDeleteRootUserCredentials', 'IAMCreateRootUserPassword'])(
    'a session is refused without %s',
    async (task) => {
      const without = (central: Central) =>
        JSON.parse(JSON.stringify(central).replace(`root-task/${task}"`, 'root-task/Nothing"')) as Central
      expect((await change(without)).refused).toContain('sts:AssumeRoot')
    },
  )
})

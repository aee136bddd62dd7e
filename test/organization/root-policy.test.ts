/** The policy about root: to the canary first, wider after days and a word, taken back, and refused wherever it might hurt. */
import { describe, expect, it } from 'vitest'
import { type Configuration, noRecords, type Plan, rootPolicy } from '../../src/index.ts'
import {
  assumedRootCall,
  type EventMaker,
  newWorld,
  rootCall,
  rootSignIn,
} from '../../src/sandbox/builder.ts'
import { AccountBuilder } from '../../src/sandbox/builder/account.ts'
import type { OrganizationBuilder } from '../../src/sandbox/builder/organization.ts'
import type { World } from '../../src/sandbox/index.ts'
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { badIn, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'

const control = 'root-policy-is-attached'
const CENTRE = '111111111111'
const name = 'neverroot-root-deny'
const configuration: Configuration = {
  organization: { rootPolicy: 'deny', canaryUnit: 'Root/Sandbox' },
}

function world(change: (o: OrganizationBuilder) => void = () => undefined): World {
  const made = newWorld({ scenario: 'policy', began }).account(CENTRE, (a) =>
    a
      .named('payer')
      .centralRoot('RootCredentialsManagement', 'RootSessions')
      .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession()),
  )
  made.account('222222222222', (a) => memberRole(a, CENTRE)).account('333333333333')
  return made
    .organization(CENTRE, (o) => {
      o.trust('account.amazonaws.com', 'iam.amazonaws.com').unit('Sandbox').unit('Work')
      o.member('222222222222', { in: 'Sandbox' }).member('333333333333', { in: 'Work' })
      change(o.scps())
    })
    .build()
}

/** A company with what somebody says about it: about the account that looks, or about the organization. */
async function staged(given = world(), declared = configuration, about = CENTRE) {
  let word: { holds: boolean; at: Date } | undefined
  const records = async (subject: string) => ({
    ...noRecords,
    attestation: (asked: string) =>
      word && asked === control && subject === about
        ? {
            kind: 'attestation' as const,
            source: 'statement' as const,
            control,
            by: 'pat',
            holds: word.holds,
            at: word.at.toISOString(),
            expires: new Date(word.at.getTime() + 365 * 86_400_000).toISOString(),
            saw: null,
          }
        : undefined,
  })
  const only = [control, 'root-is-denied-by-policy', 'root-policies-spare-assumed-root']
  const company = await companyOf(given, { only, configuration: declared, records })
  return {
    ...company,
    say: (holds = true) => void (word = { holds, at: company.sandbox.clock.now() }),
  }
}
type Stage = Awaited<ReturnType<typeof staged>>

const itemOf = ({ items }: Plan) => items.find((item) => item.control === control)
const calls = (plan: Plan) => itemOf(plan)?.steps.map(({ action }) => action.split(':')[1]) ?? []
const placesOf = ({ organization: o }: World) => o!.policies.find((policy) => policy.name === name)?.targets
const sandboxUnit = ({ organization: o }: World) => o!.units.find((unit) => unit.name === 'Sandbox')!.id

const happens = ({ world: w }: Stage, event: EventMaker) =>
  new AccountBuilder(w, w.accounts['222222222222']!).event(event)

async function atCanary(stage: Stage) {
  stage.say()
  const applied = await stage.apply(await stage.plan())
  expect(badIn(applied)).toEqual({})
  return applied
}

describe('the policy about root', () => {
  it('goes to the canary, waits, and goes wider after a week and a new word', async () => {
    const stage = await staged()
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/somebody who looked says first/)
    stage.say()
    expect(calls(await stage.plan())).toEqual(['CreatePolicy', 'AttachPolicy'])
    await atCanary(stage)
    expect(placesOf(stage.world)).toEqual([sandboxUnit(stage.world)])
    expect(stage.world.organization!.policies.find((p) => p.name === name)!.content).toBe(
      rootPolicy('root-deny'),
    )
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/is watched for 7 days/)
    stage.pass(8 * 24)
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/look who was denied there/)
    stage.say()
    expect(calls(await stage.plan())).toEqual(['AttachPolicy'])
    expect(badIn(await stage.apply(await stage.plan()))).toEqual({})
    expect(placesOf(stage.world)).toEqual([sandboxUnit(stage.world), stage.world.organization!.rootId])
    expect(itemOf(await stage.plan())).toBeUndefined()
  })

  it.each([
    ['the organization', (w: World) => w.organization!.id, ['CreatePolicy', 'AttachPolicy']],
    ['one of its members alone', () => '333333333333', []],
  ])('rests on a word about %s', async (_about, subject, planned) => {
    const given = world()
    const stage = await staged(given, configuration, subject(given))
    stage.say()
    expect(calls(await stage.plan())).toEqual(planned)
    if (planned.length === 0) return
    expect(badIn(await stage.apply(await stage.plan()))).toEqual({})
    expect(placesOf(stage.world)).toEqual([sandboxUnit(stage.world)])
  })

  it('leaves nothing to root of the canary, and everything to AssumeRoot', async () => {
    const stage = await staged()
    await atCanary(stage)
    const found = Object.fromEntries(
      (await stage.audit()).findings.map((f) => [`${f.control} ${f.subject.id}`, f.status]),
    )
    expect(found).toMatchObject({
      'root-is-denied-by-policy 222222222222': 'pass',
      'root-is-denied-by-policy 333333333333': 'fail',
      [`root-policies-spare-assumed-root ${stage.organization}`]: 'pass',
    })
  })

  const none = /in the canary root was seen in no event; 1 of 1 account looked into/
  const denied = { at: -3, error: { code: 'AccessDenied', message: 'x' } }
  it.each<[what: string, event: EventMaker | undefined, told: RegExp]>([
    ['nothing', undefined, none],
    [
      'a denied call',
      rootCall('s3', 'ListBuckets', denied),
      /seen in 1 event, 1 refused, the last one 5 days ago \(ListBuckets in 222222222222\)/,
    ],
    ['a sign-in', rootSignIn({ at: -3 }), /1 event, 0 refused, .*ConsoleLogin/],
    ['a sign-in before it was attached', rootSignIn({ at: 3 }), none],
    [
      'a central session',
      assumedRootCall('iam', 'DeleteLoginProfile', { at: -3, key: 'ASIASANDBOXASSUMED01' }),
      none,
    ],
    [
      'AWS itself',
      rootCall('kms', 'RotateKey', { at: -3, overrides: { eventType: 'AwsServiceEvent' } }),
      none,
    ],
  ])('says what root did in the canary meanwhile: %s', async (_, event, told) => {
    const stage = await staged()
    await atCanary(stage)
    if (event) happens(stage, event)
    stage.pass(8 * 24)
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(told)
    // Whoever has seen that and says that nobody was missed decides.
    stage.say()
    const [step] = itemOf(await stage.plan())!.steps
    expect(step!.does).toMatch(told)
  })

  it('looks into twenty accounts of a large canary, and says so', async () => {
    const ids = Array.from({ length: 22 }, (_, i) => String(500_000_000_000 + i))
    const large = world((o) => ids.forEach((id) => o.member(id, { in: 'Sandbox' })))
    for (const id of ids) memberRole(new AccountBuilder(large, large.accounts[id]!), CENTRE)
    const stage = await staged(large)
    await atCanary(stage)
    stage.pass(8 * 24)
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/20 of 23 accounts looked into/)
  })

  it('says of an account that lets nobody in that it was not looked into', async () => {
    const shut = world()
    shut.accounts['222222222222']!.iam.roles = []
    const stage = await staged(shut)
    await atCanary(stage)
    stage.pass(8 * 24)
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(
      /none of 1 account of the canary could be looked into/,
    )
  })

  it('waits where somebody was root of the canary after the word was given', async () => {
    const stage = await staged()
    await atCanary(stage)
    stage.pass(8 * 24)
    stage.say()
    happens(stage, rootCall('s3', 'ListBuckets', { ...denied, at: -8.5 }))
    stage.pass(24)
    expect(itemOf(await stage.plan())!.steps).toEqual([])
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/1 refused.*find another way for whoever it was/)
  })

  it('is detached and deleted by undo', async () => {
    const stage = await staged()
    await atCanary(stage)
    expect(badIn(await stage.undo())).toEqual({})
    expect(placesOf(stage.world)).toBeUndefined()
  })

  it('is no business of those who declare nothing', async () => {
    const stage = await staged(world(), {})
    expect(itemOf(await stage.plan())).toBeUndefined()
    expect((await stage.audit()).findings.find((f) => f.control === control)).toMatchObject({
      status: 'not-applicable',
    })
  })
})

describe('the allow-list', () => {
  const listed: Configuration = {
    administrator: { name: 'first.admin@corp.example' },
    organization: { rootPolicy: 'allow-list', canaryUnit: 'Root/Sandbox' },
  }
  const listName = 'neverroot-root-allow-list'
  const listText = rootPolicy('root-allow-list', { administrator: 'first.admin@corp.example' })
  const ofName = (stage: Stage) => stage.world.organization!.policies.find((p) => p.name === listName)

  it('goes the same way: canary, days, a word, the whole, and back', async () => {
    const stage = await staged(world(), listed)
    stage.say()
    const plan = await stage.plan()
    expect(itemOf(plan)!.steps[1]!.does).toMatch(
      /denied everything but bills, account details and one administrator; sessions of AssumeRoot are spared/,
    )
    expect(badIn(await stage.apply(plan))).toEqual({})
    expect(ofName(stage)).toMatchObject({ content: listText, targets: [sandboxUnit(stage.world)] })
    stage.pass(8 * 24)
    stage.say()
    expect(badIn(await stage.apply(await stage.plan()))).toEqual({})
    expect(ofName(stage)!.targets).toHaveLength(2)
    const statuses = (await stage.audit()).findings.map((f) => `${f.control} ${f.status}`)
    expect(statuses.filter((s) => s.startsWith('root-is-denied-by-policy')).sort()).toEqual([
      'root-is-denied-by-policy not-applicable',
      'root-is-denied-by-policy pass',
      'root-is-denied-by-policy pass',
    ])
    expect(statuses).toContain(`${control} pass`)
    expect(badIn(await stage.undo())).toEqual({})
    expect(ofName(stage)!.targets).toEqual([sandboxUnit(stage.world)])
  })

  it('waits where the policy that denies everything is attached too', async () => {
    const shut = JSON.parse(rootPolicy('root-deny')) as object
    const stage = await staged(
      world((o) => o.policy(name, shut, ['Work'])),
      listed,
    )
    stage.say()
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/would leave root nothing: take it back first/)
  })

  it('is no policy without its administrator', async () => {
    const stage = await staged(world(), { organization: listed.organization! })
    expect((await stage.audit()).findings.find((f) => f.control === control)).toMatchObject({
      status: 'unknown',
      message: expect.stringMatching(/without its administrator/) as string,
    })
  })
})

const blocking = JSON.parse(
  rootPolicy('root-deny').replace(',"Null":{"aws:AssumedRoot":"true"}', ''),
) as object
const odd = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringMatches: { 'aws:x': 'y' } } }],
}
const harmless = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'ec2:*', Resource: '*' }] }

describe('waits', () => {
  it.each<[string, World, RegExp, Configuration?]>([
    [
      'where service control policies are not enabled',
      (() => {
        const made = world()
        made.organization!.enabledPolicyTypes = []
        return made
      })(),
      /not enabled/,
    ],
    [
      'where central root access is not complete',
      (() => {
        const made = world()
        made.accounts[CENTRE]!.iam.organizationsFeatures = ['RootCredentialsManagement']
        return made
      })(),
      /central root access is not complete/,
    ],
    [
      'where a policy blocks AssumeRoot anywhere',
      world((o) => o.policy('tower', blocking, ['Work'])),
      /tower may keep AssumeRoot/,
    ],
    [
      'where nobody can tell what one does',
      world((o) => o.policy('odd', odd, ['333333333333'])),
      /odd may keep AssumeRoot/,
    ],
    [
      'where the canary has as many as AWS may take',
      world((o) => {
        for (const n of [1, 2, 3, 4]) o.policy(`p${n}`, harmless, ['Sandbox'])
      }),
      /5 service control policies/,
    ],
    [
      'where one of its name has another text',
      world((o) => o.policy(name, harmless, ['Work'])),
      /nobody overwrites it/,
    ],
    [
      'where the canary is no unit',
      world(),
      /names Root\/Nowhere, which is no unit/,
      { organization: { rootPolicy: 'deny', canaryUnit: 'Root/Nowhere' } },
    ],
  ])('%s', async (_, given, because, declared = configuration) => {
    const stage = await staged(given, declared)
    stage.say()
    const item = itemOf(await stage.plan())!
    expect(item.steps).toEqual([])
    expect(item.waiting![0]).toMatch(because)
  })

  it('where somebody still needs root of a member', async () => {
    const stage = await staged()
    stage.say(false)
    expect(itemOf(await stage.plan())!.waiting![0]).toMatch(/still needs root/)
  })

  it('where no canary is declared: it asks which', async () => {
    const stage = await staged(world(), { organization: { rootPolicy: 'deny' } })
    expect(itemOf(await stage.plan())!.asks![0]!.setting).toBe('organization.canaryUnit')
  })
})

describe('a plan that somebody wrote', () => {
  const forged = async (change: (plan: Plan) => void) => {
    const stage = await staged()
    stage.say()
    const plan = structuredClone(await stage.plan())
    change(plan)
    const { digest: _, ...rest } = plan
    return { stage, plan: { ...rest, digest: digestOfPlan(rest) } }
  }
  const inputOf = (plan: Plan, at: number) => itemOf(plan)!.steps[at]!.input as Record<string, unknown>

  it.each<[string, (plan: Plan) => void]>([
    ['makes a policy of its own', (plan) => void (inputOf(plan, 0)['Content'] = JSON.stringify(blocking))],
    ['makes it under another name', (plan) => void (inputOf(plan, 0)['Name'] = 'mine')],
    ['attaches it to an account', (plan) => void (inputOf(plan, 1)['TargetId'] = '333333333333')],
  ])('%s: refused before anything is called', async (_, change) => {
    const { stage, plan } = await forged(change)
    const { ends } = await stage.apply(plan)
    expect(ends.get(stage.organization)).toMatchObject({
      good: false,
      because: expect.stringMatching(/which no plan of neverroot does/) as string,
    })
    expect(placesOf(stage.world)).toBeUndefined()
    expect(stage.world.organization!.policies.map((policy) => policy.name)).toEqual(['FullAWSAccess'])
  })
})

/** Central root access: planned where it is missing, turned on in AWS's order, seen to be on, taken back. */
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { makeScenario, type World } from '../../src/sandbox/index.ts'
import { addSession } from '../../src/sandbox/builder/iam.ts'
import { stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'

const control = 'root-access-is-centralized'
const MANAGEMENT = '111111111111'
const MEMBER = '222222222222'

function organization(change: (world: World) => void = () => undefined): World {
  const world = newWorld({ scenario: 'organization', began })
    .account(MANAGEMENT, (a) =>
      a
        .named('payer')
        .user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession()),
    )
    .account(MEMBER, (a) => a.user('tom', (u) => u.admin().key()))
    .organization(MANAGEMENT, (o) => o.member(MEMBER))
    .build()
  change(world)
  return world
}

const stage = (world: World) => stageOf(world, { only: [control] })
const steps = (plan: Plan) =>
  plan.items.flatMap((item) =>
    item.steps.map(({ action, input }) =>
      [action.split(':')[1], ...Object.values(input as Record<string, string>)].join(' '),
    ),
  )
const features = (world: World) => world.accounts[MANAGEMENT]!.iam.organizationsFeatures
const trust =
  (...services: string[]) =>
  (world: World) =>
    void world.organization!.trustedServices.push(...services)

const all = [
  'EnableAWSServiceAccess iam.amazonaws.com',
  'EnableOrganizationsRootCredentialsManagement',
  'EnableOrganizationsRootSessions',
  'EnableAWSServiceAccess account.amazonaws.com',
]

describe('a plan', () => {
  it.each<[string, (world: World) => void, string[]]>([
    ['turns on what is missing, trusted access first', () => undefined, all],
    ['leaves trusted access that is there', trust('iam.amazonaws.com'), all.slice(1)],
    [
      'leaves a feature that is on',
      (world) => {
        trust('iam.amazonaws.com', 'account.amazonaws.com')(world)
        world.accounts[MANAGEMENT]!.iam.organizationsFeatures = ['RootCredentialsManagement']
      },
      ['EnableOrganizationsRootSessions'],
    ],
    [
      'has nothing to do where only Account Management is not trusted: that is advice',
      (world) => {
        trust('iam.amazonaws.com')(world)
        world.accounts[MANAGEMENT]!.iam.organizationsFeatures = ['RootCredentialsManagement', 'RootSessions']
      },
      [],
    ],
  ])('%s', async (_when, change, calls) => {
    expect(steps(await (await stage(organization(change))).plan())).toEqual(calls)
  })

  it.each<[string, (world: World) => void, RegExp]>([
    [
      'waits for all features',
      (world) => void (world.organization!.featureSet = 'CONSOLIDATED_BILLING'),
      /enable all features first/,
    ],
    [
      'waits for the management account where a deputy asks',
      (world) => {
        trust('iam.amazonaws.com')(world)
        world.organization!.delegatedAdministrators.push({
          account: MEMBER,
          service: 'iam.amazonaws.com',
          enabled: began,
        })
        world.defaultAccessKeyId = world.accounts[MEMBER]!.iam.users[0]!.accessKeys[0]!.id
      },
      /only the management account 111111111111 can turn it on/,
    ],
    [
      'waits for an administrator where root asks',
      (world) => void (world.defaultAccessKeyId = addSession(world, MANAGEMENT, { kind: 'root' })),
      /EnableAWSServiceAccess .* not for a root session/,
    ],
  ])('%s', async (_when, change, why) => {
    const { items } = await (await stage(organization(change))).plan()
    expect(items).toHaveLength(1)
    expect(items[0]!.steps).toEqual([])
    expect(items[0]!.waiting!.join()).toMatch(why)
  })
})

describe('the declared delegated administrator', () => {
  const declaring = (account: string) => ({ organization: { delegatedAdministrator: account } })
  const centralized = (change: (world: World) => void = () => undefined) =>
    organization((world) => {
      trust('iam.amazonaws.com', 'account.amazonaws.com')(world)
      world.accounts[MANAGEMENT]!.iam.organizationsFeatures = ['RootCredentialsManagement', 'RootSessions']
      change(world)
    })
  const delegates = (world: World) =>
    world.organization!.delegatedAdministrators.map(({ account, service }) => `${account} ${service}`)
  const register = (service: string, account: string) => (world: World) =>
    void world.organization!.delegatedAdministrators.push({ account, service, enabled: began })

  it('is named for both services, last of all, seen, and taken back', async () => {
    const world = organization()
    const { plan, apply, undo } = await stageOf(world, { only: [control], configuration: declaring(MEMBER) })
    const made = await plan()
    const calls = made.items[0]!.steps.map(({ action }) => action.split(':')[1])
    expect(calls.slice(all.length)).toEqual([
      'RegisterDelegatedAdministrator',
      'RegisterDelegatedAdministrator',
    ])
    expect(JSON.stringify(made.items[0]!.steps.map((step) => step.input))).not.toContain(MEMBER)
    const applied = await apply(made)
    expect(applied.items).toMatchObject([{ control, result: 'fixed' }])
    expect(delegates(world)).toEqual([`${MEMBER} iam.amazonaws.com`, `${MEMBER} account.amazonaws.com`])
    expect(steps(await plan())).toEqual([])
    // Somebody else is declared meanwhile: what was done is what is taken back.
    const undone = await undo({ configuration: declaring('999999999999') })
    expect(undone.outcomes.every((o) => o.result === 'applied')).toBe(true)
    expect(delegates(world)).toEqual([])
  })

  it.each<[string, string, (world: World) => void, RegExp]>([
    ['the management account itself', MANAGEMENT, () => undefined, /which is the management account/],
    ['a stranger', '999999999999', () => undefined, /which is not in the organization/],
    [
      'a suspended member',
      MEMBER,
      (world) => void (world.accounts[MEMBER]!.state = 'SUSPENDED'),
      /which is SUSPENDED: AWS takes none but an active account/,
    ],
    [
      'one of two',
      MEMBER,
      (world) => {
        world.organization!.members['333333333333'] = { ...world.organization!.members[MEMBER]! }
        world.accounts['333333333333'] = { ...structuredClone(world.accounts[MEMBER]!), id: '333333333333' }
        for (const service of ['iam.amazonaws.com', 'account.amazonaws.com'])
          register(service, '333333333333')(world)
      },
      /333333333333 is the delegated administrator for iam\.amazonaws\.com; nobody is replaced by a plan/,
    ],
  ])('%s is not named, and it says why', async (_who, account, change, why) => {
    const world = centralized(change)
    const { plan } = await stageOf(world, { only: [control], configuration: declaring(account) })
    const { items } = await plan()
    expect(items[0]!.steps).toEqual([])
    expect(items[0]!.waiting!.join()).toMatch(why)
  })

  it('is typed before anything is done', async () => {
    const world = centralized()
    const { plan, apply } = await stageOf(world, { only: [control], configuration: declaring(MEMBER) })
    const made = await plan()
    const answering = (answer: string) => ({
      confirmed: undefined,
      host: {
        notify: () => undefined,
        ask: async ({ code }: { code: string }) => (code === 'confirm-delegate' ? answer : MANAGEMENT),
      },
    })
    await expect(apply(made, answering(MANAGEMENT))).rejects.toMatchObject({ code: 'not-confirmed' })
    expect(delegates(world)).toEqual([])
    await apply(made, answering(MEMBER))
    expect(delegates(world)).toHaveLength(2)
  })
})

describe('applying it', () => {
  it('turns it on, sees that it is on, and takes it back in the other order', async () => {
    const world = organization()
    const { plan, apply, undo } = await stage(world)
    const applied = await apply(await plan())
    expect(applied.outcomes.map((o) => o.result)).toEqual(['applied', 'applied', 'applied', 'applied'])
    expect(applied.items).toMatchObject([{ control, result: 'fixed' }])
    expect(features(world)).toEqual(['RootCredentialsManagement', 'RootSessions'])
    expect(steps(await plan())).toEqual([])

    const undone = await undo()
    expect(undone.outcomes.map((o) => [o.action.split(':')[1], o.result])).toEqual([
      ['DisableAWSServiceAccess', 'applied'],
      ['DisableOrganizationsRootSessions', 'applied'],
      ['DisableOrganizationsRootCredentialsManagement', 'applied'],
      ['DisableAWSServiceAccess', 'applied'],
    ])
    expect(undone.shown.plan.items.flatMap((item) => item.steps).every((step) => step.weakens)).toBe(true)
    expect(world.organization!.trustedServices).toEqual([])
    expect(features(world) ?? []).toEqual([])
  })

  it('leaves trusted access where somebody has built on it since', async () => {
    const world = organization()
    const { plan, apply, undo } = await stage(world)
    await apply(await plan())
    const enabled = began
    world.organization!.delegatedAdministrators.push({
      account: MEMBER,
      service: 'iam.amazonaws.com',
      enabled,
    })
    const { outcomes } = await undo()
    expect(outcomes.map((o) => o.result)).toEqual(['applied', 'applied', 'applied', 'refused'])
    expect(outcomes.at(-1)!.message).toContain('left as it is')
    expect(world.organization!.trustedServices).toEqual(['iam.amazonaws.com'])
  })

  it('is refused as a whole where root applies what an administrator planned', async () => {
    const world = organization()
    const { plan, apply } = await stage(world)
    const planned = await plan()
    world.defaultAccessKeyId = addSession(world, MANAGEMENT, { kind: 'root' })
    await expect(apply(planned)).rejects.toMatchObject({ code: 'beyond-bootstrap' })
    expect(world.organization!.trustedServices).toEqual([])
  })

  it('holds up nothing else of a root session', async () => {
    const world = await makeScenario('startup', began)
    world.defaultAccessKeyId = addSession(world, MANAGEMENT, { kind: 'root' })
    const { plan } = await stageOf(world)
    const { items } = await plan()
    expect(items.find((item) => item.control === control)?.steps).toEqual([])
    expect(items.some((item) => item.steps.length > 0)).toBe(true)
  })
})

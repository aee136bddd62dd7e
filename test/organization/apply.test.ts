/** A plan of an organization, there and back: made, applied in waves, looked at anew, taken back. */
import { describe, expect, it } from 'vitest'
import { isRead, permissionFor } from '../../src/aws/index.ts'
import { readsToDo } from '../../src/engine/apply/deeds/index.ts'
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import { memberPolicy } from '../../src/api/organization.ts'
import { memberPermissions } from '../../src/api/permissions.ts'
import type { PlanOrganizationOptions } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { planSchema } from '../../src/store/plan-schema.ts'
import { contents, mails } from '../support/accidents.ts'
import {
  accountsIn,
  badIn,
  callsIn,
  type Company,
  companyOf,
  order,
  statusesOf,
  untrueOf,
  withOverrides,
} from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'
import { declared } from '../support/applying.ts'
import { smallCompany, smallWorld } from '../support/small-company.ts'
import { unproven, untilReported, unverified } from '../support/planned-worlds.ts'

const prodWeb = '333333333333'
const prodData = '444444444444'
const shutOnes = ['121212121212', '141414141414']
const leaving = '131313131313'
const withoutRole = ['777777777777', '151515151515']

/** The unit and the account that declare something of their own. */
const scenarios = [
  ['neglected-organization', 'Root/Workloads/Prod', prodWeb],
  ['startup', 'Root', '333333333333'],
] as const

/** Once Account Management is trusted, contacts of the member without a role show, and can be mended. */
async function contactsThatShowNow(company: Company): Promise<void> {
  const plan = await company.plan()
  expect(callsIn(plan).filter((call) => !/ account:Put\w+$/.test(call))).toEqual([])
  expect(accountsIn(plan)).toEqual(['444444444444'])
  expect(badIn(await company.apply(plan))).toEqual({})
}

describe.each(scenarios)('%s', (scenario, unit, own) => {
  const configuration = withOverrides(unit, own)
  const open = () => companyOf(scenario, { configuration })

  it('has a plan of the published shape, without anything of anybody', async () => {
    const { world, plan: make, organization, management } = await open()
    const plan = await make()
    expect(planSchema.safeParse(plan).error?.issues ?? []).toEqual([])
    expect(plan).toMatchObject({ organization, account: management, digest: digestOfPlan(plan) })
    const steps = plan.items.flatMap((item) => item.steps)
    const fromOutside = scenario === 'startup' ? [] : withoutRole
    const through = (account: string) =>
      account === management || fromOutside.includes(account) ? 'caller' : 'member'
    expect(steps.map((step) => step.as)).toEqual(steps.map((step) => through(step.account)))
    expect(new Set(steps.map(({ as }) => as))).toEqual(new Set(['caller', 'member']))
    // The management account is the last one.
    expect(accountsIn(plan).at(-1)).toBe(management)
    expect(new Set(steps.map((s) => `${s.account} ${s.id}`)).size).toBe(steps.length)
    const personal = JSON.stringify([configuration, Object.values(world.accounts).map((a) => a.email)])
    const secrets = [...personal.matchAll(/"([^"]*(?:@|\+\d)[^"]*)"/g)].map(([, text]) => text!)
    expect(secrets.length).toBeGreaterThan(10)
    expect(secrets.filter((secret) => JSON.stringify(plan).includes(secret))).toEqual([])
  })

  it('nothing is planned in accounts that are shut, nobody is made an administrator of a member', async () => {
    const company = await open()
    const plan = await company.plan()
    const accounts = accountsIn(plan)
    for (const id of [...shutOnes, leaving]) expect(accounts).not.toContain(id)
    const inMembers = plan.items
      .flatMap((item) => item.steps)
      .filter(({ account }) => account !== company.management)
      .map(({ action }) => action)
    expect(inMembers.filter((action) => /User|Group|LoginProfile|AccessKey/.test(action))).toEqual([])
    expect(inMembers.filter((action) => /PhoneNumber/.test(action))).toEqual([])
  })

  it('is put right: fixed is what passes, nothing is worse, the second plan is empty', async () => {
    const company = await open()
    const first = await company.audit()
    const plan = await company.plan()
    const applied = await company.apply(plan)
    expect(badIn(applied)).toEqual({})
    expect(applied).toMatchObject({ complete: true, left: [], organization: company.organization })
    expect([...applied.ends.keys()].sort()).toEqual([...accountsIn(plan)].sort())
    expect(order(company.notices)).toHaveLength(accountsIn(plan).length)
    expect(untrueOf(company, applied.ends.keys())).toEqual([])
    const after = statusesOf(await company.audit())
    // Of each account as many pass anew as it counts as fixed.
    for (const [id, end] of applied.ends) {
      const controls = plan.items.filter((item) => item.subject.id === id).map((item) => item.control)
      const passing = controls.filter((control) =>
        ['pass', 'not-applicable'].includes(after[`${control} ${id}`] ?? ''),
      )
      expect([id, end.fixed]).toEqual([id, passing.length])
    }
    const worse = first.findings
      .filter((f) => f.status === 'pass' && after[`${f.control} ${f.subject.id}`] !== 'pass')
      .map((f) => f.id)
    expect(worse).toEqual([])
    const trusted = callsIn(plan).some((call) => call.endsWith('EnableAWSServiceAccess'))
    if (trusted) await contactsThatShowNow(company)
    expect(callsIn(await company.plan()), 'at once').toEqual([])
    company.pass(untilReported)
    expect(callsIn(await company.plan()), 'when the report is renewed').toEqual([])
    // One code for the number of the one account that is signed in to, and none for the others.
    expect(mails(company.world).filter((mail) => mail.startsWith('sms'))).toHaveLength(1)
  })

  it('what is declared for a unit and for an account stands there', async () => {
    const company = await open()
    await company.apply(await company.plan())
    const security = (id: string) => company.world.accounts[id]!.alternateContacts.SECURITY
    expect(security(own)).toMatchObject({
      EmailAddress: 'own-security@corp.example',
      Name: 'Security Team',
      PhoneNumber: '+61 2 9374 4009',
    })
    if (scenario === 'startup') return
    expect(security(prodData)).toMatchObject({
      EmailAddress: 'unit-security@corp.example',
      PhoneNumber: '+61 2 9374 4003',
    })
    expect(security('555555555555')).toMatchObject({ EmailAddress: 'aws-security@corp.example' })
  })

  it('is taken back as it was, once', async () => {
    const company = await open()
    const before = contents(company.world)
    const first = statusesOf(await company.audit())
    const applied = await company.apply(await company.plan())
    const undone = await company.undo()
    expect(badIn(undone)).toEqual({})
    expect(undone).toMatchObject({ complete: true, left: [] })
    expect(undone.waves[0]!.name).toBe('the management account')
    expect(unverified(contents(company.world))).toEqual(unverified(before))
    expect(untrueOf(company, applied.ends.keys())).toEqual([])
    const last = statusesOf(await company.audit())
    const others = Object.keys(first).filter((key) => first[key] !== last[key])
    expect(others.filter((key) => !unproven.includes(key.split(' ')[0]!))).toEqual([])
    await expect(company.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' })
    await expect(company.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })

  // By a new plan: an invitation that nobody has confirmed cannot be taken back, and is not sent twice.
  it('can be put right again after it was taken back', async () => {
    const company = await open()
    await company.apply(await company.plan())
    const after = contents(company.world)
    await company.undo()
    expect(badIn(await company.apply(await company.plan()))).toEqual({})
    expect(unverified(contents(company.world))).toEqual(unverified(after))
  })

  it('nothing of anybody is kept but in the before-images', async () => {
    const company = await open()
    const said = [await company.plan()] as unknown[]
    said.push(await company.apply(said[0] as never), company.notices, await company.undo())
    const secrets = [...JSON.stringify(configuration).matchAll(/"([^"]*(?:@|\+\d)[^"]*)"/g)].map((m) => m[1]!)
    const emails = Object.values(company.world.accounts).map(({ email }) => email)
    const texts = company.files().filter(([path]) => !path.endsWith('before-images.json'))
    expect(texts.length).toBeGreaterThan(5)
    for (const [where, text] of [...texts, ['what was said', JSON.stringify(said)]] as const)
      expect(
        [...secrets, ...emails].filter((secret) => text.includes(secret)),
        where,
      ).toEqual([])
  })
})

describe('a session in a member', () => {
  it('may read what is looked at, and make the calls of its plan, and nothing else', async () => {
    const company = await companyOf('neglected-organization')
    const plan = await company.plan()
    const sessions = company.world.sessions.length
    await company.apply(plan)
    const reads = new Set<string>(memberPermissions())
    const wrote = new Set<string>()
    for (const { account, principal } of company.world.sessions.slice(sessions)) {
      if (principal.kind !== 'role') continue
      const policy = principal.policy as { Statement: { Action: string[] }[] }
      expect(policy, account).toBeDefined()
      expect(JSON.stringify(policy).length).toBeLessThanOrEqual(2048)
      const allowed = policy.Statement.flatMap((statement) => statement.Action)
      expect(allowed.filter((action) => action.includes('*'))).toEqual([])
      const more = allowed.filter((action) => !reads.has(action))
      if (more.length === 0) continue
      wrote.add(account)
      const own = plan.items.flatMap((i) => i.steps.filter((step) => step.account === account))
      const actions = own.map((step) => permissionFor(step.action))
      expect([...allowed].sort()).toEqual([...new Set([...reads, ...actions, ...readsToDo(actions)])].sort())
    }
    expect([...wrote].sort()).toEqual(
      accountsIn(plan)
        // Where no role lets us in there is no session.
        .filter((id) => id !== company.management && !withoutRole.includes(id))
        .sort(),
    )
  })

  it('has room for everything that may be planned for a member', async () => {
    const every = [
      'account:PutAlternateContact',
      'account:PutContactInformation',
      'budgets:ModifyBudget',
      'iam:UpdateAccountPasswordPolicy',
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
    ] as const
    expect(memberPolicy([...every, ...readsToDo(every)]).length).toBeLessThanOrEqual(2048)
  })

  it('a role that may not do it says so in its account alone', async () => {
    const company = await companyOf('neglected-organization')
    const role = company.world.accounts['666666666666']!.iam.roles.find((r) => r.name.startsWith('Organ'))!
    const plan = await company.plan()
    role.attached = ['arn:aws:iam::aws:policy/ReadOnlyAccess']
    const applied = await company.apply(plan, { stopAfter: 9 })
    expect(badIn(applied)).toEqual({ '666666666666': expect.stringMatching(/denied|not allowed|may not/) })
    role.attached = ['arn:aws:iam::aws:policy/AdministratorAccess']
    expect(await company.apply('resume')).toMatchObject({ complete: true })
    expect(callsIn(await company.plan())).toEqual([])
  })
})

describe('a configuration that declares a part', () => {
  it('an account that still misses a setting is as good as the plan could make it', async () => {
    const { security } = declared.contacts!
    const company = await companyOf('neglected-organization', {
      configuration: { contacts: { security: security! } },
    })
    const plan = await company.plan()
    expect(plan.items.some((item) => item.steps.length > 0 && item.asks?.length)).toBe(true)
    const applied = await company.apply(plan)
    expect(badIn(applied)).toEqual({})
    expect(callsIn(await company.plan())).toEqual([])
  })
})

describe('from a delegated administrator', () => {
  it('members are put right, and the management account is not entered', async () => {
    const management = '111111111111'
    const world = newWorld({ scenario: 'made', began })
      .account(management, (a) => a.named('payer').root({ password: false }))
      .account('222222222222', (a) =>
        memberRole(a.named('security'), management)
          .root({ password: false })
          .user('casey', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa('casey').key().isCaller()),
      )
      .account('333333333333', (a) => memberRole(a.named('web').root({ password: false }), '222222222222'))
      .organization(management, (o) =>
        o
          .trust('account.amazonaws.com')
          .member('222222222222')
          .member('333333333333')
          .delegate('222222222222', 'account.amazonaws.com'),
      )
      .build()
    const company = await companyOf(world)
    const before = structuredClone(contents(world)) as { id: string }[]
    const plan = await company.plan()
    expect(plan.account).toBe('222222222222')
    expect(accountsIn(plan).sort()).toEqual(['222222222222', '333333333333'])
    expect(badIn(await company.apply(plan))).toEqual({})
    const after = contents(world) as { id: string }[]
    expect(after[0]).toEqual(before[0])
    expect(callsIn(await company.plan())).toEqual([])
  })
})

it.each<[who: string, choice: PlanOrganizationOptions['choice'], called: boolean]>([
  ['all accounts', {}, true],
  ['the management account too', { exclude: ['222222222222'] }, true],
  ['one member', { accounts: ['222222222222'] }, false],
  ['everybody but the management account', { exclude: ['111111111111'] }, false],
])('what changes for all of them is changed by whoever chose %s', async (_who, choice, called) => {
  const world = smallWorld(2)
  world.accounts['111111111111']!.iam.organizationsFeatures = []
  world.organization!.trustedServices = []
  const company = await companyOf(world)
  const [item] = (await company.plan({ choice, only: ['root-access-is-centralized'] })).items
  expect(item!.steps.length > 0).toBe(called)
  expect(item!.waiting).toEqual(
    called
      ? undefined
      : ['it is changed for the whole organization, in 111111111111, which is not among the chosen accounts'],
  )
})

it('nothing but reads is called before it is confirmed', async () => {
  const company = await companyOf('neglected-organization')
  const plan = await company.plan()
  const before = contents(company.world)
  await expect(company.apply(plan, { confirmed: company.management })).rejects.toMatchObject({
    code: 'not-confirmed',
  })
  expect(contents(company.world)).toEqual(before)
  const called = Object.keys(company.sandbox.requests).filter((operation) => !isRead(operation))
  // The look itself opens read sessions.
  expect(called.filter((operation) => operation !== 'sts:AssumeRole')).toEqual([])
})

describe('a member that looks taken over', () => {
  const taken = '444444444444'
  const takeOver = ({ world }: { world: World }) =>
    world.accounts[taken]!.iam.users[0]!.attached.push(
      'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
    )

  it('has no plan, which is said; the others have theirs', async () => {
    const company = await smallCompany(3)
    takeOver(company)
    const plan = await company.plan()
    expect(accountsIn(plan)).toEqual(['222222222222', '333333333333', '111111111111'])
    const notes = company.notices.flatMap((n) => (n.code === 'note' ? [n.data.text] : []))
    expect(notes).toEqual([expect.stringMatching(/^No plan for 444444444444 while it looks taken over/)])
  })

  it('since the plan was made is left alone, which is said; the others go on', async () => {
    const company = await smallCompany(3)
    const plan = await company.plan()
    takeOver(company)
    const before = structuredClone(company.world.accounts[taken]!.alternateContacts)
    const applied = await company.apply(plan, { stopAfter: 2 })
    expect(badIn(applied)).toEqual({ [taken]: expect.stringMatching(/looks taken over/) })
    expect(company.world.accounts[taken]!.alternateContacts).toEqual(before)
  })
})

/** Contacts of members that no role lets us into are mended by the centre, which names the member. */
import { describe, expect, it } from 'vitest'
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import {
  applyOrganization,
  type AwsAction,
  centralPolicy,
  type Configuration,
  type Plan,
  planOrganization,
  undoOrganization,
} from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { mails } from '../support/accidents.ts'
import { badIn, callsIn, type Company, companyOf } from '../support/applying-to-many.ts'
import { declared } from '../support/applying.ts'
import { began } from '../support/audit.ts'
import { without } from '../support/permitted.ts'
import { asMember, type Central, permit, refusedTo } from '../support/permitted-organizations.ts'

const management = '111111111111'
const deputy = '222222222222'
const within = '333333333333'
/** Has other contacts than the declared ones. */
const acquired = '444444444444'
/** Has no alternate contact. */
const forgotten = '555555555555'
const outside = [acquired, forgotten]

const leaver = {
  Name: 'Pat Leaver',
  Title: 'Founder',
  EmailAddress: 'leaver@gone.example',
  PhoneNumber: '+1 206 555 0101',
}

interface Kind {
  /** Who runs it. */
  from?: 'management' | 'deputy'
  trusted?: boolean
  root?: true
}

const worldOf = ({ from = 'management', trusted = true, root }: Kind = {}) => {
  const centre = from === 'management' ? management : deputy
  return newWorld({ scenario: 'made', began })
    .account(management, (a) => {
      a.named('payer').root(root ? {} : { password: false })
      if (from === 'deputy') return
      if (root) a.rootIsCaller(false)
      else a.user('casey', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa('casey').key().isCaller())
    })
    .account(deputy, (a) => {
      memberRole(a.named('security').root({ password: false }), management)
      if (from === 'deputy')
        a.user('robin', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa('robin').key().isCaller())
    })
    .account(within, (a) => memberRole(a.named('web').root({ password: false }), centre))
    .account(acquired, (a) =>
      a
        .named('acquired')
        .root({ password: false })
        .contact({ PhoneNumber: '+12065550100' })
        .alternate('BILLING', leaver)
        .alternate('SECURITY', leaver),
    )
    .account(forgotten, (a) =>
      a.named('forgotten').root({ password: false }).contact({ PhoneNumber: '+12065550100' }),
    )
    .organization(management, (o) => {
      o.trust(...(trusted ? ['account.amazonaws.com', 'iam.amazonaws.com'] : ['iam.amazonaws.com']))
      for (const id of [deputy, within, ...outside]) o.member(id)
      if (trusted) o.delegate(deputy, 'account.amazonaws.com')
      else if (from === 'deputy') o.delegate(deputy, 'guardduty.amazonaws.com')
    })
    .build()
}

const contactsOf = ({ world }: Company, ids: readonly string[]) =>
  ids.map((id) => {
    const { contact, alternateContacts } = world.accounts[id]!
    // A number that was another one in between counts as verified no more.
    return structuredClone({ ...contact, verificationStatus: undefined, alternateContacts })
  })
const stepsOf = (plan: Plan, ids: readonly string[]) =>
  plan.items.flatMap(({ steps }) => steps).filter(({ account }) => ids.includes(account))

/** Who made the changes of contacts, as the centre's and the members' own credentials show. */
function callers({ sandbox, world }: Company): string[] {
  const found: string[] = []
  sandbox.faults.strike = (operation, key) => {
    if (/^account:(Put|Delete)/.test(operation))
      found.push(
        key === sandbox.credentials().accessKeyId
          ? 'the centre'
          : (world.sessions.find((session) => session.accessKeyId === key)?.account ?? 'nobody'),
      )
    return undefined
  }
  return found
}

describe('two members that no role lets us into, and one that lets us in', () => {
  it('are planned, put right by the centre in waves, looked at again, and taken back', async () => {
    const company = await companyOf(worldOf())
    const before = contactsOf(company, outside)
    const plan = await company.plan()
    const steps = stepsOf(plan, outside)
    expect(steps.map(({ account, as, action }) => `${account} ${as} ${action}`).sort()).toEqual(
      [acquired, forgotten].flatMap((id) => [
        `${id} caller account:PutAlternateContact`,
        `${id} caller account:PutAlternateContact`,
        `${id} caller account:PutAlternateContact`,
        `${id} caller account:PutContactInformation`,
      ]),
    )
    for (const { input, account, undo, does } of steps) {
      expect(input).toMatchObject({ AccountId: account })
      expect(undo?.input).toMatchObject({ AccountId: account })
      expect(does).toMatch(/\(the centre calls: no role there lets us in\)$/)
    }
    const own = stepsOf(plan, [within, management]).filter(({ action }) => action.startsWith('account:'))
    expect(own.length).toBeGreaterThan(4)
    expect(own.filter(({ input, undo }) => JSON.stringify([input, undo]).includes('AccountId'))).toEqual([])

    const who = callers(company)
    const applied = await company.apply(plan)
    expect(badIn(applied)).toEqual({})
    expect(applied.complete).toBe(true)
    for (const id of outside) expect(applied.ends.get(id)).toMatchObject({ good: true, waiting: 0 })
    // Eight about the members outside, and those of the account that the centre is in.
    expect(who.filter((by) => by === 'the centre').length).toBe(8 + stepsOfContacts(plan, management))
    expect(new Set(who)).toEqual(new Set(['the centre', within, deputy]))
    for (const id of outside) {
      const { contact, alternateContacts } = company.world.accounts[id]!
      expect(contact!.PhoneNumber).toBe('+61 2 9374 4000')
      expect(alternateContacts).toMatchObject({
        BILLING: { EmailAddress: 'aws-billing@corp.example' },
        OPERATIONS: { EmailAddress: 'aws-ops@corp.example' },
        SECURITY: { EmailAddress: 'aws-security@corp.example' },
      })
    }
    expect(mails(company.world).filter((mail) => mail.includes(acquired))).toEqual([])
    const again = await company.plan()
    expect(callsIn(again)).toEqual([])

    const undone = await company.undo()
    expect(badIn(undone)).toEqual({})
    expect(contactsOf(company, outside)).toEqual(before)
  })

  it('what stands in the way in one of them is told of that one, and made good by --resume', async () => {
    const company = await companyOf(worldOf())
    const plan = await company.plan()
    company.sandbox.faults.strike = (operation, key) =>
      /^account:PutAlternateContact/.test(operation) && key === company.sandbox.credentials().accessKeyId
        ? 'deny'
        : undefined
    const first = await company.apply(plan, { stopAfter: 9, timeoutMs: 500 })
    expect(Object.keys(badIn(first)).sort()).toEqual([management, ...outside].sort())
    company.sandbox.faults.strike = () => undefined
    expect(await company.apply('resume')).toMatchObject({ complete: true })
    expect(callsIn(await company.plan())).toEqual([])
  })

  it('contacts that somebody changed since are left alone', async () => {
    const company = await companyOf(worldOf())
    await company.apply(await company.plan())
    const { alternateContacts } = company.world.accounts[acquired]!
    alternateContacts.BILLING = { ...alternateContacts.BILLING!, EmailAddress: 'new@corp.example' }
    const undone = await company.undo({ stopAfter: 9 })
    expect(undone.ends.get(acquired)?.because).toMatch(/changed since.*left as it is/)
    expect(alternateContacts.BILLING.EmailAddress).toBe('new@corp.example')
    expect(alternateContacts.SECURITY!.EmailAddress).toBe('leaver@gone.example')
  })

  it('a member that has a role by now is planned anew', async () => {
    const company = await companyOf(worldOf())
    const plan = await company.plan()
    const { iam } = company.world.accounts[acquired]!
    iam.roles.push(structuredClone(company.world.accounts[within]!.iam.roles[0]!))
    const applied = await company.apply(plan, { stopAfter: 9 })
    expect(applied.ends.get(acquired)).toMatchObject({ good: false, moved: true })
    const next = await company.plan()
    expect(new Set(stepsOf(next, [acquired]).map(({ as }) => as))).toEqual(new Set(['member']))
    expect(badIn(await company.apply(next))).toEqual({})
    expect(callsIn(await company.plan())).toEqual([])
  })
})

const stepsOfContacts = (plan: Plan, id: string): number =>
  stepsOf(plan, [id]).filter(({ action }) => /^account:Put/.test(action)).length

describe('from where it can be done', () => {
  it('the delegated administrator for accounts, its own contacts and the management account apart', async () => {
    const company = await companyOf(worldOf({ from: 'deputy' }))
    const untouched = contactsOf(company, [management])
    const plan = await company.plan()
    expect(stepsOf(plan, [management])).toEqual([])
    expect(stepsOf(plan, [deputy]).filter(({ input }) => 'AccountId' in (input as object))).toEqual([])
    expect(stepsOf(plan, outside)).toHaveLength(8)
    expect(badIn(await company.apply(plan))).toEqual({})
    expect(contactsOf(company, [management])).toEqual(untouched)
    expect(callsIn(await company.plan())).toEqual([])
    expect(badIn(await company.undo())).toEqual({})
  })

  it.each<[when: string, kind: Kind]>([
    ['without trusted access for Account Management', { trusted: false }],
    ['by the delegated administrator for something else', { from: 'deputy', trusted: false }],
    ['by root', { root: true }],
  ])('not %s', async (_when, kind) => {
    const company = await companyOf(worldOf(kind))
    const plan = await company.plan({ only: ['alternate-contacts-are-set', 'contact-phone-is-valid'] })
    expect(stepsOf(plan, outside)).toEqual([])
  })
})

describe('a plan that somebody wrote', () => {
  const inputs = (plan: Plan) => stepsOf(plan, [acquired]).map(({ input }) => input as { AccountId: string })
  const undos = (plan: Plan) =>
    stepsOf(plan, [acquired]).map(({ undo }) => undo!.input as { AccountId: string })
  const elsewhere = (named: { AccountId: string }[]) => {
    for (const input of named) input.AccountId = within
  }

  it.each<[what: string, account: string, change: (plan: Plan) => void, because: RegExp]>([
    ['names another account', acquired, (plan) => elsewhere(inputs(plan)), /names people, values or rights/],
    [
      'takes back in another account',
      acquired,
      (plan) => elsewhere(undos(plan)),
      /names people, values or rights/,
    ],
    [
      'has the centre call where a role lets us in',
      within,
      (plan) => {
        for (const step of stepsOf(plan, [within]))
          Object.assign(step, { as: 'caller', input: { AccountId: within, ...(step.input as object) } })
      },
      /by other calls now/,
    ],
  ])('that %s changes nothing', async (_what, account, change, because) => {
    const company = await companyOf(worldOf())
    const choice = { accounts: [account] }
    const { digest: _, ...plan } = structuredClone(
      await company.plan({ only: ['alternate-contacts-are-set'], choice }),
    )
    expect(stepsOf(plan as Plan, [account]).length).toBeGreaterThan(0)
    change(plan as Plan)
    const before = contactsOf(company, [within, acquired])
    const applied = await company.apply({ ...plan, digest: digestOfPlan(plan) })
    expect(badIn(applied)).toEqual({ [account]: expect.stringMatching(because) })
    expect(contactsOf(company, [within, acquired])).toEqual(before)
  })
})

describe('settings that are missing', () => {
  it('are asked for, as of every other member', async () => {
    const configuration: Configuration = { contacts: { security: declared.contacts!.security! } }
    const company = await companyOf(worldOf(), { configuration })
    const plan = await company.plan()
    const asked = plan.items
      .filter(({ subject }) => subject.id === forgotten)
      .flatMap(({ asks }) => (asks ?? []).map(({ setting }) => setting))
    expect(asked).toEqual(expect.arrayContaining(['contacts.billing.email', 'contacts.primary.phone']))
    expect(badIn(await company.apply(plan))).toEqual({})
    expect(callsIn(await company.plan())).toEqual([])
  })
})

describe('under exactly the central policy', () => {
  const member = '111111111111'
  const change = async (policy: (central: Central) => Central = (all) => all) => {
    const world = await asMember('neglected-personal')
    const organization = world.organization!.id
    permit(world, policy(centralPolicy({ organization, contacts: true })), undefined)
    // What is there is replaced, what is not is made.
    delete world.accounts[member]!.alternateContacts.OPERATIONS
    world.accounts[member]!.contact!.PhoneNumber = '+12065550100'
    const { refused } = await refusedTo(world, async (how) => {
      const mine = { ...how, configuration: { ...how.configuration, ...declared } }
      const only = ['alternate-contacts-are-set', 'contact-phone-is-valid', 'account-details-are-reviewed']
      const plan = await planOrganization({ ...mine, choice: { accounts: [member] }, only })
      const acting = { ...mine, confirmed: organization, settleMs: 0, stopAfter: 9 }
      await applyOrganization({ ...acting, plan })
      await undoOrganization(acting)
    })
    return refused.map(({ operation }) => operation).filter((operation) => operation !== 'sts:AssumeRole')
  }

  it('nothing is refused', async () => {
    expect(await change()).toEqual([])
  })

  it.each<AwsAction>([
    'account:PutAlternateContact',
    'account:DeleteAlternateContact',
    'account:PutContactInformation',
  ])('something is without %s', async (action) => {
    expect(await change((all) => without(all, action))).toContain(action)
  })
})

/** Every account of an organization, looked at from its centre. */
import { describe, expect, it } from 'vitest'
import { controls } from '../../src/index.ts'
import { organizationOf, saidBy } from '../support/organizations.ts'

const centre = '111111111111'
const neglected = await organizationOf('neglected-organization')
const looked = await neglected.look()

describe('the neglected organization', () => {
  it('has one finding of every control about every subject', () => {
    const ids = controls.map((control) => control.id).sort()
    for (const { id, kind } of looked.head.subjects) {
      const mine = looked.findings.filter((f) => f.subject.id === id).map((f) => f.control)
      if (kind === 'account') expect([id, mine.sort()]).toEqual([id, ids])
      else
        expect(mine.sort()).toEqual(
          controls
            .filter((c) => c.scope === 'organization')
            .map((c) => c.id)
            .sort(),
        )
    }
  })

  it.each<[when: string, account: string, control: string, status: string, says?: RegExp]>([
    [
      'a password of before central root access',
      '333333333333',
      'member-roots-have-no-credentials',
      'fail',
      /a password/,
    ],
    ['nothing is left, nor a second factor', '444444444444', 'member-roots-have-no-credentials', 'pass'],
    ['nothing is left: MFA has nothing to guard', '444444444444', 'root-has-mfa', 'pass'],
    ['an inactive key beside an active one', '555555555555', 'root-has-no-access-keys', 'fail'],
    ['recovery was allowed again', '666666666666', 'root-has-mfa', 'review'],
    ['a role of another name lets us in', '555555555555', 'password-policy-is-strong', 'fail'],
    ['no role at all: what the centre is told is judged', '777777777777', 'contact-phone-is-valid', 'fail'],
    [
      'no role at all: the rest is unknown',
      '777777777777',
      'root-has-mfa',
      'unknown',
      /no role of the account lets us in/,
    ],
    [
      'contacts are hidden by a policy',
      '101010101010',
      'contact-phone-is-valid',
      'unknown',
      /service control policy/,
    ],
    ['a suspended account', '121212121212', 'root-has-mfa', 'unknown', /suspended/],
    ['a closed account', '141414141414', 'root-has-mfa', 'not-applicable', /closed/],
    ['an account that is about to be closed is looked at', '131313131313', 'root-has-mfa', 'fail'],
    ['credits hide what is spent', '333333333333', 'daily-budget-exists', 'fail', /credits/],
    ['one service of many', '444444444444', 'daily-budget-exists', 'fail', /a part of the spend/],
    ['the payer is seen, and has no daily budget', '666666666666', 'daily-budget-exists', 'fail'],
    [
      'people come in from the management account',
      '666666666666',
      'administrator-exists',
      'pass',
      /of the management account/,
    ],
    ['the management account keeps its root', centre, 'member-roots-have-no-credentials', 'not-applicable'],
    [
      'what is judged once for all',
      centre,
      'root-access-is-centralized',
      'not-applicable',
      /whole organization/,
    ],
    ['what is judged of one account alone', '333333333333', 'root-email-is-a-list', 'not-applicable'],
  ])('%s', (_when, account, control, status, says = /./) => {
    const finding = looked.of(control, account)
    expect(finding).toMatchObject({ status, message: expect.stringMatching(says) })
  })

  it('names states, and the management account', () => {
    const states = Object.fromEntries(looked.head.subjects.flatMap((s) => (s.state ? [[s.id, s.state]] : [])))
    expect(states).toEqual({
      '121212121212': 'SUSPENDED',
      '131313131313': 'PENDING_CLOSURE',
      '141414141414': 'CLOSED',
    })
    expect(looked.head.subjects.filter((s) => s.management).map((s) => s.id)).toEqual([centre])
  })

  it('leads with causes: how many, which, where', () => {
    const of = (control: string, status: string) =>
      looked.tail.clusters!.find((c) => c.control === control && c.status === status)
    expect(of('member-roots-have-no-credentials', 'fail')).toMatchObject({
      cause: 'still have root credentials',
      count: 4,
      examples: expect.arrayContaining(['333333333333']),
      where: expect.stringContaining('Root/Workloads/Prod 1'),
    })
    expect(of('root-email-domain-is-safe', 'review')).toMatchObject({
      cause: expect.stringMatching(/share the root domain corp(-old)?\.example/),
    })
    // One reason hides many controls, and is one cause.
    const roles = looked.tail.clusters!.filter((c) => c.cause.includes('no role of the account lets us in'))
    expect(roles.map((c) => [c.count, c.control])).toEqual([[2, 'administrator-exists']])
  })

  it('is no better than its management account', () => {
    expect(looked.tail.posture.grade).toBe('F')
  })

  it('reads as nobody who may do more: each session in a member is held to what an audit reads', () => {
    const sessions = neglected.world.sessions.filter((s) => s.principal.kind === 'role')
    expect(sessions.length).toBeGreaterThan(6)
    for (const { principal } of sessions) {
      expect(principal).toMatchObject({
        sessionName: 'neverroot-audit',
        policy: { Statement: [{ Effect: 'Allow' }] },
      })
      const actions = (principal as unknown as { policy: { Statement: { Action: string[] }[] } }).policy
        .Statement[0]!.Action
      expect(
        actions.filter((a) => !/:(Get|List|Describe|Lookup|View|GenerateCredentialReport)/.test(a)),
      ).toEqual([])
    }
  })

  it('asks one question about the spend of all, and at most 18 of each member', () => {
    const { byAction, total } = looked.tail.calls
    expect(byAction['ce:GetCostAndUsage']).toBe(2)
    expect(total / 11).toBeLessThan(22)
  })

  it('keeps no root address on the disk', async () => {
    const { readFileSync, readdirSync } = await import('node:fs')
    const { join } = await import('node:path')
    const dir = join(neglected.folder, 'organization')
    const text = readdirSync(dir)
      .map((name) => readFileSync(join(dir, name), 'utf8'))
      .join('\n')
    for (const { email } of Object.values(neglected.world.accounts)) expect(text).not.toContain(email)
  })

  it('finds the same again', async () => {
    expect(saidBy(await neglected.look())).toEqual(saidBy(looked))
  })
})

describe('a choice of accounts', () => {
  const chosen = async (choice: object) =>
    (await neglected.look({ choice })).head.subjects.filter((s) => s.kind === 'account').map((s) => s.id)
  it.each<[string, object, string[]]>([
    ['by id', { accounts: ['333333333333', '444444444444'] }, ['333333333333', '444444444444']],
    ['by the path of a unit', { units: ['Root/Workloads/Prod'] }, ['333333333333', '444444444444']],
    [
      'a unit with those below it',
      { units: ['Root/Workloads'] },
      ['333333333333', '444444444444', '555555555555', '666666666666'],
    ],
    ['without an account', { units: ['Root/Workloads/Prod'], exclude: ['444444444444'] }, ['333333333333']],
    [
      'without a unit',
      { units: ['Root/Workloads'], exclude: ['Root/Workloads/Dev'] },
      ['333333333333', '444444444444'],
    ],
  ])('%s', async (_name, choice, accounts) => expect((await chosen(choice)).sort()).toEqual(accounts))

  it('an account that is not in the organization is said, and the rest goes on', async () => {
    const { head } = await neglected.look({ choice: { accounts: ['999999999999', '333333333333'] } })
    expect(head.notes).toContain('Account 999999999999 is left out: it is not in the organization.')
    expect(head.subjects.map((s) => s.id)).toContain('333333333333')
  })

  it.each<[string, object, string]>([
    ['a unit that there is not', { units: ['Root/Production'] }, 'no-such-unit'],
    ['a unit to leave out that there is not', { exclude: ['ou-nope-12345678'] }, 'no-such-unit'],
  ])('%s is refused', async (_name, choice, code) => {
    await expect(neglected.look({ choice })).rejects.toMatchObject({ code })
  })

  it('nothing that is left is refused', async () => {
    await expect(neglected.look({ choice: { accounts: ['999999999999'] } })).rejects.toMatchObject({
      code: 'no-account-chosen',
    })
  })
})

describe('what is declared for a part', () => {
  it('holds there, the nearest first; slips are said', async () => {
    const configuration = {
      baseline: { passwordLength: 14 },
      organization: {
        overrides: [
          { ou: 'Root/Workloads', baseline: { passwordLength: 20 } },
          { account: '333333333333', baseline: { passwordLength: 6, passwordReuse: 1 } },
          { ou: 'Root/Nowhere' },
          { ou: 'Root/Workloads' },
        ],
      },
    }
    const { of, head } = await neglected.look({ configuration, choice: { units: ['Root/Workloads/Prod'] } })
    expect(of('password-policy-is-strong', '333333333333')!.message).toContain('Set 6 and 1')
    expect(head.notes.join()).toMatch(
      /"Root\/Nowhere", which there is not.*declares unit "Root\/Workloads" twice/,
    )
  })

  it('names the roles that are tried', async () => {
    const configuration = { organization: { memberRoles: ['nobody', 'OrganizationAccountAccessRole'] } }
    const { of } = await neglected.look({
      configuration,
      choice: { accounts: ['333333333333', '555555555555'] },
    })
    expect(of('root-has-no-access-keys', '333333333333')!.status).toBe('pass')
    expect(of('root-has-no-access-keys', '555555555555')!.message).toContain(
      '(tried nobody, OrganizationAccountAccessRole)',
    )
  })
})

describe('without a role', () => {
  it("a root session reads root's credentials, and nothing else", async () => {
    const { of } = await neglected.look({ rootSessions: true, choice: { accounts: ['777777777777'] } })
    expect(of('root-has-no-access-keys', '777777777777')).toMatchObject({ status: 'fail' })
    expect(of('member-roots-have-no-credentials', '777777777777')).toMatchObject({ status: 'fail' })
    expect(of('password-policy-is-strong', '777777777777')).toMatchObject({ status: 'unknown' })
  })
})

describe('who answers for an account', () => {
  it('is what its tag says, where the configuration names the tag', async () => {
    const configuration = { organization: { ownerTag: 'Owner' } }
    const { tail } = await neglected.look({ configuration })
    const owners = tail.groups!.filter((group) => group.by === 'owner')
    expect(owners.find((o) => o.name === 'web-team@corp.example')).toMatchObject({ accounts: 1 })
    expect(owners.find((o) => o.name === 'no owner')!.accounts).toBeGreaterThan(5)
    expect(owners.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(12)
  })

  it('is asked of nobody otherwise; units are told of all', () => {
    expect(looked.tail.calls.byAction['organizations:ListTagsForResource']).toBeUndefined()
    expect(looked.tail.groups!.map(({ by, name }) => [by, name])).toContainEqual([
      'unit',
      'Root/Workloads/Prod',
    ])
    expect(looked.tail.groups!.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(12)
  })
})

import { describe, expect, it } from 'vitest'
import { actionTable } from './actions/read.ts'
import { AttachedPolicies, casesOf, checkAsked } from './ask-accounts.ts'
import type { PolicyWithTargets } from './attached.ts'
import { builtInCases } from './built-in-cases.ts'
import type { GuardCase } from './read-cases.ts'
import { readDraft, withDraft } from './read-draft.ts'
import { rootPolicy } from './root-policies.ts'

const table = await actionTable()
const ids = ['r-ab12', 'ou-ab12-prod0000', '333333333333']
const who = { organization: 'o-ab12', partition: 'aws' }
type Statement = Record<string, unknown>
const text = (...statements: Statement[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((one) => ({
      Effect: 'Deny',
      ...(one.NotAction === undefined ? { Action: '*' } : {}),
      Resource: '*',
      ...one,
    })),
  })
const full: PolicyWithTargets = {
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  type: 'scp',
  content: text({ Effect: 'Allow' }),
  targets: ids,
}
const attached = (...statements: Statement[]) =>
  of(withDraft([full], readDraft(text(...statements), 'scp', 'F'), ids[1]!))
const of = (policies: PolicyWithTargets[]) => new AttachedPolicies(policies, (id) => id, table)
const arn = (like: string) => ({ ArnLike: { 'aws:PrincipalArn': like } })
const odd = { StringMatches: { 'aws:PrincipalArn': 'x' } }

describe('administrators below control policies', () => {
  it.each<[string, Statement[], string, RegExp?]>([
    ['nothing but AWS’s own', [], 'works'],
    ['root alone is denied', [{ Condition: arn('arn:aws:iam::*:root') }], 'works'],
    ['everything is denied', [{}], 'blocked', /draft at ou:ou-ab12-prod0000 denies iam:AttachRolePolicy/],
    ['IAM is denied', [{ Action: 'iam:*' }], 'blocked'],
    ['IAM is left out of what is allowed below', [{ NotAction: ['s3:*', 'ec2:*'] }], 'blocked'],
    [
      'all Regions but one, IAM among what is denied',
      [{ Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }],
      'blocked',
    ],
    [
      'all Regions but two',
      [{ Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } } }],
      'works',
    ],
    ['new users are denied, as many do', [{ Action: ['iam:CreateUser', 'iam:CreateAccessKey'] }], 'works'],
    [
      'the role of one way',
      [{ Condition: arn('arn:aws:iam::*:role/OrganizationAccountAccessRole') }],
      'cannot-tell',
      /It blocks OrganizationAccountAccessRole, and which ways/,
    ],
    [
      'all but one way',
      [{ Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/AWSControlTowerExecution' } } }],
      'cannot-tell',
    ],
    [
      'roles of Identity Center',
      [{ Condition: arn('arn:aws:iam::*:role/aws-reserved/*') }],
      'cannot-tell',
      /IAM Identity Center/,
    ],
    [
      'people of another organization',
      [{ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-ab12' } } }],
      'works',
    ],
    [
      'an operator that is not modelled',
      [{ Action: 'iam:*', Condition: odd }],
      'cannot-tell',
      /StringMatches is not modelled/,
    ],
    ['requests without TLS', [{ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }], 'works'],
  ])('%s', (_, statements, state, why) => {
    const found = (statements.length > 0 ? attached(...statements) : of([full])).administrators(ids, who)
    expect(found.state).toBe(state)
    if (state === 'works') expect(found).toEqual({ state })
    else expect(found.why).toMatch(why ?? /\.$/)
  })

  it.each<[string, Statement, string]>([
    ['users are denied', { Condition: arn('arn:aws:iam::*:user/*') }, 'cannot-tell'],
    [
      'whoever has no MFA, roles among them',
      { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
      'cannot-tell',
    ],
    ['another user is', { Condition: arn('arn:aws:iam::*:user/break-glass-2') }, 'works'],
  ])('asks about the user who is declared: %s', (_, statement, state) => {
    expect(attached(statement).administrators(ids, { ...who, administrator: 'break-glass' }).state).toBe(
      state,
    )
  })
})

describe('the centre below control policies', () => {
  it.each<[string, Statement, string]>([
    ['our own policy', JSON.parse(rootPolicy('root-deny', {})).Statement[0], 'works'],
    ["Control Tower's", { Condition: arn('arn:aws:iam::*:root') }, 'blocked'],
    ['queues alone', { Action: 'sqs:*', Condition: arn('arn:*:iam::*:root') }, 'blocked'],
    ['in doubt', { Condition: odd }, 'cannot-tell'],
  ])('%s', (_, statement, state) => {
    expect(attached(statement).assumedRoot(ids).state).toBe(state)
  })
})

describe('the built-in cases', () => {
  const results = (kind: 'root-deny' | 'root-allow-list') =>
    of(withDraft([full], readDraft(rootPolicy(kind, { administrator: 'a' }), 'scp', 'F'), ids[0]!)).results(
      ids,
      builtInCases,
    )

  it.each(['root-deny', 'root-allow-list'] as const)('hold below %s', (kind) => {
    expect(results(kind).filter(({ asExpected }) => !asExpected)).toEqual([])
  })

  it('are about actions that AWS has, and each has its own name', () => {
    expect(builtInCases.filter(({ action }) => !table.byName.has(action.toLowerCase()))).toEqual([])
    expect(new Set(builtInCases.map(({ name }) => name)).size).toBe(builtInCases.length)
  })

  it('do not hold where nothing is attached but AWS’s own', () => {
    const wrong = of([full])
      .results(ids, builtInCases)
      .filter(({ asExpected }) => !asExpected)
    expect(wrong.map(({ name }) => name)).toEqual(
      builtInCases.filter(({ principal }) => principal === 'root').map(({ name }) => name),
    )
  })
})

describe('equal ways', () => {
  const cases: GuardCase[] = [{ name: 'x', principal: 'root', action: 's3:DeleteBucket' }]
  const other = [...ids.slice(0, 2), '444444444444']
  const everywhere = { ...full, targets: [...ids, '444444444444'] }

  it('are asked once, where no policy tells accounts apart', () => {
    const once = of([everywhere])
    expect(once.results(ids, cases)).toBe(once.results(other, cases))
    const apart = of(
      withDraft(
        [everywhere],
        readDraft(
          text({ Condition: { StringEquals: { 'aws:PrincipalAccount': '444444444444' } } }),
          'scp',
          'F',
        ),
        ids[0]!,
      ),
    )
    expect(apart.results(ids, cases)[0]!.decision).toBe('allow')
    expect(apart.results(other, cases)[0]!.decision).toBe('deny')
  })

  it('leaves a case about one account to that account, and one about the management account to it', () => {
    const mine: GuardCase = { ...cases[0]!, name: 'mine', account: '333333333333' }
    const payers: GuardCase = { ...cases[0]!, name: 'payer', management: true }
    const all = [...cases, mine, payers]
    const names = (id: string, management: boolean) =>
      casesOf(all, { id, management }).map(({ name }) => name)
    expect(names('333333333333', false)).toEqual(['x', 'mine'])
    expect(names('444444444444', false)).toEqual(['x'])
    expect(names('111111111111', true)).toEqual(['payer'])
    expect(() => checkAsked(all, [{ id: '444444444444', management: false }])).toThrow(
      /"mine" is about 333333333333/,
    )
  })
})

describe('a draft', () => {
  const rcp = text({ Principal: '*' })
  it.each<[string, string, 'scp' | 'rcp', RegExp]>([
    ['no JSON', '{"Version"', 'scp', /^F is not JSON: /],
    ['nothing', '', 'scp', /^F is not JSON: /],
    ['a list', '[]', 'scp', /^F: /],
    [
      'too large as a resource control policy',
      text({ Principal: '*', Sid: 'a'.repeat(5_120) }),
      'rcp',
      /and a resource control policy may have 5,120\.$/,
    ],
    ['too large as a service control policy', text({ Sid: 'a'.repeat(10_240) }), 'scp', /may have 10,240\.$/],
    ['a resource control policy for a service control policy', rcp, 'scp', /names a Principal/],
    ['and the other way round', text({}), 'rcp', /without a Principal/],
    ['an effect that there is not', text({ Effect: 'Refuse' }), 'scp', /Refuse/],
  ])('is refused: %s', (_, draft, type, what) => {
    expect(() => readDraft(draft, type, 'F')).toThrow(what)
  })

  it('counts as AWS does', () => {
    expect(readDraft(`\u{feff}${rcp}\n`, 'rcp', 'F').characters).toBe(rcp.length)
  })

  it.each<[string, PolicyWithTargets[], string, string[]]>([
    ['beside what is there', [full], ids[1]!, ['p-FullAWSAccess', 'draft']],
    ['beside AWS’s own, where nothing was seen', [], ids[1]!, ['p-FullAWSAccess', 'draft']],
    [
      'beside AWS’s own, where another type alone is',
      [{ ...full, type: 'rcp' }],
      ids[1]!,
      ['p-FullAWSAccess', 'p-FullAWSAccess', 'draft'],
    ],
  ])('is attached %s', (_, policies, target, expected) => {
    expect(withDraft(policies, readDraft(text({}), 'scp', 'F'), target).map(({ id }) => id)).toEqual(expected)
  })
})

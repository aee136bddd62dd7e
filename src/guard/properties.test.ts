import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Footprint } from '../model/index.ts'
import { actionTable, readTable } from './actions/read.ts'
import { full, type Scene, scp, standingRoot } from './cases/scene.ts'
import { decide, type GuardRequest } from './decide.ts'
import { Footprints } from './footprint/footprints.ts'
import type { PolicyPath } from './path.ts'
import { readPolicyPath } from './read-policies.ts'

const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 3 })

const table = await actionTable()
/** A few actions of different kinds, so that thousands of paths can be measured. */
const few = readTable(
  [
    '@iam iam::@',
    'P 0 Create:AccessKey,User',
    'R - Get:AccountSummary,User',
    '@s3 s3:: s3:*:@',
    'W 0 Delete:Bucket',
    'R 0,1 Get:Object',
    'L - List:AllMyBuckets',
    '@sqs sqs:*:@',
    'W 0 Send:Message',
    '@ec2 ec2:*:@ ec2:*:',
    'W 0,1 Run:Instances',
  ].join('\n'),
  '0.1.202601010',
  's3 sqs',
)

const action = pick(
  '*',
  '*',
  's3:*',
  's3:Get*',
  'iam:*',
  'iam:CreateUser',
  '*:Get*',
  'S3:deletebucket',
  'ec2:Run*',
)
const resource = pick(
  '*',
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::b',
  'arn:aws:iam::*:user/x',
  'arn:aws:iam::111111111111:*',
  'arn:aws:sqs:*:2*:*',
  'arn:aws:s3:::${aws:PrincipalTag/x}',
  'arn:*:?',
)
const condition = pick<object | undefined>(
  undefined,
  undefined,
  standingRoot,
  { StringEquals: { 'aws:PrincipalType': 'Account' } },
  { StringEquals: { 'aws:PrincipalAccount': ['111111111111', '333333333333'] } },
  { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::2*:root' } },
  { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'aws:PrincipalAccount': '${aws:SourceAccount}' } },
  { StringNotLike: { 'aws:username': 'a*' } },
  { StringMatches: { 'aws:x': 'y' } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': 'ten' } },
)
const statement = (effect: fc.Arbitrary<'Allow' | 'Deny'>) =>
  fc
    .record({
      Effect: effect,
      a: fc.tuple(pick(false, false, true), some(action)),
      r: fc.tuple(pick(false, false, true), some(resource)),
      Condition: condition,
    })
    .map(({ a, r, Effect, Condition }) => ({
      Effect,
      [a[0] ? 'NotAction' : 'Action']: a[1],
      [r[0] ? 'NotResource' : 'Resource']: r[1],
      ...(Condition ? { Condition: Condition as Record<string, Record<string, unknown>> } : {}),
    }))

type Entry = Scene['policies'][number]
const entry = (level: string): fc.Arbitrary<Entry> =>
  fc
    .record({
      type: pick<'scp' | 'rcp'>('scp', 'scp', 'rcp'),
      more: fc.array(statement(pick<'Allow' | 'Deny'>('Deny', 'Deny', 'Allow')), { maxLength: 2 }),
      open: pick(true, true, true, false),
    })
    .map(({ type, more, open }) => ({
      level,
      type,
      policy: {
        Version: '2012-10-17',
        Statement: [...(open ? [{ Effect: 'Allow', Action: '*', Resource: '*' }] : []), ...more].map((one) =>
          type === 'rcp' ? { ...one, Principal: '*' } : one,
        ),
      },
    }))
const policies: fc.Arbitrary<Entry[]> = fc
  .tuple(...['root', 'ou:a', 'account'].map((level) => fc.array(entry(level), { maxLength: 2 })))
  .map((levels) => levels.flat())

const request: fc.Arbitrary<GuardRequest> = fc.record({
  principal: pick<GuardRequest['principal']>('root', 'assumed-root', 'role', 'service-linked-role'),
  action: pick('s3:DeleteBucket', 's3:GetObject', 'iam:CreateUser', 'iam:GetUser', 'ec2:RunInstances'),
  resource: pick<string | undefined>(undefined, '*', 'arn:aws:s3:::b', 'arn:aws:iam::111111111111:user/x'),
  context: pick<Record<string, string>>(
    {},
    { 'aws:RequestedRegion': 'eu-west-1' },
    { 'aws:MultiFactorAuthPresent': 'true' },
  ),
  account: pick('111111111111', '222222222222'),
})

const read = (list: Entry[]): PolicyPath => readPolicyPath(list, 'P')
/** One more statement in one of the policies. */
const with_ = (list: Entry[], at: number, more: object): Entry[] =>
  list.map((one, index) => {
    if (index !== at % list.length) return one
    const { Statement, ...rest } = one.policy as { Statement: object[] }
    return {
      ...one,
      policy: { ...rest, Statement: [...Statement, one.type === 'rcp' ? { ...more, Principal: '*' } : more] },
    }
  })
const height = { deny: 0, 'cannot-tell': 1, allow: 2, 'not-covered': 2 }

describe('a deny more', () => {
  const deny = statement(fc.constant('Deny'))
  it('never allows more', () => {
    fc.assert(
      fc.property(request, policies, deny, fc.nat(5), (asked, list, more, at) => {
        fc.pre(list.length > 0)
        const before = decide(asked, read(list), few).decision
        const after = decide(asked, read(with_(list, at, more)), few).decision
        expect(height[after]).toBeLessThanOrEqual(height[before])
      }),
      { numRuns: 2000 },
    )
  })

  it('never makes the footprint larger', () => {
    fc.assert(
      fc.property(policies, deny, fc.nat(5), (list, more, at) => {
        fc.pre(list.length > 0)
        const measure = (entries: Entry[]) => new Footprints(few).of(read(entries))
        const [before, after] = [measure(list), measure(with_(list, at, more))]
        expect(after.allowed).toBeLessThanOrEqual(before.allowed)
        expect(after.denied).toBeGreaterThanOrEqual(before.denied)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an allow more', () => {
  it('never denies more', () => {
    fc.assert(
      fc.property(request, policies, statement(fc.constant('Allow')), fc.nat(5), (asked, list, more, at) => {
        fc.pre(list.length > 0)
        const before = decide(asked, read(list), few).decision
        const after = decide(asked, read(with_(list, at, more)), few).decision
        expect(height[after]).toBeGreaterThanOrEqual(height[before])
      }),
      { numRuns: 1000 },
    )
  })
})

const outcomeOf = (footprint: Footprint, name: string) =>
  footprint.cannotTellActions.includes(name)
    ? 'cannot tell'
    : footprint.conditionalActions.includes(name)
      ? 'conditional'
      : footprint.actions.includes(name)
        ? 'allowed'
        : 'denied'

describe('the footprint', () => {
  it('of what is allowed or denied says what the decision on any request says', () => {
    fc.assert(
      fc.property(policies, request, (list, asked) => {
        const path = read(list)
        const account = asked.account
        const footprint = new Footprints(few).of(path, account)
        for (const { name } of few.actions) {
          const outcome = outcomeOf(footprint, name)
          const { decision } = decide(
            { ...asked, principal: 'root', action: name, resource: undefined },
            path,
            few,
          )
          if (outcome === 'allowed') expect([name, decision]).toEqual([name, 'allow'])
          if (outcome === 'denied') expect([name, decision]).toEqual([name, 'deny'])
        }
        expect(footprint.allowed + footprint.conditional).toBe(footprint.actions.length)
        expect(footprint.allowed + footprint.conditional + footprint.denied + footprint.cannotTell).toBe(
          few.actions.length,
        )
        const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0)
        expect(sum(footprint.byAccessLevel)).toBe(footprint.actions.length)
        expect(sum(footprint.byService)).toBe(footprint.actions.length)
      }),
      { numRuns: 1500 },
    )
  })

  it('is the same whether or not others were measured before', () => {
    fc.assert(
      fc.property(fc.array(policies, { minLength: 2, maxLength: 4 }), (lists) => {
        const paths = lists.map(read)
        const together = new Footprints(few)
        for (const account of ['111111111111', '222222222222', '333333333333'])
          for (const path of [...paths, ...paths])
            expect(together.of(path, account).actions).toEqual(new Footprints(few).of(path, account).actions)
      }),
      { numRuns: 300 },
    )
  })

  it('measures equal paths once', () => {
    const path = read([scp('root', full), scp('account', full, { Condition: standingRoot })])
    const all = new Footprints(table)
    const copy: PolicyPath = { scp: path.scp.map((level) => ({ ...level })), rcp: [] }
    expect(all.of(path, '111111111111')).toBe(all.of(copy, '222222222222'))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessRequest, Decision, Policy, PolicySet, RawStatement } from './index.ts'
import { evaluate, parsePolicy } from './index.ts'

const RUNS = { numRuns: 2500 }
const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 3 })

const actionPattern = pick('*', '*', 's3:*', 's3:Get*', 's3:GetObject', 'iam:*', '*:Get*', 'iam:CreateUser')
const resourcePattern = pick(
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::${aws:username}',
  'x${odd}',
)
const modelled = pick<RawStatement['Condition']>(
  { StringEquals: { 'aws:username': 'anna' } },
  { StringNotEquals: { 'aws:username': ['anna', 'bert'] } },
  { StringLikeIfExists: { 'aws:username': 'a*' } },
  { Null: { 'aws:username': 'true' } },
  { 'ForAllValues:StringLike': { 'aws:TagKeys': ['a*'] } },
  { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['b'] } },
  { Bool: { 'aws:SecureTransport': 'true' } },
)
const unknown = pick<RawStatement['Condition']>(
  { StringMatches: { 'aws:username': 'anna' } },
  { 'ForSome:StringEquals': { 'aws:username': 'anna' } },
  { StringEquals: { 'aws:username': '${odd}' } },
  { NumericEquals: { 'aws:username': 'one' } },
)
const principal = pick<unknown>(
  '*',
  { AWS: '111111111111' },
  { AWS: 'arn:aws:iam::111111111111:user/anna' },
  { CanonicalUser: 'x' },
  { Service: 'sns.amazonaws.com' },
)

const seldom = pick(true, false, false, false)
const statement = (effect: fc.Arbitrary<'Allow' | 'Deny'>, onResource: boolean): fc.Arbitrary<RawStatement> =>
  fc
    .record({
      Effect: effect,
      actions: fc.tuple(seldom, some(actionPattern)),
      resources: fc.tuple(seldom, some(resourcePattern)),
      principals: fc.tuple(seldom, principal),
      Condition: fc.oneof(
        { weight: 3, arbitrary: fc.constant({}) },
        { weight: 3, arbitrary: modelled },
        unknown,
      ),
    })
    .map(({ actions, resources, principals, ...rest }) => ({
      ...rest,
      [actions[0] ? 'NotAction' : 'Action']: actions[1],
      [resources[0] ? 'NotResource' : 'Resource']: resources[1],
      ...(onResource ? { [principals[0] ? 'NotPrincipal' : 'Principal']: principals[1] } : {}),
    }))

const effect = pick<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny')
const either = pick<'Allow' | 'Deny'>('Allow', 'Deny')
const raw = (onResource: boolean) => fc.array(statement(effect, onResource), { maxLength: 2 })
const ofIdentity = raw(false)
const ofResource = raw(true)
const KINDS = ['identity', 'boundary', 'session', 'scp', 'rcp', 'resource'] as const
type Kind = (typeof KINDS)[number]
type Raw = Record<Exclude<Kind, 'identity'>, RawStatement[] | undefined> & {
  identity: RawStatement[]
  must: boolean
  away: boolean
}

const full: RawStatement = { Effect: 'Allow', Action: '*', Resource: '*' }
/** Mostly absent or over an allow for everything, so that a single statement often decides. */
const beside = (list: RawStatement[]) => [full, ...list]
const maybe = (value: fc.Arbitrary<RawStatement[]>) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 4, arbitrary: value.map(beside) },
    { weight: 1, arbitrary: value },
  )
const world: fc.Arbitrary<Raw> = fc.record({
  identity: fc.oneof({ weight: 2, arbitrary: ofIdentity.map(beside) }, { weight: 1, arbitrary: ofIdentity }),
  boundary: maybe(ofIdentity),
  session: maybe(ofIdentity),
  scp: maybe(ofIdentity),
  rcp: maybe(ofIdentity),
  resource: fc.oneof(fc.constant(undefined), ofResource),
  must: seldom,
  away: seldom,
})
const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: pick('s3:GetObject', 's3:GetObject', 's3:DeleteBucket', 'iam:CreateUser'),
  resource: pick<string | string[]>('*', 'arn:aws:s3:::a', 'arn:aws:s3:::anna', [
    'arn:aws:s3:::a',
    'arn:aws:s3:::b',
  ]),
  context: pick<Record<string, string | string[]>>(
    {},
    { 'aws:username': 'anna' },
    { 'AWS:UserName': 'bert', 'aws:TagKeys': ['a', 'b'] },
    { 'aws:TagKeys': ['ab'], 'aws:SecureTransport': 'true' },
  ),
})

const policy = (statements: RawStatement[]): Policy =>
  parsePolicy({ Version: '2012-10-17', Statement: statements })
function toSet(from: Raw): PolicySet {
  const one = (list: RawStatement[] | undefined) => (list ? [policy(list)] : undefined)
  const level = (list: RawStatement[] | undefined) => (list ? [[policy([full])], [policy(list)]] : undefined)
  return {
    identity: [policy(from.identity)],
    boundary: one(from.boundary),
    session: one(from.session),
    resource: one(from.resource),
    scps: level(from.scp),
    rcps: level(from.rcp),
    principal: { arn: 'arn:aws:iam::111111111111:user/anna', account: '111111111111' },
    resourceAccount: from.away ? '222222222222' : '111111111111',
    resourceMustAllow: from.must,
  }
}
const decide = (asked: AccessRequest, from: Raw): Decision => evaluate(asked, toSet(from))
const adding = (from: Raw, kind: Kind, extra: RawStatement): Raw => ({
  ...from,
  [kind]: [...(from[kind] ?? []), extra],
})
const present = (from: Raw, kind: Kind): boolean => from[kind] !== undefined
/** How much is allowed: an added Allow must not lower it, an added Deny must not raise it. */
const height = ({ decision }: Decision): number => ['deny', 'cannot-tell', 'allow'].indexOf(decision)

const kind = pick(...KINDS)
const forKind = (of: fc.Arbitrary<'Allow' | 'Deny'>) =>
  kind.chain((where) => fc.tuple(fc.constant(where), statement(of, where === 'resource')))

describe('whatever the policies and the request', () => {
  it('an added Deny never gives more', () => {
    fc.assert(
      fc.property(request, world, forKind(fc.constant('Deny')), (asked, from, [where, extra]) => {
        fc.pre(present(from, where))
        expect(height(decide(asked, adding(from, where, extra)))).toBeLessThanOrEqual(
          height(decide(asked, from)),
        )
      }),
      RUNS,
    )
  })

  it('an added Allow never gives less', () => {
    fc.assert(
      fc.property(request, world, forKind(fc.constant('Allow')), (asked, from, [where, extra]) => {
        fc.pre(present(from, where))
        expect(height(decide(asked, adding(from, where, extra)))).toBeGreaterThanOrEqual(
          height(decide(asked, from)),
        )
      }),
      RUNS,
    )
  })

  it('the order of statements does not matter', () => {
    fc.assert(
      fc.property(request, world, (asked, from) => {
        const turned = Object.fromEntries(
          Object.entries(from).map(([name, list]) => [
            name,
            Array.isArray(list) ? [...list].reverse() : list,
          ]),
        ) as unknown as Raw
        const [one, two] = [decide(asked, from), decide(asked, turned)]
        expect([two.decision, two.explicit]).toEqual([one.decision, one.explicit])
      }),
      RUNS,
    )
  })

  it('an operator that nobody knows is no firmer than either of its possible answers allows', () => {
    fc.assert(
      fc.property(request, world, forKind(either), (asked, from, [where, extra]) => {
        fc.pre(present(from, where))
        const answers = (last: RawStatement) => decide(asked, adding(from, where, last)).decision
        const doubtful = answers({ ...extra, Condition: { StringMatches: { 'aws:username': 'anna' } } })
        const holds = answers({ ...extra, Condition: {} })
        const fails = answers({ ...extra, Condition: { Null: { 'never:given': 'false' } } })
        if (holds === fails) expect(doubtful).toBe(holds)
        else expect(doubtful).toBe('cannot-tell')
      }),
      RUNS,
    )
  })

  it('a decision names a statement of the effect that it rests on, or what is lacking', () => {
    fc.assert(
      fc.property(request, world, (asked, from) => {
        const decision = decide(asked, from)
        expect(decision.explicit).toBe(decision.decision === 'deny' && decision.by !== undefined)
        expect(decision.lacking !== undefined).toBe(decision.decision === 'deny' && !decision.explicit)
        if (!decision.by) return
        const { layer, statement: index } = decision.by
        const list = decision.by.level === 0 ? [full] : from[layer]
        const found = list?.[index]?.Effect
        if (decision.decision === 'allow') expect(found).toBe('Allow')
        if (decision.explicit) expect(found).toBe('Deny')
      }),
      RUNS,
    )
  })
})

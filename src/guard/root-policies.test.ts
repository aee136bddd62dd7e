import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../policy/index.ts'
import { actionTable } from './actions/read.ts'
import { pathsOf, type PolicyWithTargets } from './attached.ts'
import { full, isRoot, policy, standingRoot } from './cases/scene.ts'
import { decide, type GuardRequest } from './decide.ts'
import { effectOf } from './effect.ts'
import { Footprints } from './footprint/footprints.ts'
import { mostCharacters } from './read-policies.ts'
import { ownRootPolicy, rootPolicy, type RootPolicyKind, rootPolicyKinds } from './root-policies.ts'
import { rootTasks } from './root-tasks.ts'

const table = await actionTable()
const administrator = 'admin'
const written = (kind: RootPolicyKind) => rootPolicy(kind, { administrator })

describe('the text', () => {
  it.each(rootPolicyKinds)('of %s is minified, small and as AWS takes it', (kind) => {
    const longest = rootPolicy(kind, { administrator: 'a'.repeat(64), partition: 'aws-us-gov' })
    // Half of it: what older organizations may hold, and room for another one on the same target.
    expect(longest.length).toBeLessThanOrEqual(mostCharacters.scp / 2)
    expect(JSON.stringify(JSON.parse(longest))).toBe(longest)
    const { statements } = parsePolicy(longest)
    expect(statements.every(({ effect, principal }) => effect === 'Deny' && !principal)).toBe(true)
    expect(new Set(statements.map(({ sid }) => sid)).size).toBe(statements.length)
    expect(statements.every(({ sid }) => /^[A-Za-z0-9]+$/.test(sid ?? ''))).toBe(true)
  })

  it('names actions that AWS has', () => {
    const names = JSON.stringify(
      (JSON.parse(written('root-allow-list')) as { Statement: object[] }).Statement,
    ).match(/"[a-z-]+:[A-Z]\w*\*?"/g)!
    const actions = names
      .map((name) => name.slice(1, -1))
      .filter((name) => !['iam:PolicyARN', 'aws:PrincipalArn', 'aws:AssumedRoot'].includes(name))
    const without = actions.filter((name) =>
      name.endsWith('*')
        ? !table.actions.some((action) => action.name.startsWith(name.slice(0, -1)))
        : !table.byName.has(name.toLowerCase()),
    )
    expect(actions.length).toBeGreaterThan(50)
    expect(without).toEqual([])
  })

  it('is for the partition that was named', () => {
    expect(rootPolicy('root-deny', { partition: 'aws-us-gov' })).toContain('arn:aws-us-gov:iam::*:root')
    expect(rootPolicy('root-allow-list', { administrator, partition: 'aws-us-gov' })).not.toContain(
      '"arn:aws:',
    )
  })

  it.each([undefined, '', '*', 'ops/admin', 'a?', '${aws:username}', 'a'.repeat(65)])(
    'of the allow-list is not written for the administrator %j',
    (name) => {
      const options = name === undefined ? {} : { administrator: name }
      expect(() => rootPolicy('root-allow-list', options)).toThrow(/IAM user/)
    },
  )
})

describe('what each takes from root', () => {
  const effect = (kind: RootPolicyKind) =>
    effectOf(
      { id: 'p-1', name: kind, type: 'scp', content: written(kind) },
      ['111111111111', '222222222222'],
      table,
      new Footprints(table),
    )

  it('everything, or next to everything, and nothing from AssumeRoot', () => {
    const [deny, allowList] = [effect('root-deny'), effect('root-allow-list')]
    expect(deny.denied).toEqual({ least: deny.total, most: deny.total })
    expect(allowList.total - allowList.denied.least).toBeLessThan(200)
    for (const { conditional, cannotTell, assumedRoot } of [deny, allowList]) {
      expect({ cannotTell, assumedRoot }).toEqual({
        cannotTell: 0,
        assumedRoot: { denied: [], cannotTell: [] },
      })
      // The users, credentials and the one policy of the allow-list.
      expect(conditional).toBeLessThanOrEqual(14)
    }
  })
})

const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const accounts = ['111111111111', '222222222222', '333333333333']
/** Two units below the root, one below the first; each account lies somewhere. */
const ways = [['r-1'], ['r-1', 'ou-a'], ['r-1', 'ou-a', 'ou-b'], ['r-1', 'ou-c']]
const places = ['r-1', 'ou-a', 'ou-b', 'ou-c', ...accounts]

const other = fc
  .record({
    Effect: pick('Deny', 'Deny', 'Allow'),
    Action: pick('*', 'iam:*', 's3:*', 's3:*BucketPolicy', 'iam:CreateUser', 'account:*'),
    Resource: pick('*', 'arn:aws:iam::*:user/*', 'arn:aws:s3:::*'),
    Condition: pick<object | undefined>(
      undefined,
      isRoot,
      standingRoot,
      { StringMatches: { 'aws:x': 'y' } },
      { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    ),
  })
  .map((statement) => JSON.stringify(policy(JSON.parse(JSON.stringify(statement)) as object)))

/** An organization with AWS's own policy everywhere, others' policies somewhere, and one of ours to come. */
const organization = fc.record({
  lies: fc.tuple(...accounts.map(() => pick(...ways))),
  others: fc.array(fc.record({ content: other, at: fc.subarray(places, { minLength: 1 }) }), {
    maxLength: 4,
  }),
  kind: pick(...rootPolicyKinds),
  at: fc.subarray(places, { minLength: 1 }),
})

const asked = fc.record({
  action: pick(
    's3:DeleteBucket',
    'iam:CreateUser',
    'iam:CreateRole',
    'account:PutAlternateContact',
    'billing:GetBillingData',
    ...Object.values(rootTasks).flat(),
  ),
  context: pick<Record<string, string>>(
    {},
    { 'aws:RequestedRegion': 'eu-west-1' },
    { 'aws:MultiFactorAuthPresent': 'true' },
  ),
})
const height = { deny: 0, 'cannot-tell': 1, allow: 2, 'not-covered': 2 }

describe('in whatever organization', () => {
  const attached = (
    others: readonly { content: string; at: string[] }[],
    more: readonly PolicyWithTargets[] = [],
  ) =>
    pathsOf(
      [
        {
          id: 'p-full',
          name: 'FullAWSAccess',
          type: 'scp',
          content: JSON.stringify(policy(full)),
          targets: places,
        },
        ...others.map(({ content, at }, index) => ({
          id: `p-${index}`,
          name: `p-${index}`,
          type: 'scp' as const,
          content,
          targets: at,
        })),
        ...more,
      ],
      (id) => id,
    )
  const both = ({ others, kind, at }: typeof organization extends fc.Arbitrary<infer T> ? T : never) => ({
    before: attached(others),
    after: attached(others, [{ id: 'p-own', name: kind, type: 'scp', content: written(kind), targets: at }]),
  })

  it('nobody but standing root notices: no administrator and no session of AssumeRoot is shut out', () => {
    fc.assert(
      fc.property(
        organization,
        asked,
        pick<Pick<GuardRequest, 'principal'> & { user?: string }>(
          { principal: 'role' },
          { principal: 'role', user: administrator },
          { principal: 'role', user: 'root' },
          { principal: 'assumed-root' },
          { principal: 'service-linked-role' },
        ),
        (world, { action, context }, { principal, user }) => {
          const { before, after } = both(world)
          accounts.forEach((account, index) => {
            const ids = [...world.lies[index]!, account]
            const request: GuardRequest = {
              principal,
              action,
              account,
              context: {
                ...context,
                ...(user ? { 'aws:PrincipalArn': `arn:aws:iam::${account}:user/${user}` } : {}),
              },
            }
            expect(decide(request, after(ids), table).decision).toBe(
              decide(request, before(ids), table).decision,
            )
          })
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('standing root never gains, and below root-deny has nothing', () => {
    fc.assert(
      fc.property(organization, asked, (world, { action, context }) => {
        const { before, after } = both(world)
        accounts.forEach((account, index) => {
          const ids = [...world.lies[index]!, account]
          const request: GuardRequest = { principal: 'root', action, account, context }
          const now = decide(request, after(ids), table).decision
          expect(height[now]).toBeLessThanOrEqual(height[decide(request, before(ids), table).decision])
          if (world.kind === 'root-deny' && ids.some((id) => world.at.includes(id))) expect(now).toBe('deny')
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('below the allow-list root makes an administrator wherever it could', () => {
    fc.assert(
      fc.property(organization, (world) => {
        const { before, after } = both({ ...world, kind: 'root-allow-list' })
        accounts.forEach((account, index) => {
          const ids = [...world.lies[index]!, account]
          for (const action of ['iam:CreateUser', 'iam:CreateLoginProfile', 'iam:AttachUserPolicy']) {
            const request: GuardRequest = {
              principal: 'root',
              action,
              account,
              resource: `arn:aws:iam::${account}:user/${administrator}`,
              context: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' },
            }
            expect(decide(request, after(ids), table).decision).toBe(
              decide(request, before(ids), table).decision,
            )
          }
        })
      }),
      { numRuns: 500 },
    )
  })
})

describe('which of ours a text is', () => {
  const deny = rootPolicy('root-deny')
  const list = rootPolicy('root-allow-list', { administrator: 'first.admin@corp.example' })
  it.each<[what: string, text: string, is: object | undefined]>([
    ['the one that denies', deny, { kind: 'root-deny', partition: 'aws' }],
    [
      'of another partition',
      rootPolicy('root-deny', { partition: 'aws-us-gov' }),
      { kind: 'root-deny', partition: 'aws-us-gov' },
    ],
    [
      'the allow-list',
      list,
      { kind: 'root-allow-list', partition: 'aws', administrator: 'first.admin@corp.example' },
    ],
    ['one with a space', `${deny} `, undefined],
    ['one that does not spare AssumeRoot', deny.replace(',"Null":{"aws:AssumedRoot":"true"}', ''), undefined],
    [
      'the allow-list with one action more',
      list.replace('"account:Get*"', '"account:Get*","iam:*"'),
      undefined,
    ],
    ['the allow-list of two users', list.replace('user/first.admin@corp.example', 'user/mallory'), undefined],
    ['none', '', undefined],
    ['no JSON', '{"arn:aws:iam::*:root"', undefined],
  ])('%s', (_, text, is) => {
    expect(ownRootPolicy(text)).toEqual(is)
  })
})

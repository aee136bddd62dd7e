import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actionTable } from './actions/read.ts'
import { pathsOf, type PolicyWithTargets } from './attached.ts'
import { blockersOf } from './blockers.ts'
import { taskDenials } from './assumed-root.ts'
import { full, isRoot, policy, rcp, standingRoot } from './cases/scene.ts'
import { Footprints } from './footprint/footprints.ts'
import { rootPolicy } from './root-policies.ts'
import { RootRights } from './root-rights.ts'

const table = await actionTable()
const management = '999999999999'

const scp = (
  name: string,
  targets: string[],
  ...statements: Parameters<typeof policy>
): PolicyWithTargets => ({
  id: `p-${name}`,
  name,
  type: 'scp',
  content: JSON.stringify(policy(...statements)),
  targets,
})
const everywhere = (...targets: string[]) => scp('full', targets, full)
const blockers = (...policies: PolicyWithTargets[]) => blockersOf(policies, management, table)

describe('policies that block AssumeRoot', () => {
  it.each<[string, PolicyWithTargets[]]>([
    ['none', []],
    ["AWS's own", [everywhere('r-1', 'ou-1', '111111111111')]],
    ['ours', [everywhere('r-1'), { ...scp('own', ['r-1']), content: rootPolicy('root-deny') }]],
    ['one that denies something else', [everywhere('r-1'), scp('regions', ['r-1'], { Action: 'ec2:*' })]],
    ['one at the management account alone', [scp('deny', [management], { Condition: isRoot })]],
    [
      'one for roles',
      [
        everywhere('r-1'),
        scp('r', ['r-1'], { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } }),
      ],
    ],
  ])('%s: none', (_, policies) => {
    expect(blockers(...policies)).toEqual([])
  })

  it('a denial of root that does not spare it, wherever it is attached', () => {
    const [found, ...others] = blockers(
      everywhere('r-1', 'ou-1', 'ou-2'),
      scp('deny', ['ou-1', 'ou-2', management], { Condition: isRoot }),
      scp('sparing', ['r-1'], { Condition: standingRoot }),
    )
    expect(others).toEqual([])
    expect(found).toMatchObject({ id: 'p-deny', name: 'deny', targets: ['ou-1', 'ou-2'], lacking: false })
    expect(found!.denied).toContain('iam:DeleteAccessKey')
    expect(found!.denied).toContain('s3:PutBucketPolicy')
  })

  it("Control Tower's, by name", () => {
    const [found] = blockers(
      everywhere('ou-1'),
      scp('aws-guardrails-1', ['ou-1'], { Sid: 'GRRESTRICTROOTUSER', Condition: isRoot }),
    )
    expect(found!.controlTower).toEqual(['AWS-GR_RESTRICT_ROOT_USER'])
  })

  it('an allow-list of services beside which nothing allows the tasks', () => {
    const only = scp('only-s3', ['ou-1'], { Effect: 'Allow', Action: 's3:*' })
    const [found, ...others] = blockers(everywhere('r-1'), only)
    expect(others).toEqual([])
    expect(found).toMatchObject({ id: 'p-only-s3', lacking: true })
    expect(found!.denied).not.toContain('s3:PutBucketPolicy')
    expect(blockers(everywhere('r-1', 'ou-1'), only)).toEqual([])
  })

  it('one that names a single account', () => {
    const [found] = blockers(
      everywhere('r-1'),
      scp('one', ['r-1'], {
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::234567890123:root' } },
      }),
    )
    expect(found).toMatchObject({ id: 'p-one' })
  })

  it('a resource control policy', () => {
    const { policy: document } = rcp('r', { Action: 's3:*' })
    const [found] = blockers({ ...scp('rcp', ['r-1']), type: 'rcp', content: JSON.stringify(document) })
    expect(found!.denied).toContain('s3:PutBucketPolicy')
  })

  it('one with a condition that is not modelled: nobody can tell', () => {
    const [found] = blockers(
      everywhere('r-1'),
      scp('odd', ['r-1'], { Condition: { StringMatches: { 'aws:x': 'y' } } }),
    )
    expect(found).toMatchObject({ denied: [], lacking: false })
    expect(found!.cannotTell).toContain('iam:DeleteAccessKey')
  })

  it('one that nobody can read is said so', () => {
    expect(() => blockers({ ...scp('bad', ['r-1']), content: '{' })).toThrow(/bad \(p-bad\) cannot be read/)
  })
})

const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const accounts = ['111111111111', '222222222222', '333333333333']
const places = ['r-1', 'ou-1', 'ou-2', ...accounts]
const statement = fc
  .record({
    Action: pick('*', 'iam:*', 's3:*', 'ec2:*'),
    Condition: pick<object | undefined>(
      undefined,
      isRoot,
      standingRoot,
      { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::2*:root' } },
      { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
      { StringLike: { 'aws:PrincipalAccount': '????????????' } },
      { StringMatches: { 'aws:x': 'y' } },
    ),
    Resource: pick('*', '*', 'arn:aws:iam::222222222222:*'),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as object)
const organization = fc
  .array(fc.record({ statement, at: fc.subarray(places, { minLength: 1 }), open: fc.boolean() }), {
    maxLength: 4,
  })
  .map((list) =>
    list.map(({ statement: one, at, open }, index) => scp(`${index}`, at, one, ...(open ? [full] : []))),
  )

describe('rights of root, judged once for all accounts', () => {
  it('are those of each account judged by itself, and no blocker is overlooked', () => {
    fc.assert(
      fc.property(
        organization,
        fc.array(pick('ou-1', 'ou-2'), { minLength: 3, maxLength: 3 }),
        (more, units) => {
          const policies = [everywhere(...places), ...more]
          const rights = new RootRights(policies, table)
          const blocking = new Set(blockersOf(policies, management, table).map(({ id }) => id))
          accounts.forEach((account, index) => {
            const ids = ['r-1', units[index]!, account]
            const path = pathsOf(policies, (id) => id)(ids)
            const { denials } = rights.of(ids)
            expect(denials).toEqual(taskDenials(path, account, table))
            for (const { policy: at } of denials)
              if (at !== undefined) expect(blocking).toContain(policies[at]!.id)
          })
        },
      ),
      // Each run judges every account twice; the soak suite takes more of them.
      { numRuns: process.env.NEVERROOT_SOAK === '1' ? 300 : 60 },
    )
  })

  it('have the footprint of the way', () => {
    const policies = [everywhere(...places), { ...scp('own', ['ou-1']), content: rootPolicy('root-deny') }]
    const rights = new RootRights(policies, table)
    expect(rights.of(['r-1', 'ou-1', accounts[0]!]).footprint).toMatchObject({ allowed: 0, conditional: 0 })
    const open = rights.of(['r-1', 'ou-2', accounts[1]!]).footprint
    expect(open.allowed).toBe(open.total)
    expect(open).toEqual(new Footprints(table).of({ scp: [], rcp: [] }))
  })
})

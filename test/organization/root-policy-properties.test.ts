/**
 * The policy about root, rolled out in generated organizations: wherever it goes, administrators and the tasks of AssumeRoot keep
 * what they had, nothing is attached where that cannot be told, and undo, called as often, leaves the policies as they were.
 */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Configuration } from '../../src/index.ts'
import { noRecords, rootPolicy } from '../../src/index.ts'
import { actionTable, decide, pathsOf } from '../../src/guard/index.ts'
import { taskDenials } from '../../src/guard/assumed-root.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { memberRole } from '../../src/sandbox/scenarios/parts/member.ts'
import { badIn, companyOf } from '../support/applying-to-many.ts'
import { began } from '../support/audit.ts'

const CENTRE = '111111111111'
const control = 'root-policy-is-attached'
const table = await actionTable()
const members = ['222222222222', '333333333333', '444444444444'] as const
const units = ['Sandbox', 'Work'] as const

const deny = (condition: object, action: string | string[] = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: action, Resource: '*', Condition: condition }],
})
const everyRoot = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }
/** What others have attached: which of it blocks AssumeRoot, or leaves it in doubt, the plan has to find out by itself. */
const others = {
  'a Region': deny({ StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } }, 'ec2:*'),
  'no big machines': deny({}, 'ec2:RunInstances'),
  'standing root': deny({ ...everyRoot, Null: { 'aws:AssumedRoot': 'true' } }, 's3:*'),
  'every root': deny(everyRoot),
  'every root, buckets': deny(everyRoot, 's3:DeleteBucketPolicy'),
  'in doubt': deny({ StringMatches: { 'aws:x': 'y' } }),
} as const
type Other = keyof typeof others

const spec = fc.record({
  kind: fc.constantFrom<'deny' | 'allow-list'>('deny', 'allow-list'),
  attached: fc.array(
    fc.tuple(
      fc.constantFrom<Other>(
        'a Region',
        'no big machines',
        'standing root',
        ...(Object.keys(others) as Other[]),
      ),
      fc.constantFrom('root', ...units, ...members),
    ),
    { maxLength: 3 },
  ),
  lies: fc.tuple(...members.map(() => fc.constantFrom(undefined, ...units))),
  said: fc.constantFrom(true, true, true, false),
})
type Spec = typeof spec extends fc.Arbitrary<infer T> ? T : never

function worldOf({ attached, lies }: Spec): World {
  const made = newWorld({ scenario: 'policy', began }).account(CENTRE, (a) =>
    a.centralRoot('RootCredentialsManagement', 'RootSessions').user('mia', (u) => {
      u.admin().console({ lastUsed: 0.1 }).virtualMfa('mia').isCallerInSession()
    }),
  )
  for (const id of members) made.account(id, (a) => memberRole(a, CENTRE))
  return made
    .organization(CENTRE, (o) => {
      o.trust('account.amazonaws.com', 'iam.amazonaws.com')
      for (const name of units) o.unit(name)
      for (const [i, id] of members.entries()) o.member(id, lies[i] ? { in: lies[i] } : {})
      o.scps()
      for (const [i, [name, at]] of attached.entries()) o.policy(`${name} ${i}`, others[name], [at])
    })
    .build()
}

/** What administrators and AssumeRoot get in each member, by the evaluator, action by action. */
function rightsIn({ organization: o }: World): Record<string, string[]> {
  const policies = o!.policies.map(({ id, name, content, targets }) => ({
    id,
    name,
    content,
    targets,
    type: 'scp' as const,
  }))
  const path = pathsOf(policies, (id) => id)
  return Object.fromEntries(
    members.map((id) => {
      const { parent } = o!.members[id]!
      const way = path([o!.rootId, ...(parent === o!.rootId ? [] : [parent]), id])
      const administrator = [
        'iam:CreateUser',
        's3:DeleteBucket',
        'account:PutContactInformation',
        'ec2:RunInstances',
      ].map(
        (action) => `${action} ${decide({ principal: 'role', action, account: id }, way, table).decision}`,
      )
      return [
        id,
        [
          ...administrator,
          ...taskDenials(way, id, table).map(({ action, decision }) => `${action} ${decision}`),
        ],
      ]
    }),
  )
}

it('takes nothing from administrators and AssumeRoot wherever it goes, and goes nowhere in doubt', async () => {
  const met = { attached: 0, wider: 0, waiting: 0 }
  await fc.assert(
    fc.asyncProperty(spec, async (given) => {
      const world = worldOf(given)
      const configuration: Configuration = {
        administrator: { name: 'first.admin@corp.example' },
        organization: { rootPolicy: given.kind, canaryUnit: 'Root/Sandbox' },
      }
      let saidAt: Date | undefined
      const company = await companyOf(world, {
        only: [control],
        configuration,
        records: async () => ({
          ...noRecords,
          attestation: (asked) =>
            saidAt && asked === control
              ? {
                  kind: 'attestation',
                  source: 'statement',
                  control,
                  by: 'pat',
                  holds: given.said,
                  at: saidAt.toISOString(),
                  expires: new Date(saidAt.getTime() + 365 * 86_400_000).toISOString(),
                  saw: null,
                }
              : undefined,
        }),
      })
      const before = structuredClone(world.organization!.policies)
      const rights = rightsIn(world)
      const inDoubt = given.attached.some(([name]) => /every root|in doubt/.test(name))
      let runs = 0
      for (const _stage of ['canary', 'whole']) {
        saidAt = company.sandbox.clock.now()
        const plan = await company.plan()
        const steps = plan.items.flatMap((item) => item.steps)
        if (steps.length === 0) {
          met.waiting += 1
          break
        }
        expect([inDoubt, given.said, given.lies.includes('Sandbox')]).toEqual([false, true, true])
        expect(badIn(await company.apply(plan))).toEqual({})
        runs += 1
        met[runs === 1 ? 'attached' : 'wider'] += 1
        expect(rightsIn(world)).toEqual(rights)
        const own = world.organization!.policies.filter(({ name }) => name.startsWith('neverroot-'))
        const text =
          given.kind === 'deny'
            ? rootPolicy('root-deny')
            : rootPolicy('root-allow-list', { administrator: 'first.admin@corp.example' })
        expect(own.map(({ content }) => content)).toEqual([text])
        company.pass(8 * 24)
      }
      // The last one first.
      for (; runs > 0; runs -= 1) expect(badIn(await company.undo())).toEqual({})
      expect(world.organization!.policies).toEqual(before)
    }),
    { numRuns: process.env.NEVERROOT_SOAK === '1' ? 300 : 25, seed: 1 },
  )
  // A property of nothing holds always.
  expect(Math.min(...Object.values(met))).toBeGreaterThan(0)
}, 300_000)

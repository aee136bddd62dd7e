/** Whatever is attached and whatever the draft denies: nothing is told to be better than it is. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { actionTable } from './actions/read.ts'
import { AttachedPolicies } from './ask-accounts.ts'
import type { PolicyWithTargets } from './attached.ts'
import { decide } from './decide.ts'
import { Footprints } from './footprint/footprints.ts'
import { readDraft, withDraft } from './read-draft.ts'

const table = await actionTable()
const ids = ['r-ab12', 'ou-ab12-prod0000', '333333333333']
const who = { organization: 'o-ab12', partition: 'aws' }

const pick = <T>(...values: T[]) => fc.constantFrom(...values)
const deny = fc.record({
  Effect: fc.constant('Deny'),
  Action: pick<string | string[]>('*', 'iam:*', 'iam:Attach*', 's3:*', 'sqs:SetQueueAttributes', [
    'iam:List*',
    'iam:CreateRole',
  ]),
  Resource: pick('*', '*', 'arn:aws:iam::*:role/x', 'arn:aws:s3:::b'),
  Condition: pick<object>(
    {},
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' }, Null: { 'aws:AssumedRoot': 'true' } },
    { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/OrganizationAccountAccessRole' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } },
    { StringEquals: { 'aws:PrincipalAccount': '333333333333' } },
    { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    { StringMatches: { 'aws:x': 'y' } },
    { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  ),
})
const document = fc
  .array(deny, { minLength: 1, maxLength: 3 })
  .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }))
const full: PolicyWithTargets = {
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  type: 'scp',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
  targets: ids,
}
const place = fc.constantFrom(...ids)
const rank = { works: 0, 'cannot-tell': 1, blocked: 2 } as const

it('a draft that denies never opens a way in, and never leaves root more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(document, place), { maxLength: 2 }),
      document,
      place,
      (there, draft, at) => {
        const attached: PolicyWithTargets[] = [
          full,
          ...there.map(([content, target], i) => ({
            id: `p-${i}`,
            name: `p${i}`,
            type: 'scp' as const,
            content,
            targets: [target],
          })),
        ]
        const [before, after] = [attached, withDraft(attached, readDraft(draft, 'scp', 'F'), at)].map(
          (policies) => new AttachedPolicies(policies, (id) => id, table),
        ) as [AttachedPolicies, AttachedPolicies]
        expect(rank[after.administrators(ids, who).state]).toBeGreaterThanOrEqual(
          rank[before.administrators(ids, who).state],
        )
        expect(rank[after.assumedRoot(ids).state]).toBeGreaterThanOrEqual(rank[before.assumedRoot(ids).state])
        const footprints = new Footprints(table)
        const [was, is] = [before, after].map((of) => footprints.of(of.path(ids), ids[2]!)) as [
          ReturnType<Footprints['of']>,
          ReturnType<Footprints['of']>,
        ]
        expect(is.denied).toBeGreaterThanOrEqual(was.denied)
        expect(is.allowed).toBeLessThanOrEqual(was.allowed)
      },
    ),
    { numRuns: 150 },
  )
})

it('"works" is told only where every administrator of the account gets what they need', () => {
  fc.assert(
    fc.property(document, place, (draft, at) => {
      const after = new AttachedPolicies(
        withDraft([full], readDraft(draft, 'scp', 'F'), at),
        (id) => id,
        table,
      )
      if (after.administrators(ids, who).state !== 'works') return
      for (const name of ['OrganizationAccountAccessRole', 'AWSControlTowerExecution', 'Administrator', 'x'])
        for (const action of ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:UpdateAssumeRolePolicy']) {
          const context = {
            'aws:PrincipalArn': `arn:aws:iam::${ids[2]}:role/${name}`,
            'aws:RequestedRegion': 'us-east-1',
          }
          const request = { principal: 'role', action, account: ids[2]!, context } as const
          expect(decide(request, after.path(ids), table).decision).toBe('allow')
        }
    }),
    { numRuns: 150 },
  )
})

/** Service control policies: those about root that neverroot writes, made, attached, and taken away again. */
import { pages } from '../../../aws/index.ts'
import { ownRootPolicy } from '../../../guard/index.ts'
import { type Deed, type Given, no, otherwise, type Sight, text, unknown, when, yes } from './deed.ts'

const scp = 'SERVICE_CONTROL_POLICY'
const gone = /^PolicyNotFound/

/** Why a policy must be left alone, in a sentence; undefined: it is one that neverroot writes. */
async function notOurs({ PolicyId }: Given, { call, partition }: Sight): Promise<string | undefined> {
  const answer = await call('organizations:DescribePolicy', { PolicyId: text(PolicyId) })
  if (!answer.ok) return `what the policy says cannot be read: ${answer.unknown.message}`
  return ownRootPolicy(answer.output.Policy?.Content ?? '')?.partition === partition
    ? undefined
    : `the policy ${text(PolicyId)} is not one that neverroot writes: no other one is attached, detached or deleted`
}

const attached =
  (so: boolean): Deed['isSo'] =>
  async ({ PolicyId, TargetId }, sight) => {
    const listed = await pages(
      sight,
      'organizations:ListPoliciesForTarget',
      { TargetId: text(TargetId), Filter: scp },
      (o) => ({ items: o.Policies, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    )
    if (!listed.ok) return unknown(listed.unknown.message)
    return when(listed.items.some(({ Id }) => Id === text(PolicyId)) === so)
  }

export const policyDeeds: Readonly<Record<string, Deed>> = {
  'organizations:CreatePolicy': {
    reads: ['organizations:ListPolicies'],
    also: ['organizations:DescribePolicy'],
    // A second one of the same name is refused (Organizations API reference, DuplicatePolicyException).
    repeatable: true,
    async isSo({ Name, Content }, sight) {
      const listed = await pages(sight, 'organizations:ListPolicies', { Filter: scp }, (o) => ({
        items: o.Policies,
        next: o.NextToken ? { NextToken: o.NextToken } : undefined,
      }))
      if (!listed.ok) return unknown(listed.unknown.message)
      const id = listed.items.find((policy) => policy.Name === text(Name))?.Id
      if (id === undefined) return no
      const answer = await sight.call('organizations:DescribePolicy', { PolicyId: id })
      if (!answer.ok) return unknown(answer.unknown.message)
      // Of that name and with another text it is somebody's own: the call is refused then, and nothing is overwritten.
      return answer.output.Policy?.Content === text(Content) ? { so: 'yes', output: { PolicyId: id } } : no
    },
    outputOf({ Policy }): Record<string, string> {
      const { PolicySummary } = (Policy ?? {}) as { PolicySummary?: { Id?: string } }
      return PolicySummary?.Id === undefined ? {} : { PolicyId: PolicySummary.Id }
    },
  },
  'organizations:DeletePolicy': {
    reads: ['organizations:DescribePolicy'],
    repeatable: true,
    already: gone,
    mustNot: notOurs,
    async isSo({ PolicyId }, { call }) {
      const answer = await call('organizations:DescribePolicy', { PolicyId: text(PolicyId) })
      return answer.ok ? no : otherwise(answer, gone, yes)
    },
  },
  'organizations:AttachPolicy': {
    reads: ['organizations:ListPoliciesForTarget'],
    also: ['organizations:DescribePolicy'],
    repeatable: true,
    already: /^DuplicatePolicyAttachment/,
    mustNot: notOurs,
    isSo: attached(true),
  },
  'organizations:DetachPolicy': {
    reads: ['organizations:ListPoliciesForTarget'],
    also: ['organizations:DescribePolicy'],
    repeatable: true,
    already: /^PolicyNotAttached/,
    mustNot: notOurs,
    isSo: attached(false),
  },
}

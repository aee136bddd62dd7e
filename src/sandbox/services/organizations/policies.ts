/** Service and resource control policies, and what they are attached to. */
import type * as sdk from '@aws-sdk/client-organizations'
import { isAttached, listed, targetsOf } from '../../accounts/members.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Organization } from '../../world.ts'
import { arnOf, invalid, paged, readable } from './common.ts'

type Policy = Organization['policies'][number]

function summary(call: Call, organization: Organization, policy: Policy) {
  const kind = `policy/${policy.type.toLowerCase()}`
  return {
    Id: policy.id,
    Arn: policy.awsManaged
      ? `arn:${call.world.partition}:organizations::aws:${kind}/${policy.id}`
      : arnOf(call, organization, 'policy', `${policy.type.toLowerCase()}/${policy.id}`),
    Name: policy.name,
    Description: policy.awsManaged ? 'Allows access to every operation' : (policy.description ?? ''),
    Type: policy.type,
    AwsManaged: policy.awsManaged,
  }
}

/** A policy as DescribePolicy and the writes answer it. */
export const described = (call: Call, organization: Organization, policy: Policy) => ({
  PolicySummary: summary(call, organization, policy),
  Content: policy.content,
})

export function policyOf(organization: Organization, id: string | undefined): Policy {
  const policy = organization.policies.find((p) => p.id === id)
  if (!policy) {
    throw new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.", 404)
  }
  return policy
}

function filter(input: { Filter?: string | undefined }): string {
  if (!input.Filter) throw invalid('INPUT_REQUIRED', 'You must include a value for all required parameters.')
  return input.Filter
}

/** An attachment with the target's name and kind; undefined when the target is gone. */
export function target(call: Call, organization: Organization, id: string) {
  if (id === organization.rootId) {
    return { TargetId: id, Arn: arnOf(call, organization, 'root', id), Name: 'Root', Type: 'ROOT' as const }
  }
  const unit = organization.units.find((u) => u.id === id)
  if (unit) {
    const Arn = arnOf(call, organization, 'ou', id)
    return { TargetId: id, Arn, Name: unit.name, Type: 'ORGANIZATIONAL_UNIT' as const }
  }
  const account = listed(call.world, id)
  const Arn = arnOf(call, organization, 'account', id)
  return account && { TargetId: id, Arn, Name: account.name, Type: 'ACCOUNT' as const }
}

export const policies: Handlers<typeof sdk> = {
  ListPolicies(input, call) {
    const organization = readable(call)
    const type = filter(input)
    const { items, next } = paged(
      call,
      input,
      organization.policies.filter((p) => p.type === type),
      type,
    )
    return { Policies: items.map((p) => summary(call, organization, p)), NextToken: next }
  },

  DescribePolicy(input, call) {
    const organization = readable(call)
    const policy = policyOf(organization, input.PolicyId)
    return { Policy: described(call, organization, policy) }
  },

  ListPoliciesForTarget(input, call) {
    const organization = readable(call)
    const type = filter(input)
    const id = input.TargetId ?? ''
    if (!target(call, organization, id)) {
      throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.", 404)
    }
    const attached = organization.policies.filter((p) => p.type === type && isAttached(call.world, p, id))
    const { items, next } = paged(call, input, attached, [type, id])
    return { Policies: items.map((p) => summary(call, organization, p)), NextToken: next }
  },

  ListTargetsForPolicy(input, call) {
    const organization = readable(call)
    const policy = policyOf(organization, input.PolicyId)
    const { items, next } = paged(call, input, targetsOf(call.world, policy), policy.id)
    return { Targets: items.flatMap((id) => target(call, organization, id) ?? []), NextToken: next }
  },
}

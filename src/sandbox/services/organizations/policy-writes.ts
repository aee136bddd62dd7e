/** Writes: policies, what they are attached to, and which kinds of them are on. */
import type * as sdk from '@aws-sdk/client-organizations'
import { parsePolicy, PolicySyntaxError } from '../../../policy/index.ts'
import { isAttached, targetsOf } from '../../accounts/members.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Organization } from '../../world.ts'
import { constraint, invalid, managed } from './common.ts'
import { described, policyOf, target } from './policies.ts'

type Policy = Organization['policies'][number]

/** Organizations User Guide, "Quotas for AWS Organizations": characters of a document, attachments to one target, policies in all. */
const LIMITS: Readonly<Record<Policy['type'], { characters: number; attached: number; inAll: number }>> = {
  SERVICE_CONTROL_POLICY: { characters: 10_240, attached: 10, inAll: 10_000 },
  RESOURCE_CONTROL_POLICY: { characters: 5_120, attached: 5, inAll: 2_000 },
}

function typeOf(type: string | undefined): Policy['type'] {
  if (type === 'SERVICE_CONTROL_POLICY' || type === 'RESOURCE_CONTROL_POLICY') return type
  if (!type) throw invalid('INPUT_REQUIRED', 'You must include a value for all required parameters.')
  throw new AwsError('NotImplemented', `Policies of type ${type} are not simulated.`, 501)
}

/** The document as it is to be kept. White space counts: only the console takes it away ("Quotas", same page). */
function contentOf(type: Policy['type'], content: string | undefined): string {
  if (!content) throw invalid('INPUT_REQUIRED', 'You must include a value for all required parameters.')
  const malformed = (why: string) =>
    new AwsError(
      'MalformedPolicyDocumentException',
      `The provided policy document does not meet the requirements of the specified policy type: ${why}`,
      400,
    )
  try {
    const policy = parsePolicy(content)
    if (policy.version !== '2012-10-17') throw malformed('the version must be 2012-10-17')
    // A control policy names no principal but everybody, and that only in a resource control policy.
    if (type === 'SERVICE_CONTROL_POLICY' && /"(Not)?Principal"\s*:/.test(content))
      throw malformed('a service control policy has no principals')
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformed(error.message)
    throw error
  }
  if (content.length > LIMITS[type].characters) {
    throw constraint('POLICY_CONTENT_LIMIT_EXCEEDED', 'You have exceeded the maximum size of a policy.')
  }
  return content
}

function nameOf(organization: Organization, type: string, name: string | undefined, own?: string): string {
  if (!name) throw invalid('INPUT_REQUIRED', 'You must include a value for all required parameters.')
  if (name.length > 128) throw invalid('MAX_LENGTH_EXCEEDED', 'You specified a value that is too long.')
  if (organization.policies.some((p) => p.type === type && p.name === name && p.id !== own)) {
    throw new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.', 409)
  }
  return name
}

/** AWS's own policies cannot be changed (InvalidInputException, IMMUTABLE_POLICY). */
function own(organization: Organization, id: string | undefined): Policy {
  const policy = policyOf(organization, id)
  if (policy.awsManaged) {
    throw invalid('IMMUTABLE_POLICY', 'You specified a policy that is managed by AWS and cannot be modified.')
  }
  return policy
}

function targetOf(call: Call, organization: Organization, id: string | undefined): string {
  if (!target(call, organization, id ?? '')) {
    throw new AwsError('TargetNotFoundException', "You specified a target that doesn't exist.", 404)
  }
  return id!
}

const attachedTo = (call: Call, organization: Organization, type: string, id: string): number =>
  organization.policies.filter((p) => p.type === type && isAttached(call.world, p, id)).length

export const policyWrites: Handlers<typeof sdk> = {
  CreatePolicy(input, call) {
    const organization = managed(call)
    const type = typeOf(input.Type)
    if (organization.featureSet !== 'ALL') {
      throw new AwsError(
        'PolicyTypeNotAvailableForOrganizationException',
        "You can't use the specified policy type with the feature set currently enabled for this organization.",
        409,
      )
    }
    const name = nameOf(organization, type, input.Name)
    const content = contentOf(type, input.Content)
    if (organization.policies.filter((p) => p.type === type).length >= LIMITS[type].inAll) {
      throw constraint('POLICY_NUMBER_LIMIT_EXCEEDED', 'You have exceeded the number of policies.')
    }
    const policy: Policy = {
      id: call.id('p-', 10).toLowerCase(),
      name,
      type,
      content,
      awsManaged: false,
      targets: [],
      ...(input.Description ? { description: input.Description } : {}),
    }
    organization.policies.push(policy)
    for (const { Key, Value } of input.Tags ?? []) {
      const tags = (organization.tags ??= {})
      tags[policy.id] = { ...tags[policy.id], [Key!]: Value! }
    }
    return { Policy: described(call, organization, policy) }
  },

  // Only what is named is changed.
  UpdatePolicy(input, call) {
    const organization = managed(call)
    const policy = own(organization, input.PolicyId)
    const name =
      input.Name === undefined ? policy.name : nameOf(organization, policy.type, input.Name, policy.id)
    if (input.Content !== undefined) policy.content = contentOf(policy.type, input.Content)
    policy.name = name
    if (input.Description !== undefined) policy.description = input.Description
    return { Policy: described(call, organization, policy) }
  },

  DeletePolicy(input, call) {
    const organization = managed(call)
    const policy = own(organization, input.PolicyId)
    if (targetsOf(call.world, policy).length > 0) {
      throw new AwsError('PolicyInUseException', 'The policy is attached to one or more entities.', 409)
    }
    organization.policies = organization.policies.filter((other) => other !== policy)
    if (organization.tags) delete organization.tags[policy.id]
  },

  AttachPolicy(input, call) {
    const organization = managed(call)
    const policy = policyOf(organization, input.PolicyId)
    const id = targetOf(call, organization, input.TargetId)
    if (!organization.enabledPolicyTypes.includes(policy.type)) {
      throw new AwsError(
        'PolicyTypeNotEnabledException',
        "The specified policy type isn't currently enabled in this root.",
        409,
      )
    }
    if (isAttached(call.world, policy, id)) {
      throw new AwsError(
        'DuplicatePolicyAttachmentException',
        'The selected policy is already attached to the specified target.',
        409,
      )
    }
    if (attachedTo(call, organization, policy.type, id) >= LIMITS[policy.type].attached) {
      throw constraint(
        'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You have exceeded the number of policies of this type that can be attached to an entity.',
      )
    }
    policy.targets.push(id)
  },

  DetachPolicy(input, call) {
    const organization = managed(call)
    const policy = policyOf(organization, input.PolicyId)
    const id = targetOf(call, organization, input.TargetId)
    if (!isAttached(call.world, policy, id)) {
      throw new AwsError(
        'PolicyNotAttachedException',
        "The policy isn't attached to the specified target in the specified root.",
        400,
      )
    }
    if (policy.type === 'SERVICE_CONTROL_POLICY' && attachedTo(call, organization, policy.type, id) === 1) {
      throw constraint(
        'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
        'You must have at least one policy of this type attached to an entity.',
      )
    }
    if (!policy.targets.includes(id)) {
      throw new AwsError(
        'NotImplemented',
        'The sandbox cannot detach a policy of AWS from one account of a generated population.',
        501,
      )
    }
    policy.targets = policy.targets.filter((other) => other !== id)
  },

  EnablePolicyType(input, call) {
    const organization = managed(call)
    const type = typeOf(input.PolicyType)
    if (input.RootId !== organization.rootId) {
      throw new AwsError('RootNotFoundException', "You specified a root that doesn't exist.", 404)
    }
    if (organization.enabledPolicyTypes.includes(type)) {
      throw new AwsError(
        'PolicyTypeAlreadyEnabledException',
        'The specified policy type is already enabled in the specified root.',
        409,
      )
    }
    if (organization.featureSet !== 'ALL') {
      throw new AwsError(
        'PolicyTypeNotAvailableForOrganizationException',
        "You can't use the specified policy type with the feature set currently enabled for this organization.",
        409,
      )
    }
    organization.enabledPolicyTypes.push(type)
    if (type === 'SERVICE_CONTROL_POLICY' && !organization.policies.some((p) => p.awsManaged))
      organization.policies.unshift(fullAccess(organization))
    return {
      Root: {
        Id: organization.rootId,
        Name: 'Root',
        PolicyTypes: organization.enabledPolicyTypes.map((Type) => ({
          Type: Type as 'SERVICE_CONTROL_POLICY',
          Status: 'ENABLED' as const,
        })),
      },
    }
  },
}

/** What AWS attaches to the root, every unit and every account when service control policies are turned on. */
const fullAccess = (organization: Organization): Policy => ({
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  type: 'SERVICE_CONTROL_POLICY',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
  awsManaged: true,
  targets: [
    organization.rootId,
    ...organization.units.map((u) => u.id),
    ...Object.keys(organization.members),
  ],
})

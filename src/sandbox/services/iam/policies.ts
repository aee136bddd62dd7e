/** Managed policies: the account's own, and AWS's, which can only be read. */
import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { ManagedPolicy } from '../../world.ts'
import { awsManagedPolicies, awsManagedPolicy } from './aws-managed.ts'
import {
  alreadyExists,
  byName,
  customerPolicy,
  deleteConflict,
  encoded,
  limitExceeded,
  noSuchEntity,
  pageOf,
  rules,
  tagRecord,
  taken,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions } from './common.ts'
import { identityDocument, sizeOf } from './documents.ts'
import { awsPolicyShape, policyShape, usesOf } from './shapes.ts'

function ownPolicy(call: Call, arn: string | undefined): ManagedPolicy {
  validate({ PolicyArn: arn }, { PolicyArn: rules.arn })
  const policy = customerPolicy(call.account, arn!)
  if (policy) return policy
  if (awsManagedPolicy(arn!))
    throw new AwsError('AccessDenied', `Policy ${arn} is managed by AWS and cannot be changed.`, 403)
  throw noSuchEntity(`Policy ${arn} was not found.`)
}

function documentOf(text: string | undefined) {
  validate({ PolicyDocument: text }, { PolicyDocument: rules.document })
  const document = identityDocument(text!)
  if (sizeOf(document) > 6144) throw limitExceeded('Cannot exceed quota for PolicySize: 6144')
  return document
}

const versionShape = (version: ManagedPolicy['versions'][number]) => ({
  VersionId: version.id,
  IsDefaultVersion: version.isDefault,
  CreateDate: new Date(version.created),
})

function versionsOf(call: Call, arn: string | undefined): ManagedPolicy['versions'] {
  const aws = awsManagedPolicy(arn ?? '')
  // Of AWS's own policies only the version in force is known here.
  if (aws) return [{ id: aws.versionId, document: aws.document, isDefault: true, created: aws.updated }]
  return ownPolicy(call, arn).versions
}

function versionOf(versions: ManagedPolicy['versions'], arn: string | undefined, id: string | undefined) {
  const version = versions.find((candidate) => candidate.id === id)
  if (!version) throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`)
  return version
}

export const policyHandlers = {
  CreatePolicy(input, call) {
    validate(input, { PolicyName: rules.policy, Path: rules.path })
    const { policies } = call.account.iam
    const name = input.PolicyName!
    const document = documentOf(input.PolicyDocument)
    if (taken(policies, name))
      throw alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`)
    if (policies.length >= 1500) throw limitExceeded('Cannot exceed quota for PoliciesPerAccount: 1500')
    const tags = tagRecord(input.Tags)
    const created = call.now.toISOString()
    const policy: ManagedPolicy = {
      name,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      path: input.Path ?? '/',
      id: call.id('ANPA', 21),
      created,
      versions: [{ id: 'v1', document, isDefault: true, created }],
      tags,
    }
    policies.push(policy)
    return { Policy: policyShape(call, policy, true) }
  },

  GetPolicy(input, call) {
    const aws = awsManagedPolicy(input.PolicyArn ?? '')
    if (aws) return { Policy: awsPolicyShape(call, aws.name, true) }
    return { Policy: policyShape(call, ownPolicy(call, input.PolicyArn), true) }
  },

  ListPolicies(input, call) {
    validate(input, {
      Scope: { values: ['All', 'AWS', 'Local'], optional: true },
      PathPrefix: rules.pathPrefix,
      PolicyUsageFilter: { values: ['PermissionsPolicy', 'PermissionsBoundary'], optional: true },
    })
    const { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter } = input
    const own =
      Scope === 'AWS' ? [] : byName(call.account.iam.policies).map((policy) => policyShape(call, policy))
    const aws =
      Scope === 'Local' ? [] : Object.keys(awsManagedPolicies).map((name) => awsPolicyShape(call, name))
    const found = [...own, ...aws].filter(({ Arn, Path }) => {
      const uses = usesOf(call, Arn)
      const used =
        PolicyUsageFilter === 'PermissionsBoundary'
          ? uses.boundary
          : PolicyUsageFilter
            ? uses.attached
            : uses.attached + uses.boundary
      return Path.startsWith(PathPrefix) && (used > 0 || (!OnlyAttached && !PolicyUsageFilter))
    })
    const { items, ...rest } = pageOf(call, input, found, [
      Scope,
      OnlyAttached,
      PathPrefix,
      PolicyUsageFilter,
    ])
    return { Policies: items, ...rest }
  },

  DeletePolicy(input, call) {
    const policy = ownPolicy(call, input.PolicyArn)
    const { attached, boundary } = usesOf(call, input.PolicyArn!)
    if (attached + boundary > 0) throw deleteConflict('Cannot delete a policy attached to entities.')
    if (policy.versions.length > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    const { iam } = call.account
    iam.policies = iam.policies.filter((other) => other !== policy)
  },

  CreatePolicyVersion(input, call) {
    const policy = ownPolicy(call, input.PolicyArn)
    const document = documentOf(input.PolicyDocument)
    if (policy.versions.length >= 5)
      throw limitExceeded(
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      )
    const next = Math.max(...policy.versions.map(({ id }) => Number(id.slice(1)))) + 1
    const version = {
      id: `v${next}`,
      document,
      isDefault: input.SetAsDefault ?? false,
      created: call.now.toISOString(),
    }
    if (version.isDefault) for (const other of policy.versions) other.isDefault = false
    policy.versions.push(version)
    return { PolicyVersion: versionShape(version) }
  },

  GetPolicyVersion(input, call) {
    const version = versionOf(versionsOf(call, input.PolicyArn), input.PolicyArn, input.VersionId)
    return { PolicyVersion: { Document: encoded(version.document), ...versionShape(version) } }
  },

  ListPolicyVersions(input, call) {
    const versions = [...versionsOf(call, input.PolicyArn)].reverse()
    const { items, ...rest } = pageOf(call, input, versions, input.PolicyArn)
    return { Versions: items.map(versionShape), ...rest }
  },

  SetDefaultPolicyVersion(input, call) {
    const policy = ownPolicy(call, input.PolicyArn)
    const version = versionOf(policy.versions, input.PolicyArn, input.VersionId)
    for (const other of policy.versions) other.isDefault = other === version
  },

  DeletePolicyVersion(input, call) {
    const policy = ownPolicy(call, input.PolicyArn)
    const version = versionOf(policy.versions, input.PolicyArn, input.VersionId)
    if (version.isDefault) throw deleteConflict('Cannot delete the default version of a policy.')
    policy.versions = policy.versions.filter((other) => other !== version)
  },

  ListEntitiesForPolicy(input, call) {
    const arn = input.PolicyArn!
    if (!awsManagedPolicy(arn)) ownPolicy(call, arn)
    const { users, groups, roles } = call.account.iam
    const asBoundary = input.PolicyUsageFilter === 'PermissionsBoundary'
    const uses = (entity: { attached: string[]; boundary?: string }) =>
      asBoundary ? entity.boundary === arn : entity.attached.includes(arn)
    const of = (filter: string) => input.EntityFilter === undefined || input.EntityFilter === filter
    const entities = [
      ...(of('User')
        ? users.filter(uses).map((user) => ({ kind: 'user' as const, name: user.name, id: user.id }))
        : []),
      ...(of('Group')
        ? groups.filter(uses).map((group) => ({ kind: 'group' as const, name: group.name, id: group.id }))
        : []),
      ...(of('Role')
        ? roles.filter(uses).map((role) => ({ kind: 'role' as const, name: role.name, id: role.id }))
        : []),
    ]
    const { items, ...rest } = pageOf(call, input, entities, [arn, input.EntityFilter, asBoundary])
    const kind = (wanted: string) => items.filter((item) => item.kind === wanted)
    return {
      PolicyUsers: kind('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyGroups: kind('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyRoles: kind('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...rest,
    }
  },
} satisfies IamHandlers

const byArn = { resource: (input: { PolicyArn?: string | undefined }) => input.PolicyArn ?? '*' }

export const policyPermissions: IamPermissions = {
  CreatePolicy: {
    resource: (input, call) =>
      `arn:${call.world.partition}:iam::${call.account.id}:policy${input.Path ?? '/'}${input.PolicyName}`,
  },
  GetPolicy: byArn,
  DeletePolicy: byArn,
  CreatePolicyVersion: byArn,
  GetPolicyVersion: byArn,
  ListPolicyVersions: byArn,
  SetDefaultPolicyVersion: byArn,
  DeletePolicyVersion: byArn,
  ListEntitiesForPolicy: byArn,
}

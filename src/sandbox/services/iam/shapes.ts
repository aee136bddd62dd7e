/** Entities of the world in the shapes that IAM returns. */
import type { Call } from '../../service.ts'
import type { IamGroup, IamRole, IamUser, ManagedPolicy } from '../../world.ts'
import { awsManagedPolicies, awsManagedPolicy } from './aws-managed.ts'
import { customerPolicy, encoded, entityArn, tagList } from './common.ts'

const boundaryShape = (arn: string | undefined) =>
  arn === undefined
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
          PermissionsBoundaryArn: arn,
        },
      }

/** IAM API reference, User. Lists leave tags and boundary out; `full` has them. */
export const userShape = (call: Call, user: IamUser, full = false) => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: entityArn(call, 'user', user),
  CreateDate: new Date(user.created),
  ...(user.password?.lastUsed === undefined ? {} : { PasswordLastUsed: new Date(user.password.lastUsed) }),
  ...(full ? { ...boundaryShape(user.boundary), ...tagsShape(user.tags) } : {}),
})

export const groupShape = (call: Call, group: IamGroup) => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: entityArn(call, 'group', group),
  CreateDate: new Date(group.created),
})

/** IAM API reference, Role. */
export const roleShape = (call: Call, role: IamRole, full = false) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: entityArn(call, 'role', role),
  CreateDate: new Date(role.created),
  AssumeRolePolicyDocument: encoded(role.trust),
  ...(role.description === undefined ? {} : { Description: role.description }),
  MaxSessionDuration: role.maxSessionSeconds,
  ...(full
    ? {
        ...boundaryShape(role.boundary),
        ...tagsShape(role.tags),
        RoleLastUsed: role.lastUsed
          ? { LastUsedDate: new Date(role.lastUsed.at), Region: role.lastUsed.region }
          : {},
      }
    : {}),
})

const tagsShape = (tags: Record<string, string>) => (Object.keys(tags).length ? { Tags: tagList(tags) } : {})

/** How many users, groups and roles have a policy attached, and how many have it as a boundary. */
export function usesOf(call: Call, arn: string): { attached: number; boundary: number } {
  const { users, groups, roles } = call.account.iam
  return {
    attached: [...users, ...groups, ...roles].filter((entity) => entity.attached.includes(arn)).length,
    boundary: [...users, ...roles].filter((entity) => entity.boundary === arn).length,
  }
}

/** IAM API reference, Policy, for a customer managed one. */
export function policyShape(call: Call, policy: ManagedPolicy, full = false) {
  const arn = entityArn(call, 'policy', policy)
  const { attached, boundary } = usesOf(call, arn)
  const dates = policy.versions.map((version) => Date.parse(version.created))
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.versions.find((version) => version.isDefault)?.id ?? 'v1',
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: boundary,
    IsAttachable: true,
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(Math.max(Date.parse(policy.created), ...dates)),
    ...(full && policy.description !== undefined ? { Description: policy.description } : {}),
    ...(full ? tagsShape(policy.tags ?? {}) : {}),
  }
}

/** The same for one of AWS's own. Its id is derived from the name. */
export function awsPolicyShape(call: Call, name: string, full = false) {
  const policy = awsManagedPolicies[name]!
  const arn = `arn:${call.world.partition}:iam::aws:policy${policy.path}${name}`
  const { attached, boundary } = usesOf(call, arn)
  return {
    PolicyName: name,
    PolicyId: `ANPA${name
      .toUpperCase()
      .replace(/[^A-Z]/g, '')
      .padEnd(17, 'A')
      .slice(0, 17)}`,
    Arn: arn,
    Path: policy.path,
    DefaultVersionId: policy.versionId,
    AttachmentCount: attached,
    PermissionsBoundaryUsageCount: boundary,
    IsAttachable: policy.path !== '/root-task/',
    CreateDate: new Date(policy.created),
    UpdateDate: new Date(policy.updated),
    ...(full ? { Description: policy.description } : {}),
  }
}

/** Name of the policy behind an ARN, as attachments show it. */
export const attachedShape = (call: Call, arn: string) => ({
  PolicyName:
    awsManagedPolicy(arn)?.name ??
    customerPolicy(call.account, arn)?.name ??
    arn.slice(arn.lastIndexOf('/') + 1),
  PolicyArn: arn,
})

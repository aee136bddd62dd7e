import { AwsError } from '../../service.ts'
import type { Call } from '../../service.ts'
import type { IamRole } from '../../world.ts'
import {
  alreadyExists,
  byName,
  deleteConflict,
  findRole,
  limitExceeded,
  namedArn,
  pageOf,
  rules,
  tagList,
  tagRecord,
  taken,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions } from './common.ts'
import { requireAttachable } from './attachments.ts'
import { sizeOf, trustDocument } from './documents.ts'
import { roleShape } from './shapes.ts'

const DURATION = { min: 3600, max: 43_200, optional: true }

function trust(text: string | undefined) {
  validate({ AssumeRolePolicyDocument: text }, { AssumeRolePolicyDocument: rules.document })
  const document = trustDocument(text!)
  if (sizeOf(document) > 2048) throw limitExceeded('Cannot exceed quota for ACLSizePerRole: 2048')
  return document
}

/** Roles under these paths belong to AWS: the account's own principals may not change them. */
function changeable(call: Call, name: string | undefined): IamRole {
  const role = findRole(call.account, name)
  if (role.path.startsWith('/aws-service-role/') || role.path.startsWith('/aws-reserved/'))
    throw new AwsError(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    )
  return role
}

export const roleHandlers = {
  CreateRole(input, call) {
    validate(input, { RoleName: rules.role, Path: rules.path, MaxSessionDuration: DURATION })
    const { roles } = call.account.iam
    const name = input.RoleName!
    const document = trust(input.AssumeRolePolicyDocument)
    if (taken(roles, name)) throw alreadyExists(`Role with name ${name} already exists.`)
    if (roles.length >= 1000) throw limitExceeded('Cannot exceed quota for RolesPerAccount: 1000')
    if (input.PermissionsBoundary !== undefined) requireAttachable(call, input.PermissionsBoundary)
    const tags = tagRecord(input.Tags)
    const role: IamRole = {
      name,
      path: input.Path ?? '/',
      id: call.id('AROA', 21),
      created: call.now.toISOString(),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      trust: document,
      attached: [],
      inline: {},
      ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
      maxSessionSeconds: input.MaxSessionDuration ?? 3600,
      tags,
    }
    roles.push(role)
    return { Role: roleShape(call, role, true) }
  },

  GetRole: (input, call) => ({ Role: roleShape(call, findRole(call.account, input.RoleName), true) }),

  ListRoles(input, call) {
    validate(input, { PathPrefix: rules.pathPrefix })
    const prefix = input.PathPrefix ?? '/'
    const roles = byName(call.account.iam.roles.filter((role) => role.path.startsWith(prefix)))
    const { items, ...rest } = pageOf(call, input, roles, prefix)
    return { Roles: items.map((role) => roleShape(call, role)), ...rest }
  },

  UpdateRole(input, call) {
    validate(input, { MaxSessionDuration: DURATION })
    const role = changeable(call, input.RoleName)
    if (input.Description !== undefined) role.description = input.Description
    if (input.MaxSessionDuration !== undefined) role.maxSessionSeconds = input.MaxSessionDuration
    return {}
  },

  UpdateAssumeRolePolicy(input, call) {
    const role = changeable(call, input.RoleName)
    role.trust = trust(input.PolicyDocument)
  },

  DeleteRole(input, call) {
    const role = changeable(call, input.RoleName)
    const conflict = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
    if (role.attached.length) throw conflict('detach all policies')
    if (Object.keys(role.inline).length) throw conflict('delete policies')
    const { iam } = call.account
    iam.roles = iam.roles.filter((other) => other !== role)
  },

  TagRole(input, call) {
    const role = changeable(call, input.RoleName)
    role.tags = tagRecord(input.Tags, role.tags)
  },

  UntagRole(input, call) {
    const role = changeable(call, input.RoleName)
    role.tags = Object.fromEntries(Object.entries(role.tags).filter(([key]) => !input.TagKeys?.includes(key)))
  },

  ListRoleTags(input, call) {
    const role = findRole(call.account, input.RoleName)
    const { items, ...rest } = pageOf(call, input, tagList(role.tags), role.name)
    return { Tags: items, ...rest }
  },

  PutRolePermissionsBoundary(input, call) {
    const role = changeable(call, input.RoleName)
    requireAttachable(call, input.PermissionsBoundary!)
    role.boundary = input.PermissionsBoundary!
  },

  DeleteRolePermissionsBoundary(input, call) {
    delete changeable(call, input.RoleName).boundary
  },

  /** The world has no instance profiles. */
  ListInstanceProfilesForRole(input, call) {
    findRole(call.account, input.RoleName)
    return { InstanceProfiles: [], IsTruncated: false }
  },
} satisfies IamHandlers

const named = {
  resource: (input: { RoleName?: string | undefined }, call: Call) => namedArn(call, 'role', input.RoleName),
}

export const rolePermissions: IamPermissions = {
  CreateRole: {
    resource: (input, call) =>
      `arn:${call.world.partition}:iam::${call.account.id}:role${input.Path ?? '/'}${input.RoleName}`,
  },
  GetRole: named,
  UpdateRole: named,
  UpdateAssumeRolePolicy: named,
  DeleteRole: named,
  TagRole: named,
  UntagRole: named,
  ListRoleTags: named,
  PutRolePermissionsBoundary: named,
  DeleteRolePermissionsBoundary: named,
  ListInstanceProfilesForRole: named,
}

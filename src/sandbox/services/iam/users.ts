import type { Call } from '../../service.ts'
import { devicesOf } from './mfa-devices.ts'
import {
  alreadyExists,
  byName,
  deleteConflict,
  findUser,
  limitExceeded,
  namedArn,
  optional,
  ownerArn,
  ownerOf,
  pageOf,
  rootArn,
  rules,
  tagList,
  tagRecord,
  taken,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions } from './common.ts'
import { requireAttachable } from './attachments.ts'
import { userShape } from './shapes.ts'

/** Root as GetUser shows it to root itself: its id is the account's. */
const rootShape = (call: Call) => ({
  Path: '/',
  // Root has no user name; an account with an alias shows that (CloudTrail User Guide, userIdentity element).
  UserName: call.account.iam.alias,
  UserId: call.account.id,
  Arn: rootArn(call),
  CreateDate: new Date(call.account.createdAt),
  ...(call.account.root.password?.lastUsed === undefined
    ? {}
    : { PasswordLastUsed: new Date(call.account.root.password.lastUsed) }),
})

export const userHandlers = {
  CreateUser(input, call) {
    validate(input, { UserName: rules.user, Path: rules.path })
    const { users } = call.account.iam
    const name = input.UserName!
    if (taken(users, name)) throw alreadyExists(`User with name ${name} already exists.`)
    if (users.length >= 5000) throw limitExceeded('Cannot exceed quota for UsersPerAccount: 5000')
    if (input.PermissionsBoundary !== undefined) requireAttachable(call, input.PermissionsBoundary)
    const tags = tagRecord(input.Tags)
    const user = {
      name,
      path: input.Path ?? '/',
      id: call.id('AIDA', 21),
      created: call.now.toISOString(),
      accessKeys: [],
      mfaDevices: [],
      groups: [],
      attached: [],
      inline: {},
      ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
      tags,
    }
    users.push(user)
    return { User: userShape(call, user, true) }
  },

  GetUser(input, call) {
    const owner = ownerOf(call, input.UserName)
    return { User: owner.kind === 'root' ? rootShape(call) : userShape(call, owner.user, true) }
  },

  ListUsers(input, call) {
    validate(input, { PathPrefix: rules.pathPrefix })
    const prefix = input.PathPrefix ?? '/'
    const users = byName(call.account.iam.users.filter((user) => user.path.startsWith(prefix)))
    const { items, ...rest } = pageOf(call, input, users, prefix)
    return { Users: items.map((user) => userShape(call, user)), ...rest }
  },

  UpdateUser(input, call) {
    validate(input, { NewUserName: optional(rules.user), NewPath: rules.path })
    const { iam } = call.account
    const user = findUser(call.account, input.UserName)
    const { NewUserName: name } = input
    if (
      name !== undefined &&
      taken(
        iam.users.filter((other) => other !== user),
        name,
      )
    )
      throw alreadyExists(`User with name ${name} already exists.`)
    if (name !== undefined) {
      for (const device of iam.virtualMfaDevices)
        if (typeof device.assignedTo === 'object' && device.assignedTo.user === user.name)
          device.assignedTo = { user: name }
      user.name = name
    }
    if (input.NewPath !== undefined) user.path = input.NewPath
  },

  DeleteUser(input, call) {
    const user = findUser(call.account, input.UserName)
    const conflict = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
    if (user.password) throw conflict('delete login profile')
    if (user.accessKeys.length) throw conflict('delete access keys')
    if (devicesOf(call.account, user).length) throw conflict('delete MFA device')
    if (user.groups.length) throw conflict('remove users from group')
    if (user.attached.length) throw conflict('detach all policies')
    if (Object.keys(user.inline).length) throw conflict('delete policies')
    const { iam } = call.account
    iam.users = iam.users.filter((other) => other !== user)
  },

  TagUser(input, call) {
    const user = findUser(call.account, input.UserName)
    user.tags = tagRecord(input.Tags, user.tags)
  },

  UntagUser(input, call) {
    const user = findUser(call.account, input.UserName)
    user.tags = Object.fromEntries(Object.entries(user.tags).filter(([key]) => !input.TagKeys?.includes(key)))
  },

  ListUserTags(input, call) {
    const user = findUser(call.account, input.UserName)
    const { items, ...rest } = pageOf(call, input, tagList(user.tags), user.name)
    return { Tags: items, ...rest }
  },

  PutUserPermissionsBoundary(input, call) {
    const user = findUser(call.account, input.UserName)
    requireAttachable(call, input.PermissionsBoundary!)
    user.boundary = input.PermissionsBoundary!
  },

  DeleteUserPermissionsBoundary(input, call) {
    delete findUser(call.account, input.UserName).boundary
  },
} satisfies IamHandlers

const named = {
  resource: (input: { UserName?: string | undefined }, call: Call) => namedArn(call, 'user', input.UserName),
}

export const userPermissions: IamPermissions = {
  CreateUser: {
    resource: (input, call) =>
      `arn:${call.world.partition}:iam::${call.account.id}:user${input.Path ?? '/'}${input.UserName}`,
    context: (input) =>
      (input.PermissionsBoundary === undefined
        ? {}
        : { 'iam:PermissionsBoundary': input.PermissionsBoundary }) as Record<string, string>,
  },
  GetUser: { resource: (input, call) => ownerArn(call, input.UserName) },
  UpdateUser: named,
  DeleteUser: named,
  TagUser: named,
  UntagUser: named,
  ListUserTags: named,
  PutUserPermissionsBoundary: named,
  DeleteUserPermissionsBoundary: named,
}

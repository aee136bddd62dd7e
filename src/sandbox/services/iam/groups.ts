import type { Call } from '../../service.ts'
import {
  alreadyExists,
  byName,
  deleteConflict,
  findGroup,
  findUser,
  limitExceeded,
  namedArn,
  optional,
  pageOf,
  rules,
  taken,
  validate,
} from './common.ts'
import type { IamHandlers, IamPermissions } from './common.ts'
import { groupShape, userShape } from './shapes.ts'

const members = (call: Call, group: string) =>
  call.account.iam.users.filter((user) => user.groups.includes(group))

export const groupHandlers = {
  CreateGroup(input, call) {
    validate(input, { GroupName: rules.group, Path: rules.path })
    const { groups } = call.account.iam
    const name = input.GroupName!
    if (taken(groups, name)) throw alreadyExists(`Group with name ${name} already exists.`)
    if (groups.length >= 300) throw limitExceeded('Cannot exceed quota for GroupsPerAccount: 300')
    const group = {
      name,
      path: input.Path ?? '/',
      id: call.id('AGPA', 21),
      created: call.now.toISOString(),
      attached: [],
      inline: {},
    }
    groups.push(group)
    return { Group: groupShape(call, group) }
  },

  GetGroup(input, call) {
    const group = findGroup(call.account, input.GroupName)
    const { items, ...rest } = pageOf(call, input, byName(members(call, group.name)), group.name)
    return { Group: groupShape(call, group), Users: items.map((user) => userShape(call, user)), ...rest }
  },

  ListGroups(input, call) {
    validate(input, { PathPrefix: rules.pathPrefix })
    const prefix = input.PathPrefix ?? '/'
    const groups = byName(call.account.iam.groups.filter((group) => group.path.startsWith(prefix)))
    const { items, ...rest } = pageOf(call, input, groups, prefix)
    return { Groups: items.map((group) => groupShape(call, group)), ...rest }
  },

  UpdateGroup(input, call) {
    validate(input, { NewGroupName: optional(rules.group), NewPath: rules.path })
    const { iam } = call.account
    const group = findGroup(call.account, input.GroupName)
    const { NewGroupName: name } = input
    if (
      name !== undefined &&
      taken(
        iam.groups.filter((other) => other !== group),
        name,
      )
    )
      throw alreadyExists(`Group with name ${name} already exists.`)
    if (name !== undefined) {
      for (const user of members(call, group.name))
        user.groups = user.groups.map((other) => (other === group.name ? name : other))
      group.name = name
    }
    if (input.NewPath !== undefined) group.path = input.NewPath
  },

  DeleteGroup(input, call) {
    const group = findGroup(call.account, input.GroupName)
    const conflict = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`)
    if (members(call, group.name).length) throw conflict('remove users from group')
    if (group.attached.length) throw conflict('detach all policies')
    if (Object.keys(group.inline).length) throw conflict('delete policies')
    const { iam } = call.account
    iam.groups = iam.groups.filter((other) => other !== group)
  },

  AddUserToGroup(input, call) {
    const group = findGroup(call.account, input.GroupName)
    const user = findUser(call.account, input.UserName)
    if (user.groups.includes(group.name)) return
    if (user.groups.length >= 10) throw limitExceeded('Cannot exceed quota for GroupsPerUser: 10')
    user.groups.push(group.name)
  },

  RemoveUserFromGroup(input, call) {
    const group = findGroup(call.account, input.GroupName)
    const user = findUser(call.account, input.UserName)
    user.groups = user.groups.filter((other) => other !== group.name)
  },

  ListGroupsForUser(input, call) {
    const user = findUser(call.account, input.UserName)
    const groups = byName(call.account.iam.groups.filter((group) => user.groups.includes(group.name)))
    const { items, ...rest } = pageOf(call, input, groups, user.name)
    return { Groups: items.map((group) => groupShape(call, group)), ...rest }
  },
} satisfies IamHandlers

const named = {
  resource: (input: { GroupName?: string | undefined }, call: Call) =>
    namedArn(call, 'group', input.GroupName),
}

export const groupPermissions: IamPermissions = {
  CreateGroup: named,
  GetGroup: named,
  UpdateGroup: named,
  DeleteGroup: named,
  AddUserToGroup: named,
  RemoveUserFromGroup: named,
  ListGroupsForUser: { resource: (input, call) => namedArn(call, 'user', input.UserName) },
}

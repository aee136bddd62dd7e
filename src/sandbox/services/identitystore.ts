/** The identity store of IAM Identity Center: users, groups, memberships. */
import type * as sdk from '@aws-sdk/client-identitystore'
import { uuidFrom } from '../ids.ts'
import { AwsError, defineService } from '../service.ts'
import type { IdentityCenter } from '../world.ts'
import { paged, storeOf } from './sso-admin/instances.ts'

type User = IdentityCenter['users'][number]

const missing = (ResourceType: 'USER' | 'GROUP', ResourceId: string | undefined): AwsError =>
  new AwsError('ResourceNotFoundException', `${ResourceType} not found.`, 404, { ResourceType, ResourceId })

const userShape = (store: IdentityCenter, user: User): sdk.User => ({
  IdentityStoreId: store.identityStoreId,
  UserId: user.id,
  UserName: user.userName,
  ...(user.displayName && { DisplayName: user.displayName }),
  Emails: user.emails.map((Value, i) => ({ Value, Type: 'work', Primary: i === 0 })),
  ...(user.phones && {
    PhoneNumbers: user.phones.map((Value, i) => ({ Value, Type: 'work', Primary: i === 0 })),
  }),
  ...(user.title && { Title: user.title }),
  UserStatus: user.status,
})

const groupShape = (store: IdentityCenter, group: IdentityCenter['groups'][number]): sdk.Group => ({
  IdentityStoreId: store.identityStoreId,
  GroupId: group.id,
  DisplayName: group.name,
})

const membership = (store: IdentityCenter, group: string, user: string): sdk.GroupMembership => ({
  IdentityStoreId: store.identityStoreId,
  MembershipId: uuidFrom(`${store.identityStoreId}/${group}/${user}`),
  GroupId: group,
  MemberId: { UserId: user },
})

/** The value of a unique attribute, compared as AWS does: without regard to case. */
function uniqueAttribute(identifier: sdk.AlternateIdentifier | undefined, path: string): string {
  const attribute = identifier?.UniqueAttribute
  if (!attribute) throw new AwsError('NotImplemented', 'The sandbox does not simulate external ids.', 501)
  if (attribute.AttributePath?.toLowerCase() !== path.toLowerCase()) {
    throw new AwsError('ValidationException', `Attribute path ${attribute.AttributePath} is not supported.`)
  }
  return String(attribute.AttributeValue).toLowerCase()
}

/** The deprecated list filter: one attribute, equality. */
function filterValue(filters: readonly sdk.Filter[] | undefined, path: string): string | undefined {
  if (!filters?.length) return undefined
  const [filter] = filters
  if (filters.length > 1 || filter?.AttributePath !== path) {
    throw new AwsError('ValidationException', `Filter supports one attribute: ${path}.`)
  }
  return filter.AttributeValue
}

export default defineService<typeof sdk>({
  prefix: 'identitystore',
  client: 'IdentitystoreClient',
  regional: true,
  load: () => import('@aws-sdk/client-identitystore'),
  handlers: {
    ListUsers(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const name = filterValue(input.Filters, 'UserName')
      const users = store.users.filter((u) => name === undefined || u.userName === name)
      const { items, next } = paged(call, input, users, [store.identityStoreId, name])
      return { Users: items.map((u) => userShape(store, u)), NextToken: next }
    },

    DescribeUser(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const user = store.users.find((u) => u.id === input.UserId)
      if (!user) throw missing('USER', input.UserId)
      return userShape(store, user)
    },

    ListGroups(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const name = filterValue(input.Filters, 'DisplayName')
      const groups = store.groups.filter((g) => name === undefined || g.name === name)
      const { items, next } = paged(call, input, groups, [store.identityStoreId, name])
      return { Groups: items.map((g) => groupShape(store, g)), NextToken: next }
    },

    DescribeGroup(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const group = store.groups.find((g) => g.id === input.GroupId)
      if (!group) throw missing('GROUP', input.GroupId)
      return groupShape(store, group)
    },

    ListGroupMemberships(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const group = store.groups.find((g) => g.id === input.GroupId)
      if (!group) throw missing('GROUP', input.GroupId)
      const { items, next } = paged(call, input, group.members, [store.identityStoreId, group.id])
      return { GroupMemberships: items.map((user) => membership(store, group.id, user)), NextToken: next }
    },

    ListGroupMembershipsForMember(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const id = input.MemberId && 'UserId' in input.MemberId ? input.MemberId.UserId : undefined
      if (!id || !store.users.some((u) => u.id === id)) throw missing('USER', id)
      const groups = store.groups.filter((g) => g.members.includes(id))
      const { items, next } = paged(call, input, groups, [store.identityStoreId, id])
      return { GroupMemberships: items.map((g) => membership(store, g.id, id)), NextToken: next }
    },

    GetUserId(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const byMail =
        input.AlternateIdentifier?.UniqueAttribute?.AttributePath?.toLowerCase() === 'emails.value'
      const value = uniqueAttribute(input.AlternateIdentifier, byMail ? 'Emails.Value' : 'UserName')
      const user = store.users.find((u) =>
        byMail ? u.emails[0]?.toLowerCase() === value : u.userName.toLowerCase() === value,
      )
      if (!user) throw missing('USER', undefined)
      return { IdentityStoreId: store.identityStoreId, UserId: user.id }
    },

    GetGroupId(input, call) {
      const store = storeOf(call, input.IdentityStoreId)
      const value = uniqueAttribute(input.AlternateIdentifier, 'DisplayName')
      const group = store.groups.find((g) => g.name.toLowerCase() === value)
      if (!group) throw missing('GROUP', undefined)
      return { IdentityStoreId: store.identityStoreId, GroupId: group.id }
    },
  },
})

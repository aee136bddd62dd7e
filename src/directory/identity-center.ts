/** IAM Identity Center's identity store: users, groups, memberships. It is asked through the door to AWS like everything there. */
import { pages, type Source } from '../aws/index.ts'
import { type DirectoryEntry, type Fact, known, unknown } from '../model/index.ts'
import { addressKey, hasPhone } from './address.ts'
import type { Provider } from './provider.ts'
import { kindByUserType } from './user-type.ts'

/** From so many on it is quicker to list everybody than to ask for each (the identity store answers 20 requests a second). */
const fewMembers = 20

interface User {
  UserId?: string | undefined
  UserName?: string | undefined
  DisplayName?: string | undefined
  Emails?: { Value?: string | undefined }[] | undefined
  PhoneNumbers?: { Value?: string | undefined }[] | undefined
  Title?: string | undefined
  UserType?: string | undefined
  UserStatus?: string | undefined
}

/** Looks in one Region: Identity Center is Regional, and the account that looks must administer it. */
export function identityCenterProvider(call: Source['call'], region: string): Provider {
  const source = { call }
  const name = 'IAM Identity Center'
  let store: Promise<Fact<string>> | undefined
  let everybody: Promise<Fact<readonly { entry: DirectoryEntry; name: string }[]>> | undefined

  async function findStore(): Promise<Fact<string>> {
    const listed = await pages(
      source,
      'sso:ListInstances',
      {},
      (o) => ({ items: o.Instances, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
      { region },
    )
    if (!listed.ok) return listed.unknown
    const id = listed.items.find((instance) => instance.IdentityStoreId)?.IdentityStoreId
    return id === undefined
      ? unknown(
          'elsewhere',
          `IAM Identity Center has no instance in ${region} that this account sees: name its Region as people.directory.identityCenter.region, and look from the account that administers it`,
        )
      : known(id)
  }
  const storeId = () => (store ??= findStore())

  async function listEverybody(): Promise<Fact<readonly { entry: DirectoryEntry; name: string }[]>> {
    const id = await storeId()
    if (id.state !== 'known') return id
    const listed = await pages(
      source,
      'identitystore:ListUsers',
      { IdentityStoreId: id.value },
      (o) => ({ items: o.Users, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
      { region },
    )
    if (!listed.ok) return listed.unknown
    return known(listed.items.map((user) => ({ entry: entryOf(user), name: user.DisplayName ?? '' })))
  }
  const all = () => (everybody ??= listEverybody())

  async function describe(id: string, UserId: string): Promise<Fact<DirectoryEntry>> {
    const input = { IdentityStoreId: id, UserId }
    const answer = await call('identitystore:DescribeUser', input, { region })
    return answer.ok ? known(entryOf(answer.output)) : answer.unknown
  }

  /** Undefined: nobody has this value there. */
  async function idOf(kind: 'User' | 'Group', id: string, AttributePath: string, AttributeValue: string) {
    const AlternateIdentifier = { UniqueAttribute: { AttributePath, AttributeValue } }
    const input = { IdentityStoreId: id, AlternateIdentifier }
    const answer =
      kind === 'User'
        ? await call('identitystore:GetUserId', input, { region })
        : await call('identitystore:GetGroupId', input, { region })
    if (!answer.ok) return answer.code === 'ResourceNotFoundException' ? known(undefined) : answer.unknown
    return known(
      'UserId' in answer.output ? answer.output.UserId : (answer.output as { GroupId?: string }).GroupId,
    )
  }

  return {
    name,
    tags: 'not-said',
    /** Groups have no address there: one is found where its display name is the address. */
    async find(address) {
      const id = await storeId()
      if (id.state !== 'known') return id
      for (const path of ['emails.value', 'userName']) {
        const user = await idOf('User', id.value, path, address)
        if (user.state !== 'known') return user
        if (user.value !== undefined) return describe(id.value, user.value)
      }
      const group = await idOf('Group', id.value, 'displayName', address)
      if (group.state !== 'known' || group.value === undefined) return group as Fact<undefined>
      return known(groupOf(group.value, address))
    },
    async membersOf(group) {
      const id = await storeId()
      if (id.state !== 'known') return id
      const listed = await pages(
        source,
        'identitystore:ListGroupMemberships',
        { IdentityStoreId: id.value, GroupId: group.id },
        (o) => ({ items: o.GroupMemberships, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region },
      )
      if (!listed.ok) return listed.unknown
      // A group of the identity store has users in it and no groups (MemberId is a union of one).
      const ids = listed.items.flatMap((m) => (m.MemberId?.UserId === undefined ? [] : [m.MemberId.UserId]))
      const entries: DirectoryEntry[] = []
      if (ids.length > fewMembers) {
        const users = await all()
        if (users.state !== 'known') return users
        const byId = new Map(users.value.map(({ entry }) => [entry.id, entry]))
        return known({ entries: ids.map((user) => byId.get(user) ?? unknownUser(user)) })
      }
      for (const user of ids) {
        const entry = await describe(id.value, user)
        if (entry.state !== 'known') return entry
        entries.push(entry.value)
      }
      return known({ entries })
    },
    async named(wanted) {
      const users = await all()
      if (users.state !== 'known') return users
      const same = (text: string) =>
        text.normalize('NFC').toLowerCase() === wanted.normalize('NFC').toLowerCase()
      return known(users.value.filter((user) => same(user.name)).map(({ entry }) => entry))
    },
    async withPhone(number) {
      const users = await all()
      if (users.state !== 'known') return users
      return known(users.value.map(({ entry }) => entry).filter((entry) => hasPhone(entry, number)))
    },
  }
}

/** A member who is not among the users: created since, or gone. */
const unknownUser = (id: string): DirectoryEntry => ({
  id,
  kind: 'unknown',
  enabled: undefined,
  phones: [],
  addresses: [],
})

const groupOf = (id: string, address: string): DirectoryEntry => ({
  id,
  kind: 'group',
  enabled: true,
  phones: [],
  addresses: [address],
})

function entryOf(user: User): DirectoryEntry {
  const mails = [...(user.Emails ?? []).map((mail) => mail.Value), user.UserName]
  return {
    id: user.UserId ?? '',
    kind: kindByUserType(user.UserType),
    enabled: user.UserStatus === 'ENABLED' ? true : user.UserStatus === 'DISABLED' ? false : undefined,
    ...(user.Title ? { title: user.Title } : {}),
    phones: (user.PhoneNumbers ?? []).flatMap((phone) => (phone.Value ? [phone.Value] : [])),
    addresses: [...new Set(mails.flatMap((mail) => (mail?.includes('@') ? [addressKey(mail)] : [])))],
  }
}

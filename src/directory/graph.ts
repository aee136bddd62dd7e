/** Microsoft Graph: users and groups of Microsoft Entra ID, which Exchange Online's mailboxes and lists are (v1.0). */
import {
  type DirectoryEntry,
  type EntryKind,
  type Fact,
  known,
  type Unknown,
  unknown,
} from '../model/index.ts'
import { addressKey } from './address.ts'
import type { Replied, Web } from './http.ts'
import { type Fields, fields, flag, list, text, texts } from './json.ts'
import type { Provider } from './provider.ts'

export interface GraphOptions {
  /** `https://graph.microsoft.com`. */
  endpoint: string
  web: Web
  token: () => Promise<Fact<string>>
}

const userFields =
  'id,mail,userPrincipalName,proxyAddresses,otherMails,accountEnabled,userType,jobTitle,employeeId,givenName,surname,displayName,businessPhones,mobilePhone'
const groupFields = 'id,mail,proxyAddresses,visibility'
const mostPages = 100

/** The least application permissions (Graph reference, "List users", "List groups", "List group members"). */
const permissions = {
  users: 'User.Read.All',
  groups: 'GroupMember.Read.All',
  members: 'GroupMember.Read.All and User.Read.All',
} as const

export function graphProvider({ endpoint, web, token }: GraphOptions): Provider {
  const base = `${endpoint.replace(/\/+$/, '')}/v1.0`
  const name = 'Microsoft Graph'

  function refused(reply: Extract<Replied, { ok: false }>, of: keyof typeof permissions): Unknown {
    const { status, host, because } = reply
    if (status === 401)
      return unknown('denied', `${name} refuses the token: it has expired, or is of another tenant (401)`)
    if (status === 403)
      return unknown(
        'denied',
        `${name} does not show ${of}: the app needs ${permissions[of]}, with an administrator's consent (403)`,
      )
    return unknown('failed', `${name} at ${host} could not be asked for ${of}: ${because}`)
  }

  /** Every page of a list. Next pages are asked of the same host: the token goes nowhere else. */
  async function all(path: string, of: keyof typeof permissions): Promise<Fact<readonly Fields[]>> {
    const found: Fields[] = []
    let next: URL | undefined = new URL(`${base}${path}`)
    for (let page = 0; next; page++) {
      if (page === mostPages) return unknown('failed', `${name} gives more than ${mostPages} pages of ${of}`)
      const bearer = await token()
      if (bearer.state !== 'known') return bearer
      const reply: Replied = await web.ask({
        url: next,
        what: `Microsoft Graph ${of}`,
        headers: { authorization: `Bearer ${bearer.value}` },
      })
      if (!reply.ok) return refused(reply, of)
      const body = fields(reply.body)
      if (!Array.isArray(body['value'])) return unknown('failed', `${name} answered without a list of ${of}`)
      found.push(...body['value'].map(fields))
      const link: string | undefined = text(body['@odata.nextLink'])
      if (link === undefined) return known(found)
      next = URL.canParse(link) ? new URL(link) : undefined
      if (next?.origin !== new URL(base).origin)
        return unknown('failed', `${name} named another host for the next page of ${of}, which is not asked`)
    }
    return known(found)
  }

  const search = (of: 'users' | 'groups', filter: string, select: string) =>
    all(`/${of}?$filter=${encodeURIComponent(filter)}&$select=${select}&$top=100`, of)

  return {
    name,
    // Exchange Online delivers plus tags unless an administrator turned that off, which Graph does not tell.
    tags: 'not-said',
    async find(address) {
      const quoted = quote(address)
      const proxies = ['smtp', 'SMTP']
        .map((kind) => `proxyAddresses/any(p:p eq '${kind}:${quoted}')`)
        .join(' or ')
      const users = await search(
        'users',
        `mail eq '${quoted}' or userPrincipalName eq '${quoted}' or ${proxies}`,
        userFields,
      )
      if (users.state !== 'known') return users
      const own = users.value.map(userOf).filter((entry) => entry.addresses.includes(address))
      if (own.length > 0) return known(own.find((entry) => entry.enabled === true) ?? own[0]!)
      const groups = await search('groups', `mail eq '${quoted}' or ${proxies}`, groupFields)
      if (groups.state !== 'known') return groups
      return known(groups.value.map(groupOf).find((entry) => entry.addresses.includes(address)))
    },
    async membersOf(group) {
      const select = `${userFields},visibility`
      const found = await all(
        `/groups/${encodeURIComponent(group.id)}/members?$select=${select}&$top=999`,
        'members',
      )
      if (found.state !== 'known') return found
      const entries = found.value.map(memberOf)
      // Without leave to see them, the members of a hidden list are none at all, and users are bare ids.
      if (entries.length === 0)
        return known({
          entries,
          hidden: {
            message: `${name} shows nobody on a list: if its membership is hidden, the app needs Member.Read.Hidden`,
            needs: [],
          },
        })
      const bare = entries.filter((entry) => entry.kind === 'person' && entry.enabled === undefined).length
      if (bare > 0)
        return known({
          entries,
          hidden: {
            message: `${name} does not tell of ${bare} on a list who they are: the app needs User.Read.All`,
            needs: [],
          },
        })
      return known({ entries })
    },
    async named(wanted) {
      const users = await search('users', `displayName eq '${quote(wanted)}'`, userFields)
      if (users.state !== 'known') return users
      const same = (given: string | undefined) =>
        given?.normalize('NFC').toLowerCase() === wanted.normalize('NFC').toLowerCase()
      return known(users.value.filter((user) => same(text(user['displayName']))).map(userOf))
    },
  }
}

/** OData: a quote in a text is written twice. */
const quote = (value: string) => value.replaceAll("'", "''")

const addressesOf = (object: Fields): string[] => [
  ...new Set(
    [
      text(object['mail']) ?? '',
      text(object['userPrincipalName']) ?? '',
      ...texts(object['proxyAddresses']).flatMap((proxy) => /^smtp:(.+)$/i.exec(proxy)?.[1] ?? []),
    ]
      .filter((address) => address.includes('@'))
      .map(addressKey),
  ),
]

function memberOf(object: Fields): DirectoryEntry {
  switch (text(object['@odata.type'])?.replace('#microsoft.graph.', '')) {
    case 'user':
      return userOf(object)
    case 'group':
      return groupOf(object)
    case 'servicePrincipal':
    case 'device':
      return { ...groupOf(object), kind: 'robot' }
    case 'orgContact':
      return { ...groupOf(object), kind: 'guest' }
    default:
      return { ...groupOf(object), kind: 'unknown', enabled: undefined }
  }
}

const groupOf = (group: Fields): DirectoryEntry => ({
  id: text(group['id']) ?? '',
  kind: 'group',
  enabled: true,
  phones: [],
  addresses: addressesOf(group),
})

function userOf(user: Fields): DirectoryEntry {
  const title = text(user['jobTitle'])
  const person = text(user['employeeId'])
  return {
    id: text(user['id']) ?? '',
    kind: kindOf(user),
    enabled: flag(user['accountEnabled']),
    ...(person === undefined ? {} : { person }),
    ...(title === undefined ? {} : { title }),
    phones: [...texts(list(user['businessPhones'])), ...texts([user['mobilePhone']])],
    addresses: addressesOf(user),
  }
}

/** A shared mailbox, a room and a mailbox of equipment are disabled users with a name but no first and last one. */
function kindOf(user: Fields): EntryKind {
  const type = text(user['userType'])
  if (type === 'Guest') return 'guest'
  const isNamed = text(user['givenName']) !== undefined || text(user['surname']) !== undefined
  if (user['accountEnabled'] === false && !isNamed) return 'unknown'
  // Of a bare id it is not told whether it is a guest; that it is nobody who counts is said by `enabled`.
  return type === 'Member' || user['accountEnabled'] === undefined || user['accountEnabled'] === null
    ? 'person'
    : 'unknown'
}

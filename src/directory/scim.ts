/** SCIM 2.0, which most identity providers speak (RFC 7643 for what things are, RFC 7644 for how they are asked). */
import { type DirectoryEntry, type Fact, known, type Unknown, unknown } from '../model/index.ts'
import { addressKey } from './address.ts'
import type { Replied, Web } from './http.ts'
import { type Fields, fields, flag, list, text, values } from './json.ts'
import type { Provider } from './provider.ts'
import { kindByUserType } from './user-type.ts'

export interface ScimOptions {
  url: string
  token: string
  /** The variable that holds the token, for messages. */
  tokenEnv: string
  web: Web
}

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const pageSize = 200
const mostPages = 500
/** From so many members on it is quicker to list everybody than to ask for each. */
const fewMembers = 20

export function scimProvider({ url, token, tokenEnv, web }: ScimOptions): Provider {
  const base = url.replace(/\/+$/, '')
  const headers = { authorization: `Bearer ${token}`, accept: 'application/scim+json, application/json' }
  let everybody: Promise<Fact<ReadonlyMap<string, DirectoryEntry>>> | undefined

  const get = (path: string, query: Record<string, string> = {}): Promise<Replied> => {
    const address = new URL(`${base}${path}`)
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value)
    return web.ask({ url: address, what: `SCIM ${path.split('/')[1]}`, headers })
  }

  function refused(reply: Extract<Replied, { ok: false }>, of: string): Unknown {
    const { status, host, because } = reply
    if (status === 401)
      return unknown(
        'denied',
        `SCIM at ${host} refuses the token in ${tokenEnv}: it has expired or was withdrawn (401)`,
      )
    if (status === 403)
      return unknown(
        'denied',
        `SCIM at ${host} does not let the token in ${tokenEnv} read ${of}: it needs read access to Users and Groups (403)`,
      )
    if (status === 404)
      return unknown('unsupported', `SCIM at ${host} has no ${of} under the configured address (404)`)
    return unknown('failed', `SCIM at ${host} could not be asked for ${of}: ${because}`)
  }

  /** All that match; `undefined`: it does not know the filter. */
  async function query(
    of: 'Users' | 'Groups',
    filter?: string,
  ): Promise<Fact<readonly Fields[] | undefined>> {
    const found: Fields[] = []
    for (let page = 0, start = 1; page < mostPages; page++) {
      const reply = await get(`/${of}`, {
        ...(filter === undefined ? {} : { filter }),
        startIndex: String(start),
        count: String(pageSize),
      })
      if (!reply.ok) {
        const isFilter = reply.status === 400 && /filter/i.test(text(fields(reply.body)['scimType']) ?? '')
        return isFilter || reply.status === 501 ? known(undefined) : refused(reply, of)
      }
      const body = fields(reply.body)
      const total = body['totalResults']
      if (typeof total !== 'number')
        return unknown('failed', `SCIM at ${new URL(base).host} answered without totalResults`)
      const some = list(body['Resources']).map(fields)
      found.push(...some)
      if (found.length >= total) return known(found)
      if (some.length === 0)
        return unknown(
          'failed',
          `SCIM at ${new URL(base).host} told of ${total} ${of} and gave ${found.length}`,
        )
      start += some.length
    }
    return unknown('failed', `SCIM at ${new URL(base).host} has more than ${mostPages * pageSize} ${of}`)
  }

  async function listEverybody(): Promise<Fact<ReadonlyMap<string, DirectoryEntry>>> {
    const users = await query('Users')
    if (users.state !== 'known') return users
    return known(new Map((users.value ?? []).map((user) => [text(user['id']) ?? '', entryOf(user)])))
  }

  async function userById(id: string): Promise<Fact<DirectoryEntry | undefined>> {
    const reply = await get(`/Users/${encodeURIComponent(id)}`)
    if (reply.ok) return known(entryOf(fields(reply.body)))
    return reply.status === 404 ? known(undefined) : refused(reply, 'Users')
  }

  return {
    name: 'SCIM',
    tags: 'not-said',
    /** Groups have no address in SCIM: one is found where its display name is the address. */
    async find(address) {
      let blind = false
      for (const attribute of ['userName', 'emails.value']) {
        const users = await query('Users', `${attribute} eq ${JSON.stringify(address)}`)
        if (users.state !== 'known') return users
        if (users.value === undefined) blind = true
        // A server that does not know a filter may as well give everybody.
        const own = (users.value ?? []).map(entryOf).filter((entry) => entry.addresses.includes(address))
        if (own.length > 0) return known(own.find((entry) => entry.enabled === true) ?? own[0]!)
      }
      const groups = await query('Groups', `displayName eq ${JSON.stringify(address)}`)
      if (groups.state !== 'known') return groups
      const group = (groups.value ?? []).find((one) => addressKey(text(one['displayName']) ?? '') === address)
      if (group) return known(groupOf(text(group['id']) ?? '', [address]))
      return blind || groups.value === undefined
        ? unknown(
            'unsupported',
            `SCIM at ${new URL(base).host} does not look for addresses: it knows no such filter`,
          )
        : known(undefined)
    },
    async membersOf(group) {
      const reply = await get(`/Groups/${encodeURIComponent(group.id)}`)
      if (!reply.ok) return refused(reply, 'Groups')
      const body = fields(reply.body)
      // A list that may not be read and one that is computed are left away just as an empty one is (RFC 7643, 2.5).
      if (!Array.isArray(body['members']))
        return known({ entries: [], hidden: { message: 'SCIM does not tell who is on a list', needs: [] } })
      const members = body['members'].map(fields).flatMap((member) => {
        const id = text(member['value'])
        const isGroup = text(member['type']) === 'Group' || /\/Groups\//.test(text(member['$ref']) ?? '')
        return id === undefined ? [] : [{ id, isGroup }]
      })
      const users = members.filter((member) => !member.isGroup)
      const entries = members.filter((member) => member.isGroup).map(({ id }) => groupOf(id, []))
      const all = users.length > fewMembers ? await (everybody ??= listEverybody()) : undefined
      if (all && all.state !== 'known') return all
      for (const { id } of users) {
        const user = all ? known(all.value.get(id)) : await userById(id)
        if (user.state !== 'known') return user
        entries.push(user.value ?? { ...groupOf(id, []), kind: 'unknown', enabled: undefined })
      }
      return known({ entries })
    },
    async named(name) {
      const users = await query('Users', `displayName eq ${JSON.stringify(name)}`)
      if (users.state !== 'known') return users
      if (users.value === undefined)
        return unknown('unsupported', 'SCIM does not look for names: it knows no such filter')
      const same = (given: string | undefined) =>
        given?.normalize('NFC').toLowerCase() === name.normalize('NFC').toLowerCase()
      return known(users.value.filter((user) => same(text(user['displayName']))).map(entryOf))
    },
  }
}

const groupOf = (id: string, addresses: string[]): DirectoryEntry => ({
  id,
  kind: 'group',
  enabled: true,
  phones: [],
  addresses,
})

function entryOf(user: Fields): DirectoryEntry {
  const title = text(user['title'])
  const person = text(fields(user[enterprise])['employeeNumber'])
  const mails = [...values(user['emails']), text(user['userName']) ?? '']
  return {
    id: text(user['id']) ?? '',
    kind: kindByUserType(text(user['userType'])),
    enabled: flag(user['active']),
    ...(person === undefined ? {} : { person }),
    ...(title === undefined ? {} : { title }),
    phones: values(user['phoneNumbers']),
    addresses: [...new Set(mails.filter((mail) => mail.includes('@')).map(addressKey))],
  }
}

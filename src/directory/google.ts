/** Google Workspace: users and groups of the Directory API, and who may write to a group, of the Groups Settings API. */
import { type DirectoryEntry, type Fact, known, type Senders, type Unknown, unknown } from '../model/index.ts'
import { addressKey, hasPhone } from './address.ts'
import { entryOf, outsider } from './google-user.ts'
import { google } from './hosts.ts'
import type { Replied, Web } from './http.ts'
import { type Fields, fields, list, text, texts } from './json.ts'
import type { Members, Provider } from './provider.ts'

export interface GoogleOptions {
  endpoint: string | undefined
  settingsEndpoint: string | undefined
  web: Web
  /** Tokens for reading people and lists, and for the settings of lists. */
  people: () => Promise<Fact<string>>
  settings: () => Promise<Fact<string>>
}

const name = 'Google Workspace'
const mostPages = 200
/** From so many members on it is quicker to list everybody than to ask for each. */
const fewMembers = 20

type Of = 'users' | 'groups' | 'members' | 'settings of lists'

export function googleProvider(options: GoogleOptions): Provider {
  const base = `${(options.endpoint ?? google.directory).replace(/\/+$/, '')}/admin/directory/v1`
  const settings = `${(options.settingsEndpoint ?? google.settings).replace(/\/+$/, '')}/groups/v1/groups`
  let everybody: Promise<Fact<readonly { entry: DirectoryEntry; name: string }[]>> | undefined

  async function get(of: Of, address: string, query: Record<string, string> = {}): Promise<Fact<Replied>> {
    const url = new URL(address)
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
    const token = await (of === 'settings of lists' ? options.settings : options.people)()
    if (token.state !== 'known') return token
    const headers = { authorization: `Bearer ${token.value}` }
    return known(await options.web.ask({ url, what: `${name} ${of}`, headers }))
  }

  function refused({ status, host, because }: Extract<Replied, { ok: false }>, of: Of): Unknown {
    if (status === 401)
      return unknown('denied', `${name} refuses the token: it has expired or was withdrawn (401)`)
    if (status === 403)
      return unknown(
        'denied',
        `${name} does not show ${of}: the address is of none of its domains, or the administrator in people.directory.google.subject may not read ${of} (403)`,
      )
    return unknown('failed', `${name} at ${host} could not be asked for ${of}: ${because}`)
  }

  /** Every page of a list, under the key that Google gives it. */
  async function all(
    of: Of,
    path: string,
    query: Record<string, string>,
  ): Promise<Fact<readonly Fields[] | undefined>> {
    const found: Fields[] = []
    let pageToken: string | undefined
    for (let page = 0; page < mostPages; page++) {
      const asked = await get(of, `${base}${path}`, {
        ...query,
        ...(pageToken === undefined ? {} : { pageToken }),
      })
      if (asked.state !== 'known') return asked
      const reply = asked.value
      if (!reply.ok) return reply.status === 404 ? known(undefined) : refused(reply, of)
      const body = fields(reply.body)
      // A page without any leaves the list away, and may still name a next one.
      found.push(...list(body[of]).map(fields))
      pageToken = text(body['nextPageToken'])
      if (pageToken === undefined) return known(found)
    }
    return unknown('failed', `${name} gives more than ${mostPages} pages of ${of}`)
  }

  const users = (query: Record<string, string>) =>
    all('users', '/users', { customer: 'my_customer', projection: 'full', maxResults: '500', ...query })

  async function listEverybody(): Promise<Fact<readonly { entry: DirectoryEntry; name: string }[]>> {
    const found = await users({})
    if (found.state !== 'known') return found
    return known(
      (found.value ?? []).map((user) => ({
        entry: entryOf(user),
        name: text(fields(user['name'])['fullName']) ?? '',
      })),
    )
  }
  const whole = () => (everybody ??= listEverybody())

  async function userById(id: string): Promise<Fact<DirectoryEntry | undefined>> {
    const asked = await get('users', `${base}/users/${encodeURIComponent(id)}`, { projection: 'full' })
    if (asked.state !== 'known') return asked
    const reply = asked.value
    if (reply.ok) return known(entryOf(fields(reply.body)))
    // Whoever is of another company is not found, or not shown.
    return reply.status === 404 || reply.status === 403 ? known(undefined) : refused(reply, 'users')
  }

  /** The people behind these members; of somebody who is no user of the Workspace it is known that they are outside. */
  async function people(members: readonly Fields[]): Promise<Fact<readonly DirectoryEntry[]>> {
    const everyone = members.length > fewMembers ? await whole() : undefined
    if (everyone && everyone.state !== 'known') return everyone
    const byId = new Map(everyone?.value.map(({ entry }) => [entry.id, entry]))
    const entries: DirectoryEntry[] = []
    for (const member of members) {
      const id = text(member['id']) ?? ''
      const user = everyone ? known(byId.get(id)) : await userById(id)
      if (user.state !== 'known') return user
      const entry = user.value ?? outsider(id, text(member['email']))
      // Somebody on a list who gets none of its mail reads none.
      const silent = ['NONE', 'DISABLED'].includes(text(member['delivery_settings']) ?? '')
      entries.push(silent && entry.kind === 'person' ? { ...entry, kind: 'unknown' } : entry)
    }
    return known(entries)
  }

  return {
    name,
    // Gmail delivers plus tags to the mailbox (Google Workspace help, "Get emails sent with aliases"); of groups nothing is said.
    tags: 'mailboxes-only',
    async find(address) {
      const found = await users({ query: `email='${address.replace(/[\\']/g, '\\$&')}'` })
      if (found.state !== 'known') return found
      const own = (found.value ?? []).map(entryOf).find((entry) => entry.addresses.includes(address))
      if (own) return known(own)
      const asked = await get('groups', `${base}/groups/${encodeURIComponent(address)}`)
      if (asked.state !== 'known') return asked
      if (!asked.value.ok)
        return asked.value.status === 404 ? known(undefined) : refused(asked.value, 'groups')
      const group = fields(asked.value.body)
      return known(
        groupOf(text(group['id']) ?? '', [text(group['email']) ?? '', ...texts(group['aliases']), address]),
      )
    },
    async membersOf(group): Promise<Fact<Members>> {
      const found = await all('members', `/groups/${encodeURIComponent(group.id)}/members`, {
        maxResults: '200',
      })
      if (found.state !== 'known') return found
      if (found.value === undefined)
        return known({
          entries: [],
          hidden: { message: `${name} does not show who is on a list of another domain`, needs: [] },
        })
      const of = (type: string) => found.value!.filter((member) => text(member['type']) === type)
      const entries = of('GROUP').map((member) =>
        groupOf(text(member['id']) ?? '', [text(member['email']) ?? '']),
      )
      const single = found.value.filter((m) => !['GROUP', 'CUSTOMER'].includes(text(m['type']) ?? ''))
      const some = await people(single)
      if (some.state !== 'known') return some
      entries.push(...some.value)
      // Everybody of the company, as one member.
      if (of('CUSTOMER').length > 0) {
        const everyone = await whole()
        if (everyone.state !== 'known') return everyone
        entries.push(...everyone.value.map(({ entry }) => entry))
      }
      return known({ entries })
    },
    async sendersTo(group): Promise<Fact<Senders>> {
      const address = group.addresses[0] ?? ''
      const asked = await get('settings of lists', `${settings}/${encodeURIComponent(address)}`, {
        alt: 'json',
      })
      if (asked.state !== 'known') return asked
      if (!asked.value.ok) return refused(asked.value, 'settings of lists')
      const kept = fields(asked.value.body)
      const [may, moderation] = [text(kept['whoCanPostMessage']), text(kept['messageModerationLevel'])]
      if (may === undefined || moderation === undefined)
        return unknown('failed', `${name} answered without the settings of the list`)
      return known({
        outside: may === 'ANYONE_CAN_POST' && text(kept['archiveOnly']) !== 'true',
        moderated: !['MODERATE_NONE', 'MODERATE_NEW_MEMBERS'].includes(moderation),
      })
    },
    async named(wanted) {
      const everyone = await whole()
      if (everyone.state !== 'known') return everyone
      const same = (given: string) =>
        given.normalize('NFC').toLowerCase() === wanted.normalize('NFC').toLowerCase()
      return known(everyone.value.filter((user) => same(user.name)).map(({ entry }) => entry))
    },
    async withPhone(number) {
      const users = await whole()
      if (users.state !== 'known') return users
      return known(users.value.map(({ entry }) => entry).filter((entry) => hasPhone(entry, number)))
    },
  }
}

const groupOf = (id: string, addresses: string[]): DirectoryEntry => ({
  id,
  kind: 'group',
  enabled: true,
  phones: [],
  addresses: [...new Set(addresses.filter((address) => address !== '').map(addressKey))],
})

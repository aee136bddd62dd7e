import { afterEach, describe, expect, it } from 'vitest'
import { type Asked, type HttpImitation, imitate, type Reply } from '../../test/support/http-server.ts'
import { directoryOver } from './directory.ts'
import { openWeb } from './http.ts'
import { scimProvider } from './scim.ts'

const TOKEN = 'a-token-that-nobody-sees'
let server: HttpImitation | undefined
afterEach(() => server?.close())

type Resource = Record<string, unknown> & { id: string }
interface Imitated {
  users: Resource[]
  groups: Resource[]
  /** At most so many in a page, whatever is asked for. */
  page?: number
  before?: (asked: Asked) => Reply | undefined
}

const errorOf = (status: number, scimType?: string): Reply => ({
  status,
  json: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType ? { scimType } : {}),
  },
})

/** A SCIM server as RFC 7644 has it: filters of one attribute, pages by index, no members where there are none. */
async function scim({ users, groups, page = 100, before }: Imitated) {
  server = await imitate((asked) => {
    const special = before?.(asked)
    if (special) return special
    if (asked.headers.authorization !== `Bearer ${TOKEN}`) return errorOf(401)
    const [, of, id] = /^\/scim\/v2\/(Users|Groups)(?:\/(.+))?$/.exec(asked.path) ?? []
    const all = of === 'Users' ? users : of === 'Groups' ? groups : undefined
    if (!all) return errorOf(404)
    if (id !== undefined) {
      const one = all.find((resource) => resource.id === id)
      return one ? { json: one } : errorOf(404)
    }
    const filter = asked.query.get('filter')
    const [, attribute, quoted] = /^([\w.]+) eq (".*")$/.exec(filter ?? '') ?? []
    if (filter !== null && attribute === undefined) return errorOf(400, 'invalidFilter')
    const wanted = quoted === undefined ? '' : (JSON.parse(quoted) as string).toLowerCase()
    const has = (resource: Resource) =>
      attribute === undefined ||
      (attribute === 'emails.value'
        ? ((resource['emails'] ?? []) as { value: string }[]).some((e) => e.value.toLowerCase() === wanted)
        : String(resource[attribute] ?? '').toLowerCase() === wanted)
    const found = all.filter(has)
    const start = Number(asked.query.get('startIndex') ?? 1)
    const some = found.slice(start - 1, start - 1 + Math.min(page, Number(asked.query.get('count') ?? 100)))
    return {
      json: { totalResults: found.length, startIndex: start, itemsPerPage: some.length, Resources: some },
    }
  })
  const lookups: string[] = []
  const web = openWeb({
    pause: async () => undefined,
    timeoutMs: 2_000,
    onLookup: (what, host) => lookups.push(`${what} ${host}`),
  })
  const provider = scimProvider({ url: `${server.url}/scim/v2/`, token: TOKEN, tokenEnv: 'SCIM_TOKEN', web })
  return { directory: directoryOver(provider), lookups, asked: server.asked }
}

const user = (name: string, more: Record<string, unknown> = {}): Resource => ({
  id: `u-${name}`,
  userName: `${name}@corp.example`,
  active: true,
  emails: [{ value: `${name}@corp.example`, primary: true }],
  ...more,
})
const listOf = (...members: object[]): Resource => ({
  id: 'g-list',
  displayName: 'list@corp.example',
  members,
})
const member = (name: string) => ({ value: `u-${name}`, type: 'User' })

async function countOf(made: Imitated) {
  const { directory, asked } = await scim(made)
  const hit = await directory.find('list@corp.example')
  if (hit.state !== 'known' || !hit.value) return { hit, asked }
  return { roster: await directory.members(hit.value.entry), asked }
}

describe('SCIM', () => {
  it('finds people by user name and mail, whatever the letters', async () => {
    const { directory, asked, lookups } = await scim({
      users: [
        user('mia', {
          userName: 'mia',
          title: 'CTO',
          phoneNumbers: [{ value: '+61 400 000 001' }],
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { employeeNumber: '7' },
        }),
        user('sam', { active: false }),
        user('ci', { userType: 'Service account' }),
        user('who', { active: undefined }),
      ],
      groups: [],
    })
    const of = (name: string) => directory.find(`${name}@corp.example`)
    expect(await of('MIA')).toMatchObject({
      value: {
        entry: { kind: 'person', enabled: true, person: '7', title: 'CTO', phones: ['+61 400 000 001'] },
      },
    })
    expect(await of('sam')).toMatchObject({ value: { entry: { enabled: false } } })
    expect(await of('ci')).toMatchObject({ value: { entry: { kind: 'robot' } } })
    expect(await of('who')).toMatchObject({ value: { entry: { kind: 'person', enabled: undefined } } })
    expect(await of('nobody')).toMatchObject({ state: 'known', value: undefined })
    expect(await directory.find('"x"@corp.example')).toMatchObject({ state: 'known', value: undefined })
    expect(asked.every((one) => one.method === 'GET')).toBe(true)
    // What is shown of a lookup says nobody's address.
    expect(lookups.join()).not.toMatch(/@|eq/)
  })

  it('counts the people behind nested groups', async () => {
    const nested = {
      id: 'g-team',
      displayName: 'Team',
      members: [member('mia'), member('rae'), { value: 'g-list', $ref: '../Groups/g-list' }],
    }
    const { roster } = await countOf({
      users: [user('mia'), user('rae'), user('sam', { active: false }), user('ci', { userType: 'bot' })],
      groups: [
        listOf(member('mia'), member('sam'), member('ci'), member('gone'), {
          value: 'g-team',
          type: 'Group',
        }),
        nested,
      ],
    })
    expect(roster).toMatchObject({
      value: { people: { length: 2 }, robots: 1, disabled: 1, doubtful: 1, hidden: [] },
    })
  })

  it('lists ten thousand in pages, once', async () => {
    const many = [...Array(10_000).keys()].map((i) => user(`p${i}`))
    const { roster, asked } = await countOf({
      users: many,
      groups: [listOf(...many.map(({ id }) => ({ value: id, type: 'User' })))],
      page: 500,
    })
    expect(roster).toMatchObject({ value: { people: { length: 10_000 }, hidden: [] } })
    expect(asked.length).toBeLessThan(60)
  })

  it('takes a group without members for one that cannot be read', async () => {
    const { roster } = await countOf({
      users: [],
      groups: [{ id: 'g-list', displayName: 'list@corp.example' }],
    })
    expect(roster).toMatchObject({
      value: { people: [], hidden: [{ message: expect.stringContaining('does not tell') }] },
    })
  })

  it.each<[string, (asked: Asked) => Reply | undefined, object]>([
    [
      'a token that has expired',
      () => errorOf(401),
      { why: 'denied', message: expect.stringContaining('refuses the token in SCIM_TOKEN: it has expired') },
    ],
    [
      'a token that may not read groups',
      ({ path }) => (path.includes('Groups') ? errorOf(403) : undefined),
      {
        why: 'denied',
        message: expect.stringContaining('read Groups: it needs read access to Users and Groups'),
      },
    ],
    ['an address where there is no SCIM', () => errorOf(404), { why: 'unsupported' }],
    [
      'a filter that is not known',
      ({ query }) => (query.get('filter')?.startsWith('emails') ? errorOf(400, 'invalidFilter') : undefined),
      { why: 'unsupported', message: expect.stringContaining('does not look for addresses') },
    ],
    [
      'a server that is broken',
      () => errorOf(500),
      { why: 'failed', message: expect.stringContaining('it answered 500') },
    ],
    ['an answer without totalResults', () => ({ json: {} }), { why: 'failed' }],
    [
      'pages that end too early',
      () => ({ json: { totalResults: 9, Resources: [] } }),
      { why: 'failed', message: expect.stringContaining('told of 9 Users and gave 0') },
    ],
  ])('says unknown of %s', async (_, before, then) => {
    const { hit } = await countOf({ users: [], groups: [], before })
    expect(hit).toMatchObject({ state: 'unknown', ...then })
    expect(JSON.stringify(hit)).not.toContain(TOKEN)
  })

  it('does not believe a server that gives everybody whatever is asked', async () => {
    const everybody = ({ path }: Asked): Reply | undefined =>
      path.endsWith('/Users') ? { json: { totalResults: 1, Resources: [user('mia')] } } : undefined
    const { hit } = await countOf({ users: [], groups: [], before: everybody })
    expect(hit).toMatchObject({ state: 'known', value: undefined })
  })

  it('goes on after throttling', async () => {
    let first = true
    const before = (): Reply | undefined => {
      if (!first) return undefined
      first = false
      return { status: 429, headers: { 'retry-after': '1' } }
    }
    const { hit } = await countOf({ users: [], groups: [], before })
    expect(hit).toMatchObject({ state: 'known' })
  })
})

import { createVerify, generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { type Asked, type HttpImitation, imitate, type Reply } from '../../test/support/http-server.ts'
import { directoryOver } from './directory.ts'
import { googleSignIn, scopes } from './google-sign-in.ts'
import { googleProvider } from './google.ts'
import { openWeb } from './http.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = JSON.stringify({
  type: 'service_account',
  client_email: 'neverroot@project.iam.gserviceaccount.com',
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  // Never asked: the endpoint is the configuration's.
  token_uri: 'https://evil.example/token',
})
let server: HttpImitation | undefined
afterEach(() => server?.close())

type Thing = Record<string, unknown>
interface Imitated {
  users?: Thing[]
  groups?: { email: string; aliases?: string[]; members: Thing[]; settings?: Thing }[]
  page?: number
  before?: (asked: Asked) => Reply | undefined
}

const gone: Reply = { status: 404, json: { error: { code: 404, errors: [{ reason: 'notFound' }] } } }
const errorOf = (status: number): Reply => ({ status, json: { error: { code: status } } })

/** Google's sign-in, Directory and Groups Settings, with the shapes that they answer in. */
async function workspace({ users = [], groups = [], page = 500, before }: Imitated) {
  server = await imitate((asked) => {
    const special = before?.(asked)
    if (special) return special
    if (asked.path === '/token') {
      const { scope } = claims(asked)
      return {
        json: { access_token: scope === scopes.people ? 'people-token' : 'settings-token', expires_in: 3599 },
      }
    }
    const isSettings = asked.path.startsWith('/groups/v1/groups/')
    if (asked.headers.authorization !== `Bearer ${isSettings ? 'settings' : 'people'}-token`)
      return errorOf(401)
    const groupAt = (address: string) =>
      groups.find((g) => g.email === address || `id:${g.email}` === address || g.aliases?.includes(address))
    if (isSettings) return { json: groupAt(asked.path.slice('/groups/v1/groups/'.length))?.settings ?? {} }
    const path = asked.path.replace('/admin/directory/v1', '')
    const start = Number(asked.query.get('pageToken') ?? 0)
    const paged = (name: string, all: Thing[]): Reply => {
      const some = all.slice(start, start + page)
      const more = start + page < all.length ? { nextPageToken: String(start + page) } : {}
      return { json: { ...(some.length > 0 ? { [name]: some } : {}), ...more } }
    }
    if (path === '/users') {
      const wanted = /^email='(.*)'$/.exec(asked.query.get('query') ?? '')?.[1]?.replace(/\\(.)/g, '$1')
      const has = (u: Thing) => [u['primaryEmail'], ...((u['aliases'] ?? []) as string[])].includes(wanted)
      return paged('users', wanted === undefined ? users : users.filter(has))
    }
    const [, of, id = '', members] = /^\/(users|groups)\/([^/]+)(\/members)?$/.exec(path) ?? []
    const user = users.find((u) => u['id'] === id)
    if (of === 'users') return user ? { json: user } : gone
    const group = groupAt(id)
    if (!group) return gone
    const { email, aliases } = group
    return members ? paged('members', group.members) : { json: { id: `id:${email}`, email, aliases } }
  })
  const web = openWeb({ pause: async () => undefined, timeoutMs: 2_000 })
  const tokens = googleSignIn({
    key,
    keyEnv: 'GOOGLE_KEY',
    subject: 'admin@corp.example',
    signIn: server.url,
    web,
  })
  const provider = googleProvider({ ...tokens, endpoint: server.url, settingsEndpoint: server.url, web })
  return { directory: directoryOver(provider), asked: server.asked }
}

function claims(asked: Asked) {
  const [header = '', payload = '', signature = ''] = new URLSearchParams(asked.body)
    .get('assertion')!
    .split('.')
  const read = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const signed = createVerify('RSA-SHA256').update(`${header}.${payload}`)
  expect(signed.verify(publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  return { ...read(payload), header: read(header) } as Record<string, unknown>
}

const user = (name: string, more: Thing = {}): Thing => ({
  id: `u-${name}`,
  primaryEmail: `${name}@corp.example`,
  suspended: false,
  archived: false,
  name: { fullName: `${name} Example` },
  ...more,
})
const member = (name: string, type = 'USER', more: Thing = {}): Thing => ({
  id: type === 'GROUP' ? `id:${name}@corp.example` : `u-${name}`,
  email: `${name}@corp.example`,
  type,
  role: 'MEMBER',
  ...more,
})

async function listIn(made: Imitated) {
  const { directory, asked } = await workspace(made)
  const hit = await directory.find('list@corp.example')
  if (hit.state !== 'known' || !hit.value) return { hit, asked }
  return {
    roster: await directory.members(hit.value.entry),
    senders: await directory.senders(hit.value.entry),
    asked,
  }
}
const listOf = (...members: Thing[]) => ({ email: 'list@corp.example', members })

describe('Google Workspace', () => {
  it('finds users and lists by address and alias', async () => {
    const { directory, asked } = await workspace({
      users: [
        user('mia', {
          aliases: ['m@corp.example'],
          organizations: [{ title: 'Engineer' }, { title: 'CTO', primary: true }],
          phones: [{ value: '+61 400 000 001', type: 'mobile' }],
          externalIds: [{ value: '7', type: 'organization' }],
        }),
        user('sam', { suspended: true }),
        user('old', { archived: true }),
        user("o'hara"),
      ],
      groups: [{ email: 'list@corp.example', aliases: ['aws@corp.example'], members: [] }],
    })
    const of = async (address: string) => {
      const hit = await directory.find(address)
      return hit.state === 'known' ? hit.value : hit
    }
    const mia = { kind: 'person', enabled: true, title: 'CTO', person: '7', phones: ['+61 400 000 001'] }
    expect(await of('M@corp.example')).toMatchObject({ entry: mia, by: 'own' })
    expect(await of('mia+aws@corp.example')).toMatchObject({ entry: mia, by: 'tag' })
    expect(await of('sam@corp.example')).toMatchObject({ entry: { enabled: false } })
    expect(await of('old@corp.example')).toMatchObject({ entry: { enabled: false } })
    expect(await of("o'hara@corp.example")).toMatchObject({ entry: { kind: 'person' } })
    expect(await of('aws@corp.example')).toMatchObject({ entry: { kind: 'group' }, by: 'own' })
    expect(await of('list+prod@corp.example')).toMatchObject({ entry: { kind: 'group' }, by: 'tag-unsaid' })
    expect(await of('eve@corp.example')).toBeUndefined()
    expect(await directory.named('MIA example')).toMatchObject({ value: [mia] })
    expect(await directory.withPhone('+61400000001')).toMatchObject({ value: [mia] })
    expect(await directory.withPhone('+61400000009')).toMatchObject({ value: [] })
    const posted = asked.filter(({ method }) => method !== 'GET')
    expect(posted.map(({ path }) => path)).toEqual(['/token'])
    expect(claims(posted[0]!)).toMatchObject({
      iss: 'neverroot@project.iam.gserviceaccount.com',
      sub: 'admin@corp.example',
      aud: `${server!.url}/token`,
      scope: scopes.people,
      header: { alg: 'RS256', kid: 'key-1' },
    })
    expect(JSON.stringify(asked)).not.toContain('PRIVATE')
  })

  it('counts people through nested lists in a circle, and nobody else', async () => {
    const { roster } = await listIn({
      users: [user('mia'), user('rae'), user('sam', { suspended: true }), user('quiet')],
      groups: [
        listOf(
          member('mia'),
          member('sam'),
          member('quiet', 'USER', { delivery_settings: 'NONE' }),
          member('pat', 'USER', { email: 'pat@else.example' }),
          member('bot', 'USER', { email: 'bot@project.iam.gserviceaccount.com' }),
          member('team', 'GROUP'),
        ),
        { email: 'team@corp.example', members: [member('rae'), member('mia'), member('list', 'GROUP')] },
      ],
      page: 2,
    })
    expect(roster).toMatchObject({
      value: { people: { length: 2 }, robots: 1, guests: 1, disabled: 1, doubtful: 1, hidden: [] },
    })
  })

  it('counts everybody of the company where that is one member', async () => {
    const { roster } = await listIn({
      users: [user('mia'), user('rae'), user('sam', { suspended: true })],
      groups: [listOf({ id: 'C01', type: 'CUSTOMER' })],
    })
    expect(roster).toMatchObject({ value: { people: { length: 2 }, disabled: 1 } })
  })

  it('counts ten thousand', async () => {
    const many = [...Array(10_000).keys()].map((i) => `p${i}`)
    const { roster, asked } = await listIn({
      users: many.map((name) => user(name)),
      groups: [listOf(...many.map((name) => member(name)))],
    })
    expect(roster).toMatchObject({ value: { people: { length: 10_000 } } })
    expect(asked.length).toBeLessThan(60)
  })

  it.each<[string, Thing, object]>([
    [
      'anybody may write',
      { whoCanPostMessage: 'ANYONE_CAN_POST', messageModerationLevel: 'MODERATE_NONE', archiveOnly: 'false' },
      { outside: true, moderated: false },
    ],
    [
      'only members may',
      { whoCanPostMessage: 'ALL_MEMBERS_CAN_POST', messageModerationLevel: 'MODERATE_NONE' },
      { outside: false },
    ],
    [
      'others wait for a moderator',
      { whoCanPostMessage: 'ANYONE_CAN_POST', messageModerationLevel: 'MODERATE_NON_MEMBERS' },
      { outside: true, moderated: true },
    ],
    [
      'nobody may any more',
      { whoCanPostMessage: 'ANYONE_CAN_POST', messageModerationLevel: 'MODERATE_NONE', archiveOnly: 'true' },
      { outside: false },
    ],
  ])('tells who may write to a list: %s', async (_, settings, then) => {
    const { senders } = await listIn({ groups: [{ ...listOf(), settings }] })
    expect(senders).toMatchObject({ value: then })
  })

  it('still says who is on a list where the scope of settings is not delegated', async () => {
    const { roster, senders } = await listIn({
      users: [user('mia')],
      groups: [listOf(member('mia'))],
      before: (asked) =>
        asked.path === '/token' && claims(asked)['scope'] === scopes.settings
          ? { status: 401, json: { error: 'unauthorized_client' } }
          : undefined,
    })
    expect(roster).toMatchObject({ value: { people: { length: 1 } } })
    expect(senders).toMatchObject({ why: 'denied', message: expect.stringContaining('apps.groups.settings') })
  })

  it.each<[string, NonNullable<Imitated['before']>, object]>([
    [
      'without delegation',
      ({ path }) => (path === '/token' ? { status: 401, json: { error: 'unauthorized_client' } } : undefined),
      { why: 'denied', message: expect.stringContaining('admin.directory.user.readonly and') },
    ],
    [
      'with a key that was withdrawn',
      ({ path }) => (path === '/token' ? { status: 400, json: { error: 'invalid_grant' } } : undefined),
      { why: 'denied', message: expect.stringContaining('refuses the key in GOOGLE_KEY') },
    ],
    [
      'where the administrator may not see people',
      ({ path }) => (path.endsWith('/users') ? errorOf(403) : undefined),
      { why: 'denied', message: expect.stringContaining('may not read users') },
    ],
    [
      'of a list of another domain',
      ({ path }) => (path.includes('/groups/') ? errorOf(403) : undefined),
      { why: 'denied', message: expect.stringContaining('none of its domains') },
    ],
    [
      'with a token that has expired',
      ({ path }) => (path.endsWith('/users') ? errorOf(401) : undefined),
      { why: 'denied' },
    ],
    ['that is broken', ({ path }) => (path.endsWith('/users') ? errorOf(503) : undefined), { why: 'failed' }],
  ])('says unknown %s', async (_, before, then) => {
    const { hit } = await listIn({ before })
    expect(hit).toMatchObject({ state: 'unknown', ...then })
  })

  it('says that the variable holds no key, and not what it holds', () => {
    const bad = (held: string) => () =>
      googleSignIn({ key: held, keyEnv: 'GOOGLE_KEY', subject: 'a@b.example', web: openWeb() })
    for (const held of [
      'a-secret',
      '{"client_email":"a-secret"}',
      '{"client_email":"a","private_key":"a-secret"}',
    ]) {
      expect(bad(held)).toThrow(/GOOGLE_KEY does not hold the key/)
      expect(bad(held)).not.toThrow(/a-secret/)
    }
  })
})

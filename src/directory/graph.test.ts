import { execFileSync } from 'node:child_process'
import { constants, createPublicKey, createVerify, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Asked, type HttpImitation, imitate, type Reply } from '../../test/support/http-server.ts'
import { directoryOver } from './directory.ts'
import { graphProvider } from './graph.ts'
import { openWeb } from './http.ts'
import { type RunAz, signInToMicrosoft } from './microsoft-sign-in.ts'
import { keptToken } from './token.ts'

const clientId = '00000000-0000-4000-8000-000000000001'
const SECRET = 'a-secret-that-nobody-sees'
const TOKEN = 'a-token-that-nobody-sees'
let server: HttpImitation | undefined
afterEach(() => server?.close())

type Thing = Record<string, unknown> & { id: string }
interface Imitated {
  users?: Thing[]
  groups?: (Thing & { members?: Thing[] })[]
  page?: number
  before?: (asked: Asked, turn: number) => Reply | undefined
  declared?: object
  environment?: Record<string, string>
  az?: RunAz
}

/** Members are a list of their own. */
const shown = ({ members: _, ...thing }: Record<string, unknown>) => thing

const odata = (status: number, code: string): Reply => ({ status, json: { error: { code, message: code } } })

/** Microsoft's sign-in and Graph, with the shapes that they answer in. */
async function graph(made: Imitated) {
  const { users = [], groups = [], page = 999, before } = made
  let turn = 0
  server = await imitate((asked) => {
    const special = before?.(asked, turn++)
    if (special) return special
    if (asked.path === '/corp.example/oauth2/v2.0/token')
      return { json: { token_type: 'Bearer', expires_in: 3599, access_token: TOKEN } }
    if (asked.headers.authorization !== `Bearer ${TOKEN}`) return odata(401, 'InvalidAuthenticationToken')
    const [, of, id] = /^\/v1\.0\/(users|groups)(?:\/(.+)\/members)?$/.exec(asked.path) ?? []
    if (of === undefined) return odata(404, 'Request_ResourceNotFound')
    const all = id !== undefined ? groups.find((g) => g.id === id)!.members! : of === 'users' ? users : groups
    const found =
      id !== undefined ? all : all.filter((thing) => matches(thing, asked.query.get('$filter') ?? ''))
    const start = Number(asked.query.get('$skiptoken') ?? 0)
    const more = start + page < found.length
    const next = `${server!.url}${asked.path}?$skiptoken=${start + page}`
    return {
      json: {
        value: found.slice(start, start + page).map(shown),
        ...(more ? { '@odata.nextLink': next } : {}),
      },
    }
  })
  const web = openWeb({ pause: async () => undefined, timeoutMs: 2_000 })
  const declared = {
    tenant: 'corp.example',
    clientId,
    secretEnv: 'GRAPH_SECRET',
    endpoint: server.url,
    signIn: server.url,
    ...made.declared,
  }
  const environment: Record<string, string> = { GRAPH_SECRET: SECRET, ...made.environment }
  const token = keptToken(() =>
    signInToMicrosoft({
      declared,
      secret: (name) => environment[name]!,
      web,
      now: () => new Date(),
      ...(made.az ? { az: made.az } : {}),
    }),
  )
  return {
    directory: directoryOver(graphProvider({ endpoint: server.url, web, token })),
    asked: server.asked,
  }
}

function matches(thing: Thing, filter: string): boolean {
  return filter.split(' or ').some((part) => {
    const [, field, , value = ''] = /^(\w+)(?: eq |\/any\((p):p eq )'(.*?)'\)?$/.exec(part) ?? []
    const wanted = value.replaceAll("''", "'").toLowerCase()
    const own = thing[field ?? '']
    return (Array.isArray(own) ? own : [own]).some((one) => String(one).toLowerCase() === wanted)
  })
}

const user = (name: string, more: Record<string, unknown> = {}): Thing => ({
  '@odata.type': '#microsoft.graph.user',
  id: `u-${name}`,
  mail: `${name}@corp.example`,
  userPrincipalName: `${name}@corp.onmicrosoft.example`,
  proxyAddresses: [`SMTP:${name}@corp.example`, `smtp:${name}@old.example`],
  accountEnabled: true,
  userType: 'Member',
  givenName: name,
  surname: 'Example',
  businessPhones: [],
  mobilePhone: null,
  ...more,
})
const group = (name: string, members: Thing[], more: Record<string, unknown> = {}) => ({
  '@odata.type': '#microsoft.graph.group',
  id: `g-${name}`,
  mail: `${name}@corp.example`,
  proxyAddresses: [`SMTP:${name}@corp.example`],
  visibility: 'Private',
  members,
  ...more,
})

async function rosterIn(made: Imitated) {
  const { directory, asked } = await graph(made)
  const hit = await directory.find('list@corp.example')
  if (hit.state !== 'known' || !hit.value) return { hit, asked }
  return { roster: await directory.members(hit.value.entry), asked }
}

describe('Microsoft Graph', () => {
  it('finds users by mail, alias and user name, and lists', async () => {
    const { directory, asked } = await graph({
      users: [
        user('mia', { jobTitle: 'CTO', mobilePhone: '+61 400 000 001', employeeId: '7' }),
        user('sam', { accountEnabled: false }),
        user('guest', { userType: 'Guest' }),
        user('shared', { accountEnabled: false, givenName: null, surname: null }),
        user("o'hara"),
      ],
      groups: [group('list', [])],
    })
    const of = async (address: string) => {
      const hit = await directory.find(address)
      return hit.state === 'known' ? hit.value?.entry : hit
    }
    const mia = { kind: 'person', enabled: true, title: 'CTO', phones: ['+61 400 000 001'], person: '7' }
    expect(await of('Mia@corp.example')).toMatchObject(mia)
    expect(await of('mia@old.example')).toMatchObject(mia)
    expect(await of('mia@corp.onmicrosoft.example')).toMatchObject(mia)
    expect(await of('sam@corp.example')).toMatchObject({ kind: 'person', enabled: false })
    expect(await of('guest@corp.example')).toMatchObject({ kind: 'guest' })
    expect(await of('shared@corp.example')).toMatchObject({ kind: 'unknown' })
    expect(await of("o'hara@corp.example")).toMatchObject({ kind: 'person' })
    expect(await of('list@corp.example')).toMatchObject({ kind: 'group' })
    expect(await of('eve@corp.example')).toBeUndefined()
    expect(asked.filter(({ path }) => path.endsWith('/token'))).toHaveLength(1)
    expect(asked.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
      '/corp.example/oauth2/v2.0/token',
    ])
  })

  it('counts people through nested lists and pages, and nobody else', async () => {
    const list = group('list', [])
    const inner = group('team', [user('rae'), user('mia'), list])
    list.members.push(
      user('mia'),
      user('sam', { accountEnabled: false }),
      user('guest', { userType: 'Guest' }),
      { '@odata.type': '#microsoft.graph.servicePrincipal', id: 's-1' },
      { '@odata.type': '#microsoft.graph.device', id: 'd-1' },
      { '@odata.type': '#microsoft.graph.orgContact', id: 'c-1' },
      inner,
    )
    const { roster } = await rosterIn({ groups: [list, inner], page: 2 })
    expect(roster).toMatchObject({
      value: { people: { length: 2 }, robots: 2, guests: 2, disabled: 1, doubtful: 0, hidden: [] },
    })
  })

  it('counts ten thousand', async () => {
    const many = [...Array(10_000).keys()].map((i) => user(`p${i}`))
    const { roster, asked } = await rosterIn({ groups: [group('list', many)] })
    expect(roster).toMatchObject({ value: { people: { length: 10_000 }, hidden: [] } })
    expect(asked.length).toBeLessThan(20)
  })

  it.each<[string, Thing[], string]>([
    ['a hidden list, which is empty to whoever may not see it', [], 'Member.Read.Hidden'],
    [
      'users of whom only the id is shown',
      [{ '@odata.type': '#microsoft.graph.user', id: 'u-1' }],
      'User.Read.All',
    ],
  ])('takes for unknown %s', async (_, members, permission) => {
    const { roster } = await rosterIn({ groups: [group('list', members)] })
    expect(roster).toMatchObject({
      value: { people: [], hidden: [{ message: expect.stringContaining(permission) }] },
    })
  })

  it.each<[string, Imitated['before'], object]>([
    [
      'without leave to see users',
      ({ path }) => (path.endsWith('/users') ? odata(403, 'Authorization_RequestDenied') : undefined),
      { why: 'denied', message: expect.stringContaining('the app needs User.Read.All') },
    ],
    [
      'without leave to see lists',
      ({ path }) => (path.endsWith('/groups') ? odata(403, 'Authorization_RequestDenied') : undefined),
      { why: 'denied', message: expect.stringContaining('the app needs GroupMember.Read.All') },
    ],
    [
      'with a token that is refused',
      ({ path }) => (path.endsWith('/users') ? odata(401, 'InvalidAuthenticationToken') : undefined),
      { why: 'denied', message: expect.stringContaining('expired') },
    ],
    [
      'with a secret that has expired',
      ({ path }) =>
        path.endsWith('/token')
          ? { status: 401, json: { error: 'invalid_client', error_codes: [7000222] } }
          : undefined,
      {
        why: 'denied',
        message: "Microsoft's sign-in refuses what GRAPH_SECRET holds: it has expired (AADSTS7000222)",
      },
    ],
    [
      'of a tenant that there is not',
      ({ path }) =>
        path.endsWith('/token')
          ? { status: 400, json: { error: 'invalid_request', error_codes: [90002] } }
          : undefined,
      { why: 'denied', message: expect.stringContaining('no such tenant') },
    ],
    [
      'that is broken',
      ({ path }) => (path.endsWith('/users') ? odata(503, 'ServiceUnavailable') : undefined),
      { why: 'failed' },
    ],
    [
      'that names another host for the next page',
      ({ path }) =>
        path.endsWith('/users')
          ? { json: { value: [], '@odata.nextLink': 'https://evil.example/v1.0/users' } }
          : undefined,
      { why: 'failed', message: expect.stringContaining('another host') },
    ],
  ])('says unknown %s', async (_, before, then) => {
    const { hit } = await rosterIn({ ...(before ? { before } : {}) })
    expect(hit).toMatchObject({ state: 'unknown', ...then })
    expect(JSON.stringify(hit)).not.toMatch(/nobody-sees/)
  })

  it('rests where it is asked to', async () => {
    const throttled = (_: Asked, turn: number): Reply | undefined =>
      turn === 1 ? { status: 429, headers: { 'retry-after': '2' }, json: {} } : undefined
    const { roster } = await rosterIn({ groups: [group('list', [user('mia')])], before: throttled })
    expect(roster).toMatchObject({ value: { people: { length: 1 } } })
  })
})

describe('the sign-in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neverroot-certificate-'))
  let pem = ''
  beforeAll(() => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '1', '-subj', '/CN=neverroot'], { stdio: 'ignore' }) // prettier-ignore
    pem = readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8')
    rmSync(folder, { recursive: true })
  })

  it('sends a secret in the form, and to the sign-in alone', async () => {
    const { asked } = await rosterIn({ groups: [group('list', [user('mia')])] })
    expect(Object.fromEntries(new URLSearchParams(asked[0]!.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: SECRET,
      scope: `${server!.url}/.default`,
    })
    expect(JSON.stringify(asked.slice(1))).not.toContain(SECRET)
  })

  it('proves a certificate without sending it', async () => {
    const { asked } = await rosterIn({
      groups: [group('list', [user('mia')])],
      declared: { secretEnv: undefined, certificateEnv: 'GRAPH_CERT' },
      environment: { GRAPH_CERT: pem },
    })
    const form = new URLSearchParams(asked[0]!.body)
    expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    const [header = '', payload = '', signature = ''] = form.get('client_assertion')!.split('.')
    const read = (part: string) =>
      JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
    const certificate = new X509Certificate(pem)
    const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString(
      'base64url',
    )
    expect(read(header)).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint })
    expect(read(payload)).toMatchObject({
      iss: clientId,
      sub: clientId,
      aud: `${server!.url}/corp.example/oauth2/v2.0/token`,
    })
    const verifier = createVerify('RSA-SHA256').update(`${header}.${payload}`)
    const key = {
      key: createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    }
    expect(verifier.verify(key, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(asked[0]!.body).not.toContain('PRIVATE')
  })

  it.each([
    ['no key', 'nothing', /GRAPH_CERT holds no RSA private key in PEM/],
    ['no certificate', 'key', /GRAPH_CERT holds no certificate in PEM/],
  ])('says that there is %s', async (_, what, message) => {
    const held = what === 'key' ? pem.slice(pem.indexOf('-----BEGIN PRIVATE')) : 'nothing'
    const found = rosterIn({
      declared: { secretEnv: undefined, certificateEnv: 'GRAPH_CERT' },
      environment: { GRAPH_CERT: held },
    })
    await expect(found).rejects.toThrow(message)
  })

  it.each<[string, string | undefined, object]>([
    [
      'a token',
      JSON.stringify({ accessToken: TOKEN, expires_on: Math.floor(Date.now() / 1000) + 3600 }),
      { state: 'known' },
    ],
    [
      'nobody signed in',
      undefined,
      { state: 'unknown', message: expect.stringContaining('run az login --tenant corp.example') },
    ],
    [
      'something else',
      'WARNING',
      { state: 'unknown', message: expect.stringContaining('something else than a token') },
    ],
  ])('takes what the Azure CLI has: %s', async (_, printed, then) => {
    const asked: string[] = []
    const { directory } = await graph({
      declared: { clientId: undefined, secretEnv: undefined, azureCli: true },
      az: async (args) => {
        asked.push(args.join(' '))
        return printed
      },
    })
    expect(await directory.find('mia@corp.example')).toMatchObject(then)
    expect(asked).toEqual([
      `account get-access-token --resource ${server!.url} --tenant corp.example --output json`,
    ])
  })
})

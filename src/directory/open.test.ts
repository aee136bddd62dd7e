import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpImitation, imitate } from '../../test/support/http-server.ts'
import type { DirectoryConfiguration } from '../model/index.ts'
import { directoryHosts, directoryName } from './hosts.ts'
import { openDirectory } from './open.ts'

let server: HttpImitation | undefined
afterEach(() => server?.close())

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const environment = {
  SCIM_TOKEN: 'token',
  GRAPH_SECRET: 'secret',
  GOOGLE_KEY: JSON.stringify({
    client_email: 'a@b.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }),
}
const through = (lookups: string[], given: Record<string, string> = environment) => ({
  environment: given,
  call: (() => Promise.reject(new Error('AWS is not asked'))) as never,
  region: 'us-east-1',
  now: new Date('2026-11-23T06:30:00Z'),
  onLookup: (what: string, host: string) => void lookups.push(`${what} ${host}`),
})

/** Knows nobody, in every product's words. */
const nobody = () =>
  imitate(({ path }) => {
    if (path.endsWith('/token')) return { json: { access_token: 'token', expires_in: 3600 } }
    return path.includes('/groups/') ? { status: 404 } : { json: { totalResults: 0, value: [] } }
  })

const declaredAt = (url: string): Record<string, DirectoryConfiguration> => ({
  scim: { scim: { url, tokenEnv: 'SCIM_TOKEN' } },
  graph: {
    graph: { tenant: 'corp.example', clientId: 'id', secretEnv: 'GRAPH_SECRET', endpoint: url, signIn: url },
  },
  google: {
    google: { keyEnv: 'GOOGLE_KEY', subject: 'a@corp.example', endpoint: url, settingsEndpoint: url },
  },
})

describe('the directory that the configuration names', () => {
  it.each(['scim', 'graph', 'google'])(
    'is %s: asked when somebody wants to know, and no sooner',
    async (product) => {
      server = await nobody()
      const lookups: string[] = []
      const directory = openDirectory({ directory: declaredAt(server.url)[product]! }, through(lookups))!
      expect(server.asked).toEqual([])
      expect(await directory.find('mia@corp.example')).toMatchObject({ state: 'known', value: undefined })
      expect(lookups.length).toBe(server.asked.length)
      expect(lookups.every((line) => line.endsWith(new URL(server!.url).host))).toBe(true)
    },
  )

  it.each(['scim', 'graph', 'google'])('is %s, without its secret', async (product) => {
    const declared = declaredAt('http://127.0.0.1:1')[product]!
    const directory = openDirectory({ directory: declared }, through([], {}))!
    await expect(directory.find('mia@corp.example')).rejects.toThrow(
      /The environment variable \w+, which people\.directory/,
    )
  })

  it('is none', () => expect(openDirectory({}, through([]))).toBeUndefined())
})

it.each<[DirectoryConfiguration, string, string[]]>([
  [{ file: 'people.csv' }, 'the export', []],
  [{ identityCenter: {} }, 'IAM Identity Center', []],
  [{ scim: { url: 'https://scim.corp.example/v2', tokenEnv: 'T' } }, 'SCIM', ['scim.corp.example']],
  [
    { graph: { tenant: 't', clientId: 'c', secretEnv: 'S' } },
    'Microsoft Graph',
    ['graph.microsoft.com', 'login.microsoftonline.com'],
  ],
  [{ graph: { tenant: 't', azureCli: true } }, 'Microsoft Graph', ['graph.microsoft.com']],
  [
    { google: { keyEnv: 'K', subject: 'a@b.example' } },
    'Google Workspace',
    ['admin.googleapis.com', 'www.googleapis.com', 'oauth2.googleapis.com'],
  ],
])('says before it asks whom it may ask: %j', (declared, name, hosts) => {
  expect(directoryName(declared)).toBe(name)
  expect(directoryHosts(declared)).toEqual(hosts)
})

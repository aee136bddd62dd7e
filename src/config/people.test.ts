import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UserError } from '../model/index.ts'
import { loadConfiguration, parseConfiguration } from './load.ts'

const guid = '00000000-0000-4000-8000-000000000001'
const inPeople = (text: string) =>
  parseConfiguration(`people:\n${text.replace(/^/gm, '  ')}\n`, 'neverroot.yaml')

describe('a directory is declared', () => {
  it.each([
    ['directory: { file: people.csv }'],
    ['directory: { identityCenter: {} }'],
    ['directory: { identityCenter: { region: eu-central-1 } }'],
    ['directory: { scim: { url: https://scim.corp.example/v2/, tokenEnv: SCIM_TOKEN } }'],
    ['directory: { scim: { url: "http://127.0.0.1:8080/scim", tokenEnv: SCIM_TOKEN } }'],
    [`directory: { graph: { tenant: corp.example, clientId: ${guid}, secretEnv: GRAPH_SECRET } }`],
    [`directory: { graph: { tenant: corp.example, clientId: ${guid}, certificateEnv: GRAPH_CERT } }`],
    ['directory: { graph: { tenant: corp.example, azureCli: true } }'],
    ['directory: { google: { keyEnv: GOOGLE_KEY, subject: admin@corp.example } }'],
    [
      'teams: { security: { group: sec@corp.example, titles: [CISO] }, cto: { addresses: [cto@corp.example] } }',
    ],
    ['robots: [ci@corp.example]\nplusTags: true'],
  ])('%s', async (text) => expect(await inPeople(text)).toHaveProperty('people'))
})

describe('docs/directories.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/directories.md'), 'utf8')
  const examples = [...page.matchAll(/```yaml\n([\s\S]+?)```/g)].map(([, example]) => example!)
  it.each(examples.map((example) => [example.trim().split('\n').at(-1)!.trim(), example]))(
    '%s',
    async (_, example) =>
      expect(await parseConfiguration(example, 'neverroot.yaml')).toHaveProperty('people'),
  )
})

describe('a directory that will not do', () => {
  it.each([
    ['two at once', 'directory: { file: a.csv, identityCenter: {} }', /people.directory takes one of file,/],
    ['none', 'directory: {}', /people.directory takes one of/],
    ['a product that is not known', 'directory: { ldap: {} }', /people.directory.ldap is not a field/],
    [
      'an address that is not encrypted',
      'directory: { scim: { url: http://scim.corp.example, tokenEnv: T } }',
      /directory.scim.url .*https:/,
    ],
    [
      'a name that only begins as this machine',
      'directory: { scim: { url: http://localhost.corp.example/v2, tokenEnv: T } }',
      /http:\/\/ goes to this machine alone/,
    ],
    [
      'a password in the address',
      'directory: { scim: { url: https://a:secret-word@scim.corp.example, tokenEnv: T } }',
      /is not an address/,
    ],
    [
      'the token itself',
      'directory: { scim: { url: https://s.example, tokenEnv: secret-word.x } }',
      /tokenEnv is not the name of an environment variable/,
    ],
    [
      'a client without a secret',
      `directory: { graph: { tenant: t, clientId: ${guid} } }`,
      /graph takes clientId with secretEnv/,
    ],
    [
      'a secret without a client',
      'directory: { graph: { tenant: t, secretEnv: S } }',
      /graph takes clientId with/,
    ],
    [
      'a secret and a certificate',
      `directory: { graph: { tenant: t, clientId: ${guid}, secretEnv: S, certificateEnv: C } }`,
      /graph takes/,
    ],
    [
      'a tenant with a path',
      'directory: { graph: { tenant: ../x, azureCli: true } }',
      /tenant .*is not the id or domain/,
    ],
    ['a team of nobody', 'teams: { security: {} }', /people.teams.security takes group, titles or addresses/],
    [
      'a team that is not known',
      'teams: { kitchen: { group: k@corp.example } }',
      /people.teams.kitchen is not a field/,
    ],
  ])('%s', async (_, text, message) => {
    const trouble = await inPeople(text).catch((error: unknown) => error)
    expect(trouble).toBeInstanceOf(UserError)
    expect((trouble as UserError).message).toMatch(message)
    expect((trouble as UserError).message).not.toContain('secret-word')
  })

  it('one for a unit or an account alone', async () => {
    const text = `organization: { overrides: [{ ou: Root/Prod, people: { directory: { file: a.csv } } }] }`
    await expect(parseConfiguration(text, 'neverroot.yaml')).rejects.toThrow(/is one for all accounts/)
  })
})

describe('the file of a directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neverroot-config-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  it('lies beside the configuration, wherever the command runs', async () => {
    const path = join(folder, 'neverroot.yaml')
    writeFileSync(path, 'people: { directory: { file: exports/people.csv } }')
    chmodSync(path, 0o600)
    const { configuration } = await loadConfiguration(path)
    expect(configuration.people?.directory?.file).toBe(join(folder, 'exports/people.csv'))
  })
})

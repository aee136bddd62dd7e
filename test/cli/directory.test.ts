/** The staff directory at the command line: named in the configuration, asked over HTTP, told by --calls, kept nowhere. */
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type HttpImitation, imitate } from '../support/http-server.ts'
import { Home, run as start } from './run.ts'

let server: HttpImitation | undefined
const home = new Home()
afterAll(() => home.remove())
afterEach(() => server?.close())

const TOKEN = 'a-token-that-nobody-sees'
const user = (name: string) => ({
  id: name,
  userName: `${name}.secretname@corp.example`,
  displayName: `${name} Secretname`,
  active: true,
  title: 'Secrettitle',
})
const users = ['mia', 'rae'].map(user)

/** A SCIM server on which every address is a list of two people. */
const listOfTwo = () =>
  imitate(({ path, query }) => {
    if (path.startsWith('/Users/')) return { json: users.find(({ id }) => path.endsWith(id)) ?? {} }
    if (path === '/Users') return { json: { totalResults: 0 } }
    if (path === '/Groups/list')
      return { json: { id: 'list', members: users.map(({ id }) => ({ value: id, type: 'User' })) } }
    const displayName = JSON.parse(query.get('filter')!.replace('displayName eq ', '')) as string
    return { json: { totalResults: 1, Resources: [{ id: 'list', displayName }] } }
  })

const declare = (text: string) => home.file('work/neverroot.yaml', text)
const run = (args: string[], env: NodeJS.ProcessEnv = {}) => start(args, { home, env })
const look = ['audit', '--sandbox', 'exemplary-organization', '--only', 'root-email-is-a-list', '--verbose']

describe('audit with a staff directory', () => {
  it('is proven by it, lists each request, and keeps nothing of it', async () => {
    server = await listOfTwo()
    declare(`people: { directory: { scim: { url: "${server.url}", tokenEnv: SCIM_TOKEN } } }`)
    const ran = await run([...look, '--calls'], { SCIM_TOKEN: TOKEN })
    expect(ran.stdout).toContain('2 people on')
    expect(ran.stdout).toContain('(SCIM)')
    const { host } = new URL(server.url)
    expect(ran.stderr).toContain(`May ask besides: the staff directory: SCIM, ${host}`)
    expect(ran.stderr).toContain(`  SCIM Groups  ${host}`)
    expect(server.asked.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true)
    expect(`${ran.stdout}${ran.stderr}${JSON.stringify(home.files())}`).not.toMatch(
      /secretname|secrettitle|nobody-sees/i,
    )
  })

  it('ends with one sentence where the token is not in the environment', async () => {
    declare('people: { directory: { scim: { url: "http://127.0.0.1:1", tokenEnv: SCIM_TOKEN } } }')
    const ran = await run(look)
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(
      'The environment variable SCIM_TOKEN, which people.directory.scim.tokenEnv names, is not set.',
    )
  })

  it('ends with one sentence where there is no such file', async () => {
    declare('people: { directory: { file: people.csv } }')
    const ran = await run(look)
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain(
      'people.csv, which people.directory.file names, cannot be read: there is no such file.',
    )
  })
})

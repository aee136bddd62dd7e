/** Look-ups at the command line: off until allowed, told by --calls, kept where the page says, and one sentence for trouble. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { parseConfiguration } from '../../src/config/load.ts'
import { nameServer, type NameServer } from '../support/name-server.ts'
import { registry, type Registry } from '../support/registry.ts'
import { Home, run as start } from './run.ts'

let names: NameServer | undefined
let domains: Registry | undefined
const home = new Home()
afterAll(() => home.remove())
afterEach(async () => {
  await Promise.all([names?.close(), domains?.close()])
  names = domains = undefined
})

const zone = {
  MX: [[10, 'mx.mailhost.example']],
  NS: ['ns-42.awsdns-00.com', 'ns-554.awsdns-01.net'],
} as const
const business = (lookups = '') =>
  home.file(
    'work/neverroot.yaml',
    `profile: business\ncontacts: { root: { email: sam.former@corp.example } }\n${lookups}`,
  )
const run = (...args: string[]) => start(args, { home })
const look = ['audit', '--sandbox', 'neglected-business', '--verbose', '--plain']
const both = '--only=root-email-domain-is-safe,root-email-lives-outside-the-account'

describe('audit with look-ups', () => {
  it('without leave asks AWS alone', async () => {
    business()
    const { stdout, stderr } = await run(...look, both, '--calls')
    expect(stdout).toContain('registration of corp.example (Route 53 Domains) is in this account')
    expect(stderr).not.toContain('May ask besides')
    expect(stderr).toContain('route53domains:ListDomains')
    expect(stderr).not.toContain('ses:DescribeActiveReceiptRuleSet  ')
  })

  it('lists who may be asked and each question, and keeps what the page says', async () => {
    names = await nameServer({ 'corp.example': zone, 'mx.mailhost.example': { A: ['192.0.2.9'] } })
    domains = await registry({ 'corp.example': { expires: '2027-01-03T00:00:00Z' } })
    business(
      `lookups: { dns: true, rdap: true, resolvers: ["${names.address}"], bootstrap: "${domains.bootstrap}" }`,
    )
    const { stdout, stderr } = await run(...look, both, '--calls')
    const { host } = new URL(domains.url)
    expect(stderr).toContain(`May ask besides: DNS: ${names.address}`)
    expect(stderr).toContain(`May ask besides: RDAP: ${host} and the registry of each domain`)
    expect(stderr).toContain(`  MX of corp.example  ${names.address}`)
    expect(stderr).toContain(`  registration of corp.example  ${host}`)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'The zone corp.example (Route 53) and the registration of corp.example (Route 53 Domains) are in this account',
    )
    const kept = home.files().flatMap(([path]) => (path.includes('rdap') ? [path] : []))
    expect(kept.map((file) => file.replace(/.*\//, '')).sort()).toEqual([
      'rdap-corp.example.json',
      expect.stringMatching(/^rdap-registries-/),
    ])
    expect(`${stdout}${stderr}`).not.toContain('sam.former@')
    const asked = domains.asked.length
    await run(...look, both)
    expect(domains.asked).toHaveLength(asked)
  })

  it('says in one sentence that nobody answers, and goes on', async () => {
    names = await nameServer({ 'corp.example': { trouble: 'SERVFAIL' } })
    business(`lookups: { dns: true, resolvers: ["${names.address}"] }`)
    const { stdout } = await run(...look, '--only=root-email-domain-is-safe', '--format=json')
    expect(stdout).toContain(
      `MX of corp.example could not be looked up: ${names.address} could not find out (SERVFAIL)`,
    )
  })

  it('is drawn by recovery', async () => {
    names = await nameServer({ 'corp.example': zone, 'mx.mailhost.example': { A: ['192.0.2.9'] } })
    business(`lookups: { dns: true, resolvers: ["${names.address}"] }`)
    const { stdout } = await run('recovery', '--sandbox', 'neglected-business', '--format', 'json')
    expect(stdout).toContain('the zone corp.example (Route 53) is in this account')
    expect(stdout).toContain('mx.mailhost.example')
    expect(stdout).toContain('Route 53 Domains')
  })

  it('a name server that is none is told with the field', async () => {
    business('lookups: { dns: true, resolvers: [ns.corp.example] }')
    const { stderr, code } = await run(...look)
    expect(code).toBe(2)
    expect(stderr).toContain('lookups.resolvers')
    expect(stderr).toContain('is not the address of a name server')
  })
})

describe('docs/lookups.md', () => {
  it('shows a configuration that is one', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/lookups.md'), 'utf8')
    const [, example = ''] = /```yaml\n([\s\S]+?)```/.exec(page) ?? []
    expect(await parseConfiguration(example, 'neverroot.yaml')).toHaveProperty('lookups')
  })
})

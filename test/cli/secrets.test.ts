/**
 * No secret and nobody's full address or phone number leaves a world: not to stdout or stderr, however much is asked
 * for, and not to any file of ours. What is secret is taken from the world itself. Two things hold secrets by their
 * nature: the exports of `neverroot sandbox`, and the file in which the imitation keeps its world.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { World } from '../../src/sandbox/index.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'
import { allScenarios, standalone } from './report.ts'
import { Home, type Ran, run } from './run.ts'
import { serving } from './serve.ts'

const began = '2026-11-23T06:30:00.000Z'

interface Secrets {
  /** Keys, tokens, seeds, codes. */
  keys: Set<string>
  emails: Set<string>
  phones: Set<string>
}

/** Everything in a world that nobody may read elsewhere, found by the names that AWS gives such fields. */
function secretsOf(
  world: unknown,
  found: Secrets = { keys: new Set(), emails: new Set(), phones: new Set() },
) {
  if (typeof world === 'string') {
    for (const [address] of world.matchAll(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g)) found.emails.add(address)
    return found
  }
  if (typeof world !== 'object' || world === null) return found
  for (const [name, value] of Object.entries(world)) {
    if (typeof value === 'string' && /^(secret|token|seed|otp|code|password)$/.test(name))
      found.keys.add(value)
    if (typeof value === 'string' && /^(phone|PhoneNumber|number)$/.test(name)) found.phones.add(value)
    if (name === 'phones') for (const phone of value as string[]) found.phones.add(phone)
    secretsOf(value, found)
  }
  return found
}

/** The number as anybody may write it: eight digits of it in a row, whatever stands between two of them. */
const inAnyGrouping = (phone: string) =>
  new RegExp([...phone.replace(/\D/g, '').slice(-8)].join('[\\s().\\-/]{0,3}'))

/** What of the secrets a text gives away. */
function leaks(text: string, { keys, emails, phones }: Secrets): string[] {
  const lower = text.toLowerCase()
  return [
    ...[...keys].filter((key) => text.includes(key)),
    ...[...emails].filter((address) => lower.includes(address.toLowerCase())),
    ...[...phones].filter((phone) => inAnyGrouping(phone).test(text)),
  ]
}

const shown = ({ stdout, stderr }: Ran) => `${stdout}\n${stderr}`
/** Every file of the state folder but the imitation's own worlds. */
const kept = (home: Home) =>
  home
    .files()
    .filter(([path]) => !allScenarios.some((name) => path === `sandbox/${name}/${name}.json`))
    .map(([path, text]) => `${path}\n${text}`)
    .join('\n')

/** A configuration that names people, as one does. */
const configuration = `
contacts:
  primary: { phone: "+61 2 5550 1111" }
  billing: { name: Accounts, title: Billing, email: configured-billing@corp.example, phone: "+61 2 5550 2222" }
alerts: { emails: [configured-alerts@corp.example, configured-ciso@corp.example] }
people:
  executives: [configured-cto@corp.example]
  techPhones: ["+61 400 555 333"]
  companyPhones: ["+61 2 5550 4444"]
  lists: [configured-list@corp.example]
`

describe('the net itself', () => {
  it.each<[what: string, text: string, caught: boolean]>([
    ['a phone number', 'call +61412345600', true],
    ['in groups', 'call 0412 345 600', true],
    ['in groups of another kind', '(04) 1234-56.00', true],
    ['masked', '+61 ........00', false],
    ['an address in capitals', 'MIA.EXAMPLE@posteo.example', true],
    ['an address masked', 'm...@posteo.example', false],
  ])('%s', async (_what, text, caught) => {
    const secrets = secretsOf(await makeScenario('neglected-personal', began))
    expect(leaks(text, secrets).length > 0).toBe(caught)
  })

  it.each(allScenarios)('%s has something to catch', async (scenario) => {
    const { keys, emails, phones } = secretsOf(await makeScenario(scenario, began))
    expect(keys.size).toBeGreaterThan(0)
    expect(emails.size).toBeGreaterThan(0)
    expect(phones.size).toBeGreaterThan(0)
  })
})

describe.concurrent.each(standalone)('%s', (scenario) => {
  it('gives nothing away to an audit that says all it can', async () => {
    const home = new Home()
    const audit = ['audit', '--sandbox', scenario, '--verbose', '--calls']
    const texts = [
      shown(await run(audit, { home })),
      shown(await run([...audit, '--format', 'json'], { home })),
    ]
    texts.push(shown(await run([...audit, '--as', 'business', '--format', 'json'], { home })))
    home.file('work/neverroot.yaml', configuration)
    const written = await run([...audit, '--as', 'business', '--output', 'report.txt'], { home })
    texts.push(shown(written) + readFileSync(join(home.work, 'report.txt'), 'utf8'))
    const world = join(home.state, 'sandbox', scenario, `${scenario}.json`)
    const secrets = secretsOf(JSON.parse(readFileSync(world, 'utf8')) as World, secretsOf(configuration))
    for (const [phone] of configuration.matchAll(/\+[\d ]+/g)) secrets.phones.add(phone)
    expect(secrets.emails).toContain('configured-alerts@corp.example')
    expect(texts.every((text) => text.length > 3_000)).toBe(true)
    expect([...texts, kept(home)].flatMap((text) => leaks(text, secrets))).toEqual([])
    home.remove()
  })
})

describe.concurrent('every other command', () => {
  it('gives nothing away', async () => {
    const home = new Home()
    const secrets = secretsOf(await makeScenario('neglected-personal', began))
    secretsOf(await makeScenario('neglected-business', began), secrets)
    const texts = await serving(['neglected-personal'], home, async (served) => {
      for (const value of [served.env.AWS_SECRET_ACCESS_KEY!]) secrets.keys.add(value)
      const env = served.env
      const ran = await Promise.all([
        run(['audit', '--verbose', '--calls'], { home, env }),
        run(['demo'], { home, env }),
        run(['explain'], { home, env }),
        run(['permissions', 'audit'], { home, env }),
        run([], { home, env }),
        run(['audit', '--region', 'Mars'], { home, env }),
        run(['audit', '--profile', 'nobody'], { home, env }),
        run(['audit', '--verbose', '--calls'], {
          home,
          env: { ...env, AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN000000000' },
        }),
      ])
      return [...ran.map(shown), served.stderr()]
    })
    expect([...texts, kept(home)].flatMap((text) => leaks(text, secrets))).toEqual([])
    // The run that was no sandbox to the command kept something of its own.
    expect(kept(home)).not.toBe('')
    home.remove()
  })

  it('says of a slip in the configuration where it is, not what it is', async () => {
    const home = new Home()
    home.file('work/neverroot.yaml', 'contacts: { primary: { phone: "02 5550 1111" } }\n')
    const { stderr } = await run(['audit', '--sandbox', 'fresh-personal'], { home })
    expect(stderr).toContain('contacts.primary.phone')
    expect(stderr).not.toMatch(inAnyGrouping('0255501111'))
    home.remove()
  })
})

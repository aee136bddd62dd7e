/** What `neverroot activity` promises to whoever calls it: the text, JSON by the schema, exit codes, mistakes in two lines. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Activity, OrganizationActivity } from '../../src/index.ts'
import { allScenarios } from './report.ts'
import { Home, type Ran, run } from './run.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const schema = join(import.meta.dirname, '../../schema/activity.schema.json')
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object)
const ofMany = ajv.compile(
  JSON.parse(readFileSync(schema.replace('activity.', 'activity-organization.'), 'utf8')) as object,
)

const activity = (scenario: string, ...args: string[]) => ['activity', '--sandbox', scenario, ...args]

function activityOf({ stdout, stderr }: Pick<Ran, 'stdout' | 'stderr'>): Activity {
  const seen: unknown = JSON.parse(stdout || `"${stderr}"`)
  validate(seen)
  expect(validate.errors ?? []).toEqual([])
  return seen as Activity
}

describe.concurrent.each(allScenarios)('the JSON of %s', (scenario) => {
  it('keeps to the schema, counts what it lists, and shows no address', async () => {
    const ran = await run(activity(scenario, '--format', 'json', '--regions', 'all', '--root-keys'))
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' })
    const seen = activityOf(ran)
    expect(seen.kinds.reduce((sum, { count }) => sum + count, 0)).toBe(seen.events.length)
    expect(seen.sandbox).toBe(scenario)
    expect(ran.stdout).not.toMatch(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|A[KS]IA[A-Z0-9]{10}/)
  })
})

describe.concurrent('what it says', () => {
  it('of a sign-in without MFA: the headline, the kinds, how to look further', async () => {
    const { stdout, code } = await run(activity('neglected-business'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/Root was used without a plan: 2 events, the last 5 days ago/)
    expect(stdout).toMatch(/console sign-in +1 +last 5 days ago, 1 without MFA/)
    expect(stdout).toMatch(/failed sign-in +1 +last 6 days ago/)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'an alternate contact was deleted (by user robin), 40 days ago',
    )
    expect(stdout).toMatch(/Looked in us-east-1, back to \d{4}-\d\d-\d\d/)
    expect(stdout).toContain('16 other Regions can be used:  neverroot activity --regions all')
  })

  it('of a key that is in use: what uses it, with the event to look up', async () => {
    const { stdout } = await run(activity('neglected-personal', '--root-keys'))
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /AKIA\.\.\.\w{3} 1 call to s3 \(CreateBucket\) in eu-west-1, from 203\.0\.113\.\* with aws-cli\/2\.9\.19, last 3 days ago, event [\w-]{36}/,
    )
  })

  it('of an account that nobody was root of, only where it looked', async () => {
    const { stdout } = await run(activity('exemplary-personal'))
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'No use of root in us-east-1 in the last 90 days, and none elsewhere by the credential report.',
    )
  })

  it('--regions without a name is all of them, also before another option', async () => {
    const ran = await run(activity('neglected-business', '--regions', '--format', 'json'))
    const seen = activityOf(ran)
    expect(seen.notLooked).toEqual([])
    expect(seen.events.map(({ region }) => region)).toContain('ap-southeast-2')
  })

  it('--output, --plain and --calls', async () => {
    const home = new Home()
    const ran = await run(activity('neglected-business', '--plain', '--output', 'a.txt', '--calls'), { home })
    expect(ran.stdout).toBe('')
    expect(ran.stderr).toMatch(/^May use: sts:GetCallerIdentity, .*cloudtrail:LookupEvents/)
    expect(ran.stderr).toContain('Written to a.txt.')
    const [, text] = home.files(home.work).find(([name]) => name === 'a.txt')!
    expect(text).toMatch(/^[\x00-\x7f]+$/)
    home.remove()
  })
})

it('a person signs in as root, and the next look tells it; as planned where it was', async () => {
  const home = new Home()
  const seen = async () =>
    activityOf(await run(activity('exemplary-personal', '--format', 'json'), { home })).conclusion
  expect(await seen()).toBe('not-seen')
  const acts = ['--act', 'fail-to-sign-in-as-root', '--act', 'recover-root-password=requested']
  await run(['sandbox', 'exemplary-personal', ...acts], { home })
  const { stdout } = await run(activity('exemplary-personal'), { home })
  expect(stdout).toMatch(/failed sign-in +1 +last today/)
  expect(stdout.replace(/\s+/g, ' ')).toContain('a name that AWS does not document, shown and not scored')
  expect(await seen()).toBe('not-seen')
  await run(['sandbox', 'exemplary-personal', '--act', 'sign-in-as-root'], { home })
  expect(await seen()).toBe('used')
  home.remove()
})

describe.concurrent('an organization', () => {
  it.each(['neglected-organization', 'exemplary-organization'])(
    '%s: JSON by its schema',
    async (scenario) => {
      const ran = await run(activity(scenario, '--org', '--format', 'json', '--quiet'))
      expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' })
      const seen = JSON.parse(ran.stdout) as OrganizationActivity
      ofMany(seen)
      expect(ofMany.errors ?? []).toEqual([])
      // Whoever is not let in is told, and never as an account that nobody was root of.
      for (const account of seen.accounts)
        if (account.how === 'not entered') expect(account.conclusion).toBe('cannot-tell')
      expect(seen.accounts.map(({ subject }) => subject.id)).toEqual(
        seen.accounts.map(({ subject }) => subject.id).sort(),
      )
    },
  )

  it('as text: where root was used, where it cannot be told and why, and the rest counted', async () => {
    const { stdout, code } = await run(activity('neglected-organization', '--org'))
    expect(code).toBe(0)
    expect(stdout).toMatch(/Root was used without a plan in 5 of 12 accounts\. In 4 it cannot be told\./)
    expect(stdout).toMatch(/444444444444 +prod-data +last 70 days ago/)
    expect(stdout).toMatch(/121212121212 +old-shop +the account is suspended/)
    expect(stdout).toContain('3 other accounts where nobody was root unplanned')
    expect(stdout).toContain('a root password may be set again')
  })

  it('a choice of accounts', async () => {
    const ran = await run(
      activity('neglected-organization', '--org', '--accounts', '444444444444', '--format', 'json'),
    )
    const { accounts } = JSON.parse(ran.stdout) as OrganizationActivity
    expect(accounts.map(({ subject }) => subject.id)).toEqual(['444444444444'])
    const kinds = accounts[0]!.kinds.map(({ kind, count }) => `${count} ${kind}`)
    // Case 16: without its mark the second call of the central session is told by its key.
    expect(kinds).toEqual(['1 console', '2 assumed-root', '1 service'])
  })

  it.each<[scenario: string, args: string[], says: RegExp]>([
    ['neglected-personal', ['--org'], /^neverroot: Account 111111111111 is in no organization\.\n/],
    [
      'neglected-organization',
      ['--org', '--accounts', '999999999999'],
      /^neverroot: 999999999999 is no account of/,
    ],
    [
      'neglected-organization',
      ['--accounts', '444444444444'],
      /^neverroot: --accounts is about an organization\.\n/,
    ],
    ['neglected-organization', ['--org', '--ou', 'Root/Nowhere'], /^neverroot: .*Nowhere/],
  ])('%s %j is a mistake in two lines', async (scenario, args, says) => {
    const ran = await run(activity(scenario, ...args))
    expect(ran.stderr).toMatch(says)
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2)
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe.concurrent('mistakes', () => {
  it.each<[args: string[], says: RegExp]>([
    [
      ['--regions', 'mars'],
      /^neverroot: "mars" is not what --regions takes\.\nGive Regions such as eu-west-1/,
    ],
    [
      ['--regions', 'eu-wset-1'],
      /^neverroot: "eu-wset-1" is not a Region that the account can use\.\nThere is: /,
    ],
    [['--regions', ''], /^neverroot: "" is not what --regions takes\.\n/],
    [['eu-west-1'], /^neverroot: activity takes no argument and was given more\.\n/],
    [['--format', 'csv'], /^neverroot: "csv" is not what --format takes\.\n/],
    [['--root-key'], /^neverroot: There is no option --root-key\.\nDid you mean --root-keys\?/],
  ])('%j', async (args, says) => {
    const ran = await run(activity('neglected-personal', ...args))
    expect(ran.stderr).toMatch(says)
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2)
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
  })
})

it('permissions activity takes no choice of controls: it is the same whatever is chosen', async () => {
  const ran = await run(['permissions', 'activity', '--only', 'root-has-mfa'])
  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toMatch(
    /^neverroot: --only chooses controls, and activity has none\.\n.*neverroot permissions activity\n$/,
  )
})

it('permissions activity: what it needs, and nothing that changes something', async () => {
  const { stdout, code } = await run(['permissions', 'activity'])
  expect(code).toBe(0)
  const [statement] = (JSON.parse(stdout) as { Statement: { Action: string[] }[] }).Statement
  expect(statement!.Action).toContain('cloudtrail:LookupEvents')
  expect(
    statement!.Action.filter((a) => !/:(Get|List|Describe|Lookup|GenerateCredentialReport$)/.test(a)),
  ).toEqual([])
})

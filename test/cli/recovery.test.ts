/** What `neverroot recovery` promises: text in 80 columns, a diagram, a picture, JSON by the schema, mistakes in two lines. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import type { Recovery } from '../../src/index.ts'
import { suffices } from '../../src/recovery/index.ts'
import { allScenarios } from './report.ts'
import { Home, run } from './run.ts'
import { serve } from './serve.ts'

const ajv = new Ajv2020({ allErrors: true, strict: false })
;(formats as unknown as (target: Ajv2020) => void)(ajv)
const validate = ajv.compile(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/recovery.schema.json'), 'utf8')) as object,
)

const recovery = (scenario: string, ...args: string[]) => ['recovery', '--sandbox', scenario, ...args]

function read(text: string): Recovery {
  const seen: unknown = JSON.parse(text)
  validate(seen)
  expect(validate.errors ?? []).toEqual([])
  return seen as Recovery
}

/** An address in full: what is masked has three dots before its at sign. */
const address = /[^.\s"'(]@[\w-]+\.\w/
const phone = /\+\d[\d ]{6}/

describe.concurrent.each(allScenarios)('%s', (scenario) => {
  it('is drawn as JSON by the schema; each set suffices; nobody is named', async () => {
    const { stdout, stderr, code } = await run(recovery(scenario, '--format', 'json'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const seen = read(stdout)
    for (const world of ['known', 'worst'] as const)
      for (const set of seen.fewest[world].sets) expect(suffices(seen.graph, world, new Set(set))).toBe(true)
    const told = JSON.stringify({ ...seen, caller: undefined })
    expect(told).not.toMatch(address)
    expect(told).not.toMatch(phone)
  })

  it('is told in 80 columns, and asks AWS for nothing that an audit does not', async () => {
    const home = new Home()
    const [{ stdout, code }, json, policy] = await Promise.all([
      run(recovery(scenario, '--plain'), { home }),
      run(recovery(scenario, '--format', 'json')),
      run(['permissions', 'audit']),
    ])
    expect(code).toBe(0)
    // A command stands on one line, to be copied.
    const long = stdout.split('\n').filter((line) => line.length > 80 && !line.includes('neverroot '))
    expect(long).toEqual([])
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/)
    const allowed = (JSON.parse(policy.stdout) as { Statement: { Action: string[] }[] }).Statement.flatMap(
      ({ Action }) => Action,
    )
    const asked = Object.keys(read(json.stdout).calls.byAction)
    expect(asked.filter((action) => action !== 'sts:GetCallerIdentity' && !allowed.includes(action))).toEqual(
      [],
    )
  })
})

describe.concurrent('what it says', () => {
  it('of root without MFA: who is enough alone, and what raises it', async () => {
    const { stdout } = await run(recovery('neglected-business'))
    const text = stdout.replace(/\s+/g, ' ')
    expect(text).toContain(
      'One is enough: each of these alone suffices: owner of the root mailbox; mail administrator;',
    )
    expect(text).toContain('register MFA for root: from 1 to 2')
    expect(text).toContain("use root's access key (cut: root has no access key)")
  })

  it('of a key of root that is in use', async () => {
    const { stdout } = await run(recovery('neglected-personal'))
    expect(stdout).toMatch(/1 {2}whoever or whatever holds root's access key/)
  })

  it('of what nobody has said, and what changes once somebody has', async () => {
    const home = new Home()
    const at = recovery('exemplary-organization', '--format', 'json')
    const before = read((await run(at, { home })).stdout)
    expect(before.fewest).toMatchObject({ known: { count: 2 }, worst: { count: 1 } })
    const say = (control: string) =>
      run(
        [
          'attest',
          control,
          '--sandbox',
          'exemplary-organization',
          '--by',
          'ciso',
          '--account',
          '111111111111',
        ],
        { home },
      )
    expect((await say('root-recovery-takes-more-than-one')).code).toBe(0)
    expect((await say('root-email-lives-outside-the-account')).code).toBe(0)
    const after = read((await run(at, { home })).stdout)
    expect(after.fewest).toMatchObject({ known: { count: 2 }, worst: { count: 2 } })
  })

  it('of a member from the centre: what is cut, and that the centre stays', async () => {
    const { stdout, code } = await run(recovery('exemplary-organization', '--account', '444444444444'))
    expect(code).toBe(0)
    const text = stdout.replace(/\s+/g, ' ')
    expect(text).toContain('One is enough in the centre of the organization')
    expect(text).toContain('Without the centre: nobody can become root in a way that is known here.')
    expect(text).toContain(
      'reset the password by mail (cut: recovery is blocked centrally (RootCredentialsManagement))',
    )
  })

  it('of the management account by its id, as of itself', async () => {
    const [named, own] = await Promise.all([
      run(recovery('exemplary-organization', '--account', '111111111111', '--format', 'json')),
      run(recovery('exemplary-organization', '--format', 'json')),
    ])
    expect(read(named.stdout).fewest).toEqual(read(own.stdout).fewest)
  })

  it('as Mermaid: every node once, every line between two of them, and no quotation mark inside a label', async () => {
    const { stdout } = await run(recovery('neglected-business', '--format', 'mermaid'))
    const lines = stdout.trimEnd().split('\n')
    expect(lines[1]).toBe('flowchart LR')
    const nodes = lines.flatMap((line) => /^ {2}(n\d+)[([{]/.exec(line)?.[1] ?? [])
    const ends = lines.flatMap((line) => {
      const edge = /^ {2}(n\d+) (?:-->|==>|-\.->|-\. [a-z ]+ \.-) (n\d+)$/.exec(line)
      return edge ? [edge[1]!, edge[2]!] : []
    })
    expect(new Set(nodes).size).toBe(nodes.length)
    expect(ends.filter((id) => !nodes.includes(id))).toEqual([])
    expect(nodes.filter((id) => !ends.includes(id))).toEqual([])
    for (const line of lines.slice(2)) expect((line.match(/"/g) ?? []).length % 2).toBe(0)
  })

  it('as a picture in a file: whole, of itself alone, light and dark', async () => {
    const home = new Home()
    const file = join(home.folder, 'recovery.svg')
    const { stdout, stderr, code } = await run(
      recovery('neglected-business', '--format', 'svg', '--output', file),
      { home },
    )
    expect({ stdout, stderr, code }).toEqual({ stdout: '', stderr: `Written to ${file}.\n`, code: 0 })
    const svg = readFileSync(file, 'utf8')
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg.trimEnd().endsWith('</svg>')).toBe(true)
    expect(svg).toContain('prefers-color-scheme:dark')
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|<script|<image|href|@import|url\(/,
    )
  })
})

describe.concurrent('the permissions', () => {
  it("are the audit's", async () => {
    const [own, audit] = await Promise.all([run(['permissions', 'recovery']), run(['permissions', 'audit'])])
    expect(own.code).toBe(0)
    expect(JSON.parse(own.stdout)).toEqual(JSON.parse(audit.stdout))
  })
})

describe.concurrent('a mistake', () => {
  it.each<[when: string, args: string[], says: RegExp]>([
    ['an unknown format', ['--format', 'png'], /"png" is not what --format/],
    ['no account id', ['--account', '12'], /Give 12 digits/],
    [
      'an account that is not there',
      ['--account', '999999999999'],
      /999999999999 is no account of this organization/,
    ],
    ['a folder that is not there', ['--output', '/no/such/folder/r.svg'], /\/no\/such\/folder/],
  ])('%s', async (_, args, says) => {
    const { stdout, stderr, code } = await run(recovery('exemplary-organization', ...args))
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
    expect(stderr).toMatch(says)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })

  it('credentials that may see nothing: the permissions are named, nothing is drawn', async () => {
    const home = new Home()
    const served = await serve(
      ['exemplary-personal', '--faults', 'deny=iam:*,deny=account:*,deny=organizations:*'],
      home,
    )
    try {
      const { stdout, stderr, code } = await run(['recovery'], { home, env: served.env })
      expect({ stdout, code }).toEqual({ stdout: '', code: 2 })
      expect(stderr).toContain('neverroot permissions recovery')
      expect(stderr.trimEnd().split('\n')).toHaveLength(2)
    } finally {
      await served.stop()
    }
  })

  it('credentials that may see a part: the rest stands in it as unknown, with the permission', async () => {
    const home = new Home()
    const served = await serve(
      ['exemplary-personal', '--faults', 'deny=iam:GetAccountAuthorizationDetails'],
      home,
    )
    try {
      const { stdout, code } = await run(['recovery', '--format', 'json'], { home, env: served.env })
      expect(code).toBe(0)
      const { graph, couldNotLook } = read(stdout)
      expect(couldNotLook.flatMap(({ needs }) => needs)).toEqual(['iam:GetAccountAuthorizationDetails'])
      expect(graph.nodes.find(({ id }) => id === 'phone-change')).toMatchObject({ state: 'perhaps' })
    } finally {
      await served.stop()
    }
  })

  it('a member that is asked for without an organization', async () => {
    const { stderr, code } = await run(recovery('neglected-personal', '--account', '222222222222'))
    expect(code).toBe(2)
    expect(stderr.trimEnd().split('\n')).toHaveLength(2)
  })

  it('a file that is there already is written over, as by the other commands', async () => {
    const home = new Home()
    const file = join(home.folder, 'there.svg')
    writeFileSync(file, 'old')
    const { code } = await run(recovery('neglected-business', '--format', 'svg', '--output', file), { home })
    expect({ code, old: readFileSync(file, 'utf8').includes('old</') }).toEqual({ code: 0, old: false })
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg/)
  })
})

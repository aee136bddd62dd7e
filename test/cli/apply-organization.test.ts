/** `neverroot plan --org` and `apply` where root addresses move: what stands first, what is typed, codes that a script gives. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/index.ts'
import { readCode, type World } from '../../src/sandbox/index.ts'
import { Home, run } from './run.ts'

const home = new Home()
afterAll(() => home.remove())

const scenario = 'exemplary-organization'
const [dev, playground] = ['666666666666', '777777777777']
const file = (name: string) => join(home.work, name)
const go = (args: string[], stdin?: string) =>
  run([...args, '--sandbox', scenario, '--plain'], { home, ...(stdin === undefined ? {} : { stdin }) })

writeFileSync(
  file('neverroot.yaml'),
  'contacts: { root: { email: "root+{account}@mail.example" } }\npeople: { lists: [root@mail.example] }\n',
)
const planned = await go([
  ...['plan', '--org', '--only', 'root-email-is-dedicated'],
  ...['--accounts', `${dev},${playground}`, '--out', 'plan.json'],
])
const plan = JSON.parse(readFileSync(file('plan.json'), 'utf8')) as Plan
const confirm = ['--confirm', plan.organization!]

/** The code that AWS sent to an account's new address. */
function codeOf(account: string): string {
  const world = home.files().find(([path]) => path.endsWith(`${scenario}/${scenario}.json`))![1]
  const kept = JSON.parse(world) as World & { world?: World }
  return readCode(kept.world ?? kept, `root+${account}@mail.example`)
}

describe('root addresses that move', () => {
  it('stand at the top of the plan, with the domain of before', () => {
    expect(planned).toMatchObject({ code: 0 })
    expect(planned.stdout).toMatch(
      /Plan for o-[^]*Root addresses change\n {2}corp\.example to mail\.example: 2 accounts/,
    )
    expect(planned.stdout.indexOf('mail.example')).toBeLessThan(
      planned.stdout.indexOf('root-email-is-dedicated'),
    )
  })

  it('change nothing where nobody is there to type the domain', async () => {
    const ran = await go(['apply', 'plan.json'])
    expect(ran).toMatchObject({ code: 2 })
    expect(ran.stderr).toContain('Nothing was changed')
  })

  it('wait for their codes, without a terminal', async () => {
    const ran = await go(['apply', 'plan.json', ...confirm])
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout).toContain('2 codes of AWS still to be typed: neverroot apply --org --resume')
  })

  it('take them from lines of standard input, in any order; a line that is none is told without its words', async () => {
    const lines = `hunter2\n${playground} ${codeOf(playground)}\n${dev} 000000\n`
    const first = await go(['apply', '--org', '--resume', '--code-stdin', ...confirm], lines)
    expect(first).toMatchObject({ code: 0 })
    expect(first.stdout).toContain('1 finding fixed, 1 waiting for people')
    expect(first.stderr).toContain('Line 1 of the input is no account id with a code')
    expect(first.stderr).not.toContain('hunter2')
    const code = codeOf(dev)
    const second = await go(['apply', '--org', '--resume', '--code-stdin', ...confirm], `${dev} ${code}\n`)
    expect(second.stdout).toContain('2 findings fixed, 0 waiting for people')
    expect(first.stdout + first.stderr + second.stdout + second.stderr).not.toContain(code)
  })
})

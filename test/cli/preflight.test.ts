/** `neverroot audit --org --preflight`: exit codes and where the answer goes. What it finds is tested in the journeys. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Preflight } from '../../src/index.ts'
import { table } from './mistake.ts'
import { Home, run } from './run.ts'

const home = new Home()
afterAll(() => home.remove())

const preflight = (scenario: string, ...args: string[]) =>
  run(['audit', '--org', '--preflight', '--sandbox', scenario, ...args], { home })

describe('neverroot audit --org --preflight', () => {
  it.each([
    ['exemplary-organization', 0, 'Nothing that was looked for is missing'],
    ['startup', 1, 'aws organizations enable-aws-service-access --service-principal account.amazonaws.com'],
  ])('in %s ends with %i', async (scenario, code, says) => {
    const ran = await preflight(scenario, '--plain')
    expect(ran).toMatchObject({ code, stderr: '' })
    expect(ran.stdout).toContain(says)
    expect(ran.stdout).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('--format json gives the same as one object', async () => {
    const ran = await preflight('startup', '--format', 'json')
    const found = JSON.parse(ran.stdout) as Preflight
    expect(ran.code).toBe(1)
    expect(found).toMatchObject({ schema: 'neverroot/preflight/1', vantage: 'management' })
    expect(found.gaps.map(({ command }) => command.split(' ')[0])).toContain('aws')
  })

  it('--output writes it to a file', async () => {
    const ran = await preflight('startup', '--format', 'json', '--output', 'preflight.json')
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: 'Written to preflight.json.\n' })
    const [, text] = home.files(home.work).find(([path]) => path === 'preflight.json')!
    expect(JSON.parse(text)).toMatchObject({ schema: 'neverroot/preflight/1' })
  })

  it('the role whose command it gives is one that can be printed', async () => {
    const { gaps } = JSON.parse((await preflight('startup', '--format', 'json')).stdout) as Preflight
    const { command } = gaps.find((gap) => gap.command.includes('--what stackset'))!
    const printed = await run(command.split(' ').slice(1))
    expect(printed.code).toBe(0)
    expect(JSON.parse(printed.stdout)).toHaveProperty('Resources.ReadRole')
  })
})

table('mistakes', [
  {
    case: 'in no organization',
    args: ['audit', '--org', '--preflight', '--sandbox', 'neglected-personal'],
    what: 'is in no organization',
    todo: 'Leave --org away',
  },
  {
    case: 'of one account',
    args: ['audit', '--preflight', '--sandbox', 'startup'],
    what: '--preflight is about an organization',
    todo: 'neverroot audit --org --preflight',
  },
  {
    case: 'of some accounts',
    args: ['audit', '--org', '--preflight', '--accounts', '222222222222', '--sandbox', 'startup'],
    what: '--accounts has no meaning with it',
    todo: 'neverroot audit --org --preflight',
  },
])

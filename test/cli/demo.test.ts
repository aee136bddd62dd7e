/** `neverroot demo` shows the loop on an imitation of AWS: no credentials, no network, nothing kept. */
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { Home, run } from './run.ts'

describe.concurrent('neverroot demo', () => {
  it('shows audit, plan, apply and the difference, in under ten seconds, and ends with what to do next', async () => {
    const home = new Home()
    const { code, stdout, stderr, took } = await run(['demo'], { home })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('No AWS account is touched.')
    const order = [
      '1  Look',
      'Worst first',
      '2  Plan',
      'budgets:CreateBudget',
      '3  Apply',
      'Looked again',
      '4  Look again',
    ]
    const places = order.map((words) => stdout.indexOf(words))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(stdout).toMatch(/daily-budget-exists +fail to pass/)
    expect(stdout).toMatch(/was F, score \d+[^]*is +F, score \d+/)
    expect(stdout).toMatch(/neverroot setup --sandbox fresh-personal\n[^]*neverroot audit/)
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    expect(home.files(home.folder)).toEqual([])
    expect(took).toBeLessThan(10_000)
    home.remove()
  })

  it('--plain is ASCII', async () => {
    expect((await run(['demo', '--plain'])).stdout).toMatch(/^[\x20-\x7e\n]{1000,}$/)
  })

  it('asks no endpoint and no credentials of the environment', async () => {
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_PROFILE: 'nobody', AWS_REGION: 'Mars' }
    expect(await run(['demo'], { env })).toMatchObject({ code: 0, stderr: '' })
  })

  it('leaves no folder behind', async () => {
    const home = new Home()
    const tmp = home.file('tmp/.keep', '').replace(/\/\.keep$/, '')
    expect(tmp.startsWith(tmpdir())).toBe(true)
    await run(['demo'], { home, env: { TMPDIR: tmp } })
    expect(readdirSync(tmp)).toEqual(['.keep'])
    home.remove()
  })
})

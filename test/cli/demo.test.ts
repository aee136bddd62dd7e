/** `neverroot demo` shows the loop on an imitation of AWS: no credentials, no network, nothing kept. */
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { Home, run } from './run.ts'

describe.concurrent('neverroot demo', () => {
  it('audits a personal and a business account and ends with what to do next', async () => {
    const home = new Home()
    const { code, stdout, stderr } = await run(['demo'], { home })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('No AWS account is touched.')
    expect(stdout).toMatch(/sandbox neglected-personal[^]*sandbox neglected-business/)
    expect(stdout).toMatch(/neverroot audit --sandbox neglected-personal --verbose\n[^]*neverroot audit/)
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    expect(home.files(home.folder)).toEqual([])
    home.remove()
  })

  it('shows the business account as a business', async () => {
    const { stdout } = await run(['demo'])
    const business = stdout.slice(stdout.indexOf('A business account'))
    expect(business).toMatch(/business, sandbox neglected-business/)
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

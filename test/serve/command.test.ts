/** neverroot serve, as a person starts and ends it; and a report that somebody sent. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileDesk } from '../../src/cli/desk/file.ts'
import { Account } from '../cli/account.ts'
import { Home, run, start } from '../cli/run.ts'
import { ask, serving, visit } from '../support/page.ts'

let home: Home
const running: (() => unknown)[] = []
beforeEach(() => {
  home = new Home()
})
afterEach(() => {
  // Of a test that failed half-way too.
  for (const kill of running.splice(0)) kill()
  home.remove()
})

/** Starts it and waits for its address. */
async function served(args: readonly string[]) {
  const { child, ended } = start(['serve', '--no-open', ...args], home)
  running.push(() => child.kill('SIGKILL'))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout!.once('data', (text: string) => resolve(text.trim()))
    void ended.then((ran) => reject(new Error(`it ended: ${ran.stderr}`)), reject)
  })
  const port = Number(new URL(url).port)
  return { url, port, ended, stop: () => (child.kill('SIGINT'), ended) }
}

describe('neverroot serve', () => {
  it('prints one address, serves until Ctrl-C, and leaves the port to nobody meanwhile', async () => {
    const account = new Account(home, 'neglected-personal')
    const here = ['--sandbox', account.scenario]
    const page = await served(here)
    const other = await run(['serve', '--no-open', ...here, '--port', String(page.port)], { home })
    expect(other).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `neverroot: Port ${page.port} of this machine is in use by another program.\nChoose another one with --port N, or leave it away: any free one is taken.\n`,
    })
    const mia = await visit(page)
    expect((await mia.get('/api/session')).json).toMatchObject({
      scope: 'account',
      sandbox: account.scenario,
      place: ` --sandbox ${account.scenario}`,
    })
    // A tab that listens does not hold it up.
    const tab = mia.listen()
    const { code, stdout, stderr } = await page.stop()
    tab.end()
    expect(code).toBe(0)
    expect(stdout).toBe(`${page.url}\n`)
    expect(stderr).toBe('The page is at this address until Ctrl-C, for whoever opens it first.\n')
    await expect(ask(page.port, { path: '/' })).rejects.toThrow(/ECONNREFUSED/)
  })

  it('ended while something is applied says where it stands, and the journal has it', async () => {
    const account = new Account(home)
    const page = await served(['--sandbox', account.scenario])
    const mia = await visit(page)
    await mia.run('/api/plan', { only: ['contact-phone-is-current'] })
    const { plan } = (await mia.get('/api/plan')).json
    const tab = mia.listen()
    await mia.post('/api/apply', { digest: plan.digest, confirm: account.id })
    const asks = async (code: string) => {
      const event = await tab.until(
        (e) => e.type === 'failed' || (e.type === 'question' && e.question.code === code),
      )
      if (event.type === 'question') return event.question
      throw new Error(JSON.stringify(event))
    }
    // Whoever holds the number gets past root's MFA: it is typed too, as at the terminal.
    const { id } = await asks('confirm-phone')
    await mia.post('/api/answer', { question: id, text: '+61 2 9374 4000' })
    expect((await asks('phone-code')).text).toBe('Type the code that AWS sent')
    const { code, stderr } = await page.stop()
    tab.end()
    expect(code).toBe(130)
    expect(stderr).toContain(
      'neverroot: interrupted; what was done stands in the journal. Carry on: neverroot apply --resume --sandbox neglected-business\n',
    )
    expect(account.runs).toHaveLength(1)
  })

  it.each<[what: string, args: string[], says: RegExp]>([
    [
      'a port that is none',
      ['--port', '70000'],
      /"70000" is not what --port takes.\nGive a whole number from 1 to 65535/,
    ],
    ['a report that is not there', ['none.json'], /none\.json cannot be read: there is no such file\./],
    ['a scenario that there is not', ['--sandbox', 'nowhere'], /no sandbox scenario "nowhere"/],
  ])('with %s is told so in two lines', async (_, args, says) => {
    const { code, stdout, stderr } = await run(['serve', '--no-open', ...args], { home })
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 2])
    expect(stderr).toMatch(says)
  })
})

describe('a report that somebody sent', () => {
  it('is shown as it is, and nobody is asked', async () => {
    const account = new Account(home, 'neglected-personal')
    await account.go(['audit', '--format', 'json', '--output', 'report.json', '--quiet'])
    const path = join(home.work, 'report.json')
    const { desk, close } = await fileDesk(path)
    // The page offers no other look, which nobody could make.
    expect(desk.about()).toMatchObject({ file: true, place: '' })
    await serving({ desk, readOnly: true }, async (server) => {
      const pat = await visit(server)
      const { report } = (await pat.get('/api/report')).json
      const given = JSON.parse(readFileSync(path, 'utf8'))
      expect(report.rows).toHaveLength(given.findings.length)
      expect(report.head.at).toBe(given.at)
      const { id, evidence } = given.findings[0]
      expect((await pat.get(`/api/finding?id=${id}`)).json.evidence).toEqual(evidence)
      for (const what of ['activity', 'people', 'evidence', `footprint?account=${account.id}`])
        expect((await pat.get(`/api/${what}`)).json.code).toBe('only-a-file')
      expect((await pat.post('/api/audit', {})).json.code).toBe('only-a-file')
      expect((await pat.get('/api/settings')).json).toMatchObject({ state: path, profile: 'personal' })
    })
    await close()
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, 4_000))
    await expect(fileDesk(path)).rejects.toMatchObject({ code: 'cut-off' })
  })
})

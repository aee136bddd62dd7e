/** Whoever is not the page of this server gets nothing, and nothing is done for them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PageServer, servePage } from '../../src/serve/index.ts'
import { ask, type Asked, deskWith, serving, visit, type Visitor } from '../support/page.ts'

const done: string[] = []
const desk = deskWith({
  attest: async ({ control }) => {
    done.push(`attest ${control}`)
    return 'Recorded.'
  },
  audit: async () => async () => {
    done.push('audit')
    return {}
  },
  people: async () => {
    throw new Error('/home/mia/secret is what broke')
  },
})
const attest = { control: 'root-has-mfa', by: 'Mia', holds: true }

let folder: string
let server: PageServer
let mia: Visitor
const bugs: unknown[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'neverroot-web-'))
  const web = join(folder, 'web')
  mkdirSync(join(web, 'assets'), { recursive: true })
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>neverroot</title>')
  writeFileSync(join(web, 'assets/index-1.js'), 'export {}')
  writeFileSync(join(web, 'notes.exe'), 'no')
  writeFileSync(join(folder, 'secret.txt'), 'nobody reads this')
  server = await servePage({ desk, web, bug: (error) => bugs.push(error) })
  mia = await visit(server)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const acting = (more: Record<string, string> = {}, without: readonly string[] = []): Asked => {
  const headers: Record<string, string> = {
    cookie: mia.cookie,
    'x-neverroot-token': mia.token,
    'content-type': 'application/json',
    ...more,
  }
  for (const name of without) delete headers[name]
  return { method: 'POST', path: '/api/attest', headers, body: JSON.stringify(attest) }
}

describe('a request that is refused', () => {
  it.each<[what: string, asked: () => Asked, status: number, code: string]>([
    [
      'a name that was pointed at 127.0.0.1',
      () => acting({ host: `evil.example:${server.port}` }),
      403,
      'wrong-host',
    ],
    ['another port in the name', () => acting({ host: '127.0.0.1:1' }), 403, 'wrong-host'],
    [
      'our name as the beginning of another',
      () => acting({ host: `127.0.0.1.evil.example:${server.port}` }),
      403,
      'wrong-host',
    ],
    ['another origin', () => acting({ origin: 'https://evil.example' }), 403, 'another-site'],
    ['no origin at all, said so', () => acting({ origin: 'null' }), 403, 'another-site'],
    ['another port of this machine', () => acting({ origin: 'http://127.0.0.1:1' }), 403, 'another-site'],
    [
      'our origin by https',
      () => acting({ origin: `https://127.0.0.1:${server.port}` }),
      403,
      'another-site',
    ],
    ['a browser that says cross-site', () => acting({ 'sec-fetch-site': 'cross-site' }), 403, 'another-site'],
    ['a browser that says same-site', () => acting({ 'sec-fetch-site': 'same-site' }), 403, 'another-site'],
    ['no cookie', () => acting({}, ['cookie']), 401, 'no-session'],
    [
      'the cookie of another run',
      () => acting({ cookie: `neverroot-${server.port}=${'A'.repeat(43)}` }),
      401,
      'no-session',
    ],
    ['no token', () => acting({}, ['x-neverroot-token']), 403, 'no-token'],
    ['another token', () => acting({ 'x-neverroot-token': 'x' }), 403, 'no-token'],
    ['the cookie as token', () => acting({ 'x-neverroot-token': mia.cookie }), 403, 'no-token'],
    ['a form', () => acting({ 'content-type': 'text/plain' }), 415, 'no-json'],
    ['an action by GET', () => ({ ...acting(), method: 'GET', body: undefined! }), 405, 'not-by-get'],
    ['an action by PUT', () => ({ ...acting(), method: 'PUT' }), 405, 'not-by-get'],
    ['a body without end', () => ({ ...acting(), body: `"${'x'.repeat(70_000)}"` }), 413, 'too-large'],
    ['a body that is no JSON', () => ({ ...acting(), body: '{' }), 400, 'bad-body'],
    [
      'a field too many',
      () => ({ ...acting(), body: JSON.stringify({ ...attest, admin: true }) }),
      400,
      'bad-body',
    ],
    [
      'a field of another kind',
      () => ({ ...acting(), body: JSON.stringify({ ...attest, holds: 'yes' }) }),
      400,
      'bad-body',
    ],
    [
      'reading with a name that was pointed here',
      () => ({ path: '/api/session', headers: { cookie: mia.cookie, host: 'evil.example' } }),
      403,
      'wrong-host',
    ],
    ['reading without a cookie', () => ({ path: '/api/report' }), 401, 'no-session'],
    ['the page without a cookie', () => ({ path: '/' }), 401, 'no-session'],
    ['listening without a cookie', () => ({ path: '/api/events' }), 401, 'no-session'],
    ['the key once more', () => ({ path: server.url.slice(server.url.indexOf('/?')) }), 401, 'key-used'],
    ['another key', () => ({ path: '/?key=guess' }), 401, 'no-session'],
    [
      'a path that leads out',
      () => ({ path: '/../secret.txt', headers: { cookie: mia.cookie } }),
      404,
      'no-such-page',
    ],
    [
      'the same in other letters',
      () => ({ path: '/assets/%2e%2e/%2e%2e/secret.txt', headers: { cookie: mia.cookie } }),
      404,
      'no-such-page',
    ],
    [
      'the same with a slash in letters',
      () => ({ path: '/..%2fsecret.txt', headers: { cookie: mia.cookie } }),
      404,
      'no-such-page',
    ],
    [
      'a file that is no part of a page',
      () => ({ path: '/notes.exe', headers: { cookie: mia.cookie } }),
      404,
      'no-such-page',
    ],
    [
      'a finding that is not there',
      () => ({ path: '/api/finding?id=no:one', headers: { cookie: mia.cookie } }),
      404,
      'no-such-finding',
    ],
    [
      'an account that is none',
      () => ({ path: '/api/footprint?account=mia', headers: { cookie: mia.cookie } }),
      400,
      'bad-query',
    ],
  ])('%s', async (_, asked, status, code) => {
    const { json, status: got, headers } = await ask(server.port, asked())
    expect([got, json?.code]).toEqual([status, code])
    expect(json.message.length * json.hint.length).toBeGreaterThan(0)
    expect(headers['set-cookie']).toBeUndefined()
    expect(done).toEqual([])
  })

  it('says nothing of what broke, but where the server runs', async () => {
    const { status, text } = await mia.get('/api/people')
    expect([status, text.includes('secret')]).toEqual([500, false])
    expect(String(bugs.splice(0)[0])).toContain('/home/mia/secret')
  })
})

describe('the page itself', () => {
  it('comes with headers under which nothing else is loaded, framed, kept or told', async () => {
    for (const path of ['/', '/assets/index-1.js', '/api/session', '/nothing']) {
      const { headers } = await mia.get(path)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    }
    expect((await mia.get('/')).text).toContain('<title>neverroot</title>')
    expect((await mia.get('/assets/index-1.js')).headers['content-type']).toContain('javascript')
  })

  it('gives the key for a cookie that no script reads, and takes it out of the address', async () => {
    await serving({ desk }, async ({ url, port }) => {
      const { status, headers } = await ask(port, { path: url.slice(url.indexOf('/?')) })
      expect([status, headers.location]).toEqual([303, '/'])
      expect(String(headers['set-cookie'])).toMatch(
        /^neverroot-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
      )
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{43}$/)
    })
  })

  it('is where its address leads once more for whoever is signed in', async () => {
    const path = server.url.slice(server.url.indexOf('/?'))
    const { status, headers } = await ask(server.port, { path, headers: { cookie: mia.cookie } })
    expect([status, headers.location, headers['set-cookie']]).toEqual([303, '/', undefined])
  })

  it('says in words that it was not built', async () => {
    await serving({ desk }, async (bare) => {
      const { status, text } = await (await visit(bare)).get('/')
      expect([status, text]).toEqual([503, expect.stringContaining('npm run build')])
    })
  })

  it('tells whoever opens the address in a browser what to do, as text', async () => {
    const { status, text } = await ask(server.port, { path: '/', headers: { accept: 'text/html,*/*' } })
    expect(status).toBe(401)
    expect(text).toMatch(/^This page is not signed in.*\nOpen the address/)
  })
})

describe('for reading alone', () => {
  it('looks, and does nothing else', async () => {
    await serving({ desk, readOnly: true }, async (reading) => {
      const pat = await visit(reading)
      expect((await pat.get('/api/session')).json.readOnly).toBe(true)
      const refused = [
        await pat.post('/api/attest', attest),
        await pat.post('/api/apply', { digest: 'd', confirm: '111111111111' }),
        await pat.post('/api/undo', { confirm: '111111111111' }),
        await pat.post('/api/plan', {}),
        await pat.post('/api/drill', { kind: 'alarm', code: 'K7QF2-9XMRT' }),
        await pat.post('/api/answer', { question: 'q', text: '1' }),
      ]
      expect(refused.map(({ status, json }) => [status, json.code])).toEqual(
        refused.map(() => [403, 'read-only']),
      )
      await pat.run('/api/audit', {})
      expect(done.splice(0)).toEqual(['audit'])
    })
  })
})

describe('a port', () => {
  it('that is in use is told', async () => {
    await expect(
      servePage({ desk, web: folder, port: server.port, bug: () => undefined }),
    ).rejects.toMatchObject({
      code: 'port-in-use',
      message: `Port ${server.port} of this machine is in use by another program.`,
    })
  })
})

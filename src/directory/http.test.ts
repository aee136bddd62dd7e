import { afterEach, describe, expect, it } from 'vitest'
import { type HttpImitation, imitate, type Reply } from '../../test/support/http-server.ts'
import { mayAsk, openWeb } from './http.ts'

let server: HttpImitation | undefined
afterEach(() => server?.close())

/** Answers of a server in turn; the last one stays. */
async function against(replies: Reply[], timeoutMs = 2_000) {
  const waits: number[] = []
  let turn = 0
  server = await imitate(() => replies[Math.min(turn++, replies.length - 1)]!)
  const web = openWeb({ timeoutMs, pause: async (ms) => void waits.push(ms) })
  const replied = await web.ask({ url: new URL(server.url), what: 'users' })
  return { replied, waits, asked: server.asked.length }
}

describe('a directory over HTTP', () => {
  it.each<[string, Reply[], object, number[]]>([
    ['answers', [{ json: { a: 1 } }], { ok: true, body: { a: 1 } }, []],
    [
      'throttles, and says for how long',
      [{ status: 429, headers: { 'retry-after': '7' } }, { json: {} }],
      { ok: true },
      [7000],
    ],
    [
      'throttles without saying for how long',
      [{ status: 429 }, { status: 503 }, { json: {} }],
      { ok: true },
      [500, 1000],
    ],
    [
      'wants more rest than there is time',
      [{ status: 429, headers: { 'retry-after': '3600' } }],
      { ok: false, because: expect.stringContaining('3600 seconds') },
      [],
    ],
    [
      'is broken, and stays so',
      [{ status: 500 }],
      { ok: false, status: 500, because: 'it answered 500' },
      [500, 1000, 2000, 4000],
    ],
    [
      'refuses',
      [{ status: 403, json: { error: 'x' } }],
      { ok: false, status: 403, body: { error: 'x' } },
      [],
    ],
    [
      'sends us elsewhere',
      [{ status: 302, headers: { location: 'https://evil.example/' } }],
      { ok: false, because: expect.stringContaining('redirects are not followed') },
      [],
    ],
    [
      'answers with a page',
      [{ raw: '<html>' }],
      { ok: false, because: expect.stringContaining('something else than JSON') },
      [],
    ],
  ])('%s', async (_, replies, then, waited) => {
    const { replied, waits } = await against(replies)
    expect(replied).toMatchObject(then)
    expect(waits).toEqual(waited)
  })

  it('understands a date to wait for', async () => {
    const until = new Date(Date.now() + 30_000).toUTCString()
    const { waits } = await against([{ status: 503, headers: { 'retry-after': until } }, { json: {} }])
    expect(waits[0]).toBeGreaterThan(25_000)
    expect(waits[0]).toBeLessThan(31_000)
  })

  it('hangs', async () => {
    const { replied, asked } = await against([{ hang: true }], 60)
    expect(replied).toMatchObject({ ok: false, because: 'no answer in 0.06 seconds (2 attempts)' })
    expect(asked).toBe(2)
  })

  it('is not there', async () => {
    const web = openWeb({ pause: async () => undefined })
    expect(await web.ask({ url: new URL('http://127.0.0.1:1/'), what: 'users' })).toMatchObject({
      ok: false,
      because: expect.stringContaining('it refuses connections'),
    })
  })

  it('answers byte by byte, without an end', async () => {
    server = await imitate(() => ({ status: 200, headers: { 'content-length': '1000' }, raw: '[1,' }))
    const web = openWeb({ timeoutMs: 100, pause: async () => undefined })
    expect(await web.ask({ url: new URL(server.url), what: 'users' })).toMatchObject({
      ok: false,
      because: expect.stringContaining('no answer in 0.1 seconds'),
    })
  })

  it('is not waited for again in the same run, once it was not to be reached', async () => {
    server = await imitate(() => ({ hang: true }))
    const web = openWeb({ timeoutMs: 60, pause: async () => undefined })
    const ask = () => web.ask({ url: new URL(server!.url), what: 'users' })
    const first = await ask()
    expect(await ask()).toEqual(first)
    expect(server.asked).toHaveLength(2)
  })

  it('stops when somebody says so', async () => {
    server = await imitate(() => ({ hang: true }))
    const stop = new AbortController()
    const asking = openWeb({ signal: stop.signal }).ask({ url: new URL(server.url), what: 'users' })
    setTimeout(() => stop.abort(), 30)
    await expect(asking).rejects.toThrow(/./)
    await expect(asking.catch((error: unknown) => (error as Error).name)).resolves.toBe('Interrupted')
  })

  it.each([
    ['https://graph.microsoft.com/v1.0', true],
    ['http://127.0.0.1:8080', true],
    ['http://[::1]:8080', true],
    ['http://graph.microsoft.com', false],
    ['http://localhost.evil.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['ftp://127.0.0.1', false],
  ])('%s may be asked: %s', async (address, may) => {
    expect(mayAsk(new URL(address))).toBe(may)
    if (!may)
      await expect(openWeb().ask({ url: new URL(address), what: 'users' })).rejects.toThrow(
        /neither HTTPS nor/,
      )
  })
})

/** Sending, against a receiver on this machine that behaves in every way a receiver can. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Drift, WatchNotice } from '../model/index.ts'
import { post } from '../send/post.ts'
import { emptyWatch, type WatchState } from '../store/watch-state.ts'
import { slackEnvelope } from './notices.ts'
import { deliver, mostUnsent, noticesOf, queue, type Target } from './outbox.ts'
import { account, now } from './testing.ts'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

interface Got {
  headers: IncomingHttpHeaders
  body: string
}

/** A receiver that answers the first request with the first of `answers`, and so on; the last one again and again. */
async function receiver(...answers: (number | RequestListener)[]) {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (text) => (body += String(text)))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      const answer = answers[Math.min(got.length, answers.length) - 1]!
      if (typeof answer === 'number') response.writeHead(answer).end('{}')
      else answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => (server.closeAllConnections(), server.close()))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=hidden`)
  return { got, url, target: { kind: 'webhook', url, secret: 'a secret of the receiver' } as Target }
}

const drift = (control: string): Drift => ({
  kind: 'fail',
  finding: `${control}:${account}`,
  control,
  title: control,
  severity: 'high',
  subject: { kind: 'account', id: account },
  was: 'pass',
  now: 'fail',
  message: `<${control}> & more`,
})
const found = (...controls: string[]) => ({
  at: now.toISOString(),
  subject: { kind: 'account' as const, id: account, name: 'mia-lab' },
  drift: controls.map(drift),
})

function waiting(...controls: string[]): WatchState {
  const state = emptyWatch()
  for (const control of controls) queue(state, noticesOf(found(control)), ['webhook'])
  return state
}

const none = async () => undefined
const quick = { pauses: [1, 1] }

describe('a notice', () => {
  it('is signed over time and body, carries its id, and says what changed', async () => {
    const { got, target } = await receiver(204)
    const state = waiting('a')
    const { id } = state.unsent.webhook![0]!
    const came = await deliver(state, 'webhook', target, none, { ...quick, now: () => now })
    expect(came).toEqual({ to: '127.0.0.1', sent: 1, unsent: 0 })
    const [{ headers, body }] = got as [Got]
    const signature = createHmac('sha256', 'a secret of the receiver')
      .update(`${now.getTime() / 1000}.${body}`)
      .digest('hex')
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': id,
      'neverroot-timestamp': String(now.getTime() / 1000),
      'neverroot-signature': `sha256=${signature}`,
    })
    expect(JSON.parse(body)).toEqual({ schema: 'neverroot/watch-notice/1', id, ...found('a') })
  })

  it('is one for up to 200 changes, and several for more, none where nothing changed', () => {
    expect(noticesOf(found())).toEqual([])
    const many = noticesOf(found(...Array.from({ length: 401 }, (_, i) => `c${i}`)))
    expect(many.map((notice) => notice.drift.length)).toEqual([200, 200, 1])
    expect(new Set(many.map(({ id }) => id)).size).toBe(3)
  })

  it('of a gap alone is sent too', () => {
    const gap = { since: now.toISOString(), until: now.toISOString(), every: 60 }
    expect(noticesOf({ ...found(), gap })).toMatchObject([{ gap, drift: [] }])
  })

  it('for Slack is a text in which names are no mentions', () => {
    const [notice] = noticesOf({ ...found('a'), sandbox: 'startup' }) as [WatchNotice]
    const { text } = JSON.parse(slackEnvelope(notice).body) as { text: string }
    expect(text).toContain('[sandbox startup] neverroot: what changed in 111111111111 mia-lab')
    expect(text).toContain('&lt;a&gt; &amp; more')
    expect(text).not.toMatch(/<a>/)
  })
})

describe('a receiver', () => {
  const hangs: RequestListener = () => undefined
  const closes: RequestListener = (request) => request.socket.destroy()
  const elsewhere: RequestListener = (_, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()

  it.each<[when: string, answers: (number | RequestListener)[], tries: number, because: RegExp | undefined]>([
    ['answers 500 once', [500, 200], 2, undefined],
    ['answers 429 twice', [429, 429, 200], 3, undefined],
    ['closes the connection once', [closes, 200], 2, undefined],
    ['answers 500 always', [500], 3, /^it answered 500$/],
    ['answers 429 always', [429], 3, /^it answered 429$/],
    ['closes the connection always', [closes], 3, /^it closed the connection$/],
    ['answers 403: it is not tried again', [403], 1, /^it answered 403$/],
    ['answers 404', [404], 1, /^it answered 404$/],
    [
      'points elsewhere: it is not followed',
      [elsewhere],
      1,
      /^it answered 302, and redirects are not followed$/,
    ],
  ])('%s', async (_, answers, tries, because) => {
    const { got, target } = await receiver(...answers)
    const state = waiting('a')
    const came = await deliver(state, 'webhook', target, none, quick)
    expect(got).toHaveLength(tries)
    // One message, however often it is tried.
    expect(new Set(got.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(came.unsent).toBe(because ? 1 : 0)
    if (because) expect(came.because).toMatch(because)
    else expect(came.because).toBeUndefined()
    expect(JSON.stringify(came)).not.toContain('hidden')
  })

  it('that never answers is given up on', async () => {
    const { url } = await receiver(hangs)
    const came = await post({ url, body: '{}', headers: {}, timeoutMs: 50 })
    expect(came).toEqual({ ok: false, because: 'no answer in 0.05 seconds', again: true })
  })

  it('that is not there', async () => {
    const state = waiting('a')
    const target: Target = { kind: 'webhook', url: new URL('http://127.0.0.1:1/'), secret: 'x'.repeat(16) }
    const came = await deliver(state, 'webhook', target, none, quick)
    expect(came).toMatchObject({ sent: 0, unsent: 1, because: 'it refuses connections' })
  })

  it('that asks to wait is waited for, but not for ever', async () => {
    const asks: RequestListener = (_, response) => response.writeHead(429, { 'retry-after': '1' }).end()
    const { target } = await receiver(asks, 200)
    const began = performance.now()
    expect(await deliver(waiting('a'), 'webhook', target, none, quick)).toMatchObject({ sent: 1 })
    expect(performance.now() - began).toBeGreaterThan(900)
  })

  it('somebody says stop in the middle: it waits for the next pass', async () => {
    const stop = new AbortController()
    const { target } = await receiver(() => stop.abort())
    const state = waiting('a')
    await expect(deliver(state, 'webhook', target, none, { ...quick, signal: stop.signal })).rejects.toThrow()
    expect(state.unsent.webhook).toHaveLength(1)
  })
})

describe('the outbox', () => {
  it('goes out oldest first, each kept as sent before the next; the rest waits', async () => {
    const { got, target } = await receiver(200, 200, 400)
    const state = waiting('a', 'b', 'c', 'd')
    const left: number[] = []
    const came = await deliver(
      state,
      'webhook',
      target,
      async () => void left.push(state.unsent.webhook?.length ?? 0),
      quick,
    )
    expect(came).toMatchObject({ sent: 2, unsent: 2, because: 'it answered 400' })
    expect(left).toEqual([3, 2])
    expect(got.map(({ body }) => (JSON.parse(body) as WatchNotice).drift[0]!.control)).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('a crash between sending and remembering sends the same again, under the same id', async () => {
    const { got, target } = await receiver(200)
    const state = waiting('a')
    const kept = JSON.stringify(state)
    await expect(
      deliver(state, 'webhook', target, () => Promise.reject(new Error('killed')), quick),
    ).rejects.toThrow('killed')
    const again = JSON.parse(kept) as WatchState
    await deliver(again, 'webhook', target, none, quick)
    const ids = got.map(({ headers }) => headers['idempotency-key'])
    expect(ids).toEqual([ids[0], ids[0]])
  })

  it('has an end, and says what it let go', () => {
    const state = emptyWatch()
    for (let i = 0; i < mostUnsent; i++)
      expect(queue(state, noticesOf(found(`c${i}`)), ['slack'])).toEqual([])
    expect(queue(state, noticesOf(found('last')), ['slack'])).toEqual([
      '1 notices for slack were let go: more than 500 wait.',
    ])
    expect(state.unsent.slack).toHaveLength(mostUnsent)
    expect(state.unsent.slack!.at(-1)!.drift[0]!.control).toBe('last')
  })
})

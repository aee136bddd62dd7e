/** The door to directories outside AWS: it asks, and changes nothing there. Secrets go to the named host and nowhere else. */
import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { Interrupted } from '../aws/index.ts'
import { connectionWords } from '../send/connection.ts'
import { isLoopback } from '../send/post.ts'

export interface Question {
  url: URL
  /** What is asked for, in words without anybody's address: it is shown. */
  what: string
  headers?: Readonly<Record<string, string>>
  /** A form: then it is posted, as sign-ins want it. */
  form?: Readonly<Record<string, string>>
}

/** What came of it, after every attempt. `because`: why there is no answer, in words, without address or secret. */
export type Replied =
  { ok: true; body: unknown } | { ok: false; status?: number; body?: unknown; because: string; host: string }

export interface Web {
  ask(question: Question): Promise<Replied>
}

export interface WebOptions {
  signal?: AbortSignal
  onLookup?: (what: string, host: string) => void
  /** Milliseconds for one attempt. Default 20,000. */
  timeoutMs?: number
  /** Attempts in all. Default 5. */
  attempts?: number
  /** Milliseconds that somebody who is asked too often may want to be left alone for. Default 120,000. */
  longestWaitMs?: number
  /** Waits between attempts; tests look at the numbers instead. */
  pause?: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** Whoever does not answer twice is not waited for any longer. */
const silences = 2
const mostBytes = 32 * 1024 * 1024

/** True for an address that a secret may be sent to: HTTPS, or this machine. */
export const mayAsk = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))

export function openWeb(options: WebOptions = {}): Web {
  // Whoever asks for a longer rest is asked again in the next run.
  const { timeoutMs = 20_000, attempts = 5, longestWaitMs = 120_000, signal } = options
  const pause =
    options.pause ?? ((ms, stop) => wait(ms, undefined, stop ? { signal: stop } : {}) as Promise<void>)
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 4 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 4 }),
  }

  /** Hosts that were not to be reached at all: in one run nobody waits for them again. */
  const unreachable = new Map<string, string>()

  return {
    async ask(question) {
      const { url, what } = question
      if (!mayAsk(url)) throw new Error(`${url.protocol}//${url.host} is neither HTTPS nor this machine`)
      const failed = (because: string, more: object = {}): Replied => ({
        ok: false,
        because,
        host: url.host,
        ...more,
      })
      const before = unreachable.get(url.host)
      if (before !== undefined) return failed(before)
      for (let attempt = 1; ; attempt++) {
        if (signal?.aborted) throw new Interrupted()
        options.onLookup?.(what, url.host)
        const got = await once(question, agents[url.protocol as keyof typeof agents], timeoutMs, signal)
        if (signal?.aborted) throw new Interrupted()
        if (got.ok && got.status >= 200 && got.status < 300) {
          const body = parsed(got.text)
          return body === undefined ? failed('it answered with something else than JSON') : { ok: true, body }
        }
        const again = !got.ok || got.status === 408 || got.status === 429 || got.status >= 500
        const waitMs = got.ok ? (got.retryAfterMs ?? 500 * 2 ** (attempt - 1)) : 500 * 2 ** (attempt - 1)
        if (!again || attempt === (!got.ok && got.silent ? silences : attempts) || waitMs > longestWaitMs) {
          if (!got.ok) {
            const because = `${got.because} (${attempt} attempts)`
            unreachable.set(url.host, because)
            return failed(because)
          }
          const { status } = got
          const because =
            status >= 300 && status < 400
              ? `it answered ${status}, and redirects are not followed`
              : status === 429
                ? `it is asked too often, and wants ${Math.ceil(waitMs / 1000)} seconds of rest (429)`
                : `it answered ${status}`
          return failed(because, { status, body: parsed(got.text) })
        }
        await pause(waitMs, signal).catch(() => undefined)
      }
    },
  }
}

type Once =
  | { ok: true; status: number; text: string; retryAfterMs: number | undefined }
  | { ok: false; because: string; silent: boolean }

function once(
  { url, headers, form }: Question,
  agent: HttpAgent,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Once> {
  return new Promise((resolve) => {
    const body = form ? new URLSearchParams(form).toString() : undefined
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(
      url,
      {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          ...headers,
          ...(body === undefined
            ? {}
            : {
                'content-type': 'application/x-www-form-urlencoded',
                'content-length': String(Buffer.byteLength(body)),
              }),
        },
        agent,
        ...(signal ? { signal } : {}),
      },
      (response) => {
        read(response).then(
          (text) => end({ ok: true, status: response.statusCode ?? 0, text, retryAfterMs: restOf(response) }),
          failed,
        )
      },
    )
    // The whole of it, not only a silence: whoever sends a byte now and then would hold us for ever.
    let late = false
    const timer = setTimeout(() => {
      late = true
      request.destroy()
    }, timeoutMs)
    const end = (got: Once) => {
      clearTimeout(timer)
      resolve(got)
    }
    const failed = (error: NodeJS.ErrnoException) =>
      end({
        ok: false,
        because: late ? `no answer in ${timeoutMs / 1000} seconds` : wordsOf(error),
        silent: late,
      })
    request.once('error', failed)
    // Destroyed before there was an answer, it may end without any word.
    request.once('close', () => late && failed(new Error()))
    request.end(body)
  })
}

async function read(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length
    if (length > mostBytes) {
      response.destroy()
      throw Object.assign(new Error(), { code: 'TOO_MUCH' })
    }
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Seconds or a date (RFC 9110, Retry-After). */
function restOf({ headers }: IncomingMessage): number | undefined {
  const given = headers['retry-after']
  if (given === undefined) return undefined
  const seconds = Number(given)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const until = Date.parse(given)
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now())
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const wordsOf = (error: NodeJS.ErrnoException): string =>
  error.code === 'TOO_MUCH' ? 'its answer is too long' : connectionWords(error)

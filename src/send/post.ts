/** The door through which a message leaves this machine over HTTPS. Nothing else of it goes there. */
import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { connectionWords } from './connection.ts'

export interface Post {
  url: URL
  body: string
  headers: Readonly<Record<string, string>>
  timeoutMs: number
  signal?: AbortSignal
}

/** What came of one attempt. `again`: it may work in a moment, after `waitMs` where the other side asks for that. */
export type Posted = { ok: true } | { ok: false; because: string; again: boolean; waitMs?: number }

/** Names of this machine, to which a message may go without TLS. */
const loopback = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/i

/** True for a name of this machine, as URLs and settings write it. */
export const isLoopback = (host: string): boolean => loopback.test(host) || host === '::1'

/** True for an address that a message may be sent to: HTTPS, or this machine. */
export const mayPost = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))

/**
 * Posts once. Redirects are not followed: the message is for whoever was named, and nobody else. Rejects only where
 * somebody said stop.
 */
export function post({ url, body, headers, timeoutMs, signal }: Post): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const failed = (because: string) => resolve({ ok: false, because, again: true })
    const request = (url.protocol === 'https:' ? overHttps : overHttp)(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        // Another try is another connection: one that was closed meanwhile is not taken again.
        agent: false,
        ...(signal ? { signal } : {}),
      },
      (response) => {
        // What it says is not read, only that it ends.
        response.resume()
        response.once('error', (error: NodeJS.ErrnoException) => failed(connectionWords(error)))
        response.once('close', () => clearTimeout(timer))
        resolve(answered(response.statusCode ?? 0, response.headers['retry-after']))
      },
    )
    // The whole of it, not only a silence: whoever sends a byte now and then would hold us for ever.
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error(), { code: 'TIMEOUT' })),
      timeoutMs,
    )
    request.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      if (signal?.aborted) reject(error)
      else
        failed(error.code === 'TIMEOUT' ? `no answer in ${timeoutMs / 1000} seconds` : connectionWords(error))
    })
    request.end(body)
  })
}

function answered(status: number, retryAfter: string | undefined): Posted {
  if (status >= 200 && status < 300) return { ok: true }
  const because = `it answered ${status}${status >= 300 && status < 400 ? ', and redirects are not followed' : ''}`
  const again = status === 408 || status === 429 || status >= 500
  const seconds = Number(retryAfter)
  return { ok: false, because, again, ...(seconds > 0 ? { waitMs: seconds * 1000 } : {}) }
}

import { HttpResponse } from '@smithy/core/protocols'
import type { Dispatcher, Pool } from 'undici'

export interface WireRequest {
  origin: string
  method: string
  /** With the query. */
  path: string
  headers: Record<string, string>
  body: string | Uint8Array
}

export interface Sockets {
  send(request: WireRequest, signal: AbortSignal): Promise<HttpResponse>
  /** Breaks what is under way. */
  destroy(): void
}

/** The same limits as the SDK's handler has in the plain door. */
const connectMs = 5_000
const answerMs = 15_000

/**
 * Connections that all callers share, one pool for each host; `connections` bounds how many a host gets. With Node's own
 * client a call costs at least half as much again as with undici's pool (`bench/organization-transport.mjs`).
 */
export function openSockets(connections: number): Sockets {
  const pools = new Map<string, Promise<Pool>>()
  const open = async (origin: string) => {
    const { default: Pool } = await import('undici/lib/dispatcher/pool.js')
    return new Pool(origin, {
      connections,
      connect: { timeout: connectMs },
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      allowH2: false,
    })
  }
  return {
    async send({ origin, ...request }, signal) {
      let pool = pools.get(origin)
      if (!pool) pools.set(origin, (pool = open(origin)))
      return exchange(await pool, request as Dispatcher.DispatchOptions, signal)
    },
    destroy() {
      for (const pool of pools.values()) void pool.then((p) => p.destroy())
      pools.clear()
    },
  }
}

function exchange(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let statusCode = 0
    let headers: Record<string, string> = {}
    const chunks: Buffer[] = []
    const stop = () => {
      const reason = Object.assign(new Error('Request aborted'), { name: 'AbortError' })
      controller?.abort(reason)
      reject(reason)
    }
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    const over = () => signal.removeEventListener('abort', stop)
    pool.dispatch(request, {
      onRequestStart(started) {
        controller = started
        // It had waited for a connection, and nobody waits for it any more.
        if (signal.aborted) started.abort(signal.reason as Error)
      },
      onResponseStart(_, status, received) {
        statusCode = status
        headers = flat(received)
      },
      onResponseData(_, chunk) {
        chunks.push(chunk)
      },
      onResponseEnd() {
        over()
        const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
        resolve(new HttpResponse({ statusCode, headers, body }))
      },
      onResponseError(_, error) {
        over()
        reject(asNode(error))
      },
    })
  })
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name]
    if (Array.isArray(value)) headers[name] = value.join(',')
  }
  return headers as Record<string, string>
}

/** undici's names for what Node and the SDK's handler call otherwise, so that it is retried and told alike. */
function asNode(error: Error & { code?: string }): Error {
  if (error.code === 'UND_ERR_SOCKET')
    return Object.assign(new Error('socket hang up', { cause: error }), { code: 'ECONNRESET' })
  if (/^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$/.test(error.code ?? ''))
    return Object.assign(new Error(error.message), { name: 'TimeoutError' })
  return error
}

import type { HttpRequest } from '@smithy/core/protocols'
import { HttpResponse } from '@smithy/core/protocols'
import type { Answer } from './dispatch.ts'
import type { WireRequest } from './wire/types.ts'

/** Where an SDK client sends its requests instead of a socket. */
export interface RequestHandler {
  handle(request: HttpRequest, options?: { abortSignal?: unknown }): Promise<{ response: HttpResponse }>
  destroy(): void
  updateHttpClientConfig(): void
  httpHandlerConfigs(): object
}

/**
 * The same bytes as over a socket, handed over within one process: requests are signed, parsed and answered as on the
 * wire, and only the wire is missing. For whoever runs the sandbox and its client together.
 */
export function inProcess(
  answer: (request: WireRequest) => Promise<Answer>,
  date: () => Date,
): RequestHandler {
  return {
    async handle(request, options = {}) {
      const answered = await answer(wireRequest(request))
      if ('hang' in answered) return new Promise((_, reject) => onAbort(options.abortSignal, reject))
      if ('close' in answered) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      const { status, headers, body } = answered.response
      const bytes = typeof body === 'string' ? Buffer.from(body) : body
      return {
        response: new HttpResponse({
          statusCode: status,
          headers: { ...headers, 'x-amzn-requestid': answered.log.requestId, date: date().toUTCString() },
          body: bytes,
        }),
      }
    },
    destroy: () => undefined,
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
}

function wireRequest(request: HttpRequest): WireRequest {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {}))
    for (const one of Array.isArray(value) ? value : [value ?? '']) query.append(name, one)
  const spelled = query.toString().replaceAll('+', '%20')
  return {
    method: request.method,
    target: spelled === '' ? request.path : `${request.path}?${spelled}`,
    path: request.path,
    query,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    body: bytesOf(request.body as Uint8Array | string | undefined),
  }
}

function bytesOf(body: Uint8Array | string | undefined): Buffer {
  if (body === undefined || typeof body === 'string') return Buffer.from(body ?? '')
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

function onAbort(signal: unknown, reject: (error: Error) => void): void {
  const abort = signal as AbortSignal | undefined
  const stop = () => reject(Object.assign(new Error('Request aborted'), { name: 'AbortError' }))
  if (abort?.aborted) stop()
  else abort?.addEventListener?.('abort', stop, { once: true })
}

/** A server on loopback that imitates a product's HTTP API, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}

/** `raw`: sent as it is; `hang`: never answered. */
export interface Reply {
  status?: number
  headers?: Record<string, string>
  json?: unknown
  raw?: string
  hang?: true
}

export interface HttpImitation {
  url: string
  asked: Asked[]
  close(): Promise<void>
}

export async function imitate(answer: (asked: Asked) => Reply): Promise<HttpImitation> {
  const asked: Asked[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const one: Asked = {
        method: request.method ?? '',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      }
      asked.push(one)
      const { status = 200, headers = {}, json, raw, hang } = answer(one)
      if (hang) return
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(raw ?? JSON.stringify(json ?? {}))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

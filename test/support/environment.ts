/** An environment of its own for one test: no variable, file or home of the person who runs the tests is seen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Environment {
  folder: string
  /** Writes a file below the home and gives its whole path. */
  file(name: string, text: string): string
}

/** Until the test ends, `process.env` holds PATH, a home of its own, and what is given. */
export function environment(
  variables: Record<string, string> = {},
  files: { config?: string; credentials?: string } = {},
): Environment {
  const before = { ...process.env }
  const folder = mkdtempSync(join(tmpdir(), 'neverroot-door-'))
  const file = (name: string, text: string) => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { mode: 0o600 })
    return path
  }
  const set = (all: NodeJS.ProcessEnv) => {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, all)
  }
  set({
    PATH: before.PATH,
    HOME: folder,
    AWS_CONFIG_FILE: file('config', files.config ?? ''),
    AWS_SHARED_CREDENTIALS_FILE: file('credentials', files.credentials ?? ''),
    // Else the chain would end by asking the link-local address of an instance for its role.
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  })
  onTestFinished(() => {
    set(before)
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, file }
}

export interface Loopback {
  url: string
  /** `GET /path`, in order. */
  requests: string[]
}

/** What a loopback server answers: JSON or text, and a status. */
export interface Reply {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/** A server on loopback until the test ends. */
export async function loopback(
  answer: (request: http.IncomingMessage, body: string) => Reply | 'hang' | 'drop',
): Promise<Loopback> {
  const requests: string[] = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}`)
      const reply = answer(request, body)
      if (reply === 'hang') return
      if (reply === 'drop') {
        response.destroy()
        return
      }
      const text =
        typeof reply.body === 'string'
          ? reply.body
          : reply.body === undefined
            ? ''
            : JSON.stringify(reply.body)
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers })
      response.end(text)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

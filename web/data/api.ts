import type { PageJob, PagePosts, PageRefusal } from '../../src/model/index.ts'

/** What the server would not do, in the two sentences of the command line. */
export class Refusal extends Error implements PageRefusal {
  readonly code: string
  readonly hint: string
  constructor({ code, message, hint }: PageRefusal) {
    super(message)
    this.code = code
    this.hint = hint
  }
}

const gone: PageRefusal = {
  code: 'gone',
  message: 'The server of this page does not answer: it ended, or this machine slept.',
  hint: 'Start it again with neverroot serve and use the address that it prints.',
}

/** The session's token, once the session was read: every POST carries it. */
let token = ''
export const rememberToken = (given: string): void => void (token = given)

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await reach(path, { headers: { accept: 'application/json' }, signal: signal ?? null }))
}

export async function post<P extends keyof PagePosts>(
  path: P,
  body: PagePosts[P],
): Promise<{ job?: PageJob; text?: string }> {
  const headers = { 'content-type': 'application/json', 'x-neverroot-token': token }
  return answer(await reach(path, { method: 'POST', headers, body: JSON.stringify(body) }))
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Refusal(gone)
  }
}

async function answer<T>(response: Response): Promise<T> {
  const body = (await response.json().catch(() => undefined)) as unknown
  if (response.ok && body !== undefined) return body as T
  if (isRefusal(body)) throw new Refusal(body)
  throw new Refusal({
    code: String(response.status),
    message: `The server answered ${response.status} where an answer in JSON was hoped for.`,
    hint: 'Reload the page; if that does not help, start neverroot serve again.',
  })
}

const isRefusal = (body: unknown): body is PageRefusal =>
  typeof body === 'object' && body !== null && 'message' in body && 'hint' in body

/** Anything that was thrown, as two sentences. */
export const refusalOf = (error: unknown): PageRefusal =>
  error instanceof Refusal
    ? { code: error.code, message: error.message, hint: error.hint }
    : {
        code: 'bug',
        message: error instanceof Error ? error.message : String(error),
        hint: 'Reload the page.',
      }

/** The page's server, asked as a browser asks it: with every header in the test's hand. */
import { request } from 'node:http'
import type { PageEvent, PagePosts } from '../../src/model/index.ts'
import { type Desk, type PageServer, servePage, type ServerOptions } from '../../src/serve/index.ts'

export interface Answer {
  status: number
  headers: NodeJS.Dict<string | string[]>
  text: string
  json: any
}

export interface Asked {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** As it goes over the wire: nothing is tidied up. */
  path: string
}

export const ask = (port: number, { method = 'GET', headers = {}, body, path }: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => (text += piece))
      answer.on('error', reject)
      answer.on('end', () => {
        let json: unknown
        try {
          json = JSON.parse(text)
        } catch {
          json = undefined
        }
        resolve({ status: answer.statusCode!, headers: answer.headers, text, json })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** Somebody who opened the printed address. */
export interface Visitor {
  cookie: string
  token: string
  get(path: string): Promise<Answer>
  post<Path extends keyof PagePosts>(path: Path, body: PagePosts[Path]): Promise<Answer>
  /** Begins a job and waits for its end; gives everything that it told. `answer` answers what it asks. */
  run<Path extends keyof PagePosts>(
    path: Path,
    body: PagePosts[Path],
    answer?: (code: string) => string | undefined,
  ): Promise<PageEvent[]>
  listen(headers?: Readonly<Record<string, string>>): Listener
}

export interface Listener {
  events: PageEvent[]
  /** Resolves with the first event that is so, past or to come. */
  until(is: (event: PageEvent) => boolean): Promise<PageEvent>
  end(): void
}

export async function visit({ url, port }: Pick<PageServer, 'url' | 'port'>): Promise<Visitor> {
  const opened = await ask(port, { path: url.slice(url.indexOf('/?')) })
  const cookie = String(opened.headers['set-cookie']).split(';')[0]!
  const get = (path: string) => ask(port, { path, headers: { cookie } })
  const { token } = (await get('/api/session')).json as { token: string }
  const listen: Visitor['listen'] = (more = {}) => listener(port, { cookie, ...more })
  const post: Visitor['post'] = (path, body) =>
    ask(port, {
      method: 'POST',
      path,
      headers: { cookie, 'x-neverroot-token': token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    cookie,
    token,
    get,
    post,
    listen,
    async run(path, body, answer) {
      const heard = listen()
      try {
        const begun = await post(path, body)
        if (begun.status !== 200) throw new Error(`${path}: ${begun.status} ${begun.text}`)
        const { id } = begun.json.job as { id: string }
        const answered = new Set<string>()
        for (;;) {
          const event = await heard.until(
            (e) =>
              (e.type === 'ended' && e.job === id) ||
              (e.type === 'failed' && e.job === id) ||
              (e.type === 'question' && !answered.has(e.question.id)),
          )
          if (event.type !== 'question') return heard.events
          answered.add(event.question.id)
          const text = answer?.(event.question.code)
          await post('/api/answer', { question: event.question.id, ...(text === undefined ? {} : { text }) })
        }
      } finally {
        heard.end()
      }
    },
  }
}

function listener(port: number, headers: Readonly<Record<string, string>>): Listener {
  const events: PageEvent[] = []
  let wake = () => undefined as void
  const sent = request({ host: '127.0.0.1', port, path: '/api/events', headers, agent: false }, (answer) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('error', () => undefined)
    answer.on('data', (piece: string) => {
      text += piece
      const parts = text.split('\n\n')
      text = parts.pop()!
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (data !== undefined) events.push(JSON.parse(data) as PageEvent)
      }
      wake()
    })
  })
  sent.on('error', () => undefined)
  sent.end()
  return {
    events,
    async until(is) {
      for (;;) {
        const found = events.find(is)
        if (found) return found
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    end: () => sent.destroy(),
  }
}

const nobody = () => Promise.reject(new Error('nobody answers this in this test'))

/** A desk that answers what a test says, and nothing else. */
export const deskWith = (over: Partial<Desk>): Desk => ({
  about: () => ({
    tool: { name: 'neverroot', version: '0.0.0' },
    scope: 'account',
    place: '',
  }),
  report: async () => ({}),
  finding: async () => undefined,
  planned: async () => ({}),
  activity: nobody,
  spend: nobody,
  people: nobody,
  recovery: nobody,
  footprint: nobody,
  evidence: nobody,
  settings: nobody,
  audit: nobody,
  plan: nobody,
  apply: nobody,
  undo: nobody,
  attest: nobody,
  except: nobody,
  withdraw: nobody,
  drill: nobody,
  ...over,
})

/** Serves for the time of a test. What nobody expected fails it. */
export async function serving<T>(
  options: Partial<ServerOptions> & Pick<ServerOptions, 'desk'>,
  test: (server: PageServer) => Promise<T>,
): Promise<T> {
  const bugs: unknown[] = []
  const server = await servePage({ web: '/nonexistent', bug: (error) => bugs.push(error), ...options })
  try {
    return await test(server)
  } finally {
    await server.close()
    if (bugs.length > 0) throw bugs[0]
  }
}

import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import type { PagePosts, PageSession } from '../model/index.ts'
import { bodyOf } from './bodies.ts'
import type { Desk, Work } from './desk.ts'
import { eventStream } from './events.ts'
import { notBuilt, webFiles } from './files.ts'
import { cookieOf, fromHere, headers, mayAct, noSession, withSession } from './gate.ts'
import type { Jobs } from './jobs.ts'
import { isSomebodyElse } from './peer.ts'
import { Refused, refusalOf } from './refusal.ts'
import type { Secrets } from './secrets.ts'

/** A code, a name, a reason: nothing that is sent here is long. */
const mostBytes = 64 * 1024

export interface AppOptions {
  desk: Desk
  jobs: Jobs
  secrets: Secrets
  /** The folder of the built page. */
  web: string
  readOnly: boolean
  idleMinutes: number
  port(): number
  /** Called for each request of somebody who may ask. */
  asked(): void
  /** Hears of what nobody expected. */
  bug(error: unknown): void
}

/** Everything that the server answers. GET only reads; what acts is a POST. */
export function appOf(options: AppOptions): Hono {
  const { secrets, port, web } = options
  const app = new Hono()
  app.use(headers)
  app.use(fromHere(port))
  app.onError((error, c) => {
    const { status, refusal } = refusalOf(error, options.bug)
    // A person who opened an address reads text; the page reads JSON.
    return c.req.path.startsWith('/api/') || !c.req.header('accept')?.includes('text/html')
      ? c.json(refusal, status)
      : c.text(`${refusal.message}\n${refusal.hint}\n`, status)
  })
  app.notFound((c) =>
    c.json(
      {
        code: 'no-such-page',
        message: `There is nothing at ${c.req.path.slice(0, 100)}.`,
        hint: 'Begin at the address that neverroot serve has printed.',
      },
      404,
    ),
  )

  app.get('/', async (c, next) => {
    const key = c.req.query('key')
    if (key === undefined) return next()
    const peer = getConnInfo(c).remote.port
    if (peer !== undefined && (await isSomebodyElse(peer, port())))
      throw new Refused(
        403,
        'another-user',
        'Another user of this machine opened this address.',
        'Open it in a browser of the user who runs neverroot serve.',
      )
    const session = secrets.exchange(key)
    // Whoever is signed in may come by the same address again: it is in their terminal.
    if (session === 'used' && secrets.isSession(getCookie(c, cookieOf(port())))) return c.redirect('/', 303)
    if (session === 'used')
      throw new Refused(
        401,
        'key-used',
        'This address was opened before, and works once.',
        'If that was not you, end the server with Ctrl-C. Another address: neverroot serve, started again.',
      )
    if (session === undefined) throw noSession()
    options.asked()
    setCookie(c, cookieOf(port()), session, { httpOnly: true, sameSite: 'Strict', path: '/' })
    // The key leaves the address bar, and the history.
    return c.redirect('/', 303)
  })
  app.use(withSession(secrets, port))
  app.use(async (_, next) => {
    options.asked()
    await next()
  })
  reads(app, options)
  posts(app, options)

  const files = webFiles(web)
  app.get('*', (c, next) => {
    const file = files.get(c.req.path)
    if (file) return c.body(new Uint8Array(file.read()), 200, { 'content-type': file.type })
    return c.req.path === '/' ? c.text(notBuilt(web), 503) : next()
  })
  return app
}

function reads(app: Hono, { desk, jobs, secrets, readOnly, idleMinutes }: AppOptions): void {
  app.get('/api/session', (c) => {
    const job = jobs.running
    const session: PageSession = {
      token: secrets.token,
      readOnly,
      ...desk.about(),
      idleMinutes,
      ...(job ? { job } : {}),
    }
    return c.json(session)
  })
  app.get('/api/report', async (c) => {
    const { json, stale } = await desk.report()
    // The report may have megabytes: it goes out as it is kept.
    const parts = [json && `"report":${json}`, stale && `"stale":${JSON.stringify(stale)}`]
    return c.body(`{${parts.filter(Boolean).join(',')}}`, 200, { 'content-type': 'application/json' })
  })
  app.get('/api/finding', async (c) => {
    const id = asked(c.req.query('id'), 'id')
    const detail = await desk.finding(id)
    if (detail) return c.json(detail)
    throw new Refused(
      404,
      'no-such-finding',
      `The latest audit has no finding "${id.slice(0, 120)}".`,
      'Load the page again: a later audit may be there.',
    )
  })
  app.get('/api/events', (c) => eventStream(c, jobs))
  app.get('/api/plan', async (c) => c.json(await desk.planned()))
  app.get('/api/activity', async (c) => c.json(await desk.activity()))
  app.get('/api/spend', async (c) => c.json(await desk.spend()))
  app.get('/api/people', async (c) => c.json(await desk.people()))
  app.get('/api/recovery', async (c) => c.json(await desk.recovery(accountIn(c.req.query('account')))))
  app.get('/api/footprint', async (c) =>
    c.json(await desk.footprint(asked(accountIn(c.req.query('account')), 'account'))),
  )
  app.get('/api/evidence', async (c) => c.json(await desk.evidence()))
  app.get('/api/settings', async (c) => c.json(await desk.settings()))
}

function posts(app: Hono, { desk, jobs, secrets, readOnly }: AppOptions): void {
  const post = <Path extends keyof PagePosts>(
    path: Path,
    act: (body: PagePosts[Path]) => Promise<object>,
  ) => {
    app.post(
      path,
      mayAct(secrets, readOnly),
      bodyLimit({
        maxSize: mostBytes,
        onError: () => {
          throw new Refused(
            413,
            'too-large',
            `A request may have ${mostBytes / 1024} KB at most.`,
            'Say it in fewer words.',
          )
        },
      }),
      async (c) => c.json(await act(bodyOf(path, await c.req.text()))),
    )
    app.all(path, () => {
      throw new Refused(405, 'not-by-get', 'What acts is asked for by POST.', 'Use the buttons of the page.')
    })
  }
  const job = async (kind: Parameters<Jobs['begin']>[0], ready: () => Promise<Work>) => {
    jobs.requireIdle()
    return { job: jobs.begin(kind, await ready()) }
  }
  post('/api/audit', () => job('audit', () => desk.audit()))
  post('/api/plan', (body) => job('plan', () => desk.plan(body)))
  post('/api/apply', (body) => job('apply', () => desk.apply(body)))
  post('/api/undo', (body) => job('undo', () => desk.undo(body)))
  post('/api/answer', async ({ question, text }) => {
    jobs.answer(question, text?.trim() || undefined)
    return { text: text?.trim() ? 'Answered.' : 'Left for later.' }
  })
  post('/api/stop', async () => {
    jobs.stop()
    return { text: 'It stops at the next safe point.' }
  })
  const word = (said: Promise<string>) => said.then((text) => ({ text }))
  post('/api/attest', (body) => word(desk.attest(body)))
  post('/api/except', (body) => word(desk.except(body)))
  post('/api/withdraw', (body) => word(desk.withdraw(body)))
  post('/api/drill', (body) => word(desk.drill(body)))
}

function asked(value: string | undefined, name: string): string {
  if (value !== undefined && value !== '') return value
  throw new Refused(400, 'bad-query', `"${name}" is missing.`, `Ask with ?${name}=...`)
}

function accountIn(value: string | undefined): string | undefined {
  if (value === undefined || /^\d{12}$/.test(value)) return value
  throw new Refused(
    400,
    'bad-query',
    `"${value.slice(0, 40)}" is no account id.`,
    'Give 12 digits, such as 111111111111.',
  )
}

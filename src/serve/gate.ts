/** What is looked at before anything else of a request, and what every answer says to the browser. */
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { Refused } from './refusal.ts'
import type { Secrets } from './secrets.ts'

/**
 * Scripts, styles, pictures and connections come from this server alone, and nothing may frame the page. Without
 * 'unsafe-inline' anywhere: what React sets through the style of an element is no style attribute to the browser (CSP 3,
 * "style-src-attr", is about markup).
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

export const headers: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(always)) c.res.headers.set(name, value)
}

/** The names under which a browser on this machine reaches us. */
const namesOf = (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`]

/**
 * Refuses whatever does not come from a page of this server: another name (a site that points its own name at 127.0.0.1), or
 * another site's page. Another port of this machine is another site. Opening the printed address comes from no page.
 */
export function fromHere(portOf: () => number): MiddlewareHandler {
  return async (c, next) => {
    const names = namesOf(portOf())
    const host = c.req.header('host')
    if (host === undefined || !names.includes(host))
      throw new Refused(
        403,
        'wrong-host',
        `The page is not at "${(host ?? '').slice(0, 60)}".`,
        'Open the address that neverroot serve has printed.',
      )
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== `http://${host}`) throw foreign()
    const site = c.req.header('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign()
    await next()
  }
}

const foreign = () =>
  new Refused(
    403,
    'another-site',
    'Another site asked for this.',
    'Open the address that neverroot serve has printed, in a tab of its own.',
  )

/** Cookies know no ports: the name does. */
export const cookieOf = (port: number): string => `neverroot-${port}`

/** Refuses whoever has no session. */
export function withSession(secrets: Secrets, portOf: () => number): MiddlewareHandler {
  return async (c, next) => {
    if (!secrets.isSession(getCookie(c, cookieOf(portOf())))) throw noSession()
    await next()
  }
}

export const noSession = () =>
  new Refused(
    401,
    'no-session',
    'This page is not signed in to the neverroot that runs here now: it was started again, or this is another browser.',
    'Open the address that neverroot serve has printed. What was being applied goes on, and stands in the journal.',
  )

/** What looks and changes nothing may be begun, and stopped, from a page for reading alone. */
const looks: readonly string[] = ['/api/audit', '/api/stop']

/** Refuses to act without the token, or without JSON; in read-only mode all but a look is refused. */
export function mayAct(secrets: Secrets, readOnly: boolean): MiddlewareHandler {
  return async (c, next) => {
    if (!secrets.isToken(c.req.header('x-neverroot-token')))
      throw new Refused(
        403,
        'no-token',
        'A request that acts needs the token of this session.',
        'Load the page again.',
      )
    if (!isJson(c))
      throw new Refused(415, 'no-json', 'A request that acts has a body of JSON.', 'Load the page again.')
    if (readOnly && !looks.includes(c.req.path))
      throw new Refused(
        403,
        'read-only',
        'This page is for reading alone: it looks, and does nothing else.',
        'Start it without --read-only: neverroot serve',
      )
    await next()
  }
}

const isJson = (c: Context): boolean => /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')

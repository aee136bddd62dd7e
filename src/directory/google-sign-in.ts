/** How Google Workspace is signed in to: a service account that an administrator lets ask on their behalf. */
import type { KeyObject } from 'node:crypto'
import { type Fact, known, unknown, UserError } from '../model/index.ts'
import { google } from './hosts.ts'
import type { Replied, Web } from './http.ts'
import { fields, text } from './json.ts'
import { assertionOf, privateKeyOf } from './jwt.ts'
import { keptToken, type Token, tokenIn } from './token.ts'

/** The least scopes: people and lists may only be read; for settings of lists there is none that may only read. */
export const scopes = {
  people:
    'https://www.googleapis.com/auth/admin.directory.user.readonly https://www.googleapis.com/auth/admin.directory.group.readonly',
  settings: 'https://www.googleapis.com/auth/apps.groups.settings',
} as const

export interface GoogleSignInOptions {
  /** The service account's key as Google gives it out: JSON. */
  key: string
  keyEnv: string
  subject: string
  signIn?: string
  web: Web
}

/**
 * Two tokens, so that whoever does not delegate the scope of settings is still told who is on a list. Throws UserError
 * where the key is none.
 */
export function googleSignIn(options: GoogleSignInOptions) {
  const account = accountIn(options.key, options.keyEnv)
  const tokenFor = (scope: string) => keptToken(() => signIn(options, account, scope))
  return { people: tokenFor(scopes.people), settings: tokenFor(scopes.settings) }
}

interface ServiceAccount {
  email: string
  id: string | undefined
  key: KeyObject
}

function accountIn(json: string, variable: string): ServiceAccount {
  let account: Readonly<Record<string, unknown>> = {}
  try {
    account = fields(JSON.parse(json))
  } catch {
    // What it holds instead is not told.
  }
  const email = text(account['client_email'])
  const key = privateKeyOf(text(account['private_key']) ?? '')
  if (email !== undefined && key) return { email, key, id: text(account['private_key_id']) }
  throw new UserError(
    'bad-key',
    `The environment variable ${variable} does not hold the key of a Google service account.`,
    'Put the JSON file that Google gives out into it: export ' + variable + '="$(cat key.json)"',
  )
}

/** Where the token comes from is not taken from the key: whoever slips one in would be sent a signature. */
async function signIn(
  options: GoogleSignInOptions,
  account: ServiceAccount,
  scope: string,
): Promise<Fact<Token>> {
  const url = `${(options.signIn ?? google.signIn).replace(/\/+$/, '')}/token`
  const assertion = assertionOf(
    {
      algorithm: 'RS256',
      key: account.key,
      ...(account.id === undefined ? {} : { header: { kid: account.id } }),
      issuer: account.email,
      subject: options.subject,
      audience: url,
      scope,
    },
    new Date(),
  )
  const reply = await options.web.ask({
    url: new URL(url),
    what: 'sign-in of the service account',
    form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion },
  })
  const token = reply.ok ? tokenIn(reply.body) : undefined
  if (token) return known(token)
  return reply.ok
    ? unknown('failed', 'Google answered the sign-in without a token')
    : refused(reply, scope, options)
}

function refused(
  reply: Extract<Replied, { ok: false }>,
  scope: string,
  { keyEnv }: GoogleSignInOptions,
): Fact<Token> {
  const error = text(fields(reply.body)['error'])
  if (error === 'unauthorized_client' || error === 'access_denied')
    return unknown(
      'denied',
      `Google does not let the service account ask: domain-wide delegation needs ${scope.split(' ').join(' and ')}`,
    )
  if (error === 'invalid_grant')
    return unknown(
      'denied',
      `Google refuses the key in ${keyEnv}: it was withdrawn, people.directory.google.subject is no user, or this machine's clock is off (invalid_grant)`,
    )
  if (reply.status === 400 || reply.status === 401 || reply.status === 403)
    return unknown('denied', `Google refuses the key in ${keyEnv} (${reply.status})`)
  return unknown('failed', `Google's sign-in at ${reply.host} could not be asked: ${reply.because}`)
}

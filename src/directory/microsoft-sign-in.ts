/** How Microsoft Graph is signed in to: as an app registration, or with the session of the Azure CLI. */
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { type DirectoryConfiguration, type Fact, known, unknown, UserError } from '../model/index.ts'
import { microsoft } from './hosts.ts'
import type { Replied, Web } from './http.ts'
import { fields, list, text } from './json.ts'
import { assertionOf, privateKeyOf } from './jwt.ts'
import { type Token, tokenIn } from './token.ts'

type GraphConfiguration = NonNullable<DirectoryConfiguration['graph']>

/** Runs the Azure CLI and gives what it prints; undefined: it is not there, or nobody is signed in with it. */
export type RunAz = (args: readonly string[], signal?: AbortSignal) => Promise<string | undefined>

export interface SignInOptions {
  declared: GraphConfiguration
  /** Reads a variable of the environment. Throws UserError where it is not set. */
  secret: (variable: string, field: string) => string
  web: Web
  now: () => Date
  signal?: AbortSignal
  az?: RunAz
}

/** Signs in once. Throws UserError where the environment does not hold what the configuration says. */
export async function signInToMicrosoft(options: SignInOptions): Promise<Fact<Token>> {
  const { declared, secret } = options
  const { tenant, clientId = '', secretEnv, certificateEnv } = declared
  const resource = declared.endpoint ?? microsoft.graph
  if (declared.azureCli) return fromAzureCli(options, resource)
  const url = `${(declared.signIn ?? microsoft.signIn).replace(/\/+$/, '')}/${tenant}/oauth2/v2.0/token`
  const proof: Record<string, string> =
    certificateEnv === undefined
      ? { client_secret: secret(secretEnv!, 'people.directory.graph.secretEnv') }
      : {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: signed(secret(certificateEnv, 'people.directory.graph.certificateEnv'), {
            clientId,
            url,
            variable: certificateEnv,
            now: options.now(),
          }),
        }
  const reply = await options.web.ask({
    url: new URL(url),
    what: 'sign-in of the app registration',
    form: { grant_type: 'client_credentials', client_id: clientId, scope: `${resource}/.default`, ...proof },
  })
  const token = reply.ok ? tokenIn(reply.body) : undefined
  if (token) return known(token)
  return reply.ok
    ? unknown('failed', 'Microsoft answered the sign-in without a token')
    : refused(reply, certificateEnv ?? secretEnv!)
}

/** Microsoft's own numbers of the commonest mistakes (Microsoft identity platform, "AADSTS error codes"). */
const mistakes: Readonly<Record<string, string>> = {
  7000215: 'it is not a secret of this app registration (its value is wanted, not its id)',
  7000222: 'it has expired',
  700027: 'the certificate is not one of this app registration, or has expired',
  700016: 'there is no such app registration in the tenant',
  90002: 'there is no such tenant',
}

function refused(reply: Extract<Replied, { ok: false }>, variable: string): Fact<Token> {
  const body = fields(reply.body)
  const code = String(list(body['error_codes'])[0] ?? '')
  const why = mistakes[code]
  if (why !== undefined)
    return unknown('denied', `Microsoft's sign-in refuses what ${variable} holds: ${why} (AADSTS${code})`)
  if (reply.status === 400 || reply.status === 401 || reply.status === 403) {
    const error = /^[a-z_]{1,40}$/.exec(text(body['error']) ?? '')?.[0]
    const told = code === '' ? (error ?? String(reply.status)) : `AADSTS${code.slice(0, 12)}`
    return unknown('denied', `Microsoft's sign-in refuses what ${variable} holds (${told})`)
  }
  return unknown('failed', `Microsoft's sign-in at ${reply.host} could not be asked: ${reply.because}`)
}

/** The assertion of a certificate (Microsoft identity platform, "certificate credentials"). */
function signed(
  pem: string,
  { clientId, url, variable, now }: { clientId: string; url: string; variable: string; now: Date },
): string {
  const key = privateKeyOf(pem)
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0]
  const thumbprint = certificate === undefined ? undefined : thumbprintOf(certificate)
  if (!key || thumbprint === undefined)
    throw new UserError(
      'bad-certificate',
      `The environment variable ${variable} holds no ${key ? 'certificate' : 'RSA private key'} in PEM.`,
      'Put both into it, one after the other: the certificate, and its key without a passphrase.',
    )
  return assertionOf(
    {
      algorithm: 'PS256',
      key,
      header: { 'x5t#S256': thumbprint },
      issuer: clientId,
      subject: clientId,
      audience: url,
    },
    now,
  )
}

function thumbprintOf(certificate: string): string | undefined {
  try {
    const digits = new X509Certificate(certificate).fingerprint256.replaceAll(':', '')
    return Buffer.from(digits, 'hex').toString('base64url')
  } catch {
    return undefined
  }
}

async function fromAzureCli(
  { declared, az = runAz, signal }: SignInOptions,
  resource: string,
): Promise<Fact<Token>> {
  const args = [
    'account',
    'get-access-token',
    '--resource',
    resource,
    '--tenant',
    declared.tenant,
    '--output',
    'json',
  ]
  const printed = await az(args, signal)
  if (printed === undefined)
    return unknown(
      'denied',
      `the Azure CLI gives no token for Microsoft Graph: run az login --tenant ${declared.tenant}`,
    )
  try {
    const answer = fields(JSON.parse(printed))
    const value = text(answer['accessToken'])
    const until = Number(answer['expires_on']) * 1000 - 60_000
    if (value !== undefined)
      return known({ value, until: Number.isFinite(until) ? until : Date.now() + 300_000 })
  } catch {
    // What it printed may hold the token: it is not told.
  }
  return unknown('failed', 'the Azure CLI printed something else than a token')
}

const runAz: RunAz = (args, signal) =>
  new Promise((resolve) => {
    execFile(
      'az',
      [...args],
      { timeout: 60_000, maxBuffer: 1024 * 1024, encoding: 'utf8', ...(signal ? { signal } : {}) },
      (error, stdout) => resolve(error ? undefined : stdout),
    )
  })

/** Who answers a drill, for people who are nobody to AWS: a key on file, or a token of the identity provider. */
import { readFileSync } from 'node:fs'
import { openWeb, type Replied } from '../directory/http.ts'
import { type DrillAnswers, type TokenIssuer, UserError } from '../model/index.ts'
import type { Host } from '../ports.ts'
import { signerOf } from '../watch/allowed-signers.ts'
import { challengeOf, type Named, textToSign } from '../watch/answerer.ts'
import { type PublishedKey, readIdToken } from '../watch/id-token.ts'
import { readSshSignature, sshNamespace } from '../watch/ssh-signature.ts'

export interface AnsweredDrill {
  account: string
  /** When it was opened. */
  at: string
  salt: string
}

/** Whose signature of the code it is. Throws UserError, without a name, where it counts for nobody. */
export function bySignature(
  signature: string,
  typed: string,
  { account }: Pick<AnsweredDrill, 'account'>,
  { signers }: DrillAnswers,
  now: Date,
): Named {
  if (signers === undefined)
    throw new UserError(
      'no-signers',
      'The configuration names no file that says whose an SSH key is: drills.answers.signers.',
      'Name one in the form of allowed_signers (docs/drills.md), or answer as a caller of AWS: --profile YOURS',
    )
  const text = textToSign(account, typed) ?? ''
  const read = readSshSignature(signature, text)
  const again = `Sign this line, with its end: printf '%s\\n' 'neverroot drill ${account} CODE' | ssh-keygen -Y sign -n ${sshNamespace} -f ~/.ssh/id_ed25519`
  if ('because' in read) throw new UserError('bad-signature', `The signature ${read.because}.`, again)
  const signer = signerOf(read.key, fileOf(signers), now)
  if ('because' in signer)
    throw new UserError(
      'unknown-signer',
      `The key of the signature ${signer.because}.`,
      `Whoever keeps ${signers} adds it there, with whose it is.`,
    )
  return { way: 'ssh', name: signer.name }
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UserError(
      'no-signers',
      `${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`,
      'drills.answers.signers names it, from where neverroot.yaml lies.',
    )
  }
}

/**
 * Whom a token of the identity provider names. Its keys are looked up at the issuer; of the token nothing is sent there, kept or
 * told. Throws UserError where it counts for nobody.
 */
export async function byToken(
  token: string,
  drill: AnsweredDrill,
  { token: declared }: DrillAnswers,
  now: Date,
  { host, signal }: { host: Host; signal: AbortSignal },
): Promise<Named> {
  if (!declared)
    throw new UserError(
      'no-issuer',
      'The configuration names no identity provider whose tokens count: drills.answers.token.',
      'Declare its issuer and audience (docs/drills.md), or answer as a caller of AWS: --profile YOURS',
    )
  const keys = await keysOf(declared, host, signal)
  const challenge = challengeOf(drill)
  const read = readIdToken(token, keys, { ...declared, since: new Date(drill.at), now, challenge })
  if ('name' in read) return { way: 'token', name: read.name }
  throw new UserError(
    'bad-token',
    `The token ${read.because}.`,
    `It has to be an ID token of ${declared.issuer} for ${declared.audience}, of a sign-in since the message came.`,
  )
}

/** OpenID Connect Discovery 1.0: where the keys are stands below the issuer. */
async function keysOf(
  { issuer }: TokenIssuer,
  host: Host,
  signal: AbortSignal,
): Promise<readonly PublishedKey[]> {
  const web = openWeb({
    signal,
    onLookup: (what, where) => host.notify({ code: 'lookup', data: { what, host: where } }),
  })
  const where = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const about = told(await web.ask({ url: where, what: 'GET where the issuer keeps its keys' })) as {
    issuer?: unknown
    jwks_uri?: unknown
  } | null
  const found = typeof about?.jwks_uri === 'string' && URL.canParse(about.jwks_uri) ? about.jwks_uri : ''
  // Another issuer's keys would make another issuer's tokens good (OpenID Connect Discovery 1.0, 4.3).
  if (about?.issuer !== issuer || !/^(https:|http:\/\/(localhost|127\.|\[::1\]))/.test(found))
    throw unlike(issuer, 'does not say by its own name where its keys are')
  const { keys } = told(await web.ask({ url: new URL(found), what: 'GET the keys of the issuer' })) as {
    keys?: unknown
  }
  if (!Array.isArray(keys)) throw unlike(issuer, 'publishes no keys')
  return keys as PublishedKey[]
}

function told(reply: Replied): unknown {
  if (reply.ok) return reply.body
  throw new UserError(
    'issuer-silent',
    `The keys of the identity provider could not be looked up at ${reply.host}: ${reply.because}.`,
    'Look at drills.answers.token.issuer, and try again.',
  )
}

const unlike = (issuer: string, what: string) =>
  new UserError(
    'bad-issuer',
    `${issuer} ${what}.`,
    'drills.answers.token.issuer is what its tokens call it, to the letter.',
  )

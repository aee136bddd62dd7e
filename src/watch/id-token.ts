/** A token by which an identity provider says who signed in (OpenID Connect Core 1.0, ID Token), checked offline with its keys. */
import { constants, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto'
import type { TokenIssuer } from '../model/index.ts'

/** What a token must be, besides signed. */
export interface Expected extends TokenIssuer {
  /** Nothing that was issued, or signed in to, earlier counts: the drill had not been opened. */
  since: Date
  now: Date
  /** What the token's nonce must be where `nonce` is set. */
  challenge: string
}

/** Whom it names, or why it counts for nobody, in words that follow "the token" and hold nothing of it but names of fields. */
export type TokenRead = { name: string } | { because: string }

/** So old may a sign-in be, and so far may two clocks be apart. */
const mostMinutes = 15
const skewMs = 120_000

const algorithms: Readonly<Record<string, readonly [kind: string, hash: string | null, pss?: number]>> = {
  RS256: ['rsa', 'sha256'],
  RS384: ['rsa', 'sha384'],
  RS512: ['rsa', 'sha512'],
  PS256: ['rsa', 'sha256', 32],
  PS384: ['rsa', 'sha384', 48],
  PS512: ['rsa', 'sha512', 64],
  ES256: ['ec', 'sha256'],
  ES384: ['ec', 'sha384'],
  ES512: ['ec', 'sha512'],
  EdDSA: ['ed25519', null],
}

/** A key as the issuer publishes it. */
export type PublishedKey = JsonWebKey & { kid?: string; use?: string; alg?: string }

export function readIdToken(token: string, keys: readonly PublishedKey[], expected: Expected): TokenRead {
  const [head, body, signature, ...more] = token.trim().split('.')
  const header = partOf(head)
  const claims = partOf(body)
  if (!header || !claims || signature === undefined || more.length > 0)
    return { because: 'is none of OpenID Connect: it has to be three parts with dots between' }
  const { alg, kid } = header
  const algorithm = typeof alg === 'string' && Object.hasOwn(algorithms, alg) ? algorithms[alg] : undefined
  if (!algorithm) return { because: `is signed by a way that is not taken (${String(alg).slice(0, 20)})` }
  const fitting = keys.filter(
    (key) =>
      (kid === undefined || key.kid === kid) &&
      (key.use === undefined || key.use === 'sig') &&
      (key.alg === undefined || key.alg === alg),
  )
  const data = Buffer.from(`${head}.${body}`)
  if (!fitting.some((key) => isSigned(key, algorithm, data, Buffer.from(signature, 'base64url'))))
    return { because: 'is not signed by a key that the issuer publishes' }
  const because = refused(claims, expected)
  return because === undefined ? named(claims, expected) : { because }
}

function partOf(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text ?? '', 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isSigned(
  jwk: PublishedKey,
  [kind, hash, saltLength]: readonly [string, string | null, number?],
  data: Buffer,
  signature: Buffer,
): boolean {
  let key: KeyObject
  try {
    key = createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return false
  }
  if (key.asymmetricKeyType !== kind) return false
  const how =
    kind === 'ec'
      ? { dsaEncoding: 'ieee-p1363' as const }
      : saltLength === undefined
        ? {}
        : { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  return verify(hash, data, { key, ...how }, signature)
}

/** Why it is not what is expected. */
function refused(claims: Record<string, unknown>, expected: Expected): string | undefined {
  const { issuer, audience, since, now, nonce, challenge } = expected
  if (claims.iss !== issuer) return 'is of another issuer (iss)'
  const audiences = [claims.aud].flat()
  if (!audiences.includes(audience)) return 'is for another application (aud)'
  if (audiences.length > 1 && claims.azp !== audience) return 'is for several applications (aud, azp)'
  const [exp, iat] = [claims.exp, claims.iat].map(momentOf)
  if (!exp || exp.getTime() + skewMs <= now.getTime()) return 'has expired (exp)'
  if (!iat) return 'does not say when it was issued (iat)'
  const signedIn = claims.auth_time === undefined ? iat : momentOf(claims.auth_time)
  if (!signedIn) return 'says no time at which somebody signed in (auth_time)'
  const oldest = signedIn < iat ? signedIn : iat
  if (iat.getTime() - skewMs > now.getTime()) return 'was issued in the future (iat)'
  if (oldest.getTime() + skewMs < since.getTime()) return 'is from before the drill was opened: sign in anew'
  if (now.getTime() - oldest.getTime() > mostMinutes * 60_000)
    return `is of a sign-in more than ${mostMinutes} minutes ago: sign in anew`
  if (nonce && claims.nonce !== challenge)
    return `was not asked for this drill: its nonce must be ${challenge}`
  return undefined
}

const momentOf = (value: unknown): Date | undefined =>
  typeof value === 'number' && value > 0 && value < 1e11 ? new Date(value * 1000) : undefined

function named(claims: Record<string, unknown>, { claim = 'sub' }: Expected): TokenRead {
  const name = claims[claim]
  if (typeof name !== 'string' || name.trim() === '') return { because: `names nobody (${claim})` }
  if (claim === 'email' && claims.email_verified !== true)
    return { because: 'names an address that the issuer did not verify (email_verified)' }
  return { name: claim === 'sub' ? name : name.trim().toLowerCase() }
}

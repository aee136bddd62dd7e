/** A signed statement of who we are, as sign-ins of applications take it (RFC 7523). */
import { constants, createPrivateKey, createSign, type KeyObject, randomUUID } from 'node:crypto'

export interface Assertion {
  algorithm: 'RS256' | 'PS256'
  key: KeyObject
  header?: Readonly<Record<string, string>>
  issuer: string
  subject: string
  audience: string
  scope?: string
}

const lifeSeconds = 300

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT in compact form that holds for five minutes from `now`. */
export function assertionOf({ algorithm, key, header, ...said }: Assertion, now: Date): string {
  const at = Math.floor(now.getTime() / 1000)
  const payload = {
    iss: said.issuer,
    sub: said.subject,
    aud: said.audience,
    ...(said.scope === undefined ? {} : { scope: said.scope }),
    jti: randomUUID(),
    iat: at,
    nbf: at,
    exp: at + lifeSeconds,
  }
  const signed = `${encoded({ alg: algorithm, typ: 'JWT', ...header })}.${encoded(payload)}`
  const signer = createSign('RSA-SHA256').update(signed)
  const signature =
    algorithm === 'PS256'
      ? signer.sign({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
      : signer.sign(key)
  return `${signed}.${signature.toString('base64url')}`
}

/** The RSA key in a PEM text, undefined where there is none: a message never tells what else is in it. */
export function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'rsa' ? key : undefined
  } catch {
    return undefined
  }
}

/** Signatures that `ssh-keygen -Y sign` makes, read and checked without it. Format: OpenSSH, PROTOCOL.sshsig. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** Who says something by SSH says it for this purpose: a signature of git, or of a login, is none of a drill. */
export const sshNamespace = 'neverroot-drill'

/** Why a signature counts for nothing, in words that follow "the signature"; or by which key it is (SSH's own encoding). */
export type SignatureRead = { key: Buffer } | { because: string }

const magic = 'SSHSIG'
const curves: Readonly<Record<string, readonly [crv: string, bytes: number, hash: string]>> = {
  'ecdsa-sha2-nistp256': ['P-256', 32, 'sha256'],
  'ecdsa-sha2-nistp384': ['P-384', 48, 'sha384'],
  'ecdsa-sha2-nistp521': ['P-521', 66, 'sha512'],
}
/** Shorter ones are no longer trusted (NIST SP 800-131A). */
const fewestRsaBits = 2048

/** Checks that `text` was signed, and tells by which key. Whose the key is, is for others to know. */
export function readSshSignature(armored: string, text: string): SignatureRead {
  const body = /^-----BEGIN SSH SIGNATURE-----\s+([A-Za-z0-9+/=\s]+)-----END SSH SIGNATURE-----\s*$/.exec(
    armored.trim(),
  )?.[1]
  if (body === undefined) return { because: 'is none that ssh-keygen -Y sign makes' }
  try {
    return checked(Buffer.from(body, 'base64'), text)
  } catch (error) {
    if (error instanceof RangeError) return { because: 'is cut short' }
    return { because: 'holds a key that cannot be read' }
  }
}

function checked(blob: Buffer, text: string): SignatureRead {
  const outer = new Reader(blob)
  if (outer.bytes(magic.length).toString('latin1') !== magic || outer.uint32() !== 1)
    return { because: 'is of a version that is not known' }
  const key = outer.string()
  const namespace = outer.string().toString()
  const reserved = outer.string()
  const algorithm = outer.string().toString()
  const inner = new Reader(outer.string())
  if (namespace !== sshNamespace)
    return { because: `was made for something else: sign with -n ${sshNamespace}` }
  if (algorithm !== 'sha256' && algorithm !== 'sha512') return { because: 'hashes by no known way' }
  const digest = createHash(algorithm).update(text).digest()
  const signed = Buffer.concat([
    Buffer.from(magic),
    ...[Buffer.from(namespace), reserved, Buffer.from(algorithm), digest].map(withLength),
  ])
  const kind = inner.string().toString()
  const holds = check(kind, key, signed, inner.string())
  if (holds === undefined) return { because: `is of a kind that is not supported (${kind.slice(0, 40)})` }
  return holds ? { key } : { because: 'does not fit the code, or was changed' }
}

/** Undefined for a kind of key that is not known. */
function check(kind: string, encoded: Buffer, data: Buffer, signature: Buffer): boolean | undefined {
  const fields = new Reader(encoded)
  const type = fields.string().toString()
  if (kind === 'ssh-ed25519' && type === kind)
    return verify(null, data, keyOf({ kty: 'OKP', crv: 'Ed25519', x: url(fields.string()) }), signature)
  const curve = Object.hasOwn(curves, kind) && type === kind ? curves[kind] : undefined
  if (curve) {
    const [crv, size, hash] = curve
    fields.string()
    const point = fields.string()
    if (point.length !== 1 + 2 * size || point[0] !== 4) return false
    const key = keyOf({
      kty: 'EC',
      crv,
      x: url(point.subarray(1, 1 + size)),
      y: url(point.subarray(1 + size)),
    })
    const numbers = new Reader(signature)
    const plain = Buffer.concat([padded(numbers.string(), size), padded(numbers.string(), size)])
    return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, plain)
  }
  // The kind of the signature says the hash; that of the key is ssh-rsa either way. SHA-1 (ssh-rsa as a kind) is refused.
  const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[kind]
  if (hash === undefined || type !== 'ssh-rsa') return undefined
  const [e, n] = [fields.string(), fields.string()].map(withoutZeros) as [Buffer, Buffer]
  if (n.length * 8 < fewestRsaBits) return false
  return verify(hash, data, keyOf({ kty: 'RSA', e: url(e), n: url(n) }), signature)
}

const keyOf = (key: Record<string, string>): KeyObject => createPublicKey({ key, format: 'jwk' })
const url = (bytes: Buffer): string => bytes.toString('base64url')

function withoutZeros(number: Buffer): Buffer {
  let from = 0
  while (from < number.length - 1 && number[from] === 0) from++
  return number.subarray(from)
}

function padded(number: Buffer, size: number): Buffer {
  const plain = withoutZeros(number)
  return plain.length > size ? plain : Buffer.concat([Buffer.alloc(size - plain.length), plain])
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** SSH's own encoding (RFC 4251). Throws RangeError where there is less than it says. */
class Reader {
  #at = 0
  constructor(private readonly all: Buffer) {}

  bytes(length: number): Buffer {
    if (this.#at + length > this.all.length) throw new RangeError()
    return this.all.subarray(this.#at, (this.#at += length))
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE()
  }

  string(): Buffer {
    return this.bytes(this.uint32())
  }
}

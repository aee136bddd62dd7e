import { createHmac } from 'node:crypto'

const STEP_SECONDS = 30
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The six digits that a virtual device shows at a moment (RFC 6238: SHA-1, 30 seconds). `seed` is base32. */
export const totp = (seed: string, at: Date): string => codeOf(base32(seed), stepOf(at))

/**
 * Whether two codes are consecutive codes of the device, at most `drift` steps from now (five minutes by default, since
 * a person types them one after the other; AWS's own tolerance is not published, so this is assumed).
 */
export function areConsecutiveCodes(
  seed: string,
  first: string,
  second: string,
  now: Date,
  drift = 10,
): boolean {
  const key = base32(seed)
  const step = stepOf(now)
  for (let offset = -drift; offset <= drift; offset += 1)
    if (codeOf(key, step + offset) === first && codeOf(key, step + offset + 1) === second) return true
  return false
}

/** Whether a code is the device's, one step early or late allowed. */
export function isCode(seed: string, code: string, now: Date): boolean {
  const key = base32(seed)
  return [-1, 0, 1].some((offset) => codeOf(key, stepOf(now) + offset) === code)
}

const stepOf = (at: Date): number => Math.floor(at.getTime() / 1000 / STEP_SECONDS)

function codeOf(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.max(0, step)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac[mac.length - 1]! & 0xf
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function base32(text: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const letter of text.toUpperCase().replace(/=+$/, '')) {
    value = ((value << 5) | ALPHABET.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 0xff)
    }
  }
  return Buffer.from(bytes)
}

/** The code of a drill, and whom AWS knows somebody as: of both only hashes are kept. */
import { createHash, randomBytes, randomInt, scryptSync, timingSafeEqual } from 'node:crypto'

/** Without I, L, O and U, which are taken for others or spell words (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 50 bits: with a slow hash nobody tries them all from a ledger before the code is worth nothing. */
const length = 10

/** A code for one drill, in two groups: `K7QF2-9XMRT`. */
export function makeCode(): string {
  const letters = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `${letters.slice(0, length / 2)}-${letters.slice(length / 2)}`
}

export const makeSalt = (): string => randomBytes(16).toString('hex')

/** What somebody typed as the code that it may stand for; undefined where it can be none. */
export function readCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return plain.length === length && [...plain].every((letter) => alphabet.includes(letter))
    ? plain
    : undefined
}

/** Slow on purpose, some 50 ms. */
export const hashOfCode = (code: string, salt: string): string =>
  scryptSync(readCode(code) ?? '', salt, 32).toString('hex')

export const isCode = (typed: string, { salt, code }: { salt: string; code: string }): boolean =>
  timingSafeEqual(Buffer.from(hashOfCode(typed, salt)), Buffer.from(code))

/** Session names that programs make up: whoever has one is nobody in particular. */
const madeUp = /^(botocore-session-|aws-(sdk|go-sdk|cli)|i-[0-9a-f]+$|[0-9.]+$|[0-9a-f-]{32,}$)/i

/**
 * Whom AWS knows a caller as: the user's name, or that of the role session, which for Identity Center is the person's. One name
 * in two roles is one person. Undefined for root, who may be anybody, and for a session whose name a program made up.
 */
export function nameOf(arn: string): string | undefined {
  const [, , service, , , resource = ''] = arn.split(':')
  const named =
    (service === 'iam' && resource.startsWith('user/')) ||
    (service === 'sts' && resource.startsWith('assumed-role/'))
  const name = resource.split('/').at(-1)
  return named && name && !madeUp.test(name) ? name.toLowerCase() : undefined
}

/** Tells people of one drill apart without naming them. */
export const hashOfName = (name: string, salt: string): string =>
  createHash('sha256').update(`${salt}/${name}`).digest('hex')

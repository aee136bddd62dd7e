/** The first password of an administrator: random, good under every policy, and fit to be typed from a screen. */
import { randomInt } from 'node:crypto'

/** What counts of an account's password policy. The kinds that it may ask for are always all there. */
export interface PasswordRules {
  readonly MinimumPasswordLength?: number | boolean
}

/**
 * Of what looks alike at most one is left (0 O o; 1 l I; 2 Z; 5 S; 6 G; 8 B). The symbols are some of those that IAM
 * counts as such (IAM API reference, UpdateAccountPasswordPolicy: ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '): brackets look
 * alike, `_` hides in an underline, `^` waits for the next letter on many keyboards, and the others mean something in the
 * middle of a word to shells or web forms. A password manager's script that forgets a quotation mark must not keep
 * another password than IAM has.
 */
const kinds = {
  upper: 'ACDEFHJKLMNPQRTUVWXY',
  lower: 'abcdefghijkmnpqrstuvwxyz',
  digit: '23456789',
  symbol: '@#=-',
} as const
const letters = kinds.upper + kinds.lower
const all = letters + kinds.digit + kinds.symbol

/** 24 of 56 characters are 139 bits: more than the key of any cipher that would keep it. */
const shortest = 24
/** Whoever wrote a long minimum wants more than the minimum. */
const beyondMinimum = 4
/** The longest that IAM takes (IAM API reference, CreateLoginProfile). */
const longest = 128

/**
 * A random password, never the same twice. It begins with a letter, so that no program takes it for an option (-), a
 * file (@), a comment (#) or a formula (=). Each one that holds all four kinds is as likely as any other: a draw that
 * lacks a kind is thrown away whole, nothing is patched in.
 */
export function firstPassword(rules: PasswordRules): string {
  const minimum = Number(rules.MinimumPasswordLength ?? 0)
  const length = Math.min(Math.max(shortest, minimum + beyondMinimum), longest)
  for (;;) {
    const drawn = [pick(letters), ...Array.from({ length: length - 1 }, () => pick(all))]
    if (Object.values(kinds).every((kind) => drawn.some((c) => kind.includes(c)))) return drawn.join('')
  }
}

/** `randomInt` throws away what would make the first characters likelier. */
const pick = (from: string): string => from[randomInt(from.length)]!

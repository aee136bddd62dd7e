/**
 * Ids and dates of a made world. Every id comes from `world.sequence`, so that the same description gives the same
 * world to the letter.
 */
import { createHash } from 'node:crypto'
import type { AccessKey, Iso, Session, World } from '../world.ts'

/** A moment: an ISO string or a Date, or a number of days before the world began (0.5 is twelve hours before). */
export type When = Iso | Date | number

const DAY = 86_400_000

/** Resolves a `When` against the moment the world began; gives an ISO string in UTC. */
export function moment(began: Iso, when: When): Iso {
  if (typeof when === 'number') return new Date(Date.parse(began) - when * DAY).toISOString()
  const date = new Date(when)
  if (Number.isNaN(date.getTime())) throw new RangeError(`not a date: ${String(when)}`)
  return date.toISOString()
}

/** The day of a moment, yyyy-mm-dd in UTC. */
export const day = (at: Iso): string => at.slice(0, 10)

function hash(world: World): Buffer {
  world.sequence += 1
  return createHash('sha256').update(`${world.scenario} ${world.sequence}`).digest()
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The next id: `prefix`, then upper-case letters and digits, `length` characters in all (`AIDA...` is 21 long). */
export function nextId(world: World, prefix: string, length: number): string {
  const bytes = hash(world)
  const rest = Array.from({ length: length - prefix.length }, (_, i) => LETTERS[bytes[i % 32]! % 32])
  return prefix + rest.join('')
}

/** The next id in UUID form, for CloudTrail event ids, keys and subscriptions. */
export function nextUuid(world: World): string {
  const hex = hash(world).toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** The next lower-case hexadecimal id, `length` characters after `prefix` (Organizations, Identity Center). */
export const nextHex = (world: World, prefix: string, length: number): string =>
  prefix + hash(world).toString('hex').slice(0, length)

const digits = (world: World, length: number): string => {
  world.sequence += 1
  return String(world.sequence).padStart(length, '0')
}

/** A long-term access key: well-formed for every client, and nobody could take it for a real one. */
export function makeAccessKey(world: World, fields: Omit<AccessKey, 'id' | 'secret'>): AccessKey {
  const number = digits(world, 9)
  return { id: `AKIASANDBOX${number}`, secret: `sandbox/not-a-secret/${number.padStart(19, '0')}`, ...fields }
}

/** Temporary credentials as STS hands them out, equally unmistakable. `expires` is ISO. */
export function makeSession(
  world: World,
  fields: Omit<Session, 'accessKeyId' | 'secret' | 'token'>,
): Session {
  const number = digits(world, 9)
  return {
    accessKeyId: `ASIASANDBOX${number}`,
    secret: `sandbox/not-a-secret/${number.padStart(19, '0')}`,
    token: `sandbox-session-not-a-secret-${number}`,
    ...fields,
  }
}

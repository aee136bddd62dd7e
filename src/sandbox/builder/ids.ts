/**
 * Ids and dates of a made world. Every id comes from `world.sequence`, so that the same description gives the same
 * world to the letter.
 */
import { createHash } from 'node:crypto'
import { uuidFrom } from '../ids.ts'
import type { AccessKey, Iso, Session, World } from '../world.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

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

const next = (world: World): string => {
  world.sequence += 1
  return `${world.scenario}/${world.sequence}`
}

/** The next id: `prefix`, then upper-case letters and digits, `length` characters in all (`AIDA...` is 21 long). */
export function nextId(world: World, prefix: string, length: number): string {
  const seed = next(world)
  let id = prefix
  for (let block = 0; id.length < length; block += 1) {
    for (const byte of createHash('sha256').update(`${seed}/${block}`).digest()) id += ALPHABET[byte % 32]
  }
  return id.slice(0, length)
}

/** The next id in UUID form, for CloudTrail event ids, keys and subscriptions. */
export const nextUuid = (world: World): string => uuidFrom(next(world))

/** The next lower-case hexadecimal id, `length` characters after `prefix` (Organizations, Identity Center). */
export const nextHex = (world: World, prefix: string, length: number): string =>
  prefix + (nextUuid(world) + nextUuid(world)).replaceAll('-', '').slice(0, length)

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

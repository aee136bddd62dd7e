import { createHash } from 'node:crypto'
import {
  answerWays,
  type CustodyPlace,
  custodyPlaces,
  drillWays,
  type Iso,
  mailRoles,
  reasonsLeft,
  sendings,
} from '../model/index.ts'
import type { ContactsSaid } from './contacts-entries.ts'
import { erasureKinds, type ErasureSaid } from './erasure-entries.ts'

/** What one entry of the ledger says, before it is given its place in the chain. Times are ISO 8601 in UTC. */
export type Said =
  /** Somebody said that a control holds, or (`holds: false`) that it does not, until `expires`. */
  | {
      kind: 'attestation'
      subject: string
      control: string
      by: string
      holds: boolean
      expires: Iso
      note?: string
      /** When it was said, where that was before it was recorded: what happened since then was not known to the person. */
      said?: Iso
    }
  /** Somebody answers for a failure until `expires`. */
  | { kind: 'exception'; subject: string; control: string; owner: string; reason: string; expires: Iso }
  /** The exception of a control is taken back. */
  | { kind: 'withdrawal'; subject: string; control: string; owner: string; reason?: string }
  /** Distinct people answered a challenge (a drill). */
  | {
      kind: 'acknowledgement'
      subject: string
      control: string
      people: number
      expires: Iso
      /** Of a drill of the alarm: through which Regions it went. */
      regions?: string[]
      /** Those were all that the account can use. */
      everywhere?: true
    }
  /** Root was, or will be, used on purpose between these moments; a drill has to be closed. */
  | { kind: 'window'; subject: string; by: string; reason: string; from: Iso; until: Iso; drill?: true }
  /** The drill of this window, by its place in the ledger, is over. `seen`: CloudTrail shows that root signed in. */
  | {
      kind: 'closing'
      subject: string
      window: number
      by: string
      seen: boolean
      people?: number
      /** Minutes from its opening to the first sign-in. */
      minutes?: number
    }
  /** A hardware key of root lies in a place of this kind, under a seal, with two custodians; renewed by another of its label. */
  | {
      kind: 'custody'
      subject: string
      label: string
      /** The last four characters of its serial; never more of it. */
      last4: string
      place: CustodyPlace
      custodians: readonly string[]
      seal: string
      expires: Iso
    }
  /** The key of this label is no longer one. */
  | { kind: 'retirement'; subject: string; label: string; reason?: string }
  /**
   * A code was sent through the alarm on root. Of the code there is a hash (scrypt) with its salt, of whoever opened it a hash
   * with the same salt; addresses there are none.
   */
  | {
      kind: 'alarm-drill'
      subject: string
      by: string
      reason: string
      until: Iso
      regions: string[]
      everywhere?: true
      /** Mailboxes that it goes to, where they could be counted. */
      mailboxes?: number
      salt: string
      code: string
      opener?: string
    }
  /** Somebody answered the drill of this place in the ledger. `person`: a hash of whom AWS knows the answerer as. */
  | { kind: 'alarm-answer'; subject: string; drill: number; right: boolean; by?: string; person?: string }
  /** The drill of this place in the ledger is over. `minutes`: until the first, and the second person answered. */
  | {
      kind: 'alarm-closing'
      subject: string
      drill: number
      by: string
      complete: boolean
      people: number
      minutes: number[]
    }
  | ContactsSaid
  | ErasureSaid
  /** A last line that a crash had left unfinished was set aside; its bytes lie beside the ledger. */
  | { kind: 'repair'; subject: 'ledger'; bytes: number; sha256: string }

/** One line of the ledger. `prev` is the hash of the line before; `hash` covers everything else of this one. */
export type Entry = Said & { seq: number; at: Iso; prev: string; hash: string }

/** What stands before the first entry. */
export const genesis = '0'.repeat(64)

/**
 * JSON with sorted keys and no spaces (RFC 8785, JSON Canonicalization Scheme), so that anybody can compute the hash of
 * an entry again: `json.dumps(entry, sort_keys=True, separators=(',', ':'), ensure_ascii=False)` in Python.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

/** Gives what was said its place after the entry whose hash is `prev`. */
export function seal(said: Said, seq: number, at: Date, prev: string): Entry {
  const open = { ...said, seq, at: at.toISOString(), prev }
  return { ...open, hash: sha256(canonicalJson(open)) }
}

export const lineOf = (entry: Entry): string => `${canonicalJson(entry)}\n`

/**
 * An entry from its line (without the line's end); undefined where the bytes are not exactly what neverroot wrote: then
 * one of them was changed. An entry of a kind that a later version knows is taken as it is.
 */
export function parseLine(line: Buffer): Entry | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line)
    const entry = JSON.parse(text) as Entry
    if (canonicalJson(entry) !== text || !isEntry(entry)) return undefined
    const { hash, ...open } = entry
    return sha256(canonicalJson(open)) === hash ? entry : undefined
  } catch {
    return undefined
  }
}

type Check = (value: unknown) => boolean
const text: Check = (value) => typeof value === 'string' && value !== ''
const optional: Check = (value) => value === undefined || typeof value === 'string'
const time: Check = (value) => typeof value === 'string' && new Date(value).toJSON() === value
const texts: Check = (value) => Array.isArray(value) && value.every(text)
const counts: Check = (value) => Array.isArray(value) && value.every(count)
const optionalFlag: Check = (value) => value === undefined || flag(value)
const optionalCount: Check = (value) => value === undefined || count(value)
const optionalTime: Check = (value) => value === undefined || time(value)
const count: Check = (value) => Number.isInteger(value) && (value as number) >= 0
const hash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const last4: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9]{4}$/.test(value)
const place: Check = (value) => (custodyPlaces as readonly unknown[]).includes(value)
const names: Check = (value) => Array.isArray(value) && value.length === 2 && value.every(text)
const flag: Check = (value) => typeof value === 'boolean'
const oneOf =
  (words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value)
const optionalHash: Check = (value) => value === undefined || hash(value)
const listOf =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    Array.isArray(value) && value.every((item) => isObject(item) && holds(item, checks))
const ways: Check = (value) =>
  value === undefined || (Array.isArray(value) && value.length > 0 && value.every(oneOf(answerWays)))
const roles: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(oneOf(mailRoles))

const always: Record<string, Check> = { seq: count, at: time, kind: text, subject: text, prev: hash, hash }
const fields: Record<Said['kind'], Record<string, Check>> = {
  attestation: { control: text, by: text, holds: flag, expires: time, note: optional, said: optionalTime },
  exception: { control: text, owner: text, reason: text, expires: time },
  withdrawal: { control: text, owner: text, reason: optional },
  acknowledgement: {
    control: text,
    people: count,
    expires: time,
    regions: (value) => value === undefined || texts(value),
    everywhere: optionalFlag,
  },
  window: { by: text, reason: text, from: time, until: time, drill: optionalFlag },
  closing: { window: count, by: text, seen: flag, people: optionalCount, minutes: optionalCount },
  custody: { label: text, last4, place, custodians: names, seal: text, expires: time },
  retirement: { label: text, reason: optional },
  'alarm-drill': {
    by: text,
    reason: text,
    until: time,
    regions: texts,
    everywhere: optionalFlag,
    mailboxes: optionalCount,
    salt: text,
    code: hash,
    opener: optional,
  },
  'alarm-answer': { drill: count, right: flag, by: optional, person: optional },
  'alarm-closing': { drill: count, by: text, complete: flag, people: count, minutes: counts },
  'contacts-drill': {
    by: text,
    reason: text,
    until: time,
    way: oneOf(drillWays),
    salt: text,
    opener: optionalHash,
    mailboxes: listOf({ mailbox: hash, roles }),
    left: listOf({ role: oneOf(mailRoles), why: oneOf(reasonsLeft) }),
  },
  'contacts-message': { drill: count, mailbox: hash, code: hash, reminder: optionalFlag },
  'contacts-sent': { drill: count, message: count, sent: oneOf(sendings), because: optional },
  'contacts-answer': { drill: count, right: flag, mailbox: optionalHash, person: optionalHash, known: ways },
  'contacts-closing': {
    drill: count,
    by: text,
    complete: flag,
    people: count,
    roles: listOf({
      role: oneOf(mailRoles),
      mailboxes: count,
      answered: count,
      people: count,
      minutes: optionalCount,
    }),
  },
  erased: { was: text, control: optional },
  erasure: { what: oneOf(erasureKinds), before: optionalTime, entries: count, head: hash },
  repair: { bytes: count, sha256: hash },
}

function isEntry(entry: Entry): boolean {
  if (!isObject(entry)) return false
  const own = Object.hasOwn(fields, entry.kind) ? fields[entry.kind] : {}
  return holds(entry, { ...always, ...own })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const holds = (value: object, checks: Readonly<Record<string, Check>>): boolean =>
  Object.entries(checks).every(([name, check]) => check((value as Record<string, unknown>)[name]))

import type { Operator } from './operator.ts'
import { comparing, pair } from './operator.ts'

/** The W3C profile of ISO 8601: a time of day always carries its zone. */
const ISO =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:?\d{2}))?)?$/i
/** Seconds since 1970. Four digits could be a year as well, so they are neither. */
const EPOCH = /^(?:\d{5,}|\d{1,3})(?:\.\d+)?$/

/** Milliseconds since 1970 of an ISO 8601 date (UTC unless it says otherwise) or of epoch seconds. */
export function readDate(text: string): number | undefined {
  const trimmed = text.trim()
  if (EPOCH.test(trimmed)) return Number(trimmed) * 1000
  const match = ISO.exec(trimmed)
  if (!match) return undefined
  const [, year, month, day = '01', hour = '00', minute = '00', second = '00', fraction = '0', zone] = match
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000)
  const parts = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const at = Date.UTC(
    parts[0],
    parts[1] - 1,
    ...(parts.slice(2) as [number, number, number, number]),
    milliseconds,
  )
  // Date.UTC carries a 32nd day over into the next month; such a text is no date.
  if (new Date(at).getUTCMonth() !== parts[1] - 1 || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
    return undefined
  return at - offsetMinutes(zone) * 60_000
}

function offsetMinutes(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0
  const digits = zone.replace(/\D/g, '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return zone.startsWith('-') ? -minutes : minutes
}

const date = (holds: (request: number, policy: number) => boolean): Operator['compile'] =>
  comparing(readDate, 'a date', holds)

/** The six Date operators; AWS knows no variables in them. */
export const dateOperators: readonly Operator[] = [
  ...pair(
    'DateEquals',
    'DateNotEquals',
    date((request, policy) => request === policy),
  ),
  { name: 'DateLessThan', negated: false, compile: date((request, policy) => request < policy) },
  { name: 'DateLessThanEquals', negated: false, compile: date((request, policy) => request <= policy) },
  { name: 'DateGreaterThan', negated: false, compile: date((request, policy) => request > policy) },
  { name: 'DateGreaterThanEquals', negated: false, compile: date((request, policy) => request >= policy) },
]

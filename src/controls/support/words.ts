/** Small words for messages: ages, lists, counts. Messages say values, not adjectives. */

const dayMs = 86_400_000

/** Whole days between two moments; a moment in the future (a clock that is off) counts as today. */
export function daysBetween(earlier: Date, later: Date): number {
  return Math.max(0, Math.floor((later.getTime() - earlier.getTime()) / dayMs))
}

/** Midnight UTC of a moment's day. */
const midnight = (at: Date) => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()))

/** `today`, `yesterday`, `3 days ago`: by the calendar in UTC, as the dates beside it are told. */
export function ago(at: Date, now: Date): string {
  const days = daysBetween(midnight(at), midnight(now))
  if (days === 0) return 'today'
  return days === 1 ? 'yesterday' : `${days} days ago`
}

/** `1 key`, `2 keys`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** `a`, `a and b`, `a, b and c`; beyond `most` the rest is counted. */
export function list(words: readonly string[], most = 4): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : [...words]
  const last = shown.pop() ?? ''
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`
}

/** `yyyy-mm-dd` in UTC. */
export function day(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** The first letter large. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

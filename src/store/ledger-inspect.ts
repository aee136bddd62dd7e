import { type Entry, genesis, parseLine } from './ledger-entry.ts'

/** Something that is wrong with a ledger. `line` counts from 1; 0 stands for the ledger as a whole. */
export interface Problem {
  line: number
  what: 'changed' | 'removed' | 'inserted' | 'reordered' | 'replaced' | 'cut'
  message: string
}

/** A ledger as it was found. */
export interface Ledger {
  /** The entries that can be read, in the order of the file. */
  entries: Entry[]
  problems: Problem[]
  /** A last line without its end: what a crash leaves. `entry` where only the end itself is missing. */
  torn?: { line: number; bytes: Buffer; entry?: Entry }
  /** The hash of the last entry; zeros where there is none. */
  head: string
}

/** The last entry as it was known somewhere else than in the ledger. */
export interface Head {
  seq: number
  hash: string
}

const newline = 0x0a

/**
 * Reads a ledger and finds every line that was changed, removed, inserted, moved or replaced. With `kept`, a head that
 * was kept beside the ledger, it is also found that entries are missing at the end.
 */
export function inspect(bytes: Buffer, kept?: Head): Ledger {
  const { lines, rest } = split(bytes)
  const found = lines.map(parseLine)
  const entries = found.filter((entry) => entry !== undefined)
  const problems = chain(found)
  const last = entries.at(-1)
  const head = last?.hash ?? genesis
  const torn = rest.length > 0 ? tornLine(rest, lines.length + 1, last) : undefined
  const all = torn?.entry ? [...entries, torn.entry] : entries
  // An erasure that was cut off between ledger and head left the head of before, which it names.
  const knows = (entry: Entry) =>
    entry.hash === kept?.hash || (entry.kind === 'erasure' && entry.head === kept?.hash)
  if (problems.length === 0 && kept && !all.some(knows)) problems.push(cut(kept, all))
  return { entries, problems, head, ...(torn ? { torn } : {}) }
}

function split(bytes: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = []
  let from = 0
  for (let to = bytes.indexOf(newline); to >= 0; to = bytes.indexOf(newline, from)) {
    lines.push(bytes.subarray(from, to))
    from = to + 1
  }
  return { lines, rest: bytes.subarray(from) }
}

function tornLine(bytes: Buffer, line: number, last: Entry | undefined): Ledger['torn'] {
  const entry = parseLine(bytes)
  const follows = entry?.prev === (last?.hash ?? genesis) && entry.seq === (last?.seq ?? 0) + 1
  return { line, bytes, ...(follows ? { entry } : {}) }
}

function cut(kept: Head, entries: readonly Entry[]): Problem {
  const end = entries.at(-1)?.seq ?? 0
  return end < kept.seq
    ? {
        line: 0,
        what: 'cut',
        message: `${range(end + 1, kept.seq)} removed from the end: ${kept.seq} were written, ${end} ${end === 1 ? 'is' : 'are'} left`,
      }
    : { line: 0, what: 'replaced', message: `entry ${kept.seq} is not the one that was written` }
}

/** Walks the lines; after each thing that is wrong it goes on from there, so that one change is said once. */
function chain(found: readonly (Entry | undefined)[]): Problem[] {
  const problems: Problem[] = []
  const seqs = new Set(found.map((entry) => entry?.seq))
  const seen = new Map<string, number>()
  const nextWhole = nextWholeOf(found)
  // What the next line should be; without `prev` the line before could not be read.
  let seq = 1
  let prev: string | undefined = genesis
  found.forEach((entry, index) => {
    const line = index + 1
    const say = (what: Problem['what'], message: string) => problems.push({ line, what, message })
    if (!entry) {
      const next = found[nextWhole[index]!]
      if (next && next.seq === seq && next.prev === prev) return say('inserted', 'is no entry of this ledger')
      say('changed', `entry ${seq} was changed: its hash does not fit`)
      seq++
      prev = undefined
      return
    }
    const before = seen.get(entry.hash)
    if (before !== undefined) return say('inserted', `repeats line ${before}`)
    seen.set(entry.hash, line)
    if (entry.seq < seq) {
      // Its place is taken, by the right one or by another.
      return say('reordered', `entry ${entry.seq} stands where entry ${seq} should`)
    }
    if (entry.seq > seq) {
      let from = seq
      let to = entry.seq - 1
      while (seqs.has(from)) from++
      while (seqs.has(to)) to--
      if (from <= to) say('removed', `${range(from, to)} removed before it`)
      else say('reordered', `entry ${entry.seq} stands where entry ${seq} should`)
    } else if (prev !== undefined && entry.prev !== prev) {
      say(
        'replaced',
        seq === 1
          ? 'entry 1 is not the beginning of a ledger'
          : `entry ${seq} does not follow the one before it: one of the two was replaced`,
      )
    }
    seq = entry.seq + 1
    prev = entry.hash
  })
  return problems
}

/** For each line the index of the next one that is an entry. */
function nextWholeOf(found: readonly (Entry | undefined)[]): number[] {
  const next: number[] = Array<number>(found.length).fill(found.length)
  for (let i = found.length - 2; i >= 0; i--) next[i] = found[i + 1] ? i + 1 : next[i + 1]!
  return next
}

const range = (from: number, to: number): string =>
  from >= to ? `entry ${from} was` : `entries ${from} to ${to} were`

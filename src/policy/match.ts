import type { Test } from './answer.ts'

/** Stands for any run of characters, the empty one included. */
export const ANY_RUN = Symbol('*')
/** Stands for exactly one character. */
export const ANY_ONE = Symbol('?')

/** A piece of a pattern: plain text or a wildcard. Text is never read for wildcards again. */
export type Token = string | typeof ANY_RUN | typeof ANY_ONE

const RUN = -1
const ONE = -2

/** Splits a pattern into plain text and wildcards: `*` and `?` have no escape here (`${*}` is a variable's form). */
export function tokenize(pattern: string): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]
    if (character !== '*' && character !== '?') continue
    if (i > from) tokens.push(pattern.slice(from, i))
    tokens.push(character === '*' ? ANY_RUN : ANY_ONE)
    from = i + 1
  }
  if (from < pattern.length) tokens.push(pattern.slice(from))
  return tokens
}

/**
 * Makes the test that says whether a whole text matches the tokens. Never slower than pattern length times text
 * length, so that a hostile pattern costs nothing out of measure.
 */
export function compileTokens(tokens: readonly Token[]): Test {
  const codes: number[] = []
  for (const token of tokens) {
    if (token === ANY_RUN) {
      if (codes[codes.length - 1] !== RUN) codes.push(RUN)
    } else if (token === ANY_ONE) codes.push(ONE)
    else for (let i = 0; i < token.length; i++) codes.push(token.charCodeAt(i))
  }
  const wildcard = codes.findIndex((code) => code < 0)
  if (wildcard === -1) {
    const text = String.fromCharCode(...codes)
    return (value) => value === text
  }
  const first = codes[wildcard]
  if (first === RUN && wildcard === codes.length - 1) {
    if (wildcard === 0) return () => true
    const start = String.fromCharCode(...codes.slice(0, wildcard))
    return (value) => value.startsWith(start)
  }
  return (value) => matchesCodes(codes, value)
}

/** The usual two-finger walk: on a mismatch the last `*` takes one more character. */
function matchesCodes(codes: readonly number[], value: string): boolean {
  let at = 0
  let read = 0
  let star = -1
  let starRead = 0
  while (read < value.length) {
    const code = at < codes.length ? codes[at] : undefined
    if (code === ONE || code === value.charCodeAt(read)) {
      at++
      read++
    } else if (code === RUN) {
      star = at++
      starRead = read
    } else if (star !== -1) {
      at = star + 1
      read = ++starRead
    } else return false
  }
  while (codes[at] === RUN) at++
  return at === codes.length
}

const compiled = new Map<string, Test>()
const COMPILED_LIMIT = 50_000

/** The test for a pattern with `*` and `?`, case-sensitive; kept, so that asking again costs a look-up. */
export function compilePattern(pattern: string): Test {
  let test = compiled.get(pattern)
  if (!test) {
    if (compiled.size >= COMPILED_LIMIT) compiled.clear()
    test = compileTokens(tokenize(pattern))
    compiled.set(pattern, test)
  }
  return test
}

/**
 * Whether the whole value matches the pattern: `*` stands for any run of characters, colons and slashes
 * included, `?` for exactly one character. Case-sensitive; for actions lower-case both sides first.
 * Source: IAM User Guide, "IAM JSON policy elements: Resource" (a `*` at the end of a segment reaches beyond the
 * colon; that one inside a segment does too is assumed).
 */
export function matchesPattern(pattern: string, value: string): boolean {
  return compilePattern(pattern)(value)
}

/** Whether there is a text that both patterns match. */
export function patternsMeet(one: string, other: string): boolean {
  // For each beginning of `one`, whether it and the beginning of `other` read so far can match the same text.
  let row = new Array<boolean>(one.length + 1).fill(false)
  row[0] = true
  for (let i = 1; i <= one.length; i++) row[i] = row[i - 1]! && one[i - 1] === '*'
  for (const character of other) {
    const next = [row[0]! && character === '*']
    for (let i = 1; i <= one.length; i++) {
      const own = one[i - 1]!
      if (own === '*' || character === '*') next[i] = next[i - 1]! || row[i]!
      else next[i] = row[i - 1]! && (own === character || own === '?' || character === '?')
    }
    row = next
  }
  return row[one.length]!
}

/**
 * The test for a list of action patterns, for actions in lower case. Patterns are sorted by service, because a
 * list may hold dozens and is asked about thousands of actions.
 */
export function compileActions(patterns: readonly string[]): Test {
  const exact = new Set<string>()
  const byService = new Map<string, Test[]>()
  const others: Test[] = []
  for (const raw of patterns) {
    const pattern = raw.toLowerCase()
    const wildcard = pattern.search(/[*?]/)
    const colon = pattern.indexOf(':')
    if (pattern === '*') return () => true
    if (wildcard === -1) exact.add(pattern)
    else if (colon !== -1 && colon < wildcard) {
      const service = pattern.slice(0, colon)
      const tests = byService.get(service)
      if (tests) tests.push(compilePattern(pattern))
      else byService.set(service, [compilePattern(pattern)])
    } else others.push(compilePattern(pattern))
  }
  return (action) => {
    if (exact.has(action)) return true
    const tests = byService.size > 0 ? byService.get(action.slice(0, action.indexOf(':'))) : undefined
    if (tests) for (const test of tests) if (test(action)) return true
    for (const test of others) if (test(action)) return true
    return false
  }
}

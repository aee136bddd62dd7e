import type { Doubt, Test } from './answer.ts'
import { isDoubt } from './answer.ts'
import type { RequestContext } from './context.ts'
import type { Token } from './match.ts'
import { tokenize } from './match.ts'

/** A variable that the request gives no value for, and that has no default. */
export const UNRESOLVED = Symbol('unresolved policy variable')

/** What a value of a policy becomes for one request: a test, nothing (its variable is missing), or a doubt. */
export type Bound = Test | typeof UNRESOLVED | Doubt
/** A value of a policy, compiled as far as it can be without a request. */
export type Bindable = (context: RequestContext) => Bound

interface Variable {
  readonly key: string
  readonly fallback?: string
}
type Piece = Token | Variable

/** `key` or `key, 'default'`. A key is `prefix:name`; the name of a tag key may hold spaces. */
const VARIABLE = /^([^\s:,'{}$*?]+:[^,'{}$*?]+?)\s*(?:,\s*'([^'{}]*)')?$/

/**
 * Compiles a value that may hold policy variables.
 * `variables` false (an older policy version): `${...}` is plain text. `wildcards` false: `*` and `?` are too.
 * `toTest` makes the test from the finished tokens, or says why it cannot.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags". A value that a variable brings in is taken
 * literally, wildcards in it too (assumed).
 */
export function compileValue(
  value: string,
  options: { variables: boolean; wildcards: boolean },
  toTest: (tokens: readonly Token[]) => Test | Doubt,
): Bindable {
  const read = (text: string): Token[] => (options.wildcards ? tokenize(text) : text === '' ? [] : [text])
  if (!options.variables || !value.includes('${')) {
    const test = toTest(read(value))
    return () => test
  }
  const pieces = parseTemplate(value, read)
  if (isDoubt(pieces)) return () => pieces
  const fixed: Token[] = []
  for (const piece of pieces) if (!isVariable(piece)) fixed.push(piece)
  if (fixed.length === pieces.length) {
    const test = toTest(fixed)
    return () => test
  }
  return (context) => {
    const tokens = resolve(pieces, context)
    return Array.isArray(tokens) ? toTest(tokens) : (tokens as typeof UNRESOLVED | Doubt)
  }
}

function isVariable(piece: Piece): piece is Variable {
  return typeof piece === 'object'
}

function parseTemplate(value: string, read: (text: string) => Token[]): Piece[] | Doubt {
  const pieces: Piece[] = []
  let at = 0
  while (at < value.length) {
    const start = value.indexOf('${', at)
    if (start === -1) {
      pieces.push(...read(value.slice(at)))
      break
    }
    pieces.push(...read(value.slice(at, start)))
    const end = value.indexOf('}', start)
    if (end === -1) return { doubt: `"${value}" has a policy variable that is not closed` }
    const inner = value.slice(start + 2, end)
    if (inner === '*' || inner === '?' || inner === '$') pieces.push(inner)
    else {
      const match = VARIABLE.exec(inner)
      if (!match?.[1]) return { doubt: `the policy variable form \${${inner}} is not modelled` }
      pieces.push({ key: match[1].toLowerCase(), fallback: match[2] })
    }
    at = end + 1
  }
  return pieces
}

function resolve(pieces: readonly Piece[], context: RequestContext): Token[] | typeof UNRESOLVED | Doubt {
  const tokens: Token[] = []
  for (const piece of pieces) {
    if (!isVariable(piece)) {
      tokens.push(piece)
      continue
    }
    const values = context.get(piece.key)
    // AWS allows only single-valued keys as variables; what several values would give is not documented.
    if (values && values.length > 1)
      return { doubt: `the policy variable \${${piece.key}} has several values in the request` }
    const text = values?.[0] ?? piece.fallback
    if (text === undefined) return UNRESOLVED
    if (text !== '') tokens.push(text)
  }
  return tokens
}

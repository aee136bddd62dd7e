import type { Doubt, Test } from '../answer.ts'
import type { Token } from '../match.ts'
import { ANY_RUN, compileTokens } from '../match.ts'
import { compileValue } from '../variables.ts'
import type { Operator } from './operator.ts'
import { pair } from './operator.ts'

const PARTS = 6

/**
 * The six colon-separated parts of an ARN; the last keeps its own colons.
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators", Amazon Resource Name (ARN).
 */
function splitTokens(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (typeof token !== 'string') {
      parts[parts.length - 1]?.push(token)
      continue
    }
    let rest = token
    for (;;) {
      const colon = parts.length < PARTS ? rest.indexOf(':') : -1
      const text = colon === -1 ? rest : rest.slice(0, colon)
      if (text !== '') parts[parts.length - 1]?.push(text)
      if (colon === -1) break
      parts.push([])
      rest = rest.slice(colon + 1)
    }
  }
  return parts
}

/** Splits at the first five colons; fewer colons give fewer parts. */
function splitValue(value: string): string[] {
  const parts: string[] = []
  let from = 0
  while (parts.length < PARTS - 1) {
    const colon = value.indexOf(':', from)
    if (colon === -1) break
    parts.push(value.slice(from, colon))
    from = colon + 1
  }
  parts.push(value.slice(from))
  return parts
}

/**
 * Each part is matched on its own, so that `*` does not cross a colon before the sixth part. `*` alone is any ARN
 * (assumed). What AWS makes of another pattern that stops early with a `*` is not documented: a doubt.
 */
function arnTest(tokens: readonly Token[]): Test | Doubt {
  const parts = splitTokens(tokens)
  if (parts.length < PARTS) {
    if (tokens[tokens.length - 1] !== ANY_RUN) return () => false
    if (tokens.length > 1) return { doubt: 'a pattern of an ARN condition has fewer than six parts' }
    return (value) => splitValue(value).length === PARTS
  }
  const tests = parts.map(compileTokens)
  return (value) => {
    const given = splitValue(value)
    return given.length === PARTS && tests.every((test, index) => test(given[index] ?? ''))
  }
}

const like: Operator['compile'] = (value, variables) =>
  compileValue(value, { variables, wildcards: true }, arnTest)

/** The four Arn operators: ArnEquals and ArnLike behave alike, as AWS documents. */
export const arnOperators: readonly Operator[] = [
  ...pair('ArnEquals', 'ArnNotEquals', like),
  ...pair('ArnLike', 'ArnNotLike', like),
]

import { compileTokens } from '../match.ts'
import type { Token } from '../match.ts'
import { compileValue } from '../variables.ts'
import type { Operator } from './operator.ts'
import { pair } from './operator.ts'

const equals: Operator['compile'] = (value, variables) =>
  compileValue(value, { variables, wildcards: false }, compileTokens)

const equalsIgnoreCase: Operator['compile'] = (value, variables) =>
  compileValue(value, { variables, wildcards: false }, (tokens) => {
    const test = compileTokens(tokens.map(lower))
    return (given) => test(given.toLowerCase())
  })

const like: Operator['compile'] = (value, variables) =>
  compileValue(value, { variables, wildcards: true }, compileTokens)

const lower = (token: Token): Token => (typeof token === 'string' ? token.toLowerCase() : token)

/** String operators, and BinaryEquals, which compares the base64 text as it stands and knows no variables. */
export const stringOperators: readonly Operator[] = [
  ...pair('StringEquals', 'StringNotEquals', equals),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', equalsIgnoreCase),
  ...pair('StringLike', 'StringNotLike', like),
  { name: 'BinaryEquals', negated: false, compile: (value) => equals(value, false) },
]

import { compileTokens } from '../match.ts'
import { compileValue } from '../variables.ts'
import type { Operator } from './operator.ts'
import { comparing } from './operator.ts'

/** `true` or `false` in any case (assumed: AWS writes them in lower case); undefined for any other text. */
export function readBool(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

const literal = comparing(readBool, 'true or false', (request, policy) => request === policy)

/** Bool; AWS allows policy variables in its values. */
export const boolOperators: readonly Operator[] = [
  {
    name: 'Bool',
    negated: false,
    compile: (value, variables) =>
      variables && value.includes('${')
        ? compileValue(value, { variables, wildcards: false }, (tokens) => {
            const test = compileTokens(
              tokens.map((token) => (typeof token === 'string' ? token.toLowerCase() : token)),
            )
            return (given) => test(given.trim().toLowerCase())
          })
        : literal(value, variables),
  },
]

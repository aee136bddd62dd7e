import type { Operator } from './operator.ts'
import { comparing } from './operator.ts'

/** `true` or `false` in any case (assumed: AWS writes them in lower case); undefined for any other text. */
export function readBool(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

/** Bool. AWS's pages contradict each other on policy variables in its values, so one is a doubt. */
export const boolOperators: readonly Operator[] = [
  {
    name: 'Bool',
    negated: false,
    compile: comparing(readBool, 'true or false', (request, policy) => request === policy),
  },
]

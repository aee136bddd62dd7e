import type { Operator } from './operator.ts'
import { comparing, pair } from './operator.ts'

const NUMBER = /^[+-]?\d+(\.\d+)?$/

/** A decimal number; undefined for any other text. */
export function readNumber(text: string): number | undefined {
  const trimmed = text.trim()
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined
}

const numeric = (holds: (request: number, policy: number) => boolean): Operator['compile'] =>
  comparing(readNumber, 'a number', holds)

/** The six Numeric operators; AWS knows no variables in them. */
export const numericOperators: readonly Operator[] = [
  ...pair(
    'NumericEquals',
    'NumericNotEquals',
    numeric((request, policy) => request === policy),
  ),
  { name: 'NumericLessThan', negated: false, compile: numeric((request, policy) => request < policy) },
  { name: 'NumericLessThanEquals', negated: false, compile: numeric((request, policy) => request <= policy) },
  { name: 'NumericGreaterThan', negated: false, compile: numeric((request, policy) => request > policy) },
  {
    name: 'NumericGreaterThanEquals',
    negated: false,
    compile: numeric((request, policy) => request >= policy),
  },
]

import type { Answer, Doubt, Test } from '../answer.ts'
import { isDoubt } from '../answer.ts'
import type { RequestContext } from '../context.ts'
import type { Condition } from '../types.ts'
import type { Bindable } from '../variables.ts'
import { UNRESOLVED } from '../variables.ts'
import { arnOperators } from './arn.ts'
import { boolOperators, readBool } from './bool.ts'
import { dateOperators } from './date.ts'
import { ipOperators } from './ip.ts'
import { numericOperators } from './number.ts'
import type { Operator } from './operator.ts'
import { stringOperators } from './string.ts'

const operators = new Map<string, Operator>(
  [
    ...stringOperators,
    ...numericOperators,
    ...dateOperators,
    ...boolOperators,
    ...ipOperators,
    ...arnOperators,
  ].map((operator) => [operator.name.toLowerCase(), operator]),
)

/** The operators that are modelled, Null included, without qualifiers and IfExists. */
export const operatorNames: readonly string[] = [
  ...[...operators.values()].map((operator) => operator.name),
  'Null',
]

/** A condition made ready to be asked about requests. */
export type CompiledCondition = (context: RequestContext) => Answer

const QUALIFIED = /^(?:([^:]*):)?(.*?)(ifexists)?$/i

/**
 * Compiles one condition. An operator or qualifier that is not modelled gives a condition that is always in doubt.
 * Source: IAM User Guide, "Condition operators", "Set operators for multivalued context keys" and "Evaluation logic
 * for multiple context keys or values". Operator names are read in any case (assumed).
 */
export function compileCondition(condition: Condition, variables: boolean): CompiledCondition {
  const key = condition.key.toLowerCase()
  const [, qualifier, base = '', ifExists] = QUALIFIED.exec(condition.operator) ?? []
  if (base.toLowerCase() === 'null' && qualifier === undefined && !ifExists)
    return compileNull(key, condition.values)
  const operator = operators.get(base.toLowerCase())
  if (!operator) return always({ doubt: `the condition operator ${condition.operator} is not modelled` })
  const judge = qualifier === undefined ? plain : qualified.get(qualifier.toLowerCase())
  if (!judge)
    return always({ doubt: `the qualifier of the condition operator ${condition.operator} is not modelled` })
  const values = condition.values.map((value) => operator.compile(value, variables))
  return (context) => {
    const given = context.get(key)
    if (ifExists && !given) return true
    const bound = bind(values, context)
    // A negated operator holds unless something matches; a variable without a value must not make it hold.
    if (operator.negated && bound.unresolved) return false
    return judge(given, bound, operator.negated)
  }
}

const always = (answer: Answer) => (): Answer => answer

interface BoundValues {
  tests: Test[]
  doubt?: Doubt
  unresolved: boolean
}

function bind(values: readonly Bindable[], context: RequestContext): BoundValues {
  const bound: BoundValues = { tests: [], unresolved: false }
  for (const value of values) {
    const result = value(context)
    if (result === UNRESOLVED) bound.unresolved = true
    else if (isDoubt(result)) bound.doubt = result
    else bound.tests.push(result)
  }
  return bound
}

type Judge = (given: readonly string[] | undefined, bound: BoundValues, negated: boolean) => Answer

const matchesOne = (value: string, bound: BoundValues): boolean => {
  for (const test of bound.tests) if (test(value)) return true
  return false
}

/** AWS: an empty string is an empty set to ForAllValues and ForAnyValue. */
const members = (given: readonly string[] | undefined): string[] =>
  given?.filter((value) => value !== '') ?? []

/**
 * Without a qualifier: one of the values matches; negated: none does, so an absent key satisfies it. Of several
 * values of the request one is enough to match (assumed: AWS asks for a qualifier with such keys).
 */
const plain: Judge = (given, bound, negated) => {
  if (!given) return negated ? (bound.doubt ?? true) : false
  for (const value of given) if (matchesOne(value, bound)) return !negated
  return bound.doubt ?? negated
}

/** Every value of the request satisfies the operator; no value at all satisfies it too. */
const forAllValues: Judge = (given, bound, negated) => {
  const values = members(given)
  let unsure = negated && values.length === 0 ? bound.doubt : undefined
  for (const value of values) {
    const matches = matchesOne(value, bound)
    if (matches ? negated : !bound.doubt && !negated) return false
    if (!matches && bound.doubt) unsure = bound.doubt
  }
  return unsure ?? true
}

/** At least one value of the request satisfies the operator; no value at all does not. */
const forAnyValue: Judge = (given, bound, negated) => {
  let unsure: Doubt | undefined
  for (const value of members(given)) {
    const matches = matchesOne(value, bound)
    if (matches ? !negated : !bound.doubt && negated) return true
    if (!matches && bound.doubt) unsure = bound.doubt
  }
  return unsure ?? false
}

const qualified = new Map<string, Judge>([
  ['forallvalues', forAllValues],
  ['foranyvalue', forAnyValue],
])

/** Null: "true" holds when the request lacks the key, "false" when it has it. */
function compileNull(key: string, values: readonly string[]): CompiledCondition {
  const wanted = values.map(readBool)
  const wrong = values.find((_, index) => wanted[index] === undefined)
  return (context) => {
    const absent = context.get(key) === undefined
    if (wanted.includes(absent)) return true
    return wrong === undefined ? false : { doubt: `the Null condition of ${key} has the value "${wrong}"` }
  }
}

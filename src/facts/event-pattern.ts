/**
 * EventBridge event patterns, as far as they occur in practice, matched against an event (EventBridge user guide, "Event
 * pattern syntax" and "Comparison operators"). SNS filter policies are written in the same language.
 */
export type Match = 'yes' | 'no' | 'cannot-tell'

type Json = unknown
type JsonObject = Readonly<Record<string, Json>>

/** Matches JSON text; text that is no pattern cannot be told. */
export function matchesPatternText(pattern: string, event: JsonObject): Match {
  try {
    const parsed: Json = JSON.parse(pattern)
    return isObject(parsed) ? matchesEvent(parsed, event) : 'cannot-tell'
  } catch {
    return 'cannot-tell'
  }
}

/** Every field of the pattern must match; a field that the pattern does not name does not matter. */
export function matchesEvent(pattern: JsonObject, event: JsonObject): Match {
  return every(
    Object.entries(pattern).map(([name, wanted]) => {
      if (name === '$or')
        return Array.isArray(wanted) && wanted.every(isObject)
          ? some(wanted.map((w) => matchesEvent(w as JsonObject, event)))
          : 'cannot-tell'
      if (Array.isArray(wanted)) return matchesLeaf(wanted, event[name])
      return isObject(wanted) ? matchesInside(wanted, event[name]) : 'cannot-tell'
    }),
  )
}

/** An array of objects matches where one of them does; what is absent is an object without fields. */
function matchesInside(pattern: JsonObject, value: Json): Match {
  if (Array.isArray(value))
    return some(value.filter(isObject).map((v) => matchesEvent(pattern, v as JsonObject)))
  return matchesEvent(pattern, isObject(value) ? value : {})
}

function matchesLeaf(wanted: readonly Json[], value: Json): Match {
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).filter(
    (v) => !isObject(v),
  )
  return some(wanted.map((w) => (isObject(w) ? compare(w, values) : yesIf(values.includes(w)))))
}

/** One comparison: an object with one operator. */
function compare(comparison: JsonObject, values: readonly Json[]): Match {
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(comparison)
  if (more.length > 0) return 'cannot-tell'
  if (operator === 'exists')
    return typeof operand === 'boolean' ? yesIf(values.length > 0 === operand) : 'cannot-tell'
  if (operator === 'anything-but') {
    if (values.length === 0) return 'no'
    const excluded = Array.isArray(operand)
      ? (operand as Json[]).map(
          (o) =>
            (v: Json): Match =>
              yesIf(v === o),
        )
      : isObject(operand)
        ? testsOf(operand)
        : [(v: Json): Match => yesIf(v === operand)]
    return excluded ? some(values.map((v) => opposite(some(excluded.map((test) => test(v)))))) : 'cannot-tell'
  }
  const tests = testsOf(comparison)
  return tests ? some(values.flatMap((v) => tests.map((test) => test(v)))) : 'cannot-tell'
}

type Test = (value: Json) => Match

/** The tests that one operator stands for, one for each of its operands; undefined for an operator not modelled. */
function testsOf(comparison: JsonObject): Test[] | undefined {
  const [[operator, operand] = ['', undefined]] = Object.entries(comparison)
  if (operator === 'numeric') return Array.isArray(operand) ? [numeric(operand as Json[])] : undefined
  const folded = isObject(operand) && typeof operand['equals-ignore-case'] === 'string'
  const texts = (
    folded ? [operand['equals-ignore-case']] : Array.isArray(operand) ? (operand as Json[]) : [operand]
  ).filter((t): t is string => typeof t === 'string')
  if (texts.length === 0) return undefined
  const how = textual[operator]
  if (!how) return undefined
  const fold = (text: string) => (folded || operator === 'equals-ignore-case' ? text.toLowerCase() : text)
  return texts.map((text) => (v) => yesIf(typeof v === 'string' && how(fold(v), fold(text))))
}

const textual: Readonly<Record<string, (value: string, text: string) => boolean>> = {
  prefix: (value, text) => value.startsWith(text),
  suffix: (value, text) => value.endsWith(text),
  'equals-ignore-case': (value, text) => value === text,
  wildcard: (value, text) => wildcard(text).test(value),
}

/** `*` is any text; a backslash makes the next character plain. */
function wildcard(text: string): RegExp {
  const source = [...text.matchAll(/\\(.)|(\*)|([^*\\])/gs)].map(([, escaped, star, plain]) =>
    star ? '.*' : (escaped ?? plain ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  )
  return new RegExp(`^${source.join('')}$`, 's')
}

/** `["=", 5]`, `[">", 0, "<=", 5]` */
function numeric(operand: readonly Json[]): Test {
  const checks: ((n: number) => boolean)[] = []
  for (let i = 0; i < operand.length; i += 2) {
    const limit = operand[i + 1]
    const how = comparisons[String(operand[i])]
    if (!how || typeof limit !== 'number') return () => 'cannot-tell'
    checks.push((n) => how(n, limit))
  }
  if (checks.length === 0) return () => 'cannot-tell'
  return (v) => yesIf(typeof v === 'number' && checks.every((check) => check(v)))
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const yesIf = (condition: boolean): Match => (condition ? 'yes' : 'no')
const opposite = (match: Match): Match => (match === 'yes' ? 'no' : match === 'no' ? 'yes' : match)
const every = (all: readonly Match[]): Match =>
  all.includes('no') ? 'no' : all.includes('cannot-tell') ? 'cannot-tell' : 'yes'
const some = (all: readonly Match[]): Match =>
  all.includes('yes') ? 'yes' : all.includes('cannot-tell') ? 'cannot-tell' : 'no'

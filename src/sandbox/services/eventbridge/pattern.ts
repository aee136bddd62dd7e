/** EventBridge event patterns: parsing as strictly as AWS does, and matching (user guide, "Event patterns"). */
import { InvalidPattern, matcher, type Scalar, type Test } from './matchers.ts'

/** Tests a whole event, as parsed JSON. */
export type EventTest = (event: unknown) => boolean
type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parses a pattern. Throws InvalidPattern with AWS's reason. */
export function parsePattern(source: string): EventTest {
  if (source.length > 4096) throw new InvalidPattern('Event pattern is longer than 4096 characters')
  let parsed: unknown
  try {
    parsed = JSON.parse(source)
  } catch {
    throw new InvalidPattern('Filter is not valid JSON')
  }
  if (!isNode(parsed)) throw new InvalidPattern('Filter is not an object')
  if (!Object.keys(parsed).length) throw new InvalidPattern('Empty objects are not allowed')
  return compile(parsed)
}

function compile(pattern: Node): EventTest {
  const tests = Object.entries(pattern).map(([key, value]) => {
    if (key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isNode)) {
      const any = value.map(compile)
      return (event: unknown) => any.some((t) => t(event))
    }
    return field(key, value)
  })
  return (event) => tests.every((t) => t(event))
}

function field(key: string, value: unknown): EventTest {
  if (Array.isArray(value)) {
    if (!value.length) throw new InvalidPattern('Empty arrays are not allowed')
    const any = value.map(matcher)
    return (event) => leaf(any, isNode(event) ? event[key] : undefined)
  }
  if (!isNode(value)) throw new InvalidPattern(`"${key}" must be an object or an array`)
  if (!Object.keys(value).length) throw new InvalidPattern('Empty objects are not allowed')
  const inner = compile(value)
  return (event) => {
    const below = isNode(event) ? event[key] : undefined
    // Of a list of objects one must match whole; an absent object still satisfies `exists: false`.
    return Array.isArray(below) ? below.some(inner) : inner(below)
  }
}

/** A list in the event matches when one of its elements does. An object is not a leaf: it counts as absent. */
function leaf(any: readonly Test[], value: unknown): boolean {
  const scalars: (Scalar | undefined)[] =
    Array.isArray(value) && value.length ? (value as Scalar[]) : [value as Scalar]
  return scalars.some((s) => {
    const scalar = typeof s === 'object' && s !== null ? undefined : s
    return any.some((t) => t(scalar))
  })
}

/** Single matchers of an event pattern (EventBridge user guide, "Comparison operators for use in event patterns"). */
export type Scalar = string | number | boolean | null
/** Tests one value of an event; `undefined` is an absent field. */
export type Test = (value: Scalar | undefined) => boolean

/** The pattern is not valid; the message is AWS's reason. */
export class InvalidPattern extends Error {}

const isScalar = (value: unknown): value is Scalar =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
const asString = (value: unknown, operator: string): string => {
  if (typeof value !== 'string') throw new InvalidPattern(`${operator} match pattern must be a string`)
  return value
}
const text =
  (test: (value: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value)

/** `prefix` and `suffix` take a string, or `{ "equals-ignore-case": string }`. */
function edge(operator: 'prefix' | 'suffix', given: unknown): Test {
  const at = (value: string, part: string): boolean =>
    operator === 'prefix' ? value.startsWith(part) : value.endsWith(part)
  if (typeof given === 'object' && given !== null) {
    const part = asString((given as Record<string, unknown>)['equals-ignore-case'], operator).toLowerCase()
    return text((value) => at(value.toLowerCase(), part))
  }
  const part = asString(given, operator)
  return text((value) => at(value, part))
}

/** `*` stands for any characters, `\*` for itself; `**` is not allowed. */
function wildcard(given: unknown): Test {
  const pattern = asString(given, 'wildcard')
  if (pattern.includes('**')) throw new InvalidPattern('Consecutive wildcard characters')
  const source = pattern
    .split(/(\\\\|\\\*|\*)/)
    .map((part) =>
      part === '*' ? '.*' : part.replace(/^\\([\\*])$/, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  const expression = new RegExp(`^${source}$`, 's')
  return text((value) => expression.test(value))
}

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

function numeric(given: unknown): Test {
  if (!Array.isArray(given) || given.length === 0 || given.length % 2) {
    throw new InvalidPattern('Invalid numeric match: bad number of arguments')
  }
  const tests: ((value: number) => boolean)[] = []
  for (let i = 0; i < given.length; i += 2) {
    const compare = COMPARE[String(given[i])]
    const bound: unknown = given[i + 1]
    if (!compare) throw new InvalidPattern(`Unrecognized numeric range operator: ${String(given[i])}`)
    if (typeof bound !== 'number') throw new InvalidPattern('Value of numeric match must be numeric')
    tests.push((value) => compare(value, bound))
  }
  return (value) => typeof value === 'number' && tests.every((t) => t(value))
}

function ignoreCase(given: unknown): Test {
  const wanted = asString(given, 'equals-ignore-case').toLowerCase()
  return text((value) => value.toLowerCase() === wanted)
}

/** `anything-but` takes a value, a list, or one of the string operators with a value or a list. */
function anythingBut(given: unknown): Test {
  if (isScalar(given) || Array.isArray(given)) {
    const list = Array.isArray(given) ? (given as unknown[]) : [given]
    if (!list.length || !list.every(isScalar))
      throw new InvalidPattern('anything-but list must hold strings or numbers')
    return (value) => value !== undefined && !list.includes(value)
  }
  const [[operator, values] = []] = Object.entries(given as object) as [string, unknown][]
  const make = STRING_OPERATORS[operator ?? '']
  if (!make) throw new InvalidPattern(`Unsupported anything-but pattern: ${operator}`)
  const tests = (Array.isArray(values) ? (values as unknown[]) : [values]).map(make)
  return (value) => value !== undefined && !tests.some((t) => t(value))
}

function exists(given: unknown): Test {
  if (typeof given !== 'boolean')
    throw new InvalidPattern('exists match pattern must be either true or false')
  return (value) => (value !== undefined) === given
}

function cidr(given: unknown): Test {
  const [base = '', bits = ''] = asString(given, 'cidr').split('/')
  const number = (ip: string): number | undefined => {
    const parts = ip.split('.').map(Number)
    const valid = parts.length === 4 && parts.every((p) => Number.isInteger(p) && p >= 0 && p <= 255)
    return valid ? parts.reduce((n, p) => n * 256 + p, 0) : undefined
  }
  const network = number(base)
  const size = 2 ** (32 - Number(bits))
  if (network === undefined || !/^\d+$/.test(bits) || Number(bits) > 32) {
    throw new InvalidPattern(`Malformed or unsupported CIDR: ${String(given)}`)
  }
  return text((value) => {
    const ip = number(value)
    return ip !== undefined && Math.floor(ip / size) === Math.floor(network / size)
  })
}

const STRING_OPERATORS: Record<string, (given: unknown) => Test> = {
  prefix: (given) => edge('prefix', given),
  suffix: (given) => edge('suffix', given),
  wildcard,
  'equals-ignore-case': ignoreCase,
}
const OPERATORS: Record<string, (given: unknown) => Test> = {
  ...STRING_OPERATORS,
  'anything-but': anythingBut,
  exists,
  numeric,
  cidr,
}

/** Makes a test of one element of a pattern's list: a value to equal, or one operator. */
export function matcher(given: unknown): Test {
  if (isScalar(given)) return (value) => value === given
  const entries = Object.entries((given ?? {}) as object) as [string, unknown][]
  if (Array.isArray(given) || entries.length !== 1) {
    throw new InvalidPattern('Only one key allowed in match expression')
  }
  const [operator, operand] = entries[0]!
  const make = OPERATORS[operator]
  if (!make) throw new InvalidPattern(`Unrecognized match type ${operator}`)
  return make(operand)
}

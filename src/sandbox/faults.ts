import { SandboxUsageError } from './usage-error.ts'

/**
 * What can go wrong with one request. `lost`: the request is carried out, then the connection breaks. `html`: a proxy's
 * page instead of AWS's answer. `hang`: no answer at all.
 */
export type FaultKind = 'throttle' | '5xx' | 'drop' | 'lost' | 'deny' | 'html' | '501' | 'hang' | 'expire'

/** A fault laid on an operation by name. */
export interface OperationFault {
  kind: Exclude<FaultKind, 'expire'>
  /** `iam:GetAccountSummary`; `iam:*` and `*` cover more. */
  operation: string
  /** How often it strikes; without it, always. */
  times?: number
}

/** Share of requests that suffer each accident, 0 to 1, and how many requests credentials last. */
export interface FaultRates {
  throttle?: number
  '5xx'?: number
  drop?: number
  /** Each access key id is refused as expired after this many requests. */
  expireAfter?: number
}

export interface FaultSpec extends FaultRates {
  operations?: OperationFault[]
  /** Same seed, same requests: same accidents. Default 1. */
  seed?: number
}

const RATES = ['throttle', '5xx', 'drop'] as const
const BY_OPERATION = ['throttle', '5xx', 'drop', 'lost', 'deny', 'html', '501', 'hang'] as const
const EXAMPLE =
  'For example --faults throttle=0.05,5xx=0.01,drop=0.005,expire-after=40,deny=iam:GetAccountSummary'

/**
 * Reads `throttle=0.05,5xx=0.01,drop=0.005,expire-after=N,deny=iam:GetAccountSummary+iam:ListUsers`; also
 * `throttle:iam:ListUsers=2` (the first two times), `html=account:GetContactInformation`, `501=`, `hang=`, `lost=`,
 * `seed=7`. Throws SandboxUsageError.
 */
export function parseFaults(text: string): FaultSpec {
  const spec: FaultSpec = {}
  const operations: OperationFault[] = []
  for (const item of text.split(',').map((part) => part.trim())) {
    if (item === '') continue
    const equals = item.indexOf('=')
    if (equals < 1) throw new SandboxUsageError(`The fault "${item}" has no value.`, EXAMPLE)
    const name = item.slice(0, equals)
    const value = item.slice(equals + 1)
    if (name === 'expire-after') spec.expireAfter = count(name, value)
    else if (name === 'seed') spec.seed = count(name, value)
    else if (name.includes(':')) operations.push(limited(name, value))
    else if (isOneOf(RATES, name)) spec[name] = share(name, value)
    else if (isOneOf(BY_OPERATION, name)) {
      for (const operation of value.split('+')) operations.push({ kind: name, operation: checked(operation) })
    } else throw unknownKind(name)
  }
  return operations.length ? { ...spec, operations } : spec
}

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name)

const unknownKind = (name: string): SandboxUsageError =>
  new SandboxUsageError(
    `"${name}" is no fault of the sandbox.`,
    `It knows ${BY_OPERATION.join(', ')} and expire-after. ${EXAMPLE}`,
  )

function limited(name: string, value: string): OperationFault {
  const colon = name.indexOf(':')
  const kind = name.slice(0, colon)
  if (!isOneOf(BY_OPERATION, kind)) throw unknownKind(kind)
  return { kind, operation: checked(name.slice(colon + 1)), times: count(name, value) }
}

function checked(operation: string): string {
  if (operation === '*' || /^[a-z0-9-]+:(\*|[A-Z]\w*)$/.test(operation)) return operation
  throw new SandboxUsageError(
    `"${operation}" is not an operation.`,
    'Write service and operation, such as iam:GetAccountSummary.',
  )
}

function count(name: string, value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value)
  throw new SandboxUsageError(`"${name}" takes a whole number from 1, not "${value}".`, EXAMPLE)
}

function share(name: string, value: string): number {
  const number = Number(value)
  if (value !== '' && number >= 0 && number <= 1) return number
  throw new SandboxUsageError(`"${name}" takes a share of the requests from 0 to 1, not "${value}".`, EXAMPLE)
}

/** The accidents of one sandbox: asked once per request. */
export class Faults {
  readonly #rates: FaultRates
  readonly #operations: (OperationFault & { left: number })[] = []
  readonly #uses = new Map<string, number>()
  #state: number

  constructor(spec: FaultSpec | string = {}) {
    const { operations = [], seed = 1, ...rates } = typeof spec === 'string' ? parseFaults(spec) : spec
    this.#rates = rates
    this.#state = seed
    this.add(...operations)
  }

  add(...faults: OperationFault[]): void {
    for (const fault of faults) this.#operations.push({ ...fault, left: fault.times ?? Infinity })
  }

  /** Ends the faults laid on operations; those by chance stay. */
  clear(): void {
    this.#operations.length = 0
  }

  /** The accident that strikes this request, if one does. */
  strike(operation: string, accessKeyId: string | undefined): FaultKind | undefined {
    const { expireAfter } = this.#rates
    if (expireAfter !== undefined && accessKeyId !== undefined) {
      const uses = (this.#uses.get(accessKeyId) ?? 0) + 1
      this.#uses.set(accessKeyId, uses)
      if (uses > expireAfter) return 'expire'
    }
    const laid = this.#operations.find((fault) => fault.left > 0 && covers(fault.operation, operation))
    if (laid) {
      laid.left -= 1
      return laid.kind
    }
    return RATES.find((kind) => (this.#rates[kind] ?? 0) > 0 && this.#random() < (this.#rates[kind] ?? 0))
  }

  /** mulberry32: small, seeded, good enough for accidents. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const covers = (pattern: string, operation: string): boolean =>
  pattern === '*' ||
  pattern === operation ||
  (pattern.endsWith(':*') && operation.startsWith(pattern.slice(0, -1)))

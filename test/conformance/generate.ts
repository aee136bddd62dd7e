import { NumericValue } from '@smithy/core/serde'
import type { NormalizedSchema } from '@smithy/core/schema'

/** A repeatable source of numbers from 0 to 1. */
export function random(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff
}

const TEXTS = ['x', 'a b&c=d+e%', 'é<>"\'', 'a/b', 'x y', '日本', '{"a":1}']
const DEEP = 6

/** Random values of a schema: every type, missing members, long lists, text that needs escaping. */
export class Generator {
  constructor(private readonly next: () => number) {}

  value(schema: NormalizedSchema, depth = 0): unknown {
    if (schema.isUnitSchema()) return {}
    if (schema.isUnionSchema()) return this.#union(schema, depth)
    if (schema.isStructSchema()) return this.#struct(schema, depth)
    if (schema.isListSchema()) return this.#list(schema, depth)
    if (schema.isMapSchema()) return this.#map(schema, depth)
    return this.#simple(schema)
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!
  }

  #union(schema: NormalizedSchema, depth: number): unknown {
    const [name, member] = this.#pick([...schema.structIterator()])
    const value = this.value(member, depth + 1)
    return value === undefined ? undefined : { [name]: value }
  }

  #struct(schema: NormalizedSchema, depth: number): unknown {
    const out: Record<string, unknown> = {}
    const members = [...schema.structIterator()]
    for (const [name, member] of members) {
      // EventBridge's client turns an EndpointId into a host name.
      if (name === 'EndpointId') continue
      if (member.isIdempotencyToken()) out[name] = 'token'
      else if (member.getMergedTraits().httpLabel) out[name] = 'label/1 é'
      // Header lines hold no more than ASCII.
      else if (member.getMergedTraits().httpHeader && member.isStringSchema()) out[name] = 'in-a-header'
      else if (this.next() < (depth > 3 ? 0.15 : 0.7)) this.#set(out, name, member, depth)
    }
    // An empty structure is dropped by some protocols.
    for (const [name, member] of members) {
      if (Object.keys(out).length || depth > 9) break
      this.#set(out, name, member, depth)
    }
    return Object.keys(out).length || depth === 0 ? out : undefined
  }

  #set(out: Record<string, unknown>, name: string, member: NormalizedSchema, depth: number): void {
    const value = this.value(member, depth + 1)
    if (value !== undefined) out[name] = value
  }

  #list(schema: NormalizedSchema, depth: number): unknown {
    if (depth > DEEP) return undefined
    // More than nine items: their numbers must be sorted as numbers.
    const length = depth < 2 ? 1 + Math.floor(this.next() * 12) : 1
    const items = Array.from({ length }, () => this.value(schema.getValueSchema(), depth + 1))
    const present = items.filter((item) => item !== undefined)
    return present.length ? present : undefined
  }

  #map(schema: NormalizedSchema, depth: number): unknown {
    if (depth > DEEP) return undefined
    const length = 1 + Math.floor(this.next() * 2)
    const entries = Array.from({ length }, (_, i): [string, unknown] => [
      `k ${i}&`,
      this.value(schema.getValueSchema(), depth + 1),
    ])
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  }

  #simple(schema: NormalizedSchema): unknown {
    if (schema.isBooleanSchema()) return this.next() < 0.5
    if (schema.isBigIntegerSchema()) return 5n
    if (schema.isBigDecimalSchema()) return new NumericValue('1.5', 'bigDecimal')
    if (schema.isNumericSchema()) return Math.floor(this.next() * 1e6)
    if (schema.isTimestampSchema()) return new Date(1.6e12 + Math.floor(this.next() * 1e8) * 1000)
    if (schema.isBlobSchema()) return new Uint8Array([1, 2, 255, Math.floor(this.next() * 255)])
    if (schema.isDocumentSchema()) return { a: 1 }
    return this.#pick(TEXTS)
  }
}

/** Values in a form that can be compared: bytes as text, dates as ISO, nothing that is absent. */
export function normal(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(
    ([key, item]) => key !== '$metadata' && item !== undefined && item !== null,
  )
  return Object.fromEntries(
    entries.map(([key, item]) => [key, normal(item)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )
}

import type { Configuration, Json } from '../../model/index.ts'

/**
 * Plans hold references instead of addresses, numbers and passwords. This says what each kind stands for; a kind that is
 * left out stays as it is written.
 */
export interface Meanings {
  /** What `{"$config": path}` stands for. */
  config?(path: string): Json | undefined
  /** What `{"$observed": path}` stands for. */
  observed?(path: string): Json | undefined
  /** What `{"$output": [step, path]}` stands for. */
  output?(step: string, path: string): Json | undefined
  /** What `{"$secret": name}` stands for. */
  secret?(name: string): Json | undefined
}

/** A reference that stands for nothing (any more). */
export class Unresolved extends Error {
  constructor(readonly reference: string) {
    super(`${reference} stands for nothing`)
    this.name = 'Unresolved'
  }
}

/** The input with its references replaced by what they stand for. Throws Unresolved where one stands for nothing. */
export function resolve(input: Json, meanings: Meanings): Json {
  if (typeof input !== 'object' || input === null) return input
  if (Array.isArray(input)) return input.map((item: Json) => resolve(item, meanings))
  const given = input as { readonly [key: string]: Json | undefined }
  const keys = Object.keys(given)
  const only = keys.length === 1 ? keys[0]! : ''
  const value = given[only]
  const meant = (found: Json | undefined): Json => {
    if (found === undefined) throw new Unresolved(`${only.slice(1)} ${JSON.stringify(value)}`)
    return found
  }
  if (only === '$config' && meanings.config) return meant(meanings.config(String(value)))
  if (only === '$observed' && meanings.observed) return meant(meanings.observed(String(value)))
  if (only === '$secret' && meanings.secret) return meant(meanings.secret(String(value)))
  if (only === '$output' && meanings.output) {
    const [step, path] = value as readonly [string, string]
    return meant(meanings.output(step, path))
  }
  return Object.fromEntries(keys.map((key) => [key, resolve(given[key] ?? null, meanings)]))
}

/** Every reference in an input, by kind: `[["$config", "alerts.emails.0"], ...]`. */
export function referencesIn(input: Json): [kind: string, value: Json][] {
  if (typeof input !== 'object' || input === null) return []
  if (Array.isArray(input)) return input.flatMap((item: Json) => referencesIn(item))
  const given = Object.entries(input as { readonly [key: string]: Json | undefined })
  const [first] = given
  if (given.length === 1 && /^\$(config|observed|output|secret)$/.test(first![0]))
    return [[first![0], first![1] ?? null]]
  return given.flatMap(([, value]) => referencesIn(value ?? null))
}

/** True for a step that takes a code, which AWS sent to a person. */
export const takesCode = ({ input }: { input: Json }): boolean =>
  referencesIn(input).some(([kind, name]) => kind === '$secret' && name === 'code')

/** What stands at a dotted path (`alerts.emails.0`) of a value. */
export function at(value: unknown, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value) as
    Json | undefined
}

/** The meaning of `$config` references. */
export const fromConfiguration =
  (configuration: Configuration) =>
  (path: string): Json | undefined =>
    at(configuration, path)

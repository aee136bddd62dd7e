import type { Json, Plan } from '../model/index.ts'

/** What each kind of reference in a plan stands for; a kind that is left out stays as it is written. */
export interface Meanings {
  config?(path: string): Json | undefined
  observed?(path: string): Json | undefined
  output?(step: string, path: string): Json | undefined
  secret?(name: string): Json | undefined
}

/** Replaces the references of an input by what they stand for. Throws where one stands for nothing. */
export type Resolve = (input: Json, meanings: Meanings) => Json

/** All that an export is made from: nothing is looked up while it is written. */
export interface Given {
  plan: Plan
  resolve: Resolve
  /** What `{"$config": path}` stands for. */
  config(path: string): Json | undefined
  /** What `{"$observed": path}` stands for. */
  observed(path: string): Json | undefined
}

/** A reference as a leaf of a value: a variable of a shell, a parameter of a template. */
export class Reference {
  constructor(
    readonly kind: 'config' | 'observed' | 'output' | 'secret',
    readonly path: string,
    /** The step whose output it is. */
    readonly step?: string,
  ) {}
}

/** An input whose references each tool puts into its own words. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Reference
  | readonly Value[]
  | { readonly [key: string]: Value | undefined }

/**
 * The input with every reference as a leaf. Leaves are known by their class, not by their looks: a plan that came from
 * elsewhere cannot smuggle one in.
 */
export function valueOf(input: Json, resolve: Resolve): Value {
  const leaf = (kind: Reference['kind'], path: string, step?: string) =>
    new Reference(kind, path, step) as unknown as Json
  return resolve(input, {
    config: (path) => leaf('config', path),
    observed: (path) => leaf('observed', path),
    output: (step, path) => leaf('output', path, step),
    secret: (name) => leaf('secret', name),
  }) as unknown as Value
}

/** Every reference in a value, in order. */
export function referencesIn(value: Value | undefined): Reference[] {
  if (value instanceof Reference) return [value]
  if (typeof value !== 'object' || value === null) return []
  return (Array.isArray(value) ? value : Object.values(value)).flatMap((v: Value | undefined) =>
    referencesIn(v),
  )
}

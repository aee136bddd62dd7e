/** Reading the inputs of calls. */
import { Reference, type Value } from './given.ts'

export type Fields = Readonly<Record<string, Value | undefined>>

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Reference)

/** True where nothing but these fields is set: what is not understood must not be left out silently. */
export const only = (fields: Fields, ...known: string[]): boolean =>
  Object.keys(fields).every((key) => known.includes(key) || fields[key] === undefined)

export const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

/** A policy travels as a string; as a document it can be read and reviewed. */
export function parsed(value: Value | undefined): Value {
  if (typeof value !== 'string') return value ?? ''
  try {
    return JSON.parse(value) as Value
  } catch {
    return value
  }
}

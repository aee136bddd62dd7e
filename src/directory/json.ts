/** Reads answers of which nothing is certain: what is missing or of another type is simply not there. */

export type Fields = Readonly<Record<string, unknown>>

export const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined

export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const texts = (value: unknown): string[] => list(value).flatMap((item) => text(item) ?? [])

/** `[{ value: 'a' }]`, as SCIM and Google write addresses and numbers. */
export const values = (value: unknown, key = 'value'): string[] =>
  list(value).flatMap((item) => text(fields(item)[key]) ?? [])

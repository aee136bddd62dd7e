/** A call's input for reading: one line for each field, documents taken apart, references said in words. */
import type { Json } from '../model/index.ts'

const references: Readonly<Record<string, (value: Json | undefined) => string>> = {
  $config: (path) => `as configured (${String(path)})`,
  $observed: (path) => `as it is (${String(path)})`,
  $secret: (name) => `a secret, never written down (${String(name)})`,
  $output: (of) => {
    const [step, path] = Array.isArray(of) ? of.map(String) : [String(of), '']
    return `from step ${step} (${path})`
  },
}

/** `Budget.TimeUnit: "DAILY"`: path and value, one line each. */
export function inputLines(input: Json, path = ''): string[] {
  const value = typeof input === 'string' ? (documentIn(input) ?? input) : input
  if (typeof value !== 'object' || value === null) return [`${path}: ${JSON.stringify(value)}`]
  if (Array.isArray(value))
    return value.some((item: Json) => typeof item === 'object' && item !== null)
      ? value.flatMap((item: Json, i) => inputLines(item, `${path}[${i}]`))
      : [`${path}: ${value.map((item: Json) => JSON.stringify(item)).join(', ')}`]
  const fields = Object.entries(value as { readonly [key: string]: Json | undefined })
  const [first] = fields
  const reference = fields.length === 1 && Object.hasOwn(references, first![0]) && references[first![0]]
  if (reference) return [`${path}: ${reference(first![1])}`]
  return fields.flatMap(([key, field]) => inputLines(field ?? null, path === '' ? key : `${path}.${key}`))
}

/** What a text holds that is a JSON document, such as a policy. */
function documentIn(text: string): Json | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** True for two JSON texts that say the same, whatever their spelling; keys may stand in any order. */
export const sameDocument = (a: string, b: string): boolean => {
  try {
    return ordered(JSON.parse(a)) === ordered(JSON.parse(b))
  } catch {
    return a === b
  }
}

const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1)))
      : v,
  )

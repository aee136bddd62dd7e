import { isDeepStrictEqual } from 'node:util'

/** Documents are compared by what they say, not by how they are spelled. */
export function sameDocument(a: string, b: string): boolean {
  if (a === b) return true
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b))
  } catch {
    return false
  }
}

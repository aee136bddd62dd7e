import { createHash } from 'node:crypto'
import type { AwsError, Call } from './service.ts'

/** One page of a list; `next` is absent on the last one. */
export interface Page<T> {
  items: T[]
  next?: string
}

export interface PageRequest {
  /** The token that the caller sent back. */
  token: string | undefined
  /** Items on a page, already checked and defaulted. */
  size: number
  /** The parameters that must not change from page to page. */
  bind?: unknown
  /** What the service says to a token that it did not give, or gave for other parameters. */
  invalid: () => AwsError
}

/** Position of the next item, whether an empty page was given for it, and what it is bound to. */
type Position = [offset: number, emptied: 0 | 1, bound: string]

/**
 * Cuts a page out of a list. Tokens are opaque and bound to account, operation and parameters, as AWS's are. With
 * `behaviour.emptyPages` every full page comes after an empty one that carries a token: AWS documents this for
 * Organizations ("ListAccounts ... can return an empty set of results") and clients must go on until the token is absent.
 */
export function page<T>(
  call: Call,
  items: readonly T[],
  { token, size, bind, invalid }: PageRequest,
): Page<T> {
  const bound = createHash('sha256')
    .update(JSON.stringify([call.account.id, call.operation, bind ?? null]))
    .digest('base64url')
    .slice(0, 12)
  const [offset, emptied] = token === undefined ? ([0, 0] as const) : read(token, bound, invalid)
  const write = (...position: [number, 0 | 1]): string =>
    Buffer.from(JSON.stringify([...position, bound])).toString('base64url')
  if (call.world.behaviour.emptyPages && !emptied) return { items: [], next: write(offset, 1) }
  const end = offset + size
  return { items: items.slice(offset, end), ...(end < items.length && { next: write(end, 0) }) }
}

function read(token: string, bound: string, invalid: () => AwsError): Position {
  let position: unknown
  try {
    position = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  } catch {
    throw invalid()
  }
  if (!Array.isArray(position) || !Number.isInteger(position[0]) || position[2] !== bound) throw invalid()
  return position as Position
}

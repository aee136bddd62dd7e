import { controls, UserError } from '../index.ts'
import { nearest } from './suggest.ts'

/** Throws UserError for an id that is not in the catalogue, with the nearest one. */
export function checkIds(ids: readonly string[]): void {
  const known = controls.map((c) => c.id)
  const wrong = ids.find((id) => !known.includes(id))
  if (wrong === undefined) return
  const near = nearest(wrong, known)
  throw new UserError(
    'no-such-control',
    `There is no control "${wrong}".`,
    near
      ? `Did you mean ${near}? neverroot explain lists all of them.`
      : 'neverroot explain lists all of them.',
  )
}

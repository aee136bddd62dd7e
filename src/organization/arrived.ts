import type { Arrived, Iso } from '../model/index.ts'
import type { KeptAccount } from '../store/organization-run.ts'

/** The accounts that joined after a run that looked at all of them; undefined where there was none. */
export function arrivedSince(since: Iso | undefined, accounts: readonly KeptAccount[]): Arrived | undefined {
  if (since === undefined) return undefined
  const fresh = accounts.filter(({ joinedAt }) => joinedAt !== undefined && joinedAt > since)
  return {
    since,
    accounts: fresh.map(({ id }) => id),
    invited: fresh.filter(({ joined }) => joined === 'INVITED').length,
  }
}

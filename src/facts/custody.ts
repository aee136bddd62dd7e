import type { Fetcher } from '../aws/index.ts'
import { type Attestation, custodyDays, type CustodyPlace, known } from '../model/index.ts'
import { maskName } from './mask.ts'

/** A hardware key of root in the register of custody. */
export interface CustodyKey {
  label: string
  last4: string
  place: CustodyPlace
  /** Distinct names, masked where they are addresses. */
  custodians: readonly string[]
  /** When it was recorded or last renewed. */
  at: Date
  /** Until when it counts: never longer than 180 days. */
  expires: Date
  lapsed: boolean
}

const dayMs = 86_400_000

/** The register of root's hardware keys, as people keep it; nobody recorded one: it is empty. What a key rests on is a word. */
export const custodyRegister: Fetcher<readonly CustodyKey[]> = {
  name: 'custody-register',
  reads: [],
  collect: async (source) => {
    const keys: CustodyKey[] = []
    const evidence: Attestation[] = []
    for (const { label, last4, place, custodians, at, expires, entry, hash } of source.records.custody()) {
      const ends = new Date(Math.min(Date.parse(expires), Date.parse(at) + custodyDays * dayMs))
      const lapsed = ends <= source.now
      // The same person under two spellings is one custodian.
      const people = [...new Map(custodians.map((name) => [samePerson(name), maskName(name)])).values()]
      keys.push({ label, last4, place, custodians: people, at: new Date(at), expires: ends, lapsed })
      if (!lapsed)
        evidence.push({
          kind: 'attestation',
          source: 'ledger',
          at,
          saw: { entry, hash, last4, place },
          control: 'root-mfa-is-in-custody',
          by: people.join(' and '),
          holds: true,
          expires: ends.toISOString(),
        })
    }
    return known(keys, evidence)
  },
}

/** How a name is told from another one: whoever writes it in capitals is the same person. */
export const samePerson = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

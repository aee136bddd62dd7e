/** Facts that the examples of several controls tell. */
import type { AccountChanges } from '../../facts/account-changes.ts'
import type { AlternateContact } from '../../facts/alternate-contacts.ts'
import type { Statement } from '../../facts/statement.ts'
import { type Attestation, type Fact, known } from '../../model/index.ts'

/** What CloudTrail showed: name, day and, where the event names one, the account; newest first. */
export function changesSeen(
  ...events: readonly (readonly [name: string, day: string, requestParameters?: Record<string, unknown>])[]
): AccountChanges {
  return {
    since: new Date('2026-08-25T06:30:00Z'),
    events: events.map(([name, day, requestParameters], i) => ({
      id: `event-${i}`,
      at: new Date(day),
      name,
      source: 'account.amazonaws.com',
      record: { ...(requestParameters ? { requestParameters } : {}) },
    })),
  }
}

/** An alternate contact with this address. */
export function contactWith(email: string, phone = '+61293744001'): AlternateContact {
  return { set: true, name: 'A Team', title: 'Team', email, phone }
}

export const notSet: AlternateContact = { set: false }

/** Mia's word, with the attestation it rests on: grades depend on it. */
export function miaSaid(control: string, holds: boolean, day = '2026-11-01'): Fact<Statement> {
  const at = `${day}T00:00:00Z`
  return known({ holds, by: 'mia', at: new Date(at) }, [mias(control, holds, at, '2027-11-01T00:00:00Z')])
}

/** What Mia said and what lapsed the day before the examples are told. */
export function lapsedYesterday(control: string): Attestation {
  return mias(control, true, '2025-11-22T00:00:00Z', '2026-11-22T00:00:00Z')
}

function mias(control: string, holds: boolean, at: string, expires: string): Attestation {
  return { kind: 'attestation', source: 'statement', control, by: 'mia', holds, at, expires, saw: null }
}

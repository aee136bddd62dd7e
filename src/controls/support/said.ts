/** What people said, in words: the answers of controls that only a person can settle. */
import type { Statement } from '../../facts/statement.ts'
import {
  type Fact,
  fail,
  type Known,
  missing,
  pass,
  type Unattested,
  type Unknown,
  unattested,
  type Verdict,
} from '../../model/index.ts'
import { maskName } from './mask.ts'
import { daysBetween } from './words.ts'

/** Statements about things that change by themselves count for a year (90 days for mailboxes). */
export const statementDays = 365

/** Whoever recorded it, for a message: an address is personal data. */
export function speaker(said: Statement): string {
  return maskName(said.by)
}

/** A statement that is older than the control allows counts as not made, whatever expiry it was given. */
export function within(days: number, said: Fact<Statement>, question: string, now: Date): Fact<Statement> {
  return said.state === 'known' && daysBetween(said.value.at, now) > days ? unattested(question) : said
}

/** Where nobody has said: `message` says what is known instead; that an answer has lapsed is worth more. */
export function unsaid(said: Unknown | Unattested, message?: string): Verdict {
  return missing(said, said.state === 'unattested' && said.lapsed ? undefined : message)
}

/** The verdict of a statement alone: somebody says so, or says that it is not so; then what to do. */
export function saidVerdict(said: Known<Statement>, otherwise: string): Verdict {
  const more = { evidence: said.evidence }
  return said.value.holds
    ? pass(`${speaker(said.value)} says so`, more)
    : fail(`${speaker(said.value)} says that it is not so. ${otherwise}`, more)
}

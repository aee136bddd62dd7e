import type { Fetcher, Source } from '../aws/index.ts'
import { type AnyControl, type Attestation, known, unattested } from '../model/index.ts'
import { maskName } from './mask.ts'

/** What a person said about a control, while it has not lapsed. */
export interface Statement {
  holds: boolean
  by: string
  at: Date
}

/** The collector of a control's statement, with what a person is asked. */
export interface StatementFetcher extends Fetcher<Statement> {
  question: string
  /** For how many days a statement about it counts at most. */
  days: number
}

const dayMs = 86_400_000

const statements = new Map<string, StatementFetcher>()

/**
 * A person's word as a fact: one collector for each control, so that it is asked for once. Without a word, or after it
 * lapsed, the fact is unattested and carries the question. `days`: for how long a word counts at most.
 */
export function statement(control: string, question: string, days = 365): StatementFetcher {
  const existing = statements.get(control)
  if (existing) return existing
  const fetcher: StatementFetcher = {
    name: `statement:${control}`,
    reads: [],
    question,
    days,
    async collect(source) {
      const said = source.records.attestation(control)
      if (!said) return unattested(question)
      const expires = lastDay(said, days)
      if (lapsed({ expires }, source.now)) return unattested(question, { ...said, expires })
      // Who said it is told like every name: the record keeps it in full, a report does not.
      const by = maskName(said.by)
      return known({ holds: said.holds, by, at: new Date(said.at) }, [{ ...said, by }])
    },
  }
  statements.set(control, fetcher)
  return fetcher
}

/** What a person is asked about a control, and for how many days the answer counts; undefined where nobody's word counts. */
export function statementOf(control: AnyControl): { question: string; days: number } | undefined {
  const collectors: object[] = [
    ...Object.values(control.requires),
    ...Object.values(control.considers),
  ] as object[]
  // What was said of other controls may be considered too: its own is the one that is asked for.
  const own = statements.get(control.id)
  return own && collectors.includes(own)
    ? own
    : [...statements.values()].find((fetcher) => collectors.includes(fetcher))
}

/** True where somebody said after this moment, and it has not lapsed, that the control holds. */
export function vouchedSince(source: Source, control: string, moment: Date): boolean {
  const said = source.records.attestation(control)
  return said !== undefined && said.holds && !lapsed(said, source.now) && new Date(said.at) > moment
}

/** A record that says it counts for longer is not believed: what goes for good may rest on it. */
const lastDay = ({ at, expires }: Attestation, days: number): string =>
  new Date(Math.min(Date.parse(expires), Date.parse(at) + days * dayMs)).toISOString()

const lapsed = ({ expires }: Pick<Attestation, 'expires'>, now: Date) => Date.parse(expires) <= now.getTime()

import type { Fetcher } from '../aws/index.ts'
import { type Attestation, known, unattested } from '../model/index.ts'
import { maskName } from './mask.ts'

/** What a person said about a control, while it has not lapsed. */
export interface Statement {
  holds: boolean
  by: string
  at: Date
}

const statements = new Map<string, Fetcher<Statement>>()

/**
 * A person's word as a fact: one collector for each control, so that it is asked for once. Without a word, or after it
 * lapsed, the fact is unattested and carries the question.
 */
export function statement(control: string, question: string): Fetcher<Statement> {
  const existing = statements.get(control)
  if (existing) return existing
  const fetcher: Fetcher<Statement> = {
    name: `statement:${control}`,
    reads: [],
    async collect(source) {
      const said = source.records.attestation(control)
      if (!said || lapsed(said, source.now)) return unattested(question, said)
      // Who said it is told like every name: the record itself keeps it in full, a report does not.
      const by = maskName(said.by)
      return known({ holds: said.holds, by, at: new Date(said.at) }, [{ ...said, by }])
    },
  }
  statements.set(control, fetcher)
  return fetcher
}

const lapsed = (said: Attestation, now: Date) => Date.parse(said.expires) <= now.getTime()

import type { Source } from '../aws/index.ts'
import type { Assessment } from '../engine/assess.ts'
import { sourceOf } from '../engine/collect.ts'
import { judge } from '../engine/judge.ts'
import type { AnyCollector, AnyControl, Records, Subject } from '../model/index.ts'
import { inherited } from './records.ts'

export interface WholeOptions {
  /** The look of whoever asks: its facts are the organization's. */
  source: Source
  controls: readonly AnyControl[]
  only?: readonly string[]
  section?: AnyControl['section']
  /** What people recorded about the organization. */
  records: Records
}

/** What is judged once for the whole organization, from where `own` was looked from. */
export async function assessWhole(
  organization: string,
  own: Assessment,
  { source, controls, only, section, records }: WholeOptions,
): Promise<Assessment> {
  const subject: Subject = { kind: 'organization', id: organization, name: organization }
  const circumstances = { ...own.circumstances, subject }
  const mine = controls.filter(
    (control) =>
      control.scope === 'organization' &&
      (!only || only.includes(control.id)) &&
      (!section || control.section === section),
  )
  // What people say of the organization comes before what they say of the account that looks. All else was seen already.
  const { get: _, ...sight } = source
  const spoken = sourceOf({ ...sight, records: inherited(records, source.records) })
  const judged = await Promise.all(
    mine.map(async (control) => {
      const collectors: [string, AnyCollector][] = Object.entries({
        ...control.requires,
        ...control.considers,
      })
      const facts = Object.fromEntries(
        await Promise.all(
          collectors.map(async ([name, collector]) => {
            const from = collector.reads.length === 0 ? spoken : source
            return [name, await from.get(collector)] as const
          }),
        ),
      )
      return { control, facts, finding: judge(control, facts, circumstances, records) }
    }),
  )
  return { ...own, circumstances, judged }
}

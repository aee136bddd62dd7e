import type { Judged } from '../engine/assess.ts'
import { judge } from '../engine/judge.ts'
import type { Subject } from '../model/index.ts'
import type { Look } from './look.ts'

/** What is judged once for the whole organization. */
export async function ofOrganization({ options, own }: Look, subject: Subject): Promise<Judged[]> {
  const records = await options.records(subject.id)
  const circumstances = { ...own.circumstances, subject }
  const controls = options.catalogue.controls.filter(
    (control) =>
      control.scope === 'organization' &&
      (!options.only || options.only.includes(control.id)) &&
      (!options.section || control.section === options.section),
  )
  return Promise.all(
    controls.map(async (control) => {
      const collectors = Object.entries({ ...control.requires, ...control.considers })
      const facts = await Promise.all(
        collectors.map(
          async ([name, collector]) => [name, await options.source.get(collector as never)] as const,
        ),
      )
      const collected = Object.fromEntries(facts)
      return { control, facts: collected, finding: judge(control, collected, circumstances, records) }
    }),
  )
}

import type { AnyControl, PageControl } from '../../model/index.ts'

/** What is said of a control wherever it is told about. */
export type ToldControl = Pick<
  AnyControl,
  | 'id'
  | 'title'
  | 'section'
  | 'severity'
  | 'profiles'
  | 'scope'
  | 'rows'
  | 'rationale'
  | 'judged'
  | 'cannotKnow'
  | 'procedure'
  | 'references'
>

/** A control as the page tells of it; `states`: what a person may state about it, where anybody's word counts. */
export const pageControl = (control: ToldControl, states?: PageControl['states']): PageControl => ({
  id: control.id,
  title: control.title,
  section: control.section,
  severity: control.severity,
  profiles: control.profiles,
  scope: control.scope,
  rows: control.rows,
  why: control.rationale,
  judged: control.judged,
  ...(control.cannotKnow === undefined ? {} : { cannotKnow: control.cannotKnow }),
  ...(control.procedure ? { procedure: control.procedure } : {}),
  ...(states ? { states: { question: states.question, days: states.days } } : {}),
  references: control.references,
})

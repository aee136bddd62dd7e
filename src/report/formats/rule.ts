import type { AnyControl, Finding, Severity, Status } from '../../model/index.ts'

/** What formats tell of a control beside its findings. */
export type Rule = Pick<
  AnyControl,
  'id' | 'title' | 'section' | 'severity' | 'rationale' | 'judged' | 'references' | 'procedure'
>

/** What other tools are told of the whole. */
export interface FormatOptions {
  rules: readonly Rule[]
  /** The Region of the session: Security Hub keeps findings by Region. */
  region: string
}

/** The steps of a procedure on lines of their own. */
export const stepsOf = ({ procedure }: Pick<Rule, 'procedure'>): string =>
  procedure ? procedure.steps.map((step, i) => `${i + 1}. ${step}`).join('\n') : ''

/** What is so, with what a person is asked. */
export const textOf = ({ title, message, question }: Finding): string =>
  question === undefined || message.includes(question)
    ? message || title
    : `${message.replace(/[^.?!]$/, '$&.')} ${question}`

/** How bad it is as other tools count: what passes or does not apply is nothing bad. */
export const severityOf = (status: Status, severity: Severity): Severity | 'informational' =>
  status === 'pass' || status === 'not-applicable' ? 'informational' : severity

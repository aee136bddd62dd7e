import { type Finding, heard, type Report, type Severity } from '../model/index.ts'

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/** Counts, while findings pass by, what makes the exit code of an audit 1. */
export class Tally {
  counts = 0
  #known = 0
  #unknown = 0
  readonly #least: number
  readonly #strict: boolean

  constructor(failOn: Severity, strict: boolean) {
    this.#least = severities.indexOf(failOn)
    this.#strict = strict
  }

  /** True where something was looked for and nothing was seen. */
  get blind(): boolean {
    return this.#known === 0 && this.#unknown > 0
  }

  over(report: Report): Report {
    return heard(report, (finding) => this.#add(finding))
  }

  #add({ status, severity, evidence }: Finding): void {
    if (status === 'pass' || status === 'fail' || evidence.some((e) => e.kind === 'observation'))
      this.#known++
    if (status === 'unknown') this.#unknown++
    const grave = severities.indexOf(severity) >= this.#least
    if (status === 'fail' && grave) this.counts++
    if (status === 'unknown' && (this.#strict || severity === 'critical')) this.counts++
    if (status === 'review' && this.#strict) this.counts++
  }
}

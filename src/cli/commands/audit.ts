import { auditAccount, type Finding, type Report, type Severity, UserError } from '../../index.ts'
import { jsonReport } from '../../report/json.ts'
import { terminalReport } from '../../report/terminal.ts'
import { howToLook } from '../how-to-look.ts'
import type { AuditOptions } from '../options.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession } from '../session.ts'
import { checkIds } from '../control-ids.ts'

/** Audits one account. Exit code 0: nothing counts; 1: findings count; throws UserError where nothing could be known. */
export async function auditCommand(options: AuditOptions, signal: AbortSignal): Promise<number> {
  if (options.only) checkIds(options.only)
  await checkOutput(options.output)
  const session = await openSession(options, signal)
  try {
    if (options.calls) (await import('./calls.ts')).listCalls('audit', options)
    const report = await auditAccount({
      ...howToLook(session, options),
      sandbox: session.sandbox,
    })
    const tally = new Tally(options.failOn, options.strict === true)
    const counted = tally.over(report)
    if (options.format === 'json') await emit(jsonReport(counted), options.output)
    else {
      const style = options.output
        ? { width: 120, color: false, ascii: options.plain === true }
        : styleFor(options)
      await emit(await terminalReport(counted, { style, verbose: options.verbose === true }), options.output)
    }
    if (options.output && !options.quiet) say(`Written to ${options.output}.`)
    if (tally.blind) {
      throw new UserError(
        'nothing-known',
        `Nothing at all could be known about account ${report.head.caller.account} as ${report.head.caller.arn}.`,
        'Give this caller the policy that this prints: neverroot permissions audit',
      )
    }
    return tally.counts > 0 ? 1 : 0
  } finally {
    await session.close()
  }
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/** Counts, while findings pass by, what makes the exit code 1. */
class Tally {
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
    const add = (finding: Finding) => this.#add(finding)
    return {
      ...report,
      findings: (async function* () {
        for await (const finding of report.findings) {
          add(finding)
          yield finding
        }
      })(),
    }
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

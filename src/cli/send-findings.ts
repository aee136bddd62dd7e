/** `audit --format asff --send`: findings that go to Security Hub while the report is written. */
import { controls, importFindings, type Report, UserError } from '../index.ts'
import { asffOf } from '../report/formats/asff.ts'
import type { AuditOptions } from './options.ts'
import { say } from './output.ts'
import type { Session } from './session.ts'

export interface Sending {
  /** The same report; each finding is sent on as it passes by. */
  over(report: Report): Report
  /** Says what was taken. Throws UserError where not all was. */
  end(): Promise<void>
  close(): void
}

/** Throws UserError for what does not go together. */
export function checkSend({ send, format }: Pick<AuditOptions, 'send' | 'format'>): void {
  if (send && format !== 'asff')
    throw new UserError(
      'usage',
      `--send imports findings in the format of Security Hub, and the format is ${format ?? 'terminal'}.`,
      'Write: neverroot audit --format asff --send',
    )
}

/** Opens the way there and says so. Nothing is sent before the first finding comes. */
export async function sendFindings({ connection, host }: Session, quiet: boolean): Promise<Sending> {
  const hub = await importFindings(connection, host)
  if (!quiet)
    say(`Findings go to Security Hub of ${hub.account} in ${hub.region}, as those of its own product.`)
  const rules = new Map(controls.map((control) => [control.id, control]))
  return {
    over: (report) => ({
      ...report,
      findings: (async function* () {
        for await (const finding of report.findings) {
          await hub.add(asffOf(finding, report.head, rules.get(finding.control), hub.region))
          yield finding
        }
      })(),
    }),
    async end() {
      const { taken, refused } = await hub.end()
      const [first] = refused
      if (first)
        throw new UserError(
          'not-all-imported',
          `Security Hub took ${taken} of ${taken + refused.length} findings, and not ${first.id}: ${first.because}`,
          'What it took stays there; the report was written as a whole.',
        )
      if (!quiet) say(`${taken} findings were imported.`)
    },
    close: () => hub.close(),
  }
}

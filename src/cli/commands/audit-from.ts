import { UserError } from '../../index.ts'
import { readReport } from '../../store/report-file.ts'
import type { AuditOptions } from '../options.ts'
import { checkOutput } from '../output.ts'
import { stateOf } from '../session.ts'
import { Tally } from '../tally.ts'
import { writeReport } from '../write-report.ts'

/** What chooses where and how to look, which was done already. */
const ofLooking = [
  'profile',
  'endpointUrl',
  'sandbox',
  'fresh',
  'as',
  'calls',
  'only',
  'section',
  'org',
  'accounts',
  'ou',
  'exclude',
  'preflight',
  'rootSessions',
  'all',
  'resume',
  'send',
] as const

/**
 * Writes a report that `audit --format json` kept, in another format: one look is enough for all of them. AWS is not asked.
 * Gives the audit's own exit code. Throws UserError for a file that is no whole report.
 */
export async function auditFrom(file: string, options: AuditOptions): Promise<number> {
  const chosen = ofLooking.find((name) => options[name] !== undefined && options[name] !== false)
  if (chosen !== undefined)
    throw new UserError(
      'usage',
      `--${chosen.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} chooses how to look, and ${file} was looked at already.`,
      `Leave it away: neverroot audit --from ${file} --format sarif`,
    )
  await checkOutput(options.output)
  const tally = new Tally(options.failOn, options.strict === true)
  const report = await readReport(file)
  const { sandbox } = report.head
  await writeReport(
    tally.over(report),
    options,
    await stateOf({ ...options, ...(sandbox ? { sandbox } : {}) }),
  )
  return tally.counts > 0 ? 1 : 0
}

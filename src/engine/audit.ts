import type { CallCount, Finding, Report, ReportHead } from '../model/index.ts'
import { assess, type AssessOptions } from './assess.ts'
import { PostureCounter } from './posture.ts'

export interface AuditOptions extends AssessOptions {
  tool: { name: string; version: string }
  /** The sandbox scenario that is looked at. */
  sandbox?: string
  calls: () => CallCount
}

/** Looks at one account, judges it and reports. Nothing is written anywhere but to the report. */
export async function audit(options: AuditOptions): Promise<Report> {
  const { circumstances, profileBecause, incident, notes, judged } = await assess(options)
  const { caller, partition, now } = options.sight
  return reportOf(
    {
      schema: 'neverroot/report/1',
      at: now.toISOString(),
      tool: options.tool,
      caller,
      profile: circumstances.profile,
      profileBecause,
      vantage: circumstances.vantage,
      partition,
      ...(options.sandbox ? { sandbox: options.sandbox } : {}),
      subjects: [circumstances.subject],
      ...(incident ? { incident } : {}),
      notes,
    },
    judged.map(({ finding }) => finding),
    options.calls,
  )
}

/** A report over findings that are at hand; ten thousand accounts stream theirs through the same shape. */
function reportOf(head: ReportHead, findings: readonly Finding[], calls: () => CallCount): Report {
  const counter = new PostureCounter()
  return {
    head,
    findings: (async function* () {
      for (const finding of findings) {
        counter.add(finding)
        yield finding
      }
    })(),
    tail: async () => ({ posture: counter.posture(), calls: calls() }),
  }
}

/** Findings and reports for tests of the watch. */
import type { Attestation, Finding, Report, Status } from '../model/index.ts'

export const account = '111111111111'
export const now = new Date('2026-11-23T06:30:00Z')
export const dayMs = 86_400_000
export const inDays = (days: number): Date => new Date(now.getTime() + days * dayMs)

/** A finding of a control about an account; `until`: it rests on a statement, or an exception, that ends then. */
export function finding(
  control: string,
  status: Status,
  { subject = account, until }: { subject?: string; until?: Date } = {},
): Finding {
  const expires = until?.toISOString()
  const said: Attestation = {
    kind: 'attestation',
    source: 'ledger',
    at: now.toISOString(),
    saw: {},
    control,
    by: 'pat',
    holds: true,
    expires: expires ?? '',
  }
  return {
    id: `${control}:${subject}`,
    control,
    title: `title of ${control}`,
    section: 'root-credentials',
    severity: 'high',
    status,
    message: `${control} is ${status}`,
    subject: { kind: 'account', id: subject },
    rows: [],
    evidence: expires && status === 'pass' ? [said] : [],
    ...(expires && status === 'excepted'
      ? { exception: { owner: 'pat', reason: 'soon', expires, would: 'fail' as const } }
      : {}),
  }
}

export async function* streamOf(findings: readonly Finding[]): AsyncIterable<Finding> {
  yield* findings
}

/** A report of one account. */
export function reportOf(findings: readonly Finding[], at = now): Report {
  const calls = { total: 0, byAction: {}, throttled: 0, retried: 0, seconds: 0 }
  const counts = { pass: 0, fail: 0, review: 0, unknown: 0, notApplicable: 0, excepted: 0 }
  return {
    head: {
      schema: 'neverroot/report/1',
      at: at.toISOString(),
      tool: { name: 'neverroot', version: '0' },
      caller: { account, arn: `arn:aws:iam::${account}:user/mia`, root: false },
      profile: 'personal',
      profileBecause: 'as asked',
      vantage: 'standalone',
      partition: 'aws',
      subjects: [{ kind: 'account', id: account, name: 'mia-lab' }],
      notes: [],
    },
    findings: streamOf(findings),
    tail: async () => ({
      posture: { grade: 'A', score: null, known: { count: 0, of: 0 }, counts },
      calls,
    }),
  }
}

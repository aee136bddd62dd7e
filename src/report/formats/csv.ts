import type { Finding, Report } from '../../model/index.ts'

const columns: Readonly<Record<string, (finding: Finding) => string | undefined>> = {
  id: ({ id }) => id,
  control: ({ control }) => control,
  title: ({ title }) => title,
  section: ({ section }) => section,
  severity: ({ severity }) => severity,
  status: ({ status }) => status,
  grade: ({ grade }) => grade,
  subject_kind: ({ subject }) => subject.kind,
  subject: ({ subject }) => subject.id,
  message: ({ message }) => message,
  question: ({ question }) => question,
  needs: ({ needs }) => needs?.join(' '),
  rows: ({ rows }) => rows.join(' '),
  exception_owner: ({ exception }) => exception?.owner,
  exception_until: ({ exception }) => exception?.expires,
}

/** One line for each finding below a line of names (RFC 4180, with plain line ends). */
export async function* csvReport({ findings }: Report): AsyncIterable<string> {
  yield `${Object.keys(columns).join(',')}\n`
  for await (const finding of findings)
    yield `${Object.values(columns)
      .map((value) => field(value(finding) ?? ''))
      .join(',')}\n`
}

/** A spreadsheet would take these beginnings for a formula, and messages hold names that anybody may have given. */
const formula = /^[=+\-@\t\r]/

function field(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

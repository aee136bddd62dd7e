import type { Finding, ReportHead } from '../index.ts'
import type { Entry } from '../store/ledger.ts'
import { summary } from './commands/evidence.ts'
import type { standing } from './commands/statement-list.ts'
import type { RunEvidence } from './evidence-runs.ts'
import { dayOf } from './until.ts'

export interface EvidencePage {
  at: Date
  tool: { name: string; version: string }
  entries: readonly Entry[]
  standing: ReturnType<typeof standing>
  head: string
  runs: readonly RunEvidence[]
  /** The audit that goes with it. */
  audited?: ReportHead & { findings: readonly Finding[]; posture?: { grade: string; score: number | null } }
}

/** One page that a person can read, without scripts and without anything from elsewhere. */
export function evidencePage(page: EvidencePage): string {
  const { audited } = page
  const subjects = audited
    ? audited.subjects.map((s) => `${s.id} ${s.name === s.id ? '' : s.name}`.trim())
    : []
  const accounts = subjects.length > 0 ? subjects : [...new Set(page.standing.map((one) => one.subject))]
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evidence of root security, ${dayOf(page.at)}</title>
<style>${style}</style>
</head>
<body>
<h1>Evidence of root security</h1>
<p>${html(accounts.join(', '))} &middot; ${html(page.at.toISOString())} &middot; ${html(page.tool.name)} ${html(page.tool.version)}${audited?.sandbox ? ` &middot; <strong>sandbox ${html(audited.sandbox)}: no AWS account</strong>` : ''}</p>
${audited ? audit(audited) : '<h2>Audit</h2>\n<p>None: there were no credentials when this was exported.</p>'}
${standingPart(page)}
${runsPart(page)}
<h2>Ledger</h2>
<p>Each entry carries the hash of the one before. Head: <code>${page.head}</code></p>
${rows(
  ['entry', 'at', 'kind', 'subject', 'control', 'what'],
  page.entries.map((e) => [
    String(e.seq),
    e.at,
    e.kind,
    e.subject,
    'control' in e ? (e.control ?? '') : '',
    summary(e),
  ]),
)}
<h2>How to check it</h2>
<p><code>sha256sum -c SHA256SUMS</code> in this folder shows that no file was changed since the export.</p>
<p><code>neverroot evidence verify ledger.jsonl --head HASH</code> shows that the ledger holds together and reaches back to a head that you were given at another time. Without one, a chain shows only that nobody changed part of it: whoever holds all of it can write all of it anew.</p>
<p>Without neverroot: the hash of an entry is the SHA-256 of its JSON without the field <code>hash</code>, keys sorted, no spaces (RFC 8785).</p>
<p><em>Proven</em> was observed through an API, <em>witnessed</em> was answered by people in a drill, <em>stated</em> was said by somebody. What could not be seen is <em>unknown</em> and counts for nothing.</p>
</body>
</html>
`
}

function audit(report: NonNullable<EvidencePage['audited']>): string {
  const { posture } = report
  const score = posture
    ? `Grade <strong>${html(posture.grade)}</strong>, score ${posture.score ?? 'none'}. `
    : ''
  return `<h2>Audit</h2>
<p>${score}Looked at by ${html(report.caller.arn)} on ${html(report.at)}, judged as ${html(report.profile)}.</p>
${rows(
  ['status', 'severity', 'control', 'grade', 'finding'],
  report.findings.map((f) => [
    f.status,
    f.severity,
    f.control,
    f.grade ?? '',
    f.exception
      ? `${f.message} Excepted by ${f.exception.owner} until ${dayOf(f.exception.expires)}: ${f.exception.reason}`
      : f.message,
  ]),
)}`
}

function standingPart({ standing }: EvidencePage): string {
  if (standing.length === 0) return '<h2>Statements</h2>\n<p>Nobody has said anything.</p>'
  return `<h2>Statements and exceptions</h2>
${rows(
  ['account', 'control', 'what', 'who', 'until', 'note'],
  standing.map((one) => [
    one.subject,
    one.control,
    one.kind === 'exception' ? 'excepted' : one.holds ? 'holds' : 'does not hold',
    one.by,
    `${dayOf(one.expires)}${one.lapsed ? ' (lapsed)' : ''}`,
    one.text ?? '',
  ]),
)}`
}

function runsPart({ runs }: EvidencePage): string {
  if (runs.length === 0)
    return '<h2>Changes</h2>\n<p>Nothing was applied by this tool from this state folder.</p>'
  return `<h2>Changes</h2>
<p>Each run of this tool that changed the account, or tried to. Its plan and its journal lie in <code>journal/</code>: a line before each call, and one after it. They hold references in place of addresses, phone numbers and passwords.</p>
${rows(
  ['run', 'when', 'who', 'what was done', 'undone by'],
  runs.map((run) => [
    run.id,
    run.at,
    run.who,
    run.undoes ? [`takes back run ${run.undoes}`, ...run.did] : run.did,
    run.undoneBy,
  ]),
)}`
}

type Cell = string | readonly string[]

function rows(head: readonly string[], lines: readonly (readonly Cell[])[]): string {
  const cells = (tag: string, line: readonly Cell[]) =>
    `<tr>${line.map((cell) => `<${tag}>${[cell].flat().map(html).join('<br>')}</${tag}>`).join('')}</tr>`
  return `<table>\n<thead>${cells('th', head)}</thead>\n<tbody>\n${lines.map((line) => cells('td', line)).join('\n')}\n</tbody>\n</table>`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const html = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#16191f;background:#fff}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #d5dbdb}
code{overflow-wrap:anywhere}h2{margin-top:2rem}`

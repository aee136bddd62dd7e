import { type PageReport, sections, type Section, type Severity, statuses } from '../../model/index.ts'

const titles: Readonly<Record<Section, string>> = {
  'account-details': 'Account details',
  'spend-alarm': 'Spend alarm',
  administrator: 'Administrator',
  'root-credentials': 'Root credentials',
  guardrails: 'Guardrails',
}
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low']

/** So many findings stand in it at most: the whole needs a browser that runs scripts. */
const most = 60

/** What a browser without scripts shows: that it runs none, how the sections stand, and what fails, the worst first. */
export function summary(page: PageReport): string {
  const { head, tail, controls, rows, texts, accounts } = page
  const { grade, score, known } = tail.posture
  const organization = head.subjects.find(({ kind }) => kind === 'organization')
  const subject = organization ?? head.subjects[0]
  const fails = rows
    .filter(([, , status]) => statuses[status] === 'fail')
    .sort(([a], [b]) => severities.indexOf(controls[a]!.severity) - severities.indexOf(controls[b]!.severity))
  const count = (section: Section, wanted: string) =>
    rows.filter(([c, , status]) => controls[c]!.section === section && statuses[status] === wanted).length
  return [
    `<h1>${escaped(`${subject?.id ?? ''} ${subject?.name ?? ''}`.trim())}</h1>`,
    '<p>This page is drawn by a script, and this browser runs none. Here is its summary; for the rest open the file in a browser that does, or run: neverroot audit</p>',
    `<p>Grade ${grade}, score ${score ?? 'none'}, known ${known.count} of ${known.of}. Audited ${head.at.slice(0, 16).replace('T', ' ')} UTC.</p>`,
    table(
      'Section by section',
      ['Section', 'Fail', 'Cannot tell', 'Needs a person', 'Pass'],
      sections.map((section) => [
        titles[section],
        ...['fail', 'unknown', 'review', 'pass'].map((status) => String(count(section, status))),
      ]),
    ),
    table(
      fails.length > most ? `What fails: the worst ${most} of ${fails.length}` : 'What fails',
      ['Severity', 'Control', 'Account', 'What is so'],
      fails
        .slice(0, most)
        .map(([c, account, , , message]) => [
          controls[c]!.severity,
          controls[c]!.id,
          accounts[account]?.id ?? organization?.id ?? '',
          texts[message]!,
        ]),
    ),
  ].join('\n')
}

function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<table><caption>${escaped(caption)}</caption>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</table>`
}

/** Names come from outside: nothing in them may become markup. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`)

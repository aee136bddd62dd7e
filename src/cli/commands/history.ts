import { statuses, UserError } from '../../index.ts'
import { driftMarkdown } from '../../report/drift-markdown.ts'
import { paletteOf, tame } from '../../report/style.ts'
import { chosen, type KeptAudit, keptAudits, statusIn } from '../../store/history.ts'
import type { CommonOptions } from '../options.ts'
import { print, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import { table } from '../table.ts'

export interface HistoryOptions extends Pick<
  CommonOptions,
  'state' | 'sandbox' | 'plain' | 'color' | 'quiet'
> {
  account?: string
  format?: 'terminal' | 'json' | 'markdown'
}

/** So many changes are shown without --format json. */
const mostLines = 60

/** Lists the kept audits, newest last. Exit code 0. */
export async function historyList(options: HistoryOptions): Promise<number> {
  if (options.format === 'markdown')
    throw new UserError(
      'usage',
      'The list of kept audits is not written as markdown: what changed between two of them is.',
      'Write: neverroot history diff previous latest --format markdown',
    )
  const all = await ofSubject(options)
  if (options.format === 'json') {
    await print(
      `${JSON.stringify(
        all.map(({ controls: _, seen: _seen, ...kept }) => kept),
        null,
        2,
      )}\n`,
    )
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  if (all.length === 0) await print('\n No audit is kept yet.   neverroot audit\n\n')
  else {
    const head = ['audit', 'of', 'name', 'grade', 'score', 'known', 'fail', 'review', 'unknown']
    const rows = tame(all, style.ascii).map(
      ({ id, subject, name, posture: { grade, score, known, counts } }) => [
        id,
        subject,
        name === subject ? '' : name,
        grade,
        String(score ?? 'none'),
        `${known.count} of ${known.of}`,
        ...[counts.fail, counts.review, counts.unknown].map(String),
      ],
    )
    const [title, ...lines] = table([head, ...rows])
    await print(
      [
        '',
        ` ${p.faint(title!)}`,
        ...lines.map((line) => ` ${line}`),
        '',
        ' neverroot history diff previous latest',
        '',
        '',
      ].join('\n'),
    )
  }
  return 0
}

/** Says what became of each finding between two kept audits. Exit code 0. */
export async function historyDiff(a: string, b: string, options: HistoryOptions): Promise<number> {
  const all = await ofSubject(options)
  const [before, after] = [chosen(all, a), chosen(all, b)]
  if (before.subject !== after.subject)
    throw new UserError(
      'other-subject',
      `${before.id} is of ${before.subject} and ${after.id} of ${after.subject}: they cannot be compared.`,
      `Choose two of one: neverroot history --account ${before.subject}`,
    )
  const changes = changesBetween(before, after)
  if (options.format === 'json') {
    const told = ({ controls: _, seen: _seen, ...kept }: KeptAudit) => kept
    await print(`${JSON.stringify({ before: told(before), after: told(after), changes }, null, 2)}\n`)
    return 0
  }
  if (options.format === 'markdown') {
    await print(driftMarkdown(before, after, changes))
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const rows = changes
    .slice(0, mostLines)
    .map(({ control, subject, was, now }) => [
      control,
      subject,
      `${was ?? 'not listed'} to ${now ?? 'not listed'}`,
    ])
  const posture = ({ id, posture: { grade, score, known } }: KeptAudit) =>
    `${id}  ${grade}, score ${score ?? 'none'}, known ${known.count} of ${known.of}`
  await print(
    [
      '',
      ` ${after.subject}`,
      '',
      ...(changes.length === 0 ? [' Nothing changed.'] : table(rows).map((line) => ` ${line}`)),
      ...(changes.length > mostLines ? [` and ${changes.length - mostLines} more: --format json`] : []),
      '',
      ` was ${posture(before)}`,
      ` is  ${p.bold(posture(after))}`,
      '',
      '',
    ].join('\n'),
  )
  return 0
}

const ofSubject = async (options: HistoryOptions): Promise<KeptAudit[]> =>
  (await keptAudits(await stateOf(options))).filter(
    ({ subject }) => options.account === undefined || subject === options.account,
  )

/** Worst first: by what it is now, in the order fail, review, unknown, and the rest. */
const order = ['fail', 'unknown', 'review', 'excepted', ...statuses] as const

function changesBetween(before: KeptAudit, after: KeptAudit) {
  const subjects = [...new Set([...Object.keys(before.seen), ...Object.keys(after.seen)])]
  const controls = [...new Set([...before.controls, ...after.controls])]
  return subjects
    .flatMap((subject) =>
      controls.map((control) => ({
        control,
        subject,
        was: statusIn(before, subject, control),
        now: statusIn(after, subject, control),
      })),
    )
    .filter(({ was, now }) => was !== now)
    .sort((x, y) => rank(x.now) - rank(y.now) || x.control.localeCompare(y.control))
}

const rank = (status: (typeof statuses)[number] | undefined): number =>
  status === undefined ? order.length : order.indexOf(status)

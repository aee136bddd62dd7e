import type { Cluster, PageControl, PageRow, Status } from '../../src/model/index.ts'
import { at, type Book } from './book.ts'
import { firstSentence, plural, severities, statusWords } from './words.ts'

/** Something that is wrong, how grave it is, and where. */
export interface Cause {
  control: PageControl
  status: Status
  /** What is so, why it matters, what to do. */
  text: string
  /** Absent where there is one account only. */
  accounts?: number
  where?: string
}

/** The three worst causes: what fails, and what of the critical nobody can tell. The terminal chooses the same. */
export function worst(book: Book, most = 3): Cause[] {
  const causes = book.many ? ofClusters(book) : ofRows(book)
  const gravity = ({ status, control }: Cause) =>
    severities.indexOf(control.severity) * 2 + (status === 'fail' ? 0 : 1)
  return causes
    .map((cause, i) => ({ cause, key: gravity(cause), i }))
    .sort((a, b) => a.key - b.key || (b.cause.accounts ?? 0) - (a.cause.accounts ?? 0) || a.i - b.i)
    .slice(0, most)
    .map(({ cause }) => cause)
}

const counts = (status: Status, control: PageControl): boolean =>
  status === 'fail' || (status === 'unknown' && control.severity === 'critical')

function ofRows(book: Book): Cause[] {
  return book.rows.flatMap((row) => {
    const control = book.controls[row[at.control]]!
    const status = book.statusOf(row)
    if (!counts(status, control)) return []
    return [{ control, status, text: book.texts[row[at.message]]! }]
  })
}

/** Of an organization: its clusters, and what is wrong with the organization itself. */
function ofClusters(book: Book): Cause[] {
  const clusters = (book.tail.clusters ?? []).flatMap((cluster): Cause[] => {
    const control = book.controls[book.controlPlace(cluster.control) ?? -1]
    if (!control || !counts(cluster.status, control)) return []
    return [
      {
        control,
        status: cluster.status,
        text: `${clusterWords(cluster)}. ${firstSentence(control.why)}`,
        accounts: cluster.count,
        where: cluster.where,
      },
    ]
  })
  const own = book.rowsOf(-1).flatMap((row): Cause[] => {
    const control = book.controls[row[at.control]]!
    const status = book.statusOf(row)
    return counts(status, control) ? [{ control, status, text: book.texts[row[at.message]]! }] : []
  })
  return [...own, ...clusters]
}

const singular: Readonly<Record<string, string>> = {
  have: 'has',
  lack: 'lacks',
  use: 'uses',
  tell: 'tells',
  raise: 'raises',
  let: 'lets',
  share: 'shares',
}

/** `1,912 accounts share the root domain corp-old.example`, as the terminal says it. */
export function clusterWords({ cause, status, count }: Cluster): string {
  const accounts = plural(count, 'account')
  if (status !== 'fail' && !/ domain | mailbox/.test(cause)) return `${accounts}: ${cause}`
  if (count !== 1) return `${accounts} ${cause}`
  return `${accounts} ${cause.replace(/^(still )?(\w+)/, (_all, still: string | undefined, verb: string) => `${still ?? ''}${singular[verb] ?? verb}`)}`
}

/** What findings of a control with this status have in common, in words; `row` is one of them. */
export function causeWords(book: Book, row: PageRow): string {
  const control = book.controls[row[at.control]]!
  const status = book.statusOf(row)
  const mine = (book.tail.clusters ?? []).filter((c) => c.control === control.id && c.status === status)
  if (mine.length === 1) return clusterWords(mine[0]!)
  if (mine.length > 1)
    return `${control.title}: ${statusWords[status].toLowerCase()}, for ${mine.length} reasons`
  return firstSentence(book.texts[row[at.message]]!)
}

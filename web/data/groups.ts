import { type Severity, statuses } from '../../src/model/index.ts'
import { at, type Book } from './book.ts'
import type { Grouping, Property } from './filter.ts'
import { causeWords } from './causes.ts'
import { sectionTitles } from './words.ts'

/** Findings that have something in common. */
export interface GroupRow {
  key: string
  name: string
  /** Beside the name, where that alone says too little. */
  also?: string
  fails: Record<Severity, number>
  unknown: number
  review: number
  rest: number
  accounts: number
  /** What narrows the list to it. */
  chosen: Partial<Record<Property, string>>
}

/** Filtered rows put together; what is worst stands first. */
export function grouped(book: Book, found: Int32Array, by: Grouping): GroupRow[] {
  const groups = new Map<string, GroupRow & { seen: Set<number> }>()
  for (const i of found) {
    const row = book.rows[i]!
    const key = keyOf(book, row, by)
    let group = groups.get(key)
    if (!group) {
      group = { key, ...nameOf(book, row, by), ...empty(), seen: new Set() }
      groups.set(key, group)
    }
    const status = statuses[row[at.status]]!
    if (status === 'fail') group.fails[book.controls[row[at.control]]!.severity]++
    else if (status === 'unknown') group.unknown++
    else if (status === 'review') group.review++
    else group.rest++
    if (row[at.account] >= 0) group.seen.add(row[at.account])
  }
  return [...groups.values()]
    .map(({ seen, ...group }) => ({ ...group, accounts: seen.size }))
    .sort((a, b) => weight(b) - weight(a))
}

const empty = () => ({
  fails: { critical: 0, high: 0, medium: 0, low: 0 },
  unknown: 0,
  review: 0,
  rest: 0,
  accounts: 0,
})

/** Any number of what is less grave weighs less than one of what is graver. */
const weight = ({ fails, unknown, review }: GroupRow): number =>
  [fails.critical, fails.high, fails.medium, fails.low, unknown, review].reduce(
    (sum, n) => sum * 2 ** 8 + Math.min(n, 255),
    0,
  )

type Row = Book['rows'][number]

function keyOf(book: Book, row: Row, by: Grouping): string {
  const account = book.accounts[row[at.account]]
  if (by === 'cause') return `${row[at.control]} ${row[at.status]}`
  if (by === 'control') return String(row[at.control])
  if (by === 'section') return book.controls[row[at.control]]!.section
  if (by === 'account') return String(row[at.account])
  return account?.[by] ?? 'none'
}

function nameOf(book: Book, row: Row, by: Grouping): Pick<GroupRow, 'name' | 'also' | 'chosen'> {
  const control = book.controls[row[at.control]]!
  const subject = book.subjectOf(row)
  switch (by) {
    case 'cause': {
      const status = book.statusOf(row)
      return {
        name: causeWords(book, row),
        also: control.id,
        chosen: { control: control.id, status },
      }
    }
    case 'control':
      return { name: control.title, also: control.id, chosen: { control: control.id } }
    case 'section':
      return { name: sectionTitles[control.section], chosen: { section: control.section } }
    case 'account':
      return { name: subject.name || subject.id, also: subject.id, chosen: { account: subject.id } }
    case 'unit':
    case 'owner': {
      const name = book.accounts[row[at.account]]?.[by]
      return { name: name ?? (by === 'unit' ? 'No unit' : 'No owner'), chosen: { [by]: name ?? 'none' } }
    }
  }
}

import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMemo } from 'react'
import type { PageRow } from '../../../src/model/index.ts'
import { accountHref, controlHref } from '../../app/routes.ts'
import { at, type Book } from '../../data/book.ts'
import { type Filter, orders } from '../../data/filter.ts'
import { ordered } from '../../data/query.ts'
import { useBook } from '../../data/source.ts'
import { grades } from '../../data/words.ts'
import { Nothing } from '../../parts/Answer.tsx'
import { valueOf } from '../../parts/FindingLines.tsx'
import { Lasting } from '../../parts/Moment.tsx'
import { Pages } from '../../parts/Pages.tsx'
import { SeverityBadge, Status } from '../../parts/Status.tsx'

const perPage = 30

interface Given {
  found: Int32Array
  filter: Filter
  change(next: Partial<Filter>, instead?: boolean): void
}

/** Findings one by one, thirty at a time: more take longer to draw than to find. */
export function FindingTable({ found, filter, change }: Given) {
  const book = useBook()
  const { order, descending } = filter
  const sorted = useMemo(() => ordered(book, found, order, descending), [book, found, order, descending])
  const pages = Math.max(1, Math.ceil(sorted.length / perPage))
  const page = Math.min(filter.page, pages)
  const shown = Array.from(sorted.subarray((page - 1) * perPage, page * perPage), (i) => book.rows[i]!)
  const columns = useMemo(() => columnsOf(book), [book])
  return (
    <Table<PageRow>
      variant="container"
      items={shown}
      trackBy={(row) => book.idOf(row)}
      columnDefinitions={columns}
      columnDisplay={columns.map(({ id = '' }) => ({ id, visible: book.many || id !== 'account' }))}
      contentDensity="compact"
      wrapLines
      stickyHeader
      sortingColumn={columns.find(({ sortingField }) => sortingField === order)}
      sortingDescending={descending}
      onSortingChange={({ detail }) =>
        change({
          order: orders.find((o) => o === detail.sortingColumn.sortingField) ?? 'worst',
          descending: detail.isDescending === true,
        })
      }
      empty={<Nothing text="No finding fits. Take a condition away to see more." />}
      ariaLabels={{ tableLabel: 'Findings' }}
      pagination={<Pages page={page} pages={pages} go={(to) => change({ page: to }, false)} />}
      totalItemsCount={sorted.length}
      firstIndex={(page - 1) * perPage + 1}
      renderAriaLive={({ firstIndex, lastIndex, totalItemsCount }) =>
        `Findings ${firstIndex} to ${lastIndex} of ${totalItemsCount}`
      }
    />
  )
}

const columnsOf = (book: Book): TableProps.ColumnDefinition<PageRow>[] => [
  {
    id: 'status',
    header: 'Status',
    sortingField: 'worst',
    width: 145,
    cell: (row) => <Status is={book.statusOf(row)} />,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: 100,
    cell: (row) => <SeverityBadge is={book.controls[row[at.control]]!.severity} />,
  },
  {
    id: 'control',
    header: 'Control',
    sortingField: 'control',
    width: 225,
    isRowHeader: true,
    cell: (row) => {
      const { id } = book.controls[row[at.control]]!
      return <a href={controlHref(id, book.subjectOf(row).id)}>{id}</a>
    },
  },
  {
    id: 'account',
    header: 'Account',
    sortingField: 'account',
    width: 170,
    cell: (row) => {
      const { id, name } = book.subjectOf(row)
      if (row[at.account] < 0) return `${id}, the organization`
      return (
        <>
          <a href={accountHref(id)}>{id}</a> {name !== id && <span className="aside">{name}</span>}
        </>
      )
    },
  },
  { id: 'value', header: 'What is so', minWidth: 280, cell: (row) => valueOf(book, row) },
  { id: 'grade', header: 'Evidence', width: 100, cell: (row) => grades[row[at.grade]] ?? '' },
  {
    id: 'since',
    header: 'So for',
    sortingField: 'since',
    width: 105,
    cell: (row) => (row[at.since] < 0 ? '' : <Lasting since={book.texts[row[at.since]]!} />),
  },
]

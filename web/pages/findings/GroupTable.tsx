import Table from '@cloudscape-design/components/table'
import { useMemo } from 'react'
import { type Filter, findingsHref, type Grouping, type Token } from '../../data/filter.ts'
import { type GroupRow, grouped } from '../../data/groups.ts'
import { useBook } from '../../data/source.ts'
import { number } from '../../data/words.ts'
import { Nothing } from '../../parts/Answer.tsx'
import { Pages } from '../../parts/Pages.tsx'

const perPage = 30

interface Given {
  found: Int32Array
  filter: Filter
  by: Grouping
  change(next: Partial<Filter>, instead?: boolean): void
}

/** Findings that have something in common in one line, the gravest first; a line leads to its findings. */
export function GroupTable({ found, filter, by, change }: Given) {
  const book = useBook()
  const groups = useMemo(() => grouped(book, found, by), [book, found, by])
  const pages = Math.max(1, Math.ceil(groups.length / perPage))
  const page = Math.min(filter.page, pages)
  return (
    <Table<GroupRow>
      variant="container"
      items={groups.slice((page - 1) * perPage, page * perPage)}
      trackBy="key"
      contentDensity="compact"
      wrapLines
      stickyHeader
      empty={<Nothing text="No finding fits. Take a condition away to see more." />}
      ariaLabels={{ tableLabel: `Findings together by ${by}` }}
      pagination={<Pages page={page} pages={pages} go={(to) => change({ page: to }, false)} />}
      columnDefinitions={[
        {
          id: 'name',
          header: 'What they have in common',
          minWidth: 300,
          isRowHeader: true,
          cell: (group) => (
            <>
              <a href={narrowed(filter, group)}>{group.name}</a>
              {group.also && group.also !== group.name && <span className="aside"> {group.also}</span>}
            </>
          ),
        },
        { id: 'accounts', header: 'Accounts', width: 110, cell: ({ accounts }) => number(accounts) },
        { id: 'critical', header: 'Critical', width: 100, cell: ({ fails }) => number(fails.critical) },
        { id: 'high', header: 'High', width: 90, cell: ({ fails }) => number(fails.high) },
        { id: 'medium', header: 'Medium', width: 100, cell: ({ fails }) => number(fails.medium) },
        { id: 'low', header: 'Low', width: 80, cell: ({ fails }) => number(fails.low) },
        { id: 'unknown', header: 'Cannot tell', width: 120, cell: ({ unknown }) => number(unknown) },
        { id: 'review', header: 'Needs a person', width: 140, cell: ({ review }) => number(review) },
      ]}
      columnDisplay={[
        'name',
        ...(book.many ? ['accounts'] : []),
        'critical',
        'high',
        'medium',
        'low',
        'unknown',
        'review',
      ].map((id) => ({ id, visible: true }))}
    />
  )
}

/** The list narrowed to a group, with what it was narrowed to before. */
function narrowed(filter: Filter, { chosen }: GroupRow): string {
  const own = Object.keys(chosen)
  const kept: Token[] = filter.tokens.filter(({ property }) => !own.includes(property))
  const rest = { words: filter.words }
  const before = Object.fromEntries(
    kept.filter(({ is }) => is).map(({ property, values }) => [property, values]),
  )
  return findingsHref({ ...before, ...chosen }, rest)
}

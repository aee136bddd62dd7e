import Select from '@cloudscape-design/components/select'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useMemo } from 'react'
import type { PageAccount } from '../../../src/model/index.ts'
import { accountHref } from '../../app/routes.ts'
import type { Book, Open } from '../../data/book.ts'
import { leftTo, FootprintSquare, footprintWords } from '../../parts/Footprint.tsx'
import { useBook } from '../../data/source.ts'
import { number, plural } from '../../data/words.ts'
import { Nothing } from '../../parts/Answer.tsx'
import { Pages } from '../../parts/Pages.tsx'
import { gravity } from './open.ts'

const perPage = 50
type Line = PageAccount & { open: Open }

interface Given {
  given: URLSearchParams
  change(next: Record<string, string>): void
}

const every = { value: '', label: 'Every unit' }

/** The list of accounts: narrowed and sorted among all of them, fifty drawn at a time. */
export function AccountTable({ given, change }: Given) {
  const book = useBook()
  const [text, unit, order] = [
    given.get('text') ?? '',
    given.get('unit') ?? '',
    given.get('order') ?? 'worst',
  ]
  const down = given.get('down') === '1'
  const lines = useMemo(() => linesOf(book), [book])
  const found = useMemo(() => narrowed(lines, text, unit), [lines, text, unit])
  const sorted = useMemo(() => inOrder(found, order, down), [found, order, down])
  const units = useMemo(
    () => [...new Set(book.accounts.map((a) => a.unit))].filter((u) => u !== undefined).sort(),
    [book],
  )
  const pages = Math.max(1, Math.ceil(sorted.length / perPage))
  const page = Math.min(Math.max(1, Number(given.get('page')) || 1), pages)
  const columns = columnsOf(book)
  return (
    <Table<Line>
      variant="container"
      items={sorted.slice((page - 1) * perPage, page * perPage)}
      trackBy="id"
      contentDensity="compact"
      stickyHeader
      columnDefinitions={columns}
      sortingColumn={columns.find(({ sortingField }) => sortingField === order)}
      sortingDescending={down}
      onSortingChange={({ detail }) =>
        change({
          order: detail.sortingColumn.sortingField ?? '',
          down: detail.isDescending ? '1' : '',
          page: '',
        })
      }
      ariaLabels={{ tableLabel: 'Accounts' }}
      empty={<Nothing text="No account fits." />}
      filter={
        <div className="filter-bar">
          <TextFilter
            filteringText={text}
            filteringPlaceholder="Id, name or owner"
            filteringAriaLabel="Narrow the accounts"
            countText={plural(found.length, 'account')}
            onChange={({ detail }) => change({ text: detail.filteringText, page: '' })}
          />
          {units.length > 1 && (
            <Select
              ariaLabel="Unit"
              options={[every, ...units.map((value) => ({ value, label: value }))]}
              selectedOption={units.includes(unit) ? { value: unit, label: unit } : every}
              onChange={({ detail }) => change({ unit: detail.selectedOption.value ?? '', page: '' })}
            />
          )}
        </div>
      }
      pagination={<Pages page={page} pages={pages} go={(to) => change({ page: String(to) })} />}
    />
  )
}

const linesOf = (book: Book): Line[] =>
  book.accounts.map((account, i) => ({ ...account, open: book.open[i]! }))

function narrowed(lines: readonly Line[], text: string, unit: string): Line[] {
  const wanted = text.toLowerCase()
  return lines.filter(
    (line) =>
      (unit === '' || line.unit === unit) &&
      (wanted === '' || [line.id, line.name, line.owner].some((of) => of?.toLowerCase().includes(wanted))),
  )
}

const keys: Readonly<Record<string, (line: Line) => number | string>> = {
  id: ({ id }) => id,
  name: ({ name }) => name.toLowerCase(),
  unit: ({ unit }) => unit ?? '',
  owner: ({ owner }) => owner ?? '',
  worst: ({ open }) => -gravity(open),
  unknown: ({ open }) => -open.unknown,
  footprint: ({ footprint }) => (footprint ? -leftTo(footprint) : 1),
}

/** The management account always stands first. */
function inOrder(lines: readonly Line[], order: string, down: boolean): Line[] {
  const key = keys[order] ?? keys['worst']!
  const way = down ? -1 : 1
  return lines
    .map((line) => ({ line, key: key(line) }))
    .sort((a, b) => {
      const pinned = Number(b.line.management === true) - Number(a.line.management === true)
      return pinned || (a.key < b.key ? -way : a.key > b.key ? way : 0)
    })
    .map(({ line }) => line)
}

const columnsOf = (book: Book): TableProps.ColumnDefinition<Line>[] => {
  const has = (key: 'unit' | 'owner' | 'footprint') =>
    book.accounts.some((account) => account[key] !== undefined)
  return [
    {
      id: 'id',
      header: 'Account',
      sortingField: 'id',
      isRowHeader: true,
      minWidth: 150,
      cell: ({ id, management }) => (
        <>
          <a href={accountHref(id)}>{id}</a>
          {management && <span className="aside"> management</span>}
        </>
      ),
    },
    {
      id: 'name',
      header: 'Name',
      sortingField: 'name',
      minWidth: 160,
      cell: ({ name, state }) => `${name}${state ? ` (${state.toLowerCase().replaceAll('_', ' ')})` : ''}`,
    },
    ...(has('unit')
      ? [
          {
            id: 'unit',
            header: 'Unit',
            sortingField: 'unit',
            minWidth: 150,
            cell: ({ unit = '' }: Line) => unit,
          },
        ]
      : []),
    ...(has('owner')
      ? [
          {
            id: 'owner',
            header: 'Owner',
            sortingField: 'owner',
            minWidth: 120,
            cell: ({ owner = '' }: Line) => owner,
          },
        ]
      : []),
    {
      id: 'critical',
      header: 'Critical',
      sortingField: 'worst',
      width: 110,
      cell: ({ open }) => number(open.fails.critical),
    },
    { id: 'high', header: 'High', width: 80, cell: ({ open }) => number(open.fails.high) },
    { id: 'medium', header: 'Medium', width: 95, cell: ({ open }) => number(open.fails.medium) },
    {
      id: 'unknown',
      header: 'Cannot tell',
      sortingField: 'unknown',
      width: 130,
      cell: ({ open }) => number(open.unknown),
    },
    ...(has('footprint')
      ? [
          {
            id: 'footprint',
            header: 'Left to root',
            sortingField: 'footprint',
            width: 150,
            cell: ({ footprint, management }: Line) =>
              management ? (
                'everything'
              ) : footprint ? (
                <span className="line">
                  <FootprintSquare counts={footprint} size={20} label={footprintWords(footprint)} />
                  {number(footprint.allowed + footprint.conditional)}
                </span>
              ) : (
                'not looked at'
              ),
          },
        ]
      : []),
  ]
}

import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useDeferredValue, useMemo } from 'react'
import { go } from '../../app/routes.ts'
import { type Filter, readFilter, writeFilter } from '../../data/filter.ts'
import { matching } from '../../data/query.ts'
import { useBook } from '../../data/source.ts'
import { number } from '../../data/words.ts'
import { FilterBar } from './FilterBar.tsx'
import { FindingTable } from './FindingTable.tsx'
import { GroupTable } from './GroupTable.tsx'

/** Every finding, narrowed, sorted and put together as the address says. */
export function Findings({ query }: { query: string }) {
  const book = useBook()
  const filter = useMemo(() => readFilter(query), [query])
  const change = (next: Partial<Filter>, instead = true) =>
    go(`#/findings?${writeFilter({ ...filter, page: 1, ...next })}`, instead)
  const { tokens, words } = useDeferredValue(filter)
  const found = useMemo(() => matching(book, { tokens, words }), [book, tokens, words])
  const { leftOut } = book.report
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          counter={`(${number(found.length)})`}
          description={
            leftOut
              ? `${number(leftOut.pass)} passes and ${number(leftOut.notApplicable)} that do not apply were left out of the members' findings (neverroot audit --org --all keeps them).`
              : undefined
          }
        >
          Findings
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FilterBar filter={filter} found={found.length} change={change} />
        {filter.group ? (
          <GroupTable found={found} filter={filter} change={change} by={filter.group} />
        ) : (
          <FindingTable found={found} filter={filter} change={change} />
        )}
      </SpaceBetween>
    </ContentLayout>
  )
}

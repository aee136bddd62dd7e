import { useCollection } from '@cloudscape-design/collection-hooks'
import Alert from '@cloudscape-design/components/alert'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import type { PageEvidence } from '../../../src/model/index.ts'
import { controlHref } from '../../app/routes.ts'
import { useAsked } from '../../data/asked.ts'
import { moment } from '../../data/time.ts'
import { plural, tame } from '../../data/words.ts'
import { Answer, Nothing } from '../../parts/Answer.tsx'
import { Command } from '../../parts/Command.tsx'

/** The ledger: what people said and did, each entry carrying the hash of the one before. */
export function Evidence() {
  const asked = useAsked<PageEvidence>('/api/evidence')
  return (
    <ContentLayout header={<Header variant="h1">Evidence</Header>}>
      <Answer of={asked} waiting="Reading and verifying the ledger …">
        {(evidence) => <Ledger {...evidence} />}
      </Answer>
    </ContentLayout>
  )
}

function Ledger({ entries, head, intact, problems }: PageEvidence) {
  const { items, collectionProps, filterProps, paginationProps } = useCollection(
    [...entries].sort((a, b) => b.seq - a.seq),
    {
      filtering: {
        empty: <Nothing text="Nobody has said anything yet." />,
        noMatch: <Nothing text="No entry fits." />,
      },
      pagination: { pageSize: 50 },
      sorting: {},
    },
  )
  return (
    <SpaceBetween size="l">
      {intact ? (
        <Alert
          type="success"
          statusIconAriaLabel="Success"
          header={`The chain is intact: ${plural(entries.length, 'entry', 'entries')}`}
        >
          {head ? (
            <>
              The newest entry is <code className="hash">{head}</code>. Keep it elsewhere: only then would a
              change of the whole chain show.
            </>
          ) : (
            'There is nothing in it yet.'
          )}
        </Alert>
      ) : (
        <Alert type="error" statusIconAriaLabel="Error" header="The ledger was changed">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{tame(problem)}</li>
            ))}
          </ul>
          <Command text="neverroot evidence verify" />
        </Alert>
      )}
      <Table
        {...collectionProps}
        variant="container"
        contentDensity="compact"
        wrapLines
        items={items}
        ariaLabels={{ tableLabel: 'Ledger' }}
        header={
          <Header
            variant="h2"
            description="A bundle for an auditor, which sha256sum -c checks: neverroot evidence export"
          >
            Ledger
          </Header>
        }
        filter={
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Any word"
            filteringAriaLabel="Narrow the ledger"
          />
        }
        pagination={
          <Pagination
            {...paginationProps}
            ariaLabels={{
              paginationLabel: 'Pages',
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              pageLabel: (n) => `Page ${n}`,
            }}
          />
        }
        columnDefinitions={[
          { id: 'seq', header: 'No.', width: 70, sortingField: 'seq', cell: ({ seq }) => seq },
          { id: 'at', header: 'When', width: 190, sortingField: 'at', cell: ({ at }) => moment(at) },
          {
            id: 'kind',
            header: 'What',
            width: 150,
            sortingField: 'kind',
            isRowHeader: true,
            cell: ({ kind }) => kind,
          },
          {
            id: 'about',
            header: 'About',
            minWidth: 180,
            cell: ({ control, subject }) =>
              control ? <a href={controlHref(control, subject)}>{control}</a> : subject,
          },
          { id: 'text', header: 'Said', minWidth: 220, cell: ({ text }) => tame(text) },
          {
            id: 'hash',
            header: 'Hash',
            width: 130,
            cell: ({ hash }) => <code title={hash}>{hash.slice(0, 10)}</code>,
          },
        ]}
      />
    </SpaceBetween>
  )
}

import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Table from '@cloudscape-design/components/table'
import Tabs from '@cloudscape-design/components/tabs'
import type { Cluster, Group, Status } from '../../../src/model/index.ts'
import { controlHref } from '../../app/routes.ts'
import { clusterWords } from '../../data/causes.ts'
import { findingsHref } from '../../data/filter.ts'
import { useBook } from '../../data/source.ts'
import { number } from '../../data/words.ts'
import { Status as StatusOf } from '../../parts/Status.tsx'

const kinds: readonly { id: string; label: string; of: readonly Status[] }[] = [
  { id: 'wrong', label: 'What is wrong', of: ['fail'] },
  { id: 'unseen', label: 'What could not be seen', of: ['unknown'] },
  { id: 'people', label: 'What people have to look at', of: ['review', 'excepted'] },
]

/** Of an organization: causes with how many accounts share each, then where it is open and who answers for it. */
export function Causes() {
  const { clusters = [], groups = [] } = useBook().tail
  const places = [
    { by: 'unit', id: 'where', label: 'Where' },
    { by: 'owner', id: 'who', label: 'Who answers for it' },
  ] as const
  return (
    <Container header={<Header variant="h2">Causes</Header>}>
      <Tabs
        ariaLabel="Causes"
        tabs={[
          ...kinds.map(({ id, label, of }) => {
            const mine = clusters.filter(({ status }) => of.includes(status))
            return {
              id,
              label: `${label} (${mine.length})`,
              content: <CauseTable label={label} clusters={mine} />,
            }
          }),
          ...places.flatMap(({ by, id, label }) => {
            const mine = groups.filter((group) => group.by === by)
            return mine.length < 2
              ? []
              : [{ id, label, content: <PlaceTable by={by} label={label} groups={mine} /> }]
          }),
        ]}
      />
    </Container>
  )
}

const CauseTable = ({ label, clusters }: { label: string; clusters: readonly Cluster[] }) => (
  <Table
    variant="embedded"
    wrapLines
    contentDensity="compact"
    ariaLabels={{ tableLabel: label }}
    items={clusters}
    empty="None"
    columnDefinitions={[
      {
        id: 'accounts',
        header: 'Accounts',
        width: 110,
        cell: ({ control, status, count }) => (
          <a
            href={findingsHref({ control, status }, { group: 'account' })}
            aria-label={`${number(count)} accounts: ${control}`}
          >
            {number(count)}
          </a>
        ),
      },
      { id: 'cause', header: 'Cause', minWidth: 260, isRowHeader: true, cell: clusterWords },
      { id: 'status', header: 'Status', width: 150, cell: ({ status }) => <StatusOf is={status} /> },
      { id: 'where', header: 'Where', minWidth: 180, cell: ({ where }) => where },
      {
        id: 'control',
        header: 'Control',
        minWidth: 180,
        cell: ({ control }) => <a href={controlHref(control)}>{control}</a>,
      },
    ]}
  />
)

const PlaceTable = ({
  by,
  label,
  groups,
}: {
  by: 'unit' | 'owner'
  label: string
  groups: readonly Group[]
}) => (
  <Table
    variant="embedded"
    contentDensity="compact"
    ariaLabels={{ tableLabel: label }}
    items={groups.slice(0, 50)}
    columnDefinitions={[
      {
        id: 'name',
        header: by === 'unit' ? 'Unit' : 'Owner',
        isRowHeader: true,
        cell: ({ name }) => (
          <a href={findingsHref({ [by]: name === 'no owner' ? 'none' : name, status: 'fail' })}>{name}</a>
        ),
      },
      { id: 'accounts', header: 'Accounts', cell: ({ accounts }) => number(accounts) },
      { id: 'critical', header: 'Critical', cell: ({ open }) => number(open.critical) },
      { id: 'high', header: 'High', cell: ({ open }) => number(open.high) },
      { id: 'unknown', header: 'Cannot tell', cell: ({ unknown }) => number(unknown) },
    ]}
  />
)

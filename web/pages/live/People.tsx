import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import type { PageDrill, PagePeople } from '../../../src/model/index.ts'
import { DrillCode } from '../../actions/DrillCode.tsx'
import { controlHref } from '../../app/routes.ts'
import { useAsked } from '../../data/asked.ts'
import { useMayAct } from '../../data/source.ts'
import { day } from '../../data/time.ts'
import { tame } from '../../data/words.ts'
import { Answer, Nothing } from '../../parts/Answer.tsx'
import { Moment } from '../../parts/Moment.tsx'

/** What rests on people: drills, keys in custody, and what lapses when. */
export function People() {
  const asked = useAsked<PagePeople>('/api/people')
  const mayAct = useMayAct()
  return (
    <ContentLayout header={<Header variant="h1">People</Header>}>
      <Answer of={asked} waiting="Reading the ledger …">
        {({ drills, custody, lapses }) => (
          <SpaceBetween size="l">
            <Lapses lapses={lapses} />
            <Container
              header={
                <Header variant="h2" description="Whether people answer, and how quickly.">
                  Drills
                </Header>
              }
            >
              <SpaceBetween size="m">
                {mayAct && drills.some(({ state }) => state === 'open') && (
                  <DrillCode drills={drills} done={asked.again} />
                )}
                {drills.map((drill) => (
                  <Drill key={`${drill.kind} ${drill.entry}`} drill={drill} />
                ))}
                {drills.length === 0 && (
                  <Nothing text="No drill was held yet. Begin one: neverroot drill contacts --open" />
                )}
              </SpaceBetween>
            </Container>
            <Custody custody={custody} />
          </SpaceBetween>
        )}
      </Answer>
    </ContentLayout>
  )
}

const Lapses = ({ lapses }: Pick<PagePeople, 'lapses'>) => (
  <Table
    variant="container"
    contentDensity="compact"
    wrapLines
    items={lapses}
    ariaLabels={{ tableLabel: 'What lapses when' }}
    header={
      <Header variant="h2" description="What somebody said, did or holds, and when that stops counting.">
        What lapses when
      </Header>
    }
    empty={
      <Nothing text="Nobody has said anything yet. What the API cannot show, a person can state on the page of its control." />
    }
    columnDefinitions={[
      {
        id: 'expires',
        header: 'Until',
        width: 230,
        cell: ({ expires, lapsed }) =>
          lapsed ? (
            <StatusIndicator type="warning">lapsed {day(expires)}</StatusIndicator>
          ) : (
            <Moment at={expires} />
          ),
      },
      { id: 'what', header: 'What', width: 110, cell: ({ what }) => what },
      {
        id: 'control',
        header: 'About',
        isRowHeader: true,
        cell: ({ control, account }) =>
          control ? <a href={controlHref(control, account)}>{control}</a> : account,
      },
      { id: 'by', header: 'By', cell: ({ by = '' }) => tame(by) },
      { id: 'text', header: 'Said', minWidth: 200, cell: ({ text }) => tame(text) },
    ]}
  />
)

const drillStates = {
  open: { type: 'in-progress', text: 'open' },
  over: { type: 'stopped', text: 'over, never closed' },
  guessed: { type: 'error', text: 'guessed: too many wrong codes' },
  closed: { type: 'success', text: 'closed' },
} as const

const names = { contacts: 'Mailboxes', alarm: 'Alarm', root: 'Root use' } as const

function Drill({ drill }: { drill: PageDrill }) {
  const { kind, account, at, by, reason, state, people, minutes, complete, parts } = drill
  const { type, text } = drillStates[state]
  return (
    <div>
      <Box variant="h3">
        {names[kind]} <span className="aside">{account}</span>
      </Box>
      <div className="line">
        <StatusIndicator type={complete === false && state === 'closed' ? 'warning' : type}>
          {complete === false && state === 'closed' ? 'closed, incomplete' : text}
        </StatusIndicator>
        <span>
          <Moment at={at} /> by {tame(by)}: {tame(reason)}
        </span>
        {people !== undefined && <span>{people === 1 ? '1 person' : `${people} people`}</span>}
        {minutes !== undefined && <span>first answer after {minutes} min</span>}
      </div>
      {parts.length > 0 && (
        <ul className="plain">
          {parts.map(({ name, answered, minutes: took }) => (
            <li key={name}>
              <StatusIndicator type={answered ? 'success' : 'pending'}>
                {name}: {answered ? `answered${took === undefined ? '' : ` after ${took} min`}` : 'no answer'}
              </StatusIndicator>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const Custody = ({ custody }: Pick<PagePeople, 'custody'>) => (
  <Table
    variant="container"
    contentDensity="compact"
    wrapLines
    items={custody}
    ariaLabels={{ tableLabel: 'Custody' }}
    header={
      <Header
        variant="h2"
        description="Hardware keys of root: in what kind of place, under whose hands. Never where."
      >
        Custody
      </Header>
    }
    empty={<Nothing text="No hardware key is recorded. Record one: neverroot custody" />}
    columnDefinitions={[
      {
        id: 'label',
        header: 'Key',
        isRowHeader: true,
        cell: ({ label, last4 }) => `${tame(label)} (…${last4})`,
      },
      { id: 'account', header: 'Account', cell: ({ account }) => account },
      { id: 'place', header: 'Kind of place', cell: ({ place }) => place },
      { id: 'custodians', header: 'Custodians', cell: ({ custodians }) => custodians.map(tame).join(', ') },
      { id: 'seal', header: 'Seal', cell: ({ seal }) => tame(seal) },
      {
        id: 'expires',
        header: 'Counts until',
        cell: ({ expires, lapsed }) =>
          lapsed ? <StatusIndicator type="warning">lapsed {day(expires)}</StatusIndicator> : day(expires),
      },
    ]}
  />
)

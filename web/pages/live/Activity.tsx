import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { ActivityConclusion, PageActivity } from '../../../src/model/index.ts'
import { useAsked } from '../../data/asked.ts'
import { moment } from '../../data/time.ts'
import { plural, tame } from '../../data/words.ts'
import { Answer } from '../../parts/Answer.tsx'
import { AsTable } from '../../parts/AsTable.tsx'
import { kindWords, TimeLine } from './TimeLine.tsx'

/** What root did: on a time line, planned use shaded, with what could not be looked at. */
export function Activity() {
  const asked = useAsked<PageActivity>('/api/activity')
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="What root did, told apart by who or what did it.">
          Activity
        </Header>
      }
    >
      <Answer of={asked} waiting="Asking CloudTrail, which answers two requests a second …">
        {(activity) => <Told {...activity} />}
      </Answer>
    </ContentLayout>
  )
}

const conclusions: Readonly<Record<ActivityConclusion, { type: StatusIndicatorProps.Type; text: string }>> = {
  used: { type: 'error', text: 'Root was used, and nobody had planned it' },
  planned: { type: 'success', text: 'Root was used, all of it planned' },
  'not-seen': { type: 'success', text: 'Root was not used' },
  'cannot-tell': {
    type: 'warning',
    text: 'No unplanned use was seen, and not everything could be looked at',
  },
}

function Told(activity: PageActivity) {
  const { conclusion, unplanned, events, windows, signs, looked, couldNotLook, notes } = activity
  const { type, text } = conclusions[conclusion]
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Root use</Header>}>
        <SpaceBetween size="m">
          <Box fontSize="heading-m">
            <StatusIndicator type={type}>{text}</StatusIndicator>
          </Box>
          {unplanned.count > 0 && (
            <Box>
              {plural(unplanned.count, 'unplanned event')}
              {unplanned.last && `, the last at ${moment(unplanned.last)}`}
            </Box>
          )}
          <TimeLine activity={activity} />
          <AsTable
            caption="Events of root, newest first"
            columns={['When', 'What', 'Kind', 'Region', 'Planned', 'From']}
            rows={[...events]
              .sort((a, b) => b.at.localeCompare(a.at))
              .map((e) => [
                moment(e.at),
                `${e.source} ${e.name}${e.refused ? ` (refused: ${e.refused})` : ''}`,
                kindWords[e.kind],
                e.region,
                e.planned ? 'planned' : 'not planned',
                tame(e.from ?? ''),
              ])}
          />
          {windows.length > 0 && (
            <AsTable
              caption="Planned use"
              columns={['From', 'Until', 'By', 'Reason']}
              rows={windows.map((w) => [moment(w.from), moment(w.until), tame(w.by), tame(w.reason)])}
            />
          )}
        </SpaceBetween>
      </Container>
      {signs.length > 0 && (
        <Container
          header={
            <Header variant="h2" description="Events that belong to a recovery or a takeover, or hide one.">
              Signs
            </Header>
          }
        >
          <ul className="plain-list">
            {signs.map((sign) => (
              <li key={sign.id}>
                {moment(sign.at)} {tame(sign.text)}{' '}
                <span className="aside">{sign.planned ? 'planned' : ''}</span>
              </li>
            ))}
          </ul>
        </Container>
      )}
      <Container header={<Header variant="h2">What was looked at</Header>}>
        <ul className="plain-list">
          {looked.map(({ region, since, complete }) => (
            <li key={region}>
              {region} since {moment(since)}
              {!complete && ', not to the end'}
            </li>
          ))}
          {couldNotLook.map((gap) => (
            <li key={`${gap.what} ${gap.region ?? ''}`}>
              <StatusIndicator type="warning">
                {tame(gap.what)}: {tame(gap.message)}
              </StatusIndicator>
            </li>
          ))}
        </ul>
        {notes.map((note) => (
          <Box key={note} variant="p" color="text-body-secondary">
            {note}
          </Box>
        ))}
      </Container>
    </SpaceBetween>
  )
}

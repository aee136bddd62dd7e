import Alert from '@cloudscape-design/components/alert'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import ContentLayout from '@cloudscape-design/components/content-layout'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Notes } from '../../parts/Notes.tsx'
import { useBook } from '../../data/source.ts'
import { IncidentAlert } from '../../parts/Incident.tsx'
import { ReportHeader } from '../../parts/ReportHeader.tsx'
import { Answers } from './Answers.tsx'
import { Causes } from './Causes.tsx'
import { Grades } from './Grades.tsx'
import { Sections } from './Sections.tsx'
import { Trend } from './Trend.tsx'
import { Worst } from './Worst.tsx'

/** The page that answers within ten seconds; all the others say more of one part of it. */
export function Overview() {
  const book = useBook()
  return (
    <ContentLayout header={<ReportHeader />}>
      <SpaceBetween size="l">
        <IncidentAlert />
        {book.head.caller.root && (
          <Alert type="warning" statusIconAriaLabel="Warning" header="This was looked at as root">
            Look, make an administrator, then sign out of root and run neverroot as that administrator: only
            then is it seen to work.
          </Alert>
        )}
        <Answers />
        <Worst />
        {book.many && <Causes />}
        <Sections />
        <ColumnLayout columns={2} minColumnWidth={320}>
          <Grades />
          <Trend />
        </ColumnLayout>
        <Notes />
      </SpaceBetween>
    </ContentLayout>
  )
}

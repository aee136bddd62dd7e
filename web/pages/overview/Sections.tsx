import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type PageRow, type Section, sections } from '../../../src/model/index.ts'
import { at, type Book } from '../../data/book.ts'
import { findingsHref } from '../../data/filter.ts'
import { useBook } from '../../data/source.ts'
import { sectionTitles } from '../../data/words.ts'
import { CountBar } from '../../parts/CountBar.tsx'
import { FindingLines } from '../../parts/FindingLines.tsx'

/** The mission's five sections, in its order: how each stands, and line by line what the terminal says. */
export function Sections() {
  const book = useBook()
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="In the order in which they are put right: details, the spend alarm, an administrator, and only then root."
        >
          Section by section
        </Header>
      }
    >
      <SpaceBetween size="m">
        {sections.map((section) => (
          <OfSection key={section} section={section} book={book} />
        ))}
      </SpaceBetween>
    </Container>
  )
}

function OfSection({ section, book }: { section: Section; book: Book }) {
  const rows = book.rows.filter((row) => book.controls[row[at.control]]!.section === section)
  if (rows.length === 0) return null
  const count = (status: string) => rows.filter((row) => book.statusOf(row) === status).length
  const link = (status: string) => findingsHref({ section, status })
  // Of an organization only its own findings and its management account's are told line by line: the rest is in causes.
  const told: readonly PageRow[] = book.many
    ? rows.filter((row) => row[at.account] < 0 || row[at.account] === book.pinned)
    : rows
  const title = sectionTitles[section]
  return (
    <section aria-label={title}>
      <Box variant="h3" padding={{ bottom: 'xxs' }}>
        {title}
      </Box>
      <CountBar
        label={title}
        parts={[
          { name: 'fail', count: count('fail'), tone: 'fail', href: link('fail') },
          { name: 'cannot be told', count: count('unknown'), tone: 'unsure', href: link('unknown') },
          { name: 'need a person', count: count('review'), tone: 'unsure', href: link('review') },
          { name: 'pass', count: count('pass'), tone: 'pass', href: link('pass') },
          { name: 'excepted', count: count('excepted'), tone: 'rest', href: link('excepted') },
          {
            name: 'do not apply',
            count: count('not-applicable'),
            tone: 'rest',
            href: link('not-applicable'),
          },
        ]}
      />
      {told.length > 0 && !book.many && <FindingLines rows={told} />}
      {told.length > 0 && book.many && (
        <ExpandableSection headerText="The organization and its management account" variant="footer">
          <FindingLines rows={told} named />
        </ExpandableSection>
      )}
    </section>
  )
}

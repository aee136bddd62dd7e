import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo } from 'react'
import { type PageRow, sections } from '../../../src/model/index.ts'
import { at, type Book } from '../../data/book.ts'
import { findingsHref } from '../../data/filter.ts'
import { useBook } from '../../data/source.ts'
import { sectionTitles, statusOrder } from '../../data/words.ts'
import { Nothing } from '../../parts/Answer.tsx'
import { CountBar } from '../../parts/CountBar.tsx'
import { SeverityBadge } from '../../parts/Status.tsx'
import { SayMenu } from '../../actions/SayMenu.tsx'
import { OneFinding } from './OneFinding.tsx'
import { Procedure } from './Procedure.tsx'

/** One control: why, how it is judged, what it cannot know, what was seen and when, and how it is put right by hand. */
export function Control({ id, query }: { id: string; query: string }) {
  const book = useBook()
  const wanted = new URLSearchParams(query).get('account') ?? undefined
  const place = book.controlPlace(id)
  const rows = useMemo(
    () => (place === undefined ? [] : book.rows.filter((r) => r[at.control] === place)),
    [book, place],
  )
  const control = place === undefined ? undefined : book.controls[place]
  if (!control)
    return (
      <ContentLayout header={<Header variant="h1">{id}</Header>}>
        <Nothing text={`There is no control ${JSON.stringify(id)} in this report.`}>
          <a href="#/findings">All findings</a>
        </Nothing>
      </ContentLayout>
    )
  const row = chosen(book, rows, wanted)
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <span className="line">
              <SeverityBadge is={control.severity} />
              <span>{control.id}</span>
              <a href={findingsHref({ section: control.section })}>{sectionTitles[control.section]}</a>
              <span>mission {control.rows.join(', ')}</span>
            </span>
          }
          actions={<SayMenu control={control} account={row ? book.subjectOf(row).id : undefined} />}
        >
          {control.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {book.many && rows.length > 1 && <InAll rows={rows} control={control.id} book={book} />}
        {row ? (
          <OneFinding row={row} />
        ) : (
          <Container>
            <Nothing text="Nothing was found about it: it passes or does not apply, and was left out of this report." />
          </Container>
        )}
        <Container header={<Header variant="h2">Why</Header>}>
          <Box variant="p">{control.why}</Box>
          <Box variant="h3">How it is judged</Box>
          <Box variant="p">{control.judged}</Box>
          {control.cannotKnow && (
            <>
              <Box variant="h3">What it cannot know</Box>
              <Box variant="p">{control.cannotKnow}</Box>
            </>
          )}
          {control.references.length > 0 && (
            <>
              <Box variant="h3">References</Box>
              <ul className="references">
                {control.references.map((reference) => (
                  <li key={reference}>
                    {/^https:\/\//.test(reference) ? <Away href={reference} /> : reference}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Container>
        {control.procedure && <Procedure control={control.id} procedure={control.procedure} />}
        <Neighbours book={book} place={place!} />
      </SpaceBetween>
    </ContentLayout>
  )
}

/** A way out of the page: told as an address, never followed by itself. */
const Away = ({ href }: { href: string }) => (
  <a href={href} target="_blank" rel="noreferrer noopener">
    {href}
  </a>
)

/** The account asked for; else the organization's own, the management account's, or the worst. */
function chosen(book: Book, rows: readonly PageRow[], wanted: string | undefined): PageRow | undefined {
  if (wanted !== undefined) return rows.find((row) => book.subjectOf(row).id === wanted)
  return (
    rows.find((row) => row[at.account] < 0) ??
    rows.find((row) => row[at.account] === book.pinned) ??
    [...rows].sort((a, b) => statusOrder.indexOf(book.statusOf(a)) - statusOrder.indexOf(book.statusOf(b)))[0]
  )
}

function InAll({ rows, control, book }: { rows: readonly PageRow[]; control: string; book: Book }) {
  const part = (
    status: (typeof statusOrder)[number],
    name: string,
    tone: 'fail' | 'unsure' | 'pass' | 'rest',
  ) => ({
    name,
    tone,
    count: rows.filter((row) => book.statusOf(row) === status).length,
    href: findingsHref({ control, status }),
  })
  return (
    <Container header={<Header variant="h2">In all accounts</Header>}>
      <CountBar
        label="In all accounts"
        parts={[
          part('fail', 'fail', 'fail'),
          part('unknown', 'cannot be told', 'unsure'),
          part('review', 'need a person', 'unsure'),
          part('pass', 'pass', 'pass'),
          part('excepted', 'excepted', 'rest'),
          part('not-applicable', 'do not apply', 'rest'),
        ]}
      />
    </Container>
  )
}

/** The controls before and after it in the mission's order. */
function Neighbours({ book, place }: { book: Book; place: number }) {
  const order = useMemo(
    () =>
      book.controls
        .map((control, i) => ({ control, i }))
        .sort(
          (a, b) => sections.indexOf(a.control.section) - sections.indexOf(b.control.section) || a.i - b.i,
        ),
    [book],
  )
  const here = order.findIndex(({ i }) => i === place)
  const [before, after] = [order[here - 1]?.control, order[here + 1]?.control]
  return (
    <nav aria-label="Next controls" className="neighbours no-print">
      {before ? <a href={`#/control/${before.id}`}>Before: {before.id}</a> : <span />}
      {after && <a href={`#/control/${after.id}`}>Next: {after.id}</a>}
    </nav>
  )
}

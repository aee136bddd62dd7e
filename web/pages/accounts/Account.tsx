import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo } from 'react'
import { sections } from '../../../src/model/index.ts'
import { at } from '../../data/book.ts'
import { useBook, useSource } from '../../data/source.ts'
import { sectionTitles } from '../../data/words.ts'
import { Nothing } from '../../parts/Answer.tsx'
import { CountBar } from '../../parts/CountBar.tsx'
import { FindingLines } from '../../parts/FindingLines.tsx'
import { FootprintSquare, footprintWords } from '../../parts/Footprint.tsx'
import { LiveFootprint } from './LiveFootprint.tsx'
import { openParts } from './open.ts'

/** One account of many: what is open in it, and what its root can still do. */
export function Account({ id }: { id: string }) {
  const book = useBook()
  const { live } = useSource()
  const place = book.accountPlace(id)
  const rows = useMemo(() => (place === undefined ? [] : book.rowsOf(place)), [book, place])
  const account = place === undefined ? undefined : book.accounts[place]
  if (!account)
    return (
      <ContentLayout header={<Header variant="h1">{id}</Header>}>
        <Nothing text={`There is no account ${JSON.stringify(id)} in this report.`}>
          <a href="#/accounts">All accounts</a>
        </Nothing>
      </ContentLayout>
    )
  const { name, management, state, unit, owner, footprint } = account
  const about = [
    management && 'management account',
    unit,
    owner && `owner ${owner}`,
    state?.toLowerCase().replaceAll('_', ' '),
  ].filter(Boolean)
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={about.join(', ') || undefined}>
          {name && name !== id ? `${id} ${name}` : id}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Open</Header>}>
          <CountBar label="Open" parts={openParts(book.open[place!]!, id)} />
        </Container>
        {(footprint || live) && (
          <Container header={<Header variant="h2">Root threat footprint</Header>}>
            {footprint ? (
              <div className="line">
                <FootprintSquare counts={footprint} size={160} />
                <Box>Root can perform {footprintWords(footprint)}.</Box>
              </div>
            ) : (
              <LiveFootprint account={id} />
            )}
          </Container>
        )}
        <Container header={<Header variant="h2">Findings</Header>}>
          {sections.map((section) => {
            const mine = rows.filter((row) => book.controls[row[at.control]]!.section === section)
            return (
              mine.length > 0 && (
                <section key={section} aria-label={sectionTitles[section]}>
                  <Box variant="h3" padding={{ top: 's' }}>
                    {sectionTitles[section]}
                  </Box>
                  <FindingLines rows={mine} />
                </section>
              )
            )
          })}
          {rows.length === 0 && <Nothing text="Nothing is open, or nothing was looked at here." />}
        </Container>
      </SpaceBetween>
    </ContentLayout>
  )
}

import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { at } from '../../data/book.ts'
import { findingsHref } from '../../data/filter.ts'
import { useBook } from '../../data/source.ts'
import { grades, gradeWords, number } from '../../data/words.ts'
import { AsTable } from '../../parts/AsTable.tsx'
import { CountBar } from '../../parts/CountBar.tsx'

/** How good the evidence behind what passes is: three words for three kinds of knowing. */
export function Grades() {
  const book = useBook()
  const counts = grades.map(() => 0)
  for (const row of book.rows) {
    const grade = row[at.grade]
    if (book.statusOf(row) === 'pass' && grade >= 0) counts[grade]!++
  }
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" description="What passes, by how it is known.">
          Evidence
        </Header>
      }
    >
      <CountBar
        label="What passes, by how it is known"
        parts={grades.map((grade, i) => ({
          name: grade,
          count: counts[i]!,
          tone: grade,
          href: findingsHref({ status: 'pass', grade }),
        }))}
      />
      <AsTable
        caption="What passes, by how it is known"
        columns={['How it is known', 'Findings']}
        rows={grades.map((grade, i) => [gradeWords[grade], number(counts[i]!)])}
      />
    </Container>
  )
}

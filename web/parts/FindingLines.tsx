import ExpandableSection from '@cloudscape-design/components/expandable-section'
import type { PageRow } from '../../src/model/index.ts'
import { controlHref } from '../app/routes.ts'
import { at, type Book } from '../data/book.ts'
import { useBook } from '../data/source.ts'
import { firstSentence, grades } from '../data/words.ts'
import { SeverityBadge, Status } from './Status.tsx'

/** One line for each finding, as in the terminal: sign, severity, control, the value, how good it is known. */
export function FindingLines(given: { rows: readonly PageRow[]; named?: boolean }) {
  const book = useBook()
  const applies = (row: PageRow) => book.statusOf(row) !== 'not-applicable'
  const rest = given.rows.filter((row) => !applies(row))
  return (
    <>
      <Lines {...given} rows={given.rows.filter(applies)} />
      {rest.length > 0 && (
        <ExpandableSection
          variant="footer"
          headerText={rest.length === 1 ? '1 does not apply' : `${rest.length} do not apply`}
        >
          <Lines {...given} rows={rest} />
        </ExpandableSection>
      )}
    </>
  )
}

function Lines({ rows, named = false }: { rows: readonly PageRow[]; named?: boolean }) {
  const book = useBook()
  return (
    <ul className="finding-lines">
      {rows.map((row) => {
        const control = book.controls[row[at.control]]!
        const status = book.statusOf(row)
        const subject = book.subjectOf(row)
        return (
          <li key={book.idOf(row)} className={status === 'not-applicable' ? 'quiet' : ''}>
            <span className="is">
              <Status is={status} />
            </span>
            <span className="how-grave">
              <SeverityBadge is={control.severity} />
            </span>
            <span className="what">
              <a href={controlHref(control.id, subject.id)}>{control.id}</a>
              {named && row[at.account] < 0 && <span className="aside"> the organization</span>}
              <span className="value">{valueOf(book, row)}</span>
            </span>
            <span className="aside">{status === 'pass' ? (grades[row[at.grade]] ?? '') : ''}</span>
          </li>
        )
      })}
    </ul>
  )
}

/** The value, in few words. */
export function valueOf(book: Book, row: PageRow): string {
  const status = book.statusOf(row)
  const text = book.texts[row[at.message]]!
  if (status === 'excepted') {
    const exception = book.detailOf(row)?.exception
    return exception ? `excepted by ${exception.owner} until ${exception.expires.slice(0, 10)}` : text
  }
  return status === 'fail' ? firstSentence(text) : text
}

import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import { statuses } from '../../../src/model/index.ts'
import { NextAction } from '../../actions/NextAction.tsx'
import { CountBar } from '../../parts/CountBar.tsx'
import { GradeTile } from '../../parts/GradeTile.tsx'
import { at, type Book } from '../../data/book.ts'
import { findingsHref } from '../../data/filter.ts'
import { useBook } from '../../data/source.ts'
import { countWords, number, plural } from '../../data/words.ts'

/** Are we safe, what is not, what do I do next: the three questions that a reader comes with, answered side by side. */
export function Answers() {
  const book = useBook()
  const { grade, score, known, counts } = book.tail.posture
  const { fails } = book.total
  const grave = countWords(fails, ['critical', 'high'])
  const lesser = countWords(fails, ['medium', 'low'])
  return (
    <Container>
      <div className="answers">
        <section aria-label="Are we safe?">
          <Box variant="h3" tagOverride="h2" padding={{ bottom: 'xs' }}>
            Are we safe?
          </Box>
          <div className="verdict">
            <GradeTile grade={grade} />
            <div>
              <Box fontSize="heading-m" fontWeight="bold">
                {verdict(book)}
              </Box>
              <Box color="text-body-secondary">
                {score === null ? 'No score: nothing is known' : `Score ${score} of 100`}
              </Box>
            </div>
          </div>
        </section>
        <section aria-label="What is not?">
          <Box variant="h3" tagOverride="h2" padding={{ bottom: 'xs' }}>
            What is not?
          </Box>
          <Box fontSize="heading-m" fontWeight="bold">
            {grave ? (
              <a href={findingsHref({ status: 'fail', severity: ['critical', 'high'] })}>{grave} open</a>
            ) : (
              'Nothing critical or high is open'
            )}
          </Box>
          <Box color="text-body-secondary" padding={{ bottom: 'xs' }}>
            {lesser && <div>{lesser} beside that</div>}
            Known: {number(known.count)} of {number(known.of)}
          </Box>
          <CountBar
            label="What is known"
            quiet
            parts={[
              { name: 'fail', count: counts.fail, tone: 'fail', href: findingsHref({ status: 'fail' }) },
              {
                name: 'cannot be told',
                count: counts.unknown,
                tone: 'unsure',
                href: findingsHref({ status: 'unknown' }),
              },
              {
                name: counts.review === 1 ? 'needs a person' : 'need a person',
                count: counts.review,
                tone: 'unsure',
                href: findingsHref({ status: 'review' }),
              },
              { name: counts.pass === 1 ? 'passes' : 'pass', count: counts.pass, tone: 'pass' },
              { name: 'excepted', count: counts.excepted, tone: 'rest' },
            ]}
          />
        </section>
        <Next />
      </div>
    </Container>
  )
}

function verdict(book: Book): string {
  const { fails, unknown } = book.total
  if (fails.critical > 0) return 'No'
  if (fails.high > 0) return 'Not yet'
  if (book.tail.posture.score === null) return 'Nobody can tell'
  if (unknown + book.total.review > 0) return 'As far as can be seen'
  return fails.medium + fails.low > 0 ? 'Nearly' : 'Yes'
}

/** What can be done, in how many cases, and the command that begins with it; the terminal ends with the same. */
function Next() {
  const book = useBook()
  const { byPlan, byHand, permissions, first, partly } = whatToDo(book)
  const parts = [
    byPlan > 0 && `${number(byPlan)} can be fixed through the API`,
    byHand > 0 && `${number(byHand)} ${byHand === 1 ? 'needs' : 'need'} you`,
    permissions > 0 &&
      `${plural(permissions, 'finding')} ${permissions === 1 ? 'needs' : 'need'} a permission`,
  ].filter((part) => part !== false)
  const next =
    permissions > byPlan + byHand
      ? 'permissions audit'
      : byPlan > 0
        ? 'plan'
        : first
          ? `explain ${first}`
          : 'audit --verbose'
  return (
    <section aria-label="What do I do next?">
      <Box variant="h3" tagOverride="h2" padding={{ bottom: 'xs' }}>
        What do I do next?
      </Box>
      <Box padding={{ bottom: 'xs' }}>
        {partly && 'In the organization and its management account: '}
        {parts.length > 0 ? `${parts.join(', ')}.` : partly ? 'nothing to do.' : 'Nothing to do.'}
      </Box>
      <NextAction next={next} />
    </section>
  )
}

/** Of thousands of accounts it is known of the centre alone how each finding is put right: then that is what is told. */
function whatToDo(book: Book) {
  const partly = book.many && book.rows.length > Object.keys(book.report.details).length
  let byPlan = 0
  let byHand = 0
  let permissions = 0
  let first: string | undefined
  for (const row of book.rows) {
    const status = statuses[row[at.status]]
    if (status !== 'fail' && status !== 'review' && status !== 'unknown') continue
    const detail = book.detailOf(row)
    if (partly && !detail) continue
    if (status === 'fail') {
      first ??= book.controls[row[at.control]]!.id
      if (detail?.fix?.api) byPlan++
      else if (detail) byHand++
    } else if (status === 'review') byHand++
    else if (detail?.needs) permissions++
  }
  return { byPlan, byHand, permissions, first, partly }
}

import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import LineChart from '@cloudscape-design/components/line-chart'
import { useBook } from '../../data/source.ts'
import { day, moment } from '../../data/time.ts'
import { number } from '../../data/words.ts'
import { AsTable } from '../../parts/AsTable.tsx'
import { Nothing } from '../../parts/Answer.tsx'

/** Score and coverage over the audits that were kept. */
export function Trend() {
  const { trend } = useBook().report
  const times = trend.map(({ at }) => new Date(at))
  // Within three days the hour tells audits apart.
  const short = trend.length > 1 && +times.at(-1)! - +times[0]! < 3 * 86_400_000
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" description="Each audit is kept; how it went stands here.">
          Trend
        </Header>
      }
    >
      {trend.length < 2 ? (
        <Nothing text="One audit is no trend yet: run the next one tomorrow." />
      ) : (
        <LineChart
          height={180}
          xScaleType="time"
          xDomain={[times[0]!, times.at(-1)!]}
          yDomain={[0, 100]}
          ariaLabel="Score and share of what is known, over time"
          hideFilter
          i18nStrings={{
            xTickFormatter: (time) =>
              short ? moment(time.toISOString()).slice(5, 16) : day(time.toISOString()),
          }}
          series={[
            {
              title: 'Score',
              type: 'line',
              data: trend.flatMap(({ at, posture }) =>
                posture.score === null ? [] : [{ x: new Date(at), y: posture.score }],
              ),
            },
            {
              title: 'Known, per cent',
              type: 'line',
              data: trend.map(({ at, posture }) => ({ x: new Date(at), y: share(posture.known) })),
            },
          ]}
        />
      )}
      {trend.length > 0 && (
        <AsTable
          caption="Kept audits"
          columns={['When', 'Grade', 'Score', 'Known', 'Fail', 'Cannot tell']}
          rows={[...trend]
            .reverse()
            .map(({ at, posture: { grade, score, known, counts } }) => [
              moment(at),
              grade,
              score ?? 'none',
              `${number(known.count)} of ${number(known.of)}`,
              number(counts.fail),
              number(counts.unknown),
            ])}
        />
      )}
    </Container>
  )
}

const share = ({ count, of }: { count: number; of: number }): number =>
  of === 0 ? 0 : Math.round((100 * count) / of)

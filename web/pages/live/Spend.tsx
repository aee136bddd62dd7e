import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import MixedLineBarChart from '@cloudscape-design/components/mixed-line-bar-chart'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { PageSpend } from '../../../src/model/index.ts'
import { useAsked } from '../../data/asked.ts'
import { plural, tame } from '../../data/words.ts'
import { Answer, Nothing } from '../../parts/Answer.tsx'
import { AsTable } from '../../parts/AsTable.tsx'

/** Daily spend, the line of each daily budget, and on which days it would have fired. */
export function Spend() {
  const asked = useAsked<PageSpend>('/api/spend')
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Spend day by day against the budget line. A jump is often the first sign of a break-in."
        >
          Spend
        </Header>
      }
    >
      <Answer of={asked} waiting="Asking for the spend of each day …">
        {(spend) => <Drawn {...spend} />}
      </Answer>
    </ContentLayout>
  )
}

interface Line {
  name: string
  limit: number
  fires: readonly string[]
}

function Drawn({ unit, days, budgets, proposed, because }: PageSpend) {
  const money = (amount: number) => `${amount.toFixed(2)} ${unit}`
  const lines: Line[] = [
    ...budgets.filter(({ period }) => /^daily$/i.test(period)).map((b) => ({ ...b, name: tame(b.name) })),
    ...(proposed ? [{ name: 'A budget that fits', limit: proposed.limit, fires: proposed.fires }] : []),
  ]
  const top = Math.max(1, ...days.map(({ amount }) => amount), ...lines.map(({ limit }) => limit))
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Day by day</Header>}>
        {days.length === 0 ? (
          <Nothing text={because ?? 'No complete day of spend is known yet.'} />
        ) : (
          <>
            <MixedLineBarChart
              height={260}
              xScaleType="categorical"
              xDomain={days.map(({ day }) => day)}
              yDomain={[0, top * 1.1]}
              hideFilter
              ariaLabel={`Spend of ${days.length} days in ${unit}, with ${plural(lines.length, 'budget line')}`}
              xTitle="Day (UTC)"
              yTitle={unit}
              i18nStrings={{ xTickFormatter: (d) => String(d).slice(5), yTickFormatter: (n) => n.toFixed(0) }}
              series={[
                {
                  title: 'Spend',
                  type: 'bar',
                  data: days.map(({ day, amount }) => ({ x: day, y: amount })),
                  valueFormatter: money,
                },
                ...lines.map(({ name, limit }) => ({
                  title: name,
                  type: 'threshold' as const,
                  y: limit,
                  valueFormatter: money,
                })),
              ]}
            />
            <AsTable
              caption="Spend of each complete day"
              columns={['Day', 'Spend', ...lines.map(({ name }) => `${name}: would fire`)]}
              rows={[...days]
                .reverse()
                .map(({ day, amount }) => [
                  day,
                  money(amount),
                  ...lines.map(({ fires }) => (fires.includes(day) ? 'fires' : '')),
                ])}
            />
          </>
        )}
        {because && days.length > 0 && <Box variant="p">{because}</Box>}
      </Container>
      <Container
        header={
          <Header variant="h2" description="What each line would have said on the days shown above.">
            Back-tested
          </Header>
        }
      >
        <ul className="plain-list">
          {lines.map(({ name, limit, fires }) => (
            <li key={name}>
              <b>{name}</b>, {money(limit)} a day: {firesWords(fires, days.length)}
            </li>
          ))}
          {proposed && <li>A typical day costs {money(proposed.typical)}.</li>}
          {budgets
            .filter(({ period }) => !/^daily$/i.test(period))
            .map(({ name, limit, period }) => (
              <li key={name}>
                <b>{tame(name)}</b>, {money(limit)} {period.toLowerCase()}: not a daily budget, so that a jump
                shows late
              </li>
            ))}
          {lines.length === 0 && <li>There is no daily budget.</li>}
        </ul>
      </Container>
    </SpaceBetween>
  )
}

const firesWords = (fires: readonly string[], days: number): string =>
  fires.length === 0
    ? `would have fired on none of ${plural(days, 'day')}`
    : `would have fired on ${fires.length} of ${plural(days, 'day')}: ${fires.slice(-5).join(', ')}${fires.length > 5 ? ' and earlier' : ''}`

import type { ActivityKind, PageActivity } from '../../../src/model/index.ts'
import { day } from '../../data/time.ts'

export const kindWords: Readonly<Record<ActivityKind, string>> = {
  console: 'console',
  'access-key': 'access key',
  session: 'session',
  ambiguous: 'console or key',
  'failed-sign-in': 'failed sign-in',
  'assumed-root': 'central root session',
  service: 'AWS service',
}

const [width, left, lane] = [1000, 170, 30]

interface Mark {
  id: string
  at: string
  lane: string
  planned: boolean
}

/** Events by kind; then what the credential report says, which knows of every Region and of the last use alone. */
export function marksOf({ events, report }: Pick<PageActivity, 'events' | 'report'>): Mark[] {
  const last = [
    ...(report?.passwordLastUsed ? [{ lane: 'last sign-in *', at: report.passwordLastUsed }] : []),
    ...(report?.keys ?? []).flatMap(({ lastUsed }) =>
      lastUsed ? [{ lane: 'last use of a key *', at: lastUsed }] : [],
    ),
  ]
  return [
    ...events.map(({ id, at, kind, planned }) => ({ id, at, planned, lane: kindWords[kind] })),
    ...last.map(({ lane, at }, i) => ({ id: `report ${i}`, at, lane, planned: false })),
  ]
}

/** One lane for each kind of use, time from left to right; planned windows lie behind it as shaded bands. */
export function TimeLine({ activity }: { activity: PageActivity }) {
  const { windows, looked, at } = activity
  const until = Date.parse(at)
  const from = Math.min(...looked.map((l) => Date.parse(l.since)), until - 86_400_000)
  const events = marksOf(activity).filter(
    (mark) => Date.parse(mark.at) >= from || !mark.id.startsWith('report'),
  )
  const kinds = [...new Set(events.map(({ lane }) => lane))]
  const since = Math.min(from, ...events.map((e) => Date.parse(e.at)))
  const x = (time: number) =>
    left + ((Math.min(Math.max(time, since), until) - since) / (until - since)) * (width - left - 20)
  const height = Math.max(1, kinds.length) * lane
  const ticks = Array.from({ length: 5 }, (_, i) => since + ((until - since) * i) / 4)
  return (
    <div className="time-line" tabIndex={0} role="region" aria-label="Time line of root use">
      <svg
        viewBox={`0 0 ${width} ${height + 42}`}
        role="img"
        aria-label={`${events.length} events of root between ${day(new Date(since).toISOString())} and ${day(at)}, ${windows.length} planned windows`}
      >
        {windows.map((w) => {
          const [a, b] = [x(Date.parse(w.from)), x(Date.parse(w.until))]
          return (
            <rect
              key={`${w.from} ${w.by}`}
              className="planned"
              x={a}
              width={Math.max(3, b - a)}
              y="0"
              height={height}
            />
          )
        })}
        {kinds.map((kind, i) => (
          <g key={kind}>
            <text x="0" y={i * lane + 20}>
              {kind}
            </text>
            <line x1={left} x2={width - 20} y1={i * lane + 15} y2={i * lane + 15} />
          </g>
        ))}
        {kinds.length === 0 && (
          <text x={left} y="20">
            nothing
          </text>
        )}
        {events.map((event) => {
          const [cx, cy] = [x(Date.parse(event.at)), kinds.indexOf(event.lane) * lane + 15]
          // A shape of its own beside the colour: a ring is planned, a full dot is not.
          return (
            <circle
              key={event.id}
              className={event.planned ? 'event-planned' : 'event'}
              cx={cx}
              cy={cy}
              r="6"
            />
          )
        })}
        {ticks.map((time, i) => (
          <text
            key={time}
            className="tick"
            x={x(time)}
            y={height + 24}
            textAnchor={i === 0 ? 'start' : i === 4 ? 'end' : 'middle'}
          >
            {day(new Date(time).toISOString())}
          </text>
        ))}
      </svg>
      <p className="legend">
        <span className="key-event" aria-hidden="true" /> not planned{' '}
        <span className="key-event-planned" aria-hidden="true" /> planned{' '}
        <span className="key-planned" aria-hidden="true" /> planned window
        {kinds.some((kind) => kind.endsWith('*')) && <span>* as the credential report has it</span>}
      </p>
    </div>
  )
}

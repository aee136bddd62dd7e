import type { Drift, DriftKind, Finding, Iso, Status, Subject } from '../model/index.ts'
import type { Resting, WatchState } from '../store/watch-state.ts'
import { changeOf, endOf, isLapsing } from './change.ts'
import { isLetter, type Letter, letterOf, statusOf, withLetter } from './letters.ts'

export interface Looked {
  /** By which the pass judged: nothing is compared by time but the ends of statements. */
  now: Date
  subjects: readonly Subject[]
  findings: AsyncIterable<Finding>
  /** Nothing was left out: a subject that is not among them is gone. */
  whole: boolean
}

export interface Compared {
  /** What is to be kept; `unsent` is as it was. */
  state: WatchState
  drift: Drift[]
  open: { fail: number; unknown: number; review: number }
  /** Subjects that were known and are gone. */
  gone: number
  known: number
}

/** Compares what is seen with what was seen, while the findings pass. What was not looked at stays as it was. */
export async function compare(before: WatchState, looked: Looked): Promise<Compared> {
  const controls = [...before.controls]
  const columns = new Map(controls.map((id, at) => [id, at]))
  const seen = new Map(Object.entries(before.seen))
  const rests = new Map(Object.entries(before.rests))
  const names = new Map(looked.subjects.map(({ id, name }) => [id, name]))
  const drift: Drift[] = []
  const open = { fail: 0, unknown: 0, review: 0 }
  let known = 0
  for await (const finding of looked.findings) {
    const { status, subject, control } = finding
    if (status === 'fail' || status === 'unknown' || status === 'review') open[status]++
    if (status === 'pass' || status === 'fail') known++
    let column = columns.get(control)
    if (column === undefined) columns.set(control, (column = controls.push(control) - 1))
    const row = seen.get(subject.id) ?? ''
    const letter = row[column] ?? '.'
    const was = isLetter(letter) ? letter : undefined
    // In an account that has joined everything is news; a control that is new to us is none.
    const joined = before.whole && before.seen[subject.id] === undefined
    seen.set(subject.id, withLetter(row, column, letterOf(status, was)))
    const told = (kind: DriftKind, expires?: Iso) =>
      drift.push(driftOf(finding, kind, was, names.get(subject.id), expires))
    const rested = rests.get(finding.id)
    const change = changeOf(was, finding, joined)
    // What ended once is told of once, also where the clock was set back in between.
    // A word that was taken back has not lapsed.
    const over = rested !== undefined && Date.parse(rested.expires) <= looked.now.getTime()
    const ended = over && hasLapsed(was, change) ? rested : undefined
    if (change && ended?.told !== 'lapsed') told(change, ended?.expires)
    if (ended) rests.set(finding.id, { expires: ended.expires, told: 'lapsed' })
    const end = endOf(finding)
    if (end === undefined) continue
    const resting: Resting = rested?.expires === end ? rested : { expires: end }
    rests.set(finding.id, resting)
    if (!isLapsing(resting, looked.now)) continue
    told('lapsing', end)
    rests.set(finding.id, { expires: end, told: 'lapsing' })
  }
  const gone = looked.whole ? forget(seen, rests, names) : 0
  const at = looked.now.toISOString()
  const kept = { seen: Object.fromEntries(seen), rests: Object.fromEntries(rests) }
  return {
    state: { ...before, at, whole: looked.whole || before.whole, controls, ...kept },
    drift,
    open,
    gone,
    known,
  }
}

/** True where a statement no longer stands for a pass, or an exception for a failure. */
const hasLapsed = (was: Letter | undefined, change: DriftKind | undefined): boolean =>
  was !== undefined &&
  ((statusOf(was) === 'pass' && change === 'review') ||
    (statusOf(was) === 'excepted' && (change === 'review' || change === 'fail')))

/** Drops subjects that there are no more, and gives their number. */
function forget(
  seen: Map<string, string>,
  rests: Map<string, Resting>,
  names: ReadonlyMap<string, string>,
): number {
  const gone = [...seen.keys()].filter((id) => !names.has(id))
  for (const id of gone) seen.delete(id)
  for (const finding of rests.keys())
    if (!names.has(finding.slice(finding.lastIndexOf(':') + 1))) rests.delete(finding)
  return gone.length
}

function driftOf(
  finding: Finding,
  kind: DriftKind,
  was: Letter | undefined,
  name: string | undefined,
  expires: Iso | undefined,
): Drift {
  const { id, control, title, severity, subject, message, needs } = finding
  const now: Status = finding.status
  return {
    kind,
    finding: id,
    control,
    title,
    severity,
    subject: { ...subject, ...(name ? { name } : {}) },
    ...(was ? { was: statusOf(was) } : {}),
    now,
    message,
    ...(needs ? { needs } : {}),
    ...(expires ? { expires } : {}),
  }
}

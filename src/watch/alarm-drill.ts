/** A drill of the alarm on root: whether it still takes answers, and what they come to. */
import type { AlarmAnswer, AlarmDrill } from '../store/alarm-drills.ts'

/** So many wrong codes end it: nobody finds one by trying. */
export const mostWrong = 5
/** So many people must be at the end of an alarm (catalogue, root-use-raises-an-alarm). */
export const fewestToAnswer = 2
/** For so many days a complete drill counts (catalogue). */
export const alarmDrillDays = 90

export type AlarmDrillState = 'open' | 'over' | 'guessed' | 'closed'

export const wrongIn = ({ answers }: Pick<AlarmDrill, 'answers'>): number =>
  answers.filter(({ right }) => !right).length

/** `over`: its time is, `guessed`: there were too many wrong codes. */
export function stateOfAlarmDrill(drill: AlarmDrill, now: Date): AlarmDrillState {
  if (drill.closed) return 'closed'
  if (wrongIn(drill) >= mostWrong) return 'guessed'
  return Date.parse(drill.until) <= now.getTime() ? 'over' : 'open'
}

/** What the answers of a drill come to. */
export interface AlarmDrillResult {
  /** Distinct people whom AWS knows, other than whoever opened it. */
  people: number
  /** Right answers for which there is a word alone: of the opener, of root, of whoever AWS was not asked about. */
  stated: number
  /** From its opening until the first, and the second of the people answered. */
  minutes: number[]
  wrong: number
  complete: boolean
}

/** One person who answers twice is one; an answer after its time counts for nothing. */
export function resultOf(drill: AlarmDrill): AlarmDrillResult {
  const right = drill.answers.filter(({ right: is, at }) => is && at <= drill.until)
  const first = new Map<string, AlarmAnswer>()
  for (const answer of right)
    if (isWitness(drill, answer) && !first.has(answer.person)) first.set(answer.person, answer)
  const minutes = [...first.values()]
    .slice(0, fewestToAnswer)
    .map(({ at }) => Math.max(0, Math.round((Date.parse(at) - Date.parse(drill.at)) / 60_000)))
  return {
    people: first.size,
    stated: right.filter((answer) => !isWitness(drill, answer)).length,
    minutes,
    wrong: wrongIn(drill),
    complete: first.size >= fewestToAnswer,
  }
}

const isWitness = (
  { opener }: Pick<AlarmDrill, 'opener'>,
  answer: AlarmAnswer,
): answer is AlarmAnswer & { person: string } => answer.person !== undefined && answer.person !== opener

import type { Applied, ItemOutcome, Outcome, Status } from '../model/index.ts'
import { beside, firstSentence, hanging, type Palette, paletteOf, type Style, tame, wrap } from './style.ts'

const told: Record<Outcome['result'], string> = {
  applied: 'done',
  'already-so': 'so already',
  waiting: 'waiting',
  refused: 'refused',
  failed: 'failed',
  skipped: 'skipped',
}
const widest = Math.max(...Object.values(told).map((word) => word.length))

/** The sign of a finding that says as much. */
const signs: Record<Outcome['result'], Status> = {
  applied: 'pass',
  'already-so': 'pass',
  waiting: 'review',
  refused: 'fail',
  failed: 'fail',
  skipped: 'not-applicable',
}

/** One step as it comes to its end: what became of it, what it does, and why where there is something to say. */
export function outcomeLines(outcome: Outcome, style: Style): string {
  const p = paletteOf(style)
  const { does, result, message } = tame(outcome, style.ascii)
  const status = signs[result]
  const word = told[result].padEnd(widest)
  const indent = ' '.repeat(4 + widest + 2)
  const [first = '', ...rest] = hanging(indent, does, style)
  return [
    `  ${p.sign(status)} ${p.status(status, word)}  ${first.slice(indent.length)}`,
    ...rest,
    ...(message ? hanging(indent, message, style).map(p.faint) : []),
  ].join('\n')
}

/**
 * What it came to, once it was looked at again: fixed, not fixed and why, waiting, left to people. `flags` are the options
 * with which the next command finds the same account and state.
 */
export function closingTable(applied: Applied, style: Style, flags = ''): string {
  const p = paletteOf(style)
  const { run, items, lasting, undoes, undoable, complete } = tame(applied, style.ascii)
  const again = undoes === undefined ? 'apply --resume' : `undo ${undoes}`
  const ends = [
    ...lasting.flatMap((what) => hanging(' ', `Stays, no call takes it back: ${what}`, style).map(p.faint)),
    ...(undoes !== undefined && complete ? [` Run ${undoes} is taken back.`] : []),
    ...(complete
      ? []
      : beside(style.width, [
          { text: ' Not all of it was done.', paint: p.warn },
          { text: `Carry on: neverroot ${again}${flags}`, paint: p.bold },
        ])),
    ...(undoable
      ? beside(style.width, [
          { text: ' Take it back:' },
          { text: `neverroot undo ${run}${flags}`, paint: p.bold },
        ])
      : []),
  ]
  const lines = [
    '',
    ...(items.length > 0 ? [` ${p.bold('Looked again')}`, ...found(items, undoes, p, style), ''] : []),
    ...ends,
  ]
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()}\n`
}

const order: readonly ItemOutcome['result'][] = ['fixed', 'not-fixed', 'waiting', 'left-to-people']
const titles: Record<ItemOutcome['result'], string> = {
  fixed: 'fixed',
  'not-fixed': 'not fixed',
  waiting: 'waiting for people',
  'left-to-people': 'left to people',
}

/** After an undo there is nothing to be fixed: it is told what each finding is again. */
function found(
  items: readonly ItemOutcome[],
  undoes: string | undefined,
  p: Palette,
  style: Style,
): string[] {
  const line = rowOf(items, p, style)
  if (undoes !== undefined) return items.flatMap((item) => line(item, item.status))
  return order.flatMap((result) => {
    const mine = items.filter((item) => item.result === result)
    if (mine.length === 0) return []
    const status = groupStatus[result]
    return [
      `  ${p.status(status, `${mine.length} ${titles[result]}`)}`,
      ...mine.flatMap((item) => line(item, item.status === 'unknown' ? 'unknown' : status)),
    ]
  })
}

const groupStatus: Record<ItemOutcome['result'], Status> = {
  fixed: 'pass',
  'not-fixed': 'fail',
  waiting: 'review',
  'left-to-people': 'review',
}

/** Ids longer than this take room from their own words, so that all the others have more. */
const longestUsualId = 32

/** One finding on a line: the words in a column of their own, as in the audit. */
function rowOf(items: readonly ItemOutcome[], p: Palette, style: Style) {
  const column = Math.min(longestUsualId, Math.max(...items.map((item) => item.control.length)))
  return ({ control, status, result, message }: ItemOutcome, sign: Status): string[] => {
    const whole = status === 'review' || result === 'left-to-people' ? message : firstSentence(message)
    const words = status === 'unknown' ? `cannot tell: ${whole}` : whole
    const indent = 4 + Math.max(column, control.length) + 2
    return (words === '' ? [''] : wrap(words, style.width - indent - 1)).map((text, i) =>
      i === 0
        ? `  ${p.sign(sign)} ${text === '' ? control : `${control.padEnd(column)}  ${p.faint(text)}`}`
        : `${' '.repeat(indent)}${p.faint(text)}`,
    )
  }
}

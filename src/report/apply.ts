import type { Applied, ItemOutcome, Outcome, Status } from '../model/index.ts'
import { count, firstSentence, type Palette, paletteOf, type Style, tame, wrap } from './style.ts'

const told: Record<Outcome['result'], string> = {
  applied: 'done',
  'already-so': 'was so already',
  waiting: 'waiting',
  refused: 'refused',
  failed: 'failed',
  skipped: 'skipped',
}

/** The sign of a finding that says as much. */
const signs: Record<Outcome['result'], Status> = {
  applied: 'pass',
  'already-so': 'pass',
  waiting: 'review',
  refused: 'fail',
  failed: 'fail',
  skipped: 'not-applicable',
}

/** One step as it comes to its end, on a line of its own or two. */
export function outcomeLines(outcome: Outcome, style: Style): string {
  const p = paletteOf(style)
  const { does, result, message } = tame(outcome, style.ascii)
  const mark = p.sign(signs[result])
  const text = message ? `${told[result]}: ${message}` : told[result]
  const room = style.width - 4
  const line =
    does.length + 3 + text.length <= room
      ? [`${does}   ${text}`]
      : [...wrap(does, room), ...wrap(text, room - 2).map((l) => `  ${l}`)]
  return line.map((l, i) => `  ${i === 0 ? mark : ' '} ${l}`).join('\n')
}

/** What it came to, once it was looked at again: fixed, not fixed and why, waiting, left to people. */
export function closingTable(applied: Applied, style: Style, sandbox: string | undefined): string {
  const p = paletteOf(style)
  const { run, items, lasting, undoes, outcomes, complete } = tame(applied, style.ascii)
  const on = sandbox ? ` --sandbox ${sandbox}` : ''
  const undoable = undoes === undefined && outcomes.some((o) => o.result === 'applied')
  const parts =
    undoes === undefined ? order.flatMap((r) => part(r, items, p, style)) : statusLines(items, p, style)
  const lines = [
    '',
    ` ${p.bold('Looked again')}`,
    ...parts,
    '',
    ...lasting.flatMap((what) =>
      wrap(`Stays, no call takes it back: ${what}`, style.width - 2).map((l) => ` ${p.faint(l)}`),
    ),
    ...(complete
      ? []
      : [
          ` ${p.warn('Not all of it was done.')} Carry on: ${p.bold(`neverroot ${undoes === undefined ? 'apply --resume' : `undo ${undoes}`}${on}`)}`,
        ]),
    ...(undoable ? [` Take it back: ${p.bold(`neverroot undo ${run}${on}`)}`] : []),
    '',
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

const order: readonly ItemOutcome['result'][] = ['fixed', 'not-fixed', 'waiting', 'left-to-people']
const titles: Record<ItemOutcome['result'], string> = {
  fixed: 'fixed',
  'not-fixed': 'not fixed',
  waiting: 'waiting for people',
  'left-to-people': 'left to people',
}

function part(
  result: ItemOutcome['result'],
  items: readonly ItemOutcome[],
  p: Palette,
  style: Style,
): string[] {
  const mine = items.filter((item) => item.result === result)
  if (mine.length === 0) return []
  const status = ({ fixed: 'pass', 'not-fixed': 'fail' } as const)[result as 'fixed'] ?? 'review'
  return [
    `  ${p.status(status, `${titles[result]} (${count(mine.length, 'finding')})`)}`,
    ...mine.flatMap((item) => itemLines(item, p.sign(status), p, style)),
  ]
}

function itemLines(item: ItemOutcome, sign: string, p: Palette, style: Style): string[] {
  const message = wrap(item.status === 'review' ? item.message : firstSentence(item.message), style.width - 8)
  return [`  ${sign} ${item.control}`, ...message.map((line) => `      ${p.faint(line)}`)]
}

/** After an undo: what each finding is again. */
function statusLines(items: readonly ItemOutcome[], p: Palette, style: Style): string[] {
  return items.flatMap((item) => itemLines(item, p.sign(item.status), p, style))
}

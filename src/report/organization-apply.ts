import { hanging, paletteOf, type Style } from './style.ts'

interface End {
  run?: string
  good: boolean
  fixed: number
  waiting: number
  codes?: number
  takenBack?: number
  because?: string
  moved?: boolean
  code?: boolean
}

export interface AppliedView {
  organization: string
  waves: readonly { name: string; accounts: readonly string[]; good: number }[]
  ends: ReadonlyMap<string, End>
  left: readonly string[]
  complete: boolean
}

const number = (n: number) => n.toLocaleString('en-US')
const plural = (n: number, word: string) => `${number(n)} ${word}${n === 1 ? '' : 's'}`
/** How many accounts that are not good are told one by one. */
const mostTold = 20

/** What it came to: wave by wave, then every account that is not good with its reason. `again` carries on with it. */
export function appliedToMany(applied: AppliedView, style: Style, again: string): string {
  const p = paletteOf(style)
  const { waves, ends, left } = applied
  const bad = [...ends].filter(([, end]) => !end.good)
  const moved = bad.some(([, end]) => end.moved)
  const others = left.length > 0 || bad.some(([, end]) => !end.moved)
  const takesBack = again.startsWith('undo')
  const sum = (of: (end: End) => number) => [...ends.values()].reduce((total, end) => total + of(end), 0)
  const codes = sum((end) => end.codes ?? 0)
  const lines = [
    '',
    ` ${p.bold(applied.organization)}`,
    ...waves.map(({ name, accounts, good }) => {
      const all = good === accounts.length
      return `  ${p.status(all ? 'pass' : 'fail', all ? '+' : 'x')} ${name}: ${number(good)} of ${number(accounts.length)} good`
    }),
    ...(bad.length > 0 ? ['', ` ${p.bold('Not good')}`] : []),
    ...bad
      .slice(0, mostTold)
      .flatMap(([id, { because }]) => hanging(`  ${id}  `, because ?? 'see its journal', style)),
    ...(bad.length > mostTold ? [`  and ${number(bad.length - mostTold)} more: --format json`] : []),
    '',
    takesBack
      ? ` ${plural(
          sum((e) => e.takenBack ?? 0),
          'call',
        )} taken back.`
      : ` ${plural(
          sum((e) => e.fixed),
          'finding',
        )} fixed, ${number(sum((e) => e.waiting))} waiting for people.`,
    ...(codes > 0 ? [` ${plural(codes, 'code')} of AWS still to be typed: neverroot ${again}`] : []),
    ...(left.length > 0
      ? hanging(
          ' ',
          `${plural(left.length, 'account')} not tried, since too many before were not good.`,
          style,
        )
      : []),
    ...(moved && !takesBack
      ? hanging(' ', 'What has moved takes a new plan: neverroot plan --org --out FILE', style)
      : []),
    ...(!others && [...ends.values()].some((end) => end.code)
      ? [` A code was sent to a phone. Type it: neverroot ${again}`]
      : []),
    ...(others ? [` Carry on: neverroot ${again}`] : []),
    ...(!takesBack && [...ends.values()].some((end) => end.run !== undefined)
      ? [` Take it back: neverroot ${again.replace('apply --org --resume', 'undo --org')}`]
      : []),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** A wave that begins. */
export const waveLine = ({ name, accounts }: { name: string; accounts: number }): string =>
  accounts === 1 && name.startsWith('the ') ? ` ${name}` : ` ${name}: ${plural(accounts, 'account')}`

/** What came of one account, in a line. */
export function endLine(id: string, { good, fixed, waiting, takenBack, because }: End): string {
  const came =
    takenBack === undefined
      ? `${fixed} fixed${waiting > 0 ? `, ${waiting} waiting` : ''}`
      : `${takenBack} taken back`
  return `  ${good ? '+' : 'x'} ${id}  ${because ?? came}`
}

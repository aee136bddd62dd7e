import { alarmDrillDays, type AlarmDrillResult, resultOf } from '../../index.ts'
import type { AlarmDrill } from '../../store/alarm-drills.ts'
import { hanging, paletteOf, tame } from '../../report/style.ts'
import { append, type Said } from '../../store/ledger.ts'
import { print, styleFor } from '../output.ts'
import type { Session } from '../session.ts'
import { subjectOf } from '../statements.ts'
import { dayOf } from '../until.ts'
import { type AlarmOptions, unclosedDrill } from './drill-alarm.ts'
import { person, spell } from './drill-root.ts'

const control = 'root-use-raises-an-alarm'

/** Ends a drill, and records what it showed where two people answered in time. */
export async function closeAlarmDrill(
  session: Session,
  options: AlarmOptions,
  signal: AbortSignal,
): Promise<number> {
  const account = await subjectOf(options, session)
  const now = options.now ?? new Date()
  const drill = await unclosedDrill(session.folder, account, now)
  const by = await person(options, 'closes the drill', signal)
  const result = resultOf(drill)
  const { complete, people, minutes } = result
  const expires = new Date(now.getTime() + alarmDrillDays * 86_400_000)
  // First what it shows, then that it is over: cut off in between, it can be closed again.
  if (complete) {
    const { regions, everywhere } = drill
    const through = { regions, ...(everywhere ? { everywhere } : {}) }
    const shown: Said = {
      kind: 'acknowledgement',
      subject: account,
      control,
      people,
      expires: expires.toISOString(),
      ...through,
    }
    await append(session.folder, shown, now)
  }
  await append(
    session.folder,
    { kind: 'alarm-closing', subject: account, drill: drill.entry, by, complete, people, minutes },
    now,
  )
  await tell(drill, result, expires, options, session.sandbox)
  return complete ? 0 : 1
}

async function tell(
  drill: AlarmDrill,
  result: AlarmDrillResult,
  expires: Date,
  options: AlarmOptions,
  sandbox: string | undefined,
): Promise<void> {
  const { account, at, until, by, reason, regions, mailboxes } = drill
  const { complete, people, stated, minutes, wrong } = result
  if (options.format === 'json') {
    const told = {
      schema: 'neverroot/drill/1',
      kind: 'alarm',
      ...(sandbox ? { sandbox } : {}),
      account,
      opened: { at, until, by, reason, regions, ...(mailboxes === undefined ? {} : { mailboxes }) },
      ...result,
      recorded: complete ? [control] : [],
    }
    await print(`${JSON.stringify(told, null, 2)}\n`)
    return
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const shown = tame({ by, reason }, style.ascii)
  await print(
    [
      '',
      ` ${p.bold(`Drill of the root alarm of ${account}`)}   ${complete ? 'complete' : 'not complete'}`,
      '',
      ...hanging(
        '    sent       ',
        `${spell(at)} UTC by ${shown.by}, through ${regions.join(', ')}: ${shown.reason}`,
        style,
      ),
      `  ${p.sign(complete ? 'pass' : 'fail')} answered   ${answered(people, minutes)}`,
      ...(stated > 0 ? [`    by word    ${stated}: AWS did not say who, or it was the opener`] : []),
      ...(wrong > 0 ? [`    wrong      ${wrong}`] : []),
      '',
      ...(complete
        ? [` Recorded: ${control}, until ${dayOf(expires)}`]
        : people + stated === 0
          ? [
              ' Nobody answered. That is no pass and no failure by itself, but an alarm that',
              ' nobody answers is none: ask who got the mail, then open another:',
              ' neverroot drill alarm --open',
            ]
          : [
              ' It counts for nothing: two people whom AWS knows, other than the opener, must',
              ' answer in time.',
              ' Open another: neverroot drill alarm --open',
            ]),
      '',
      '',
    ].join('\n'),
  )
}

function answered(people: number, minutes: readonly number[]): string {
  if (people === 0) return 'by nobody whom AWS knows'
  const [first, second] = minutes
  return second === undefined
    ? `by 1 person, after ${first} minutes`
    : `by ${people} people, the first after ${first} minutes, the second after ${second}`
}

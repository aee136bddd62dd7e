import { activityOf, type DrillLook, drillLook, type TidyUp } from '../../index.ts'
import { type Activity, type PlannedWindow, UserError } from '../../model/index.ts'
import { append, type Said } from '../../store/ledger.ts'
import { hanging, type Palette, paletteOf, type Style, tame } from '../../report/style.ts'
import { ask, canAsk } from '../ask.ts'
import { howToLook } from '../how-to-look.ts'
import { print, styleFor } from '../output.ts'
import type { Session } from '../session.ts'
import { subjectOf } from '../statements.ts'
import { dayOf } from '../until.ts'
import { type DrillOptions, drillToEnd, person, spell } from './drill-root.ts'

const dayMs = 86_400_000
/** How long a drill counts, in days, for each control that it shows (catalogue). */
const counts = { 'incident-runbook-is-drilled': 90, 'root-mfa-is-in-custody': 180 } as const

/** Looks whether root signed in and all is tidy again; a drill that is complete is recorded, any other stays open. */
export async function closeDrill(
  session: Session,
  options: DrillOptions,
  signal: AbortSignal,
): Promise<number> {
  const account = await subjectOf(options, session)
  const window = await drillToEnd(session.folder, account)
  const by = await person(options, 'closes the drill', signal)
  const said = await tidyUp(options, signal)
  // Some ten seconds, at the pace that CloudTrail allows: last, when nothing else can stop it.
  const seen = await activityOf({ ...howToLook(session, options), sandbox: session.sandbox })
  const now = options.now ?? new Date()
  const look = drillLook(window, seen, said, now)
  const recorded =
    look.missing.length === 0 ? await keep(session, { account, window, by, said, look }, now) : []
  await tell({ account, window, said, look, recorded, now }, seen, options)
  return look.missing.length === 0 ? 0 : 1
}

interface Closing {
  account: string
  window: PlannedWindow
  by: string
  said: TidyUp
  look: DrillLook
}

/** First what the drill shows, then that it is over: cut off in between, it can be closed again. */
async function keep(session: Session, { account, window, by, said, look }: Closing, now: Date) {
  const { people } = said
  const shows = Object.entries(counts).filter(
    // One person with a key is no custody of two.
    ([control]) => control !== 'root-mfa-is-in-custody' || people >= 2,
  )
  const entries: Said[] = shows.map(([control, days]) => ({
    kind: 'acknowledgement',
    subject: account,
    control,
    people,
    expires: new Date(now.getTime() + days * dayMs).toISOString(),
  }))
  entries.push({
    kind: 'closing',
    subject: account,
    window: window.entry!,
    by,
    seen: true,
    people,
    minutes: look.signIn!.minutes,
  })
  for (const entry of entries) await append(session.folder, entry, now)
  return shows.map(([control]) => control)
}

/** What only people know: by flags, or asked. Throws UserError where nobody can be asked. */
async function tidyUp(options: DrillOptions, signal: AbortSignal): Promise<TidyUp> {
  const { people, keyBack, passwordRenewed } = options
  if (canAsk())
    return {
      people: people ?? (await howMany(signal)),
      keyBack: keyBack ?? (await agrees('Is the MFA key back in its place, sealed?', signal)),
      passwordRenewed:
        passwordRenewed ?? (await agrees("Was root's password renewed, and put away?", signal)),
    }
  if (people === undefined)
    throw new UserError(
      'not-answered',
      'Nobody says how many people took part.',
      'Say it: --people N, and what is true of --key-back --password-renewed',
    )
  return { people, keyBack: keyBack === true, passwordRenewed: passwordRenewed === true }
}

/** Throws UserError for what is no number. */
async function howMany(signal: AbortSignal): Promise<number> {
  const typed = (await ask('How many people took part? ', signal)) ?? ''
  if (/^\d{1,2}$/.test(typed)) return Number(typed)
  throw new UserError('not-a-number', `"${typed}" is no number of people.`, 'Give digits, such as 2.')
}

const agrees = async (question: string, signal: AbortSignal): Promise<boolean> =>
  /^y(es)?$/i.test((await ask(`${question} (yes/no) `, signal)) ?? '')

interface Told extends Omit<Closing, 'by'> {
  recorded: readonly string[]
  now: Date
}

async function tell(
  { account, window, said, look, recorded, now }: Told,
  { sandbox }: Pick<Activity, 'sandbox'>,
  options: DrillOptions,
): Promise<void> {
  const complete = look.missing.length === 0
  if (options.format === 'json') {
    const { from, until, by, reason } = window
    const drill = {
      schema: 'neverroot/drill/1',
      ...(sandbox ? { sandbox } : {}),
      account,
      complete,
      opened: { from, until, by, reason },
      ...look,
      ...said,
      recorded,
    }
    await print(`${JSON.stringify(drill, null, 2)}\n`)
    return
  }
  const style = styleFor(options)
  const told = tame({ account, window, said, look, recorded }, style.ascii)
  await print(lines(told, now, paletteOf(style), style).join('\n'))
}

function lines(
  { account, window, said, look, recorded }: Omit<Told, 'now'>,
  now: Date,
  p: Palette,
  style: Style,
): string[] {
  const { signIn, missing } = look
  const complete = missing.length === 0
  // The sign has a colour, which takes no room: it is put in once the lines are cut.
  const row = (good: boolean, name: string, text: string) => {
    const [first = '', ...rest] = hanging(`    ${name.padEnd(11)}`, text, style)
    return [`  ${p.sign(good ? 'pass' : 'fail')} ${first.slice(4)}`, ...rest]
  }
  const device = signIn?.device === undefined ? '' : ` (${signIn.device.split('/').pop()})`
  return [
    '',
    ` ${p.bold(`Break-glass drill of ${account}`)}   ${complete ? 'complete' : 'not complete'}`,
    '',
    ...hanging('    opened     ', `${spell(window.from)} UTC by ${window.by}: ${window.reason}`, style),
    ...(signIn
      ? row(
          signIn.mfa,
          'sign-in',
          `${spell(signIn.at)} UTC, ${signIn.minutes} minutes later, ${signIn.mfa ? `with MFA${device}` : 'without MFA'}`,
        )
      : row(false, 'sign-in', 'none seen')),
    ...row(said.people >= 1, 'people', String(said.people)),
    ...row(said.keyBack, 'key', said.keyBack ? 'back in its place' : 'not back'),
    ...row(said.passwordRenewed, 'password', said.passwordRenewed ? 'renewed' : 'not renewed'),
    '',
    ...(complete
      ? recorded.map(
          (control) =>
            ` Recorded: ${control}, until ${dayOf(new Date(now.getTime() + counts[control as keyof typeof counts] * dayMs))}`,
        )
      : [
          ...missing.flatMap((text) => hanging(' Missing: ', `${text}.`, style)),
          ' It stays open: neverroot drill root --close once more, or --cancel.',
        ]),
    '',
    '',
  ]
}

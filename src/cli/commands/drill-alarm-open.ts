import {
  type AlarmBefore,
  brokenDrill,
  type DrillRoute,
  hashOfCode,
  hashOfName,
  makeCode,
  makeSalt,
  nameOf,
  withAlarm,
} from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { hanging, paletteOf, tame } from '../../report/style.ts'
import { append, type Said } from '../../store/ledger.ts'
import { ask, canAsk } from '../ask.ts'
import { howToLook } from '../how-to-look.ts'
import { print, say, styleFor } from '../output.ts'
import type { Session } from '../session.ts'
import { checkTexts } from '../statements.ts'
import { type AlarmOptions, alarmDrills } from './drill-alarm.ts'
import { person, spell } from './drill-root.ts'

/** Says where a drill goes, has the account id typed, and sends a code through the alarm. */
export const openAlarmDrill = (
  session: Session,
  options: AlarmOptions,
  signal: AbortSignal,
): Promise<number> => {
  const regions = options.regions ?? (options.region === undefined ? undefined : [options.region])
  return withAlarm({ ...howToLook(session, options), ...(regions ? { regions } : {}) }, (before) =>
    send(session, before, options, signal),
  )
}

type Route = Extract<DrillRoute, { can: 'yes' }>

async function send(
  { folder }: Session,
  before: AlarmBefore,
  options: AlarmOptions,
  signal: AbortSignal,
): Promise<number> {
  const { caller, organization, everywhere } = before
  const { account } = caller
  const unclosed = (await alarmDrills(folder, account)).find(({ closed }) => !closed)
  if (unclosed)
    throw new UserError(
      'drill-is-open',
      `A drill of the alarm of ${account} was opened on ${spell(unclosed.at)} and not closed.`,
      'Close it: neverroot drill alarm --close',
    )
  const routes = before.routes.map(passable)
  const by = await person(options, 'opens the drill', signal)
  const reason = options.reason ?? (await ask('Why is it drilled? ', signal))
  if (reason === undefined || reason === '')
    throw new UserError('no-reason', 'Nobody says why the alarm is drilled.', 'Say it: --reason TEXT')
  checkTexts({ reason }, [])
  // Where nobody can be asked, it is said beforehand or not at all.
  if (options.confirm !== undefined || !canAsk()) agreed(account, options.confirm)
  const now = options.now ?? new Date()
  const until = new Date(now.getTime() + options.for)
  const announced = announcement(account, organization, routes, until, options)
  if (options.format === 'json') say(announced)
  else await print(announced)
  if (options.confirm === undefined) agreed(account, await ask(' Type the account id to send it: ', signal))

  const code = makeCode()
  const salt = makeSalt()
  const name = nameOf(caller.arn)
  const mailboxes = new Set(routes.flatMap((route) => [...route.mailboxes])).size
  const said: Said = {
    kind: 'alarm-drill',
    subject: account,
    by,
    reason,
    until: until.toISOString(),
    regions: routes.map(({ region }) => region),
    ...(everywhere ? { everywhere } : {}),
    ...(routes.some(({ hidden }) => hidden.length > 0) ? {} : { mailboxes }),
    salt,
    code: hashOfCode(code, salt),
    ...(name === undefined ? {} : { opener: hashOfName(name, salt) }),
  }
  // First that it is open, then the code: cut off in between, nobody holds a code that is not known.
  const written = (await append(folder, said, now)).at(-1)!
  const failures = await before.send(code)
  if (failures.length > 0) {
    await append(
      folder,
      {
        kind: 'alarm-closing',
        subject: account,
        drill: written.seq,
        by,
        complete: false,
        people: 0,
        minutes: [],
      },
      options.now ?? new Date(),
    )
    const [{ region, message }] = failures as [(typeof failures)[number]]
    throw new UserError(
      'not-sent',
      `The drill could not be sent in ${region}: ${message}. It is closed.`,
      'What it takes: neverroot permissions drill-alarm',
    )
  }
  if (options.format === 'json') await print(`${JSON.stringify(written, null, 2)}\n`)
  else
    await print(
      [
        ` Sent at ${spell(now.toISOString())} UTC. Nobody is told of it but through the alarm.`,
        '',
        '  Whoever gets the mail answers, each as themselves:',
        '    neverroot drill alarm --profile THEIRS',
        '  Then, or when its time is over:',
        '    neverroot drill alarm --close',
        ` Entry ${written.seq} of the ledger, head ${written.hash}`,
        '',
        '',
      ].join('\n'),
    )
  return 0
}

/** Throws UserError for a Region through which no drill can go, with what to do. */
function passable(route: DrillRoute): Route {
  if (route.can === 'yes') return route
  const { region } = route
  if (route.can === 'unknown')
    throw new UserError(
      'rules-not-seen',
      `The rules in ${region} could not be seen: ${route.message}.`,
      'What it takes: neverroot permissions drill-alarm',
    )
  switch (route.because) {
    case 'no-alarm':
      throw new UserError(
        'no-alarm',
        `There is no alarm in ${region} to drill: no enabled rule on its default event bus hears of root.`,
        'Make one: neverroot plan --only root-use-raises-an-alarm',
      )
    case 'hears-no-drill':
      throw new UserError(
        'no-drill-in-rule',
        `Rule ${route.rules.join(', ')} in ${region} hears of root and not of drills, so no drill goes through it.`,
        'Give it the pattern that this prints, which hears both: neverroot explain root-use-raises-an-alarm',
      )
    case 'hears-drills-alone':
      throw new UserError(
        'drill-alone',
        `Rule ${route.rules.join(', ')} in ${region} hears of drills and not of root: what comes through it proves nothing.`,
        'Delete it, or let it hear of root too: neverroot explain root-use-raises-an-alarm',
      )
    case 'reaches-nobody':
      throw new UserError(
        'reaches-nobody',
        `A drill would reach nobody. ${brokenDrill(route)}`,
        'Mend the alarm first: neverroot plan --only root-use-raises-an-alarm',
      )
  }
}

function announcement(
  account: string,
  organization: string | undefined,
  routes: readonly Route[],
  until: Date,
  options: AlarmOptions,
): string {
  const style = styleFor(options)
  const p = paletteOf(style)
  const through = ({ region, rules, mailboxes, waiting, hidden, unheard }: Route) => {
    const more = waiting > 0 ? `; ${waiting} more not confirmed` : ''
    const to = `rule ${rules.join(', ')}, to ${counted(mailboxes.size, 'mailbox', 'mailboxes')}${more}`
    return [
      ...hanging(`  ${region}: `, to, style),
      ...tame(hidden, style.ascii).flatMap((text) => hanging('    not seen: ', `${text}.`, style)),
      ...(unheard.length > 0 ? hanging('    not heard by it: ', `${unheard.join(', ')}.`, style) : []),
    ]
  }
  const of = organization === undefined ? '' : ` in ${organization}`
  return [
    '',
    ` ${p.bold(`Drill of the root alarm of ${account}`)}${of}   until ${spell(until.toISOString())} UTC`,
    '',
    ...hanging(
      ' ',
      'One event with a code, source neverroot.drill, is put on the default event bus. It changes nothing. Through:',
      style,
    ),
    ...routes.flatMap(through),
    '',
    ...hanging(
      ' ',
      'The mail says that it is a drill, and asks for no password. What it does not try is the trail: the audit looks at that.',
      style,
    ),
    '',
    '',
  ].join('\n')
}

const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** Sending is agreed to by the account's id. Throws UserError for anything else. */
function agreed(account: string, typed: string | undefined): void {
  if (typed === account) return
  throw new UserError(
    'not-confirmed',
    typed === undefined
      ? `Nobody confirms that a drill is sent to the people behind the alarm of ${account}.`
      : `"${typed}" is not the account id ${account}: nothing was sent.`,
    `Type it when asked, or say it: --confirm ${account}`,
  )
}

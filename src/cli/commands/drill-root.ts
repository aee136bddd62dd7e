import { type PlannedWindow, UserError } from '../../model/index.ts'
import { recordsOf } from '../../store/records.ts'
import { append, entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import { paletteOf } from '../../report/style.ts'
import { ask } from '../ask.ts'
import { actOf } from '../drills.ts'
import { print, styleFor } from '../output.ts'
import { openSession, type Session } from '../session.ts'
import { checkTexts, type StatementOptions, subjectOf } from '../statements.ts'
import { closeDrill } from './drill-root-close.ts'
import { listDrills } from './drill-root-list.ts'

export interface DrillOptions extends StatementOptions {
  open?: boolean
  close?: boolean
  cancel?: boolean
  by?: string
  reason?: string
  /** Milliseconds. */
  for: number
  people?: number
  keyBack?: boolean
  passwordRenewed?: boolean
}

const acts = ['open', 'close', 'cancel', 'list'] as const

/** A break-glass drill of root. Exit code 0 where it is complete (or was opened), 1 where it is not. */
export async function drillRoot(options: DrillOptions, signal: AbortSignal): Promise<number> {
  if (actOf('root', acts, options) === undefined)
    throw new UserError(
      'no-act',
      'drill root needs to know what to do.',
      'Give one of --open, --close, --cancel, --list.',
    )
  if (options.list) return listDrills(options)
  checkTexts({ by: options.by, reason: options.reason }, ['by'])
  if (options.close && options.account !== undefined)
    throw new UserError(
      'account-not-asked',
      '--close looks whether root signed in, so AWS is asked: --account does not go with it.',
      'Leave --account away, or end the drill without counting it: --cancel',
    )
  const session = await openSession(options, signal)
  try {
    if (options.close) return await closeDrill(session, options, signal)
    const account = await accountOf(session, options)
    return await (options.open ? open : cancel)(session, account, options, signal)
  } finally {
    await session.close()
  }
}

/** Root belongs to an account: an organization has none of its own. */
async function accountOf(session: Session, options: DrillOptions): Promise<string> {
  const account = await subjectOf(options, session)
  if (/^\d{12}$/.test(account)) return account
  throw new UserError(
    'no-account',
    `--account ${account} is no account: root belongs to one.`,
    'Give its 12 digits.',
  )
}

/** The drill of an account that was opened and not closed. */
export async function openDrill(folder: string, account: string): Promise<PlannedWindow | undefined> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  const windows = recordsOf(entriesOf(ledger).filter((entry) => entry.subject === account)).windows()
  return windows.filter(({ drill, closed }) => drill && !closed).at(-1)
}

/** Whoever acts; asked at a terminal. Throws UserError where nobody is named. */
export async function person(
  { by }: Pick<DrillOptions, 'by'>,
  what: string,
  signal: AbortSignal,
): Promise<string> {
  const name = by ?? (await ask(`Who ${what}? `, signal))
  if (name === undefined || name === '')
    throw new UserError('no-person', `Nobody is named who ${what}.`, 'Name the person: --by NAME')
  checkTexts({ by: name }, ['by'])
  return name
}

async function open(
  session: Session,
  account: string,
  options: DrillOptions,
  signal: AbortSignal,
): Promise<number> {
  const before = await openDrill(session.folder, account)
  if (before)
    throw new UserError(
      'drill-is-open',
      `A drill of ${account} was opened on ${spell(before.from)} and not closed.`,
      'Close it: neverroot drill root --close, or end it without counting it: --cancel',
    )
  const by = await person(options, 'opens the drill', signal)
  const reason = options.reason ?? (await ask('Why is root used? ', signal))
  if (reason === undefined || reason === '')
    throw new UserError('no-reason', 'Nobody says why root is used.', 'Say it: --reason TEXT')
  checkTexts({ reason }, [])
  const now = options.now ?? new Date()
  const until = new Date(now.getTime() + options.for)
  const written = (
    await append(
      session.folder,
      {
        kind: 'window',
        subject: account,
        by,
        reason,
        from: now.toISOString(),
        until: until.toISOString(),
        drill: true,
      },
      now,
    )
  ).at(-1)!
  if (options.format === 'json') {
    await print(`${JSON.stringify(written, null, 2)}\n`)
    return 0
  }
  const p = paletteOf(styleFor(options))
  await print(
    [
      '',
      ` ${p.bold(`Break-glass drill of ${account}`)}   until ${spell(until.toISOString())} UTC`,
      '',
      '  1. Tell whoever gets the alarms that it is a drill, and note who of them hears of it.',
      '  2. Let the two custodians fetch the key, and look at its seal.',
      '  3. Sign in to the console as root, with MFA. Change nothing else.',
      '  4. Renew the password, put it away in the password manager, sign out.',
      '  5. Seal the key again and put it back.',
      '',
      ' Then, some 15 minutes after the sign-in: neverroot drill root --close',
      ` Entry ${written.seq} of the ledger, head ${written.hash}`,
      '',
    ].join('\n'),
  )
  return 0
}

async function cancel(
  session: Session,
  account: string,
  options: DrillOptions,
  signal: AbortSignal,
): Promise<number> {
  const { folder } = session
  const window = await drillToEnd(folder, account)
  const by = await person(options, 'ends the drill', signal)
  const said = { kind: 'closing', subject: account, window: window.entry!, by, seen: false } as const
  const written = (await append(folder, said, options.now ?? new Date())).at(-1)!
  await print(
    options.format === 'json'
      ? `${JSON.stringify(written, null, 2)}\n`
      : `The drill of ${account} is over and does not count. From now on any use of root is unplanned.\nEntry ${written.seq} of the ledger, head ${written.hash}\n`,
  )
  return 1
}

/** The open drill. Throws UserError where there is none. */
export async function drillToEnd(folder: string, account: string): Promise<PlannedWindow> {
  const window = await openDrill(folder, account)
  if (window?.entry !== undefined) return window
  throw new UserError(
    'no-drill',
    `No drill of ${account} is open.`,
    'Open one: neverroot drill root --open --by NAME --reason TEXT',
  )
}

/** To the minute, UTC. */
export const spell = (at: string): string => at.slice(0, 16).replace('T', ' ')

import { stateOfAlarmDrill } from '../../index.ts'
import { UserError } from '../../model/index.ts'
import { type AlarmDrill, alarmDrillsOf } from '../../store/alarm-drills.ts'
import { entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import { actOf, unclosed } from '../drills.ts'
import { openSession } from '../session.ts'
import { checkTexts, type StatementOptions } from '../statements.ts'
import { answerAlarmDrill } from './drill-alarm-answer.ts'
import { closeAlarmDrill } from './drill-alarm-close.ts'
import { listAlarmDrills } from './drill-alarm-list.ts'
import { openAlarmDrill } from './drill-alarm-open.ts'

export interface AlarmOptions extends StatementOptions {
  open?: boolean
  close?: boolean
  by?: string
  reason?: string
  /** Milliseconds. */
  for: number
  regions?: string[] | 'all'
  confirm?: string
  codeStdin?: boolean
}

const acts = ['open', 'close', 'list'] as const

/** A drill of the alarm on root. Exit code 0: opened, answered, or complete; 1: closed and not complete. */
export async function drillAlarm(options: AlarmOptions, signal: AbortSignal): Promise<number> {
  actOf('alarm', acts, options, ', or none to answer')
  if (options.list) return listAlarmDrills(options)
  checkTexts({ by: options.by, reason: options.reason }, ['by'])
  if (options.open && options.account !== undefined)
    throw new UserError(
      'account-not-asked',
      '--open looks at the alarm and sends through it, so AWS is asked: --account does not go with it.',
      'Leave --account away, and say who calls with --profile.',
    )
  const session = await openSession(options, signal)
  try {
    if (options.open) return await openAlarmDrill(session, options, signal)
    return await (options.close ? closeAlarmDrill : answerAlarmDrill)(session, options, signal)
  } finally {
    await session.close()
  }
}

/** Every drill of the alarm in the ledger of a state folder, of one account or of all. */
export async function alarmDrills(folder: string, account?: string): Promise<AlarmDrill[]> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  return alarmDrillsOf(
    entriesOf(ledger).filter((entry) => account === undefined || entry.subject === account),
  )
}

/** The drill of an account that was not closed. Throws UserError where there is none, and says of whom there is one. */
export async function unclosedDrill(folder: string, account: string, now: Date): Promise<AlarmDrill> {
  const isOpen = (one: AlarmDrill) => stateOfAlarmDrill(one, now) === 'open'
  return unclosed(await alarmDrills(folder), account, { drill: 'alarm', of: 'the alarm', isOpen })
}

import { maskName } from '../../index.ts'
import { custodyDays, type CustodyRecord, UserError } from '../../model/index.ts'
import { custodySheet, placeWords } from '../../report/custody-sheet.ts'
import { tame } from '../../report/style.ts'
import { entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import { recordsOf } from '../../store/records.ts'
import { ask } from '../ask.ts'
import { custodyAnswers } from '../custody-answers.ts'
import { checkFields, type CustodyFields } from '../custody-fields.ts'
import { checkOutput, emit, say, styleFor } from '../output.ts'
import { openSession, type Session } from '../session.ts'
import { checkTexts, record, type StatementOptions, subjectOf } from '../statements.ts'
import { nearest } from '../suggest.ts'
import { dayOf, lapses } from '../until.ts'
import { listKeys } from './custody-list.ts'

export interface CustodyOptions extends StatementOptions {
  add?: boolean
  renew?: string
  retire?: string
  /** The key whose sheet is printed. */
  sheet?: string
  output?: string
  label?: string
  serialLast4?: string
  place?: string
  custodian?: string[]
  seal?: string
  sealWhole?: boolean
  reason?: string
}

type Keys = readonly CustodyRecord[]

/** Keeps the register of root's hardware keys. Exit code 0. */
export async function custody(options: CustodyOptions, signal: AbortSignal): Promise<number> {
  checkUsage(options)
  if (options.list) return listKeys(options)
  await checkOutput(options.output)
  const now = options.now ?? new Date()
  const session = await openSession(options, signal)
  try {
    const subject = await subjectOf(options, session)
    const keys = await keysOf(session.folder, subject)
    if (options.add) await add(session, subject, keys, options, now, signal)
    else if (options.sheet !== undefined)
      await printSheet(subject, found(keys, options.sheet, subject), keys.length, options, now)
    else if (options.renew !== undefined)
      await renew(session, subject, found(keys, options.renew, subject), options, now, signal)
    else await retire(session, subject, found(keys, options.retire!, subject), options, now)
    return 0
  } finally {
    await session.close()
  }
}

const usage = (what: string, todo: string) => new UserError('usage', what, todo)

function checkUsage(options: CustodyOptions): void {
  const acts = (['add', 'list', 'renew', 'retire', 'sheet'] as const).filter(
    (act) => options[act] !== undefined,
  )
  if (acts.length !== 1)
    throw usage(
      acts.length === 0
        ? 'custody needs to be told what to do.'
        : `${acts.map((act) => `--${act}`).join(' and ')} are two things.`,
      'Give one of: --add, --list, --renew LABEL, --retire LABEL, --sheet LABEL.',
    )
  const [act] = acts
  const fields = [
    'label',
    'serialLast4',
    'place',
    'custodian',
    'seal',
    'sealWhole',
    'reason',
    'expires',
    'output',
  ] as const
  const taken: Record<string, readonly string[]> = {
    add: ['label', 'serialLast4', 'place', 'custodian', 'seal', 'expires'],
    renew: ['place', 'custodian', 'seal', 'sealWhole', 'expires'],
    retire: ['reason'],
    sheet: ['output'],
    list: [],
  }
  const odd = fields.find((field) => options[field] !== undefined && !taken[act!]!.includes(field))
  if (odd)
    throw usage(
      `--${odd.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} says nothing with --${act}.`,
      odd === 'serialLast4' || odd === 'label'
        ? 'Another key is another record: --add it, and --retire the old one.'
        : 'Leave it away: neverroot custody --help',
    )
  if (act === 'sheet' && options.format === 'json')
    throw usage(
      '--format json says nothing with --sheet: a sheet is a page to be printed.',
      'The register as JSON: neverroot custody --list --format json',
    )
  if (options.seal !== undefined && options.sealWhole)
    throw usage('--seal and --seal-whole are two things: a new seal, or the old one.', 'Give one of them.')
}

async function keysOf(folder: string, subject: string): Promise<Keys> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  return recordsOf(entriesOf(ledger).filter((entry) => entry.subject === subject)).custody()
}

const sameLabel = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

function found(keys: Keys, label: string, subject: string): CustodyRecord {
  const key = keys.find((one) => sameLabel(one.label, label))
  if (key) return key
  const labels = keys.map((one) => one.label)
  const near = nearest(label, labels)
  throw new UserError(
    'no-such-key',
    `There is no key "${label}" in the custody register of ${subject}.`,
    near
      ? `Did you mean "${near}"?`
      : labels.length > 0
        ? `There is: ${labels.map((one) => `"${one}"`).join(', ')}.`
        : 'Record it first: neverroot custody --add',
  )
}

async function add(
  session: Session,
  subject: string,
  keys: Keys,
  options: CustodyOptions,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const fields = checkFields(await custodyAnswers(options, signal))
  const { label, last4 } = fields
  const same = keys.find((one) => sameLabel(one.label, label))
  if (same)
    throw new UserError(
      'recorded-already',
      `The key "${same.label}" is in the custody register already: one record for each key.`,
      `Renew it: neverroot custody --renew "${same.label}". Another key takes another label.`,
    )
  const twin = keys.find((one) => one.last4 === last4)
  if (twin && !options.quiet)
    say(`"${twin.label}" ends with ${last4} as well: should it be the same key, retire one of the two.`)
  const expires = until(options, now)
  await keep(session, subject, fields, expires, options, now, [
    `Recorded for ${subject}: ${told(fields)}, until ${dayOf(expires)}.`,
    ...(keys.length === 0 ? ['Two keys are recommended, in two places: one may break or be lost.'] : []),
  ])
}

async function renew(
  session: Session,
  subject: string,
  before: CustodyRecord,
  options: CustodyOptions,
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  const { label, last4 } = before
  if (options.seal === undefined && !options.sealWhole) await lookedAt(before, signal)
  const fields = checkFields({
    label,
    last4,
    place: options.place ?? before.place,
    custodians: options.custodian ?? [...before.custodians],
    seal: options.seal ?? before.seal,
  })
  const expires = until(options, now)
  await keep(session, subject, fields, expires, options, now, [
    `Renewed for ${subject}: ${told(fields)}, until ${dayOf(expires)}.`,
  ])
}

/** A record is renewed by looking, not by asking for it. Throws UserError where nobody says that the seal is whole. */
async function lookedAt({ label, seal }: CustodyRecord, signal: AbortSignal): Promise<void> {
  const answer = await ask(
    `Did both custodians look at "${label}", and is the seal ${seal} whole? (yes/no) `,
    signal,
  )
  if (answer !== undefined && /^y(es)?$/i.test(answer)) return
  throw new UserError(
    answer === undefined ? 'nobody-looked' : 'seal-broken',
    answer === undefined
      ? `Nobody says whether the seal of "${label}" is whole.`
      : `"${label}" was not renewed: its seal is not said to be whole.`,
    'Look at it together: --seal-whole, or seal it anew: --seal NEW. Was it used? See neverroot activity',
  )
}

async function retire(
  session: Session,
  subject: string,
  { label, last4 }: CustodyRecord,
  options: CustodyOptions,
  now: Date,
): Promise<void> {
  const { reason } = options
  checkTexts({ reason }, [])
  const said = { kind: 'retirement', subject, label, ...(reason === undefined ? {} : { reason }) } as const
  await record(
    session,
    said,
    now,
    options,
    tame(
      `Retired for ${subject}: "${label}" (...${last4}) is no longer in the register. AWS is not changed: remove the device from root by hand.`,
      styleFor(options).ascii,
    ),
  )
}

async function keep(
  session: Session,
  subject: string,
  fields: CustodyFields,
  expires: Date,
  options: CustodyOptions,
  now: Date,
  lines: readonly string[],
): Promise<void> {
  const said = { kind: 'custody', subject, ...fields, expires: expires.toISOString() } as const
  await record(session, said, now, options, tame(lines.join('\n'), styleFor(options).ascii))
}

/** Prints the sheet of a key. Custodians go by their names; one who was named by an address goes masked. */
async function printSheet(
  account: string,
  key: CustodyRecord,
  keys: number,
  options: CustodyOptions,
  now: Date,
): Promise<void> {
  const masked = { ...key, custodians: key.custodians.map(maskName) }
  await emit(custodySheet({ account, key: tame(masked, false), keys, now }), options.output)
  if (options.output && !options.quiet)
    say(`Written to ${options.output}: print it, and destroy what is left over.`)
}

/** At most 180 days, whatever is asked for. */
function until({ expires }: CustodyOptions, now: Date): Date {
  const longest = lapses({ days: custodyDays }, now)
  const wished = expires ? lapses(expires, now) : longest
  return wished < longest ? wished : longest
}

const told = ({ label, last4, place, custodians, seal }: CustodyFields): string =>
  `"${label}" (...${last4}), ${placeWords[place]}, seal ${seal}, custodians ${custodians.join(' and ')}`

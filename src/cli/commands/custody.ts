import { custodyDays, custodyPlaces, type CustodyRecord, UserError } from '../../model/index.ts'
import { paletteOf, tame } from '../../report/style.ts'
import { entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import { recordsOf } from '../../store/records.ts'
import { ask, canAsk } from '../ask.ts'
import { checkFields, type CustodyFields, placeWords } from '../custody-fields.ts'
import { print, say, styleFor } from '../output.ts'
import { openSession, type Session, stateOf } from '../session.ts'
import { checkTexts, record, type StatementOptions, subjectOf } from '../statements.ts'
import { nearest } from '../suggest.ts'
import { table } from '../table.ts'
import { dayOf, lapses } from '../until.ts'

export interface CustodyOptions extends StatementOptions {
  add?: boolean
  renew?: string
  retire?: string
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
  const now = options.now ?? new Date()
  const session = await openSession(options, signal)
  try {
    const subject = await subjectOf(options, session)
    const keys = await keysOf(session.folder, subject)
    if (options.add) await add(session, subject, keys, options, now, signal)
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
  const acts = (['add', 'list', 'renew', 'retire'] as const).filter((act) => options[act] !== undefined)
  if (acts.length !== 1)
    throw usage(
      acts.length === 0
        ? 'custody needs to be told what to do.'
        : `${acts.map((act) => `--${act}`).join(' and ')} are two things.`,
      'Give one of: --add, --list, --renew LABEL, --retire LABEL.',
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
  ] as const
  const taken: Record<string, readonly string[]> = {
    add: ['label', 'serialLast4', 'place', 'custodian', 'seal', 'expires'],
    renew: ['place', 'custodian', 'seal', 'sealWhole', 'expires'],
    retire: ['reason'],
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
  const fields = checkFields(await answers(options, signal))
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

/** At most 180 days, whatever is asked for. */
function until({ expires }: CustodyOptions, now: Date): Date {
  const longest = lapses({ days: custodyDays }, now)
  const wished = expires ? lapses(expires, now) : longest
  return wished < longest ? wished : longest
}

const told = ({ label, last4, place, custodians, seal }: CustodyFields): string =>
  `"${label}" (...${last4}), ${placeWords[place]}, seal ${seal}, custodians ${custodians.join(' and ')}`

/** What was given, and what a person at a terminal answers. Throws UserError where something is missing and nobody is there. */
async function answers(options: CustodyOptions, signal: AbortSignal) {
  const { label, serialLast4, place, custodian = [], seal } = options
  const missing = [
    ...(label === undefined ? ['--label'] : []),
    ...(serialLast4 === undefined ? ['--serial-last4'] : []),
    ...(place === undefined ? ['--place'] : []),
    ...(custodian.length === 0 ? ['--custodian (twice)'] : []),
    ...(seal === undefined ? ['--seal'] : []),
  ]
  if (missing.length > 0 && !canAsk())
    throw usage(
      `A custody record is not whole: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      'Write: neverroot custody --add --label "root key A" --serial-last4 7F2K --place safe --custodian NAME --custodian NAME --seal NUMBER',
    )
  const need = async (given: string | undefined, question: string, option: string) => {
    const answer = given ?? (await ask(`${question} `, signal))
    if (answer) return answer
    throw usage(`Nothing was given for ${option}.`, 'Begin again: neverroot custody --add')
  }
  return {
    label: await need(label, 'What is written on the key (its label)?', '--label'),
    last4: await need(serialLast4, 'The last four characters of its serial, no more?', '--serial-last4'),
    place: await need(place, `What kind of place does it lie in (${custodyPlaces.join(', ')})?`, '--place'),
    custodians:
      custodian.length > 0
        ? custodian
        : [
            await need(undefined, 'Who is the first custodian?', '--custodian'),
            await need(undefined, 'Who is the second?', '--custodian'),
          ],
    seal: await need(seal, 'Number of the seal, or what is written over it?', '--seal'),
  }
}

/** Shows the register of every account, or of one. AWS is not asked. */
async function listKeys(options: CustodyOptions): Promise<number> {
  const folder = await stateOf(options)
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  const entries = entriesOf(ledger)
  const now = (options.now ?? new Date()).getTime()
  const all = [...new Set(entries.map((entry) => entry.subject))]
    .filter((subject) => options.account === undefined || subject === options.account)
    .sort()
    .flatMap((account) =>
      recordsOf(entries.filter((entry) => entry.subject === account))
        .custody()
        .map((key) => ({ account, ...key, lapsed: Date.parse(key.expires) <= now })),
    )
  if (options.format === 'json') {
    await print(`${JSON.stringify(all, null, 2)}\n`)
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  const rows = tame(all, style.ascii).map((key) => [
    key.account,
    `${key.label} (...${key.last4})`,
    key.place,
    `seal ${key.seal}`,
    key.custodians.join(', '),
    key.lapsed ? p.warn(`lapsed ${dayOf(key.expires)}`) : `until ${dayOf(key.expires)}`,
  ])
  await print(
    rows.length === 0
      ? '\n No key is in the custody register yet.   neverroot custody --add\n\n'
      : `\n ${p.bold('Custody of root keys')}\n${table(rows)
          .map((line) => `  ${line}\n`)
          .join('')}\n`,
  )
  return 0
}

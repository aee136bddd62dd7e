import { UserError } from '../../index.ts'
import { paletteOf, tame } from '../../report/style.ts'
import {
  entriesOf,
  type Entry,
  genesis,
  inspect,
  type Ledger,
  readBytes,
  readLedger,
} from '../../store/ledger.ts'
import { access } from 'node:fs/promises'
import type { CommonOptions } from '../options.ts'
import { print, say, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import { dayOf } from '../until.ts'
import { table } from '../table.ts'

export interface EvidenceOptions extends Pick<
  CommonOptions,
  'state' | 'sandbox' | 'plain' | 'color' | 'quiet'
> {
  account?: string
  format?: 'terminal' | 'json'
  head?: string
}

/** Prints every entry of the ledger. Exit code 1 where it is not what was written. */
export async function evidenceList(options: EvidenceOptions): Promise<number> {
  const ledger = await readLedger(await stateOf(options))
  const entries = entriesOf(ledger).filter(
    (entry) => options.account === undefined || entry.subject === options.account,
  )
  const style = styleFor(options)
  const p = paletteOf(style)
  if (options.format === 'json') await print(`${JSON.stringify(entries, null, 2)}\n`)
  else if (entries.length === 0) await print('\n The ledger is empty.   neverroot attest <control>\n\n')
  else {
    const head = ['entry', 'at', 'kind', 'subject', 'control', 'what']
    const rows = tame(entries, style.ascii).map((entry) => [
      String(entry.seq),
      `${dayOf(entry.at)} ${entry.at.slice(11, 16)}`,
      entry.kind,
      entry.subject,
      'control' in entry ? (entry.control ?? '') : '',
      summary(entry),
    ])
    const [title, ...lines] = table([head, ...rows])
    await print(['', ` ${p.faint(title!)}`, ...lines.map((line) => ` ${line}`), '', ''].join('\n'))
  }
  if (ledger.problems.length > 0 || ledger.torn)
    say('The ledger is not what was written: neverroot evidence verify says more.')
  return ledger.problems.length > 0 ? 1 : 0
}

/** An entry in a few words. */
export function summary(entry: Entry): string {
  switch (entry.kind) {
    case 'attestation':
      return `${entry.by}: ${entry.holds ? 'holds' : 'does not hold'}, until ${dayOf(entry.expires)}`
    case 'exception':
      return `${entry.owner} answers for it until ${dayOf(entry.expires)}`
    case 'withdrawal':
      return `taken back by ${entry.owner}`
    case 'acknowledgement':
      return `${entry.people} ${entry.people === 1 ? 'person' : 'people'} answered, until ${dayOf(entry.expires)}`
    case 'window':
      return `${entry.by}: root used on purpose until ${dayOf(entry.until)} ${entry.until.slice(11, 16)}: ${entry.reason}`
    case 'closing':
      return `the drill of entry ${entry.window} was ${entry.seen ? 'completed' : 'cancelled'} by ${entry.by}`
    case 'custody':
      return `${entry.label} (...${entry.last4}): ${entry.place}, seal ${entry.seal}, ${entry.custodians.join(' and ')}, until ${dayOf(entry.expires)}`
    case 'retirement':
      return `${entry.label} is no longer a key of root${entry.reason === undefined ? '' : `: ${entry.reason}`}`
    case 'alarm-drill':
      return `${entry.by}: a code sent through the alarm in ${entry.regions.length === 1 ? entry.regions[0] : `${entry.regions.length} Regions`}: ${entry.reason}`
    case 'alarm-answer':
      return `drill ${entry.drill}: ${entry.right ? 'the right code' : 'a wrong code'}${entry.by === undefined ? '' : ` from ${entry.by}`}${entry.person === undefined ? ', by word alone' : ''}`
    case 'alarm-closing':
      return `drill ${entry.drill} ${entry.complete ? 'complete' : 'not complete'}: ${entry.people} ${entry.people === 1 ? 'person' : 'people'}`
    case 'contacts-drill':
      return `${entry.by}: codes ${entry.way === 'print' ? 'printed' : 'sent'} for ${entry.mailboxes.length === 1 ? '1 mailbox' : `${entry.mailboxes.length} mailboxes`}: ${entry.reason}`
    case 'contacts-message':
      return `drill ${entry.drill}: a ${entry.reminder ? 'reminder' : 'message'} is about to go`
    case 'contacts-sent':
      return `drill ${entry.drill}: message ${entry.message} ${{ yes: 'went', no: 'did not go', unsure: 'may have gone' }[entry.sent]}${entry.because === undefined ? '' : `: ${entry.because}`}`
    case 'contacts-answer':
      return `drill ${entry.drill}: ${entry.right ? 'a right code' : 'a wrong code'}${entry.right && entry.person === undefined ? ', by word alone' : ''}`
    case 'contacts-closing':
      return `drill ${entry.drill} ${entry.complete ? 'complete' : 'not complete'}: ${entry.roles.map(({ role, answered, mailboxes }) => `${role} ${answered}/${mailboxes}`).join(', ')}`
    case 'erased':
      return `erased: ${entry.was}`
    case 'erasure':
      return `${erasureWords(entry)}; the head before was ${entry.head}`
    case 'repair':
      return `an unfinished line of ${entry.bytes} bytes was set aside`
    default:
      return ''
  }
}

const erasureWords = ({ what, before, entries }: Extract<Entry, { kind: 'erasure' }>): string =>
  `${count(entries)} ${what === 'people' ? 'about people' : `from before ${dayOf(before!)}`} ${entries === 1 ? 'was' : 'were'} erased`

const isErasure = (entry: Entry) => entry.kind === 'erasure'

/**
 * Says whether the ledger (of the state folder, or the named file) is what was written, and which lines are not. Exit
 * code 0: intact; 1: not.
 */
export async function evidenceVerify(file: string | undefined, options: EvidenceOptions): Promise<number> {
  if (file !== undefined)
    await access(file).catch(() => {
      throw new UserError(
        'no-ledger',
        `There is no file ${file}.`,
        'Name a ledger.jsonl, or none for your own.',
      )
    })
  const ledger =
    file === undefined ? await readLedger(await stateOf(options)) : inspect(await readBytes(file))
  const entries = entriesOf(ledger)
  const head = entries.at(-1)?.hash ?? genesis
  const faults = faultsOf(ledger, options.head)
  const intact = faults.length === 0
  const since = options.head === undefined ? undefined : entriesSince(entries, options.head)
  const erasures = entries.filter(isErasure)
  if (options.format === 'json') {
    const problems = faults.map(({ line, what, message }) => ({ line, what, message }))
    const matched = options.head === undefined ? {} : { headFound: since !== undefined }
    await print(
      `${JSON.stringify({ intact, entries: entries.length, head, ...matched, problems, erasures: erasures.map(({ seq, at, what, before, entries: erased, head: was }) => ({ entry: seq, at, what, ...(before === undefined ? {} : { before }), entries: erased, head: was })) }, null, 2)}\n`,
    )
    return intact ? 0 : 1
  }
  const p = paletteOf(styleFor(options))
  const told = intact
    ? [
        ` ${p.status('pass', 'Intact')}: ${count(entries.length)}${span(entries)}.`,
        ...(since === undefined
          ? []
          : [` The head you kept is in it${since > 0 ? `; ${count(since)} since` : ''}.`]),
        ...erasures.map((one) => ` ${dayOf(one.at)}: ${erasureWords(one)} (entry ${one.seq}).`),
        ` Head ${head}`,
      ]
    : [
        ` ${p.status('fail', 'Not what was written')}: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${count(entries.length)}.`,
        ...faults
          .slice(0, shown)
          .map(({ line, message }) => `  ${line > 0 ? `line ${line}: ` : ''}${message}`),
        ...(faults.length > shown ? [`  and ${faults.length - shown} more: --format json`] : []),
      ]
  const limit =
    options.head === undefined
      ? [
          ' Whoever can write this file can write all of it anew: a chain on one machine proves nothing',
          ' by itself. Keep the head elsewhere (a mail, a ticket, a printout), and compare later:',
          ' neverroot evidence verify --head HASH',
        ]
      : []
  await print(['', ...told, '', ...limit, ...(limit.length > 0 ? [''] : []), ''].join('\n'))
  return intact ? 0 : 1
}

const shown = 20
const count = (n: number): string => `${n} ${n === 1 ? 'entry' : 'entries'}`
const span = (entries: readonly Entry[]): string =>
  entries.length === 0 ? '' : `, ${dayOf(entries[0]!.at)} to ${dayOf(entries.at(-1)!.at)}`

/** How many entries came after the one with this hash; undefined where there is none. */
function entriesSince(entries: readonly Entry[], head: string): number | undefined {
  if (head === genesis) return entries.length
  const index = entries.findIndex((entry) => entry.hash === head)
  return index < 0 ? undefined : entries.length - index - 1
}

function faultsOf(ledger: Ledger, head: string | undefined) {
  const torn = ledger.torn && {
    line: ledger.torn.line,
    what: 'torn' as const,
    message: ledger.torn.entry
      ? 'the end of the last line is missing; the next entry mends it'
      : `the last line is unfinished (${ledger.torn.bytes.length} bytes): a crash or a cut; nothing before it is touched`,
  }
  const faults = [...ledger.problems, ...(torn ? [torn] : [])]
  const unknown = head !== undefined && entriesSince(entriesOf(ledger), head) === undefined
  const erasure = entriesOf(ledger).find((entry) => entry.kind === 'erasure' && entry.head === head)
  return unknown
    ? [
        ...faults,
        {
          line: 0,
          what: 'head' as const,
          message: erasure
            ? `the head you kept is the one from before the erasure of ${dayOf(erasure.at)} (entry ${erasure.seq}), with which every hash before it was made anew: it can be compared with a copy from before alone`
            : 'no entry has the head that you kept: the ledger was cut or written anew since',
        },
      ]
    : faults
}

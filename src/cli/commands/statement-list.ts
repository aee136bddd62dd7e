import { controls } from '../../index.ts'
import { type Palette, paletteOf, tame } from '../../report/style.ts'
import { entriesOf, type Entry, readLedger, refuseBroken } from '../../store/ledger.ts'
import { recordsOf } from '../../store/records.ts'
import { print, say, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import type { StatementOptions } from '../statements.ts'
import { dayOf } from '../until.ts'
import { table } from '../table.ts'

/** A statement or an exception that counts, or would if it had not lapsed. */
interface Standing {
  kind: 'attestation' | 'exception'
  subject: string
  control: string
  /** Who said it, or answers for it. */
  by: string
  holds?: boolean
  text?: string
  expires: string
  lapsed: boolean
}

/** Shows the latest statements and exceptions of every account, or of one, with what has lapsed. AWS is not asked. */
export async function listStatements(options: StatementOptions): Promise<number> {
  const folder = await stateOf(options)
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  if (ledger.torn && !ledger.torn.entry && !options.quiet)
    say('The last line of the ledger is unfinished and does not count.')
  const all = standing(entriesOf(ledger), options.now ?? new Date()).filter(
    (one) => options.account === undefined || one.subject === options.account,
  )
  if (options.format === 'json') {
    await print(`${JSON.stringify(all, null, 2)}\n`)
    return 0
  }
  const style = styleFor(options)
  const p = paletteOf(style)
  await print(lines(tame(all, style.ascii), p).join('\n'))
  return 0
}

/** What the entries come to, account by account, in the order of the catalogue. */
export function standing(entries: readonly Entry[], now: Date): Standing[] {
  const lapsed = (expires: string) => Date.parse(expires) <= now.getTime()
  return [...new Set(entries.map((entry) => entry.subject))].sort().flatMap((subject) => {
    const records = recordsOf(entries.filter((entry) => entry.subject === subject))
    return controls.flatMap(({ id: control }): Standing[] => {
      const said = records.attestation(control)
      const excepted = records.exception(control)
      return [
        ...(said
          ? [
              {
                kind: 'attestation' as const,
                subject,
                control,
                by: said.by,
                holds: said.holds,
                ...(said.note === undefined ? {} : { text: said.note }),
                expires: said.expires,
                lapsed: lapsed(said.expires),
              },
            ]
          : []),
        ...(excepted
          ? [
              {
                kind: 'exception' as const,
                subject,
                control,
                by: excepted.owner,
                text: excepted.reason,
                expires: excepted.expires,
                lapsed: lapsed(excepted.expires),
              },
            ]
          : []),
      ]
    })
  })
}

function lines(all: readonly Standing[], p: Palette): string[] {
  if (all.length === 0) return ['', ' Nobody has said anything yet.   neverroot attest <control>', '', '']
  const rows = (kind: Standing['kind']) =>
    all
      .filter((one) => one.kind === kind)
      .map((one) => [
        one.subject,
        one.control,
        one.kind === 'exception' ? 'excepted' : one.holds ? 'holds' : 'does not hold',
        one.by,
        one.lapsed ? p.warn(`lapsed ${dayOf(one.expires)}`) : `until ${dayOf(one.expires)}`,
        one.text ?? '',
      ])
  const part = (title: string, kind: Standing['kind']) => {
    const found = rows(kind)
    return found.length > 0 ? ['', ` ${p.bold(title)}`, ...table(found).map((line) => `  ${line}`)] : []
  }
  const lapsed = all.filter((one) => one.lapsed)
  return [
    ...part('Statements', 'attestation'),
    ...part('Exceptions', 'exception'),
    ...(lapsed.length > 0
      ? ['', ` ${lapsed.length} lapsed: the controls ask again, or show their failure again.`]
      : []),
    '',
    '',
  ]
}

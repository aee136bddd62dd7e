import { paletteOf, tame } from '../../report/style.ts'
import { entriesOf, readLedger, refuseBroken } from '../../store/ledger.ts'
import { recordsOf } from '../../store/records.ts'
import { print, styleFor } from '../output.ts'
import { stateOf } from '../session.ts'
import type { StatementOptions } from '../statements.ts'
import { table } from '../table.ts'
import { dayOf } from '../until.ts'

/** Shows the register of every account, or of one. AWS is not asked. */
export async function listKeys(options: StatementOptions): Promise<number> {
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

/** How a generated account differs from what it was made as: all that has to be kept of it. */
import type { Account, AccountChanges } from '../world.ts'

type Fields = Record<string, unknown>

/** No API changes what was spent, and it is the largest part of an account. */
const UNCHANGING = 'spend'

/** The fields of an account, those of its IAM one level down as `iam.users`. */
function fieldsOf(account: Account): [path: string, value: unknown][] {
  const fields: [string, unknown][] = []
  for (const [name, value] of Object.entries(account)) {
    if (name === UNCHANGING || value === undefined) continue
    if (name !== 'iam') fields.push([name, value])
    else
      for (const [inner, of] of Object.entries(account.iam))
        if (of !== undefined) fields.push([`iam.${inner}`, of])
  }
  return fields
}

/** What an account says now, field by field. */
export const textsOf = (account: Account): ReadonlyMap<string, string> =>
  new Map(fieldsOf(account).map(([path, value]) => [path, JSON.stringify(value)]))

/**
 * What was changed in an account since it was generated: before `before` was taken, and since. Undefined where nothing
 * was. Values are shared with the account, not copied.
 */
export function changesOf(
  account: Account,
  before: ReadonlyMap<string, string>,
  earlier: AccountChanges | undefined,
): AccountChanges | undefined {
  const now = fieldsOf(account)
  const set: Fields = {}
  for (const [path, value] of now)
    if ((earlier && path in earlier.set) || JSON.stringify(value) !== before.get(path)) set[path] = value
  const present = new Set(now.map(([path]) => path))
  const were = new Set([...before.keys(), ...(earlier?.gone ?? [])])
  const gone = [...were].filter((path) => !present.has(path))
  return Object.keys(set).length || gone.length ? { set, gone } : undefined
}

/** Makes the changes in an account. */
export function change(account: Account, { set, gone }: AccountChanges): void {
  const place = (path: string): [Fields, string] =>
    path.startsWith('iam.')
      ? [account.iam as unknown as Fields, path.slice(4)]
      : [account as unknown as Fields, path]
  for (const [path, value] of Object.entries(set)) {
    const [owner, name] = place(path)
    owner[name] = value
  }
  for (const path of gone) {
    const [owner, name] = place(path)
    delete owner[name]
  }
}

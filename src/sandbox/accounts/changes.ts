/** How a generated account differs from what it was made as: all that has to be kept of it. */
import type { Account, AccountChanges } from '../world.ts'

type Fields = Record<string, unknown>

/** The fields of an account, those of its IAM one level down. */
function fieldsOf(account: Account): Map<string, unknown> {
  const { iam, ...rest } = account
  const inner = Object.entries(iam).map(([name, value]): [string, unknown] => [`iam.${name}`, value])
  return new Map([...Object.entries(rest), ...inner])
}

/** Undefined where nothing differs. Values are shared with `now`, not copied. */
export function changesOf(made: Account, now: Account): AccountChanges | undefined {
  const before = fieldsOf(made)
  const after = fieldsOf(now)
  const set: Fields = {}
  for (const [path, value] of after)
    if (JSON.stringify(value) !== JSON.stringify(before.get(path))) set[path] = value
  const gone = [...before.keys()].filter((path) => before.get(path) !== undefined && !after.has(path))
  return Object.keys(set).length || gone.length ? { set, gone } : undefined
}

/** Makes the changes in an account, and gives it back. */
export function withChanges(account: Account, { set, gone }: AccountChanges): Account {
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
  return account
}

/** What AWS Backup showed of copies, in words. */
import type { RecoveryCopies } from '../../facts/recovery-copies.ts'
import type { Lack, SafeCopy, ShortCopy } from '../../facts/vault-look.ts'
import { ago, count, day, list } from './words.ts'

const nameOf = ({ vault }: { vault: string }): string => vault.split(':').pop() ?? vault

/** `3 resources (EBS and RDS), newest yesterday, in vault safe of account 222222222222 (eu-west-1), ...`. */
export function safeCopy(copies: readonly SafeCopy[], now: Date): string {
  const [copy, ...more] = [...copies].sort((a, b) => b.newest.getTime() - a.newest.getTime())
  if (!copy) return ''
  const { resources, types, newest, account, region, lockedSince, keyAccount } = copy
  const others = more.length > 0 ? `; and in ${count(more.length, 'vault')} more` : ''
  return `${count(resources, 'resource')} (${list(types)}), newest ${ago(newest, now)}, in vault ${nameOf(copy)} of account ${account} (${region}), whose lock is final since ${day(lockedSince)}, under a key of account ${keyAccount}${others}`
}

/** What keeps a vault's copies within reach, or keeps us from seeing that they are not: what is so, and why it matters. */
const sentences: Record<Lack, (short: ShortCopy, now: Date) => string> = {
  'lock-unseen': ({ account, date, compliance }, now) =>
    `copies are made to account ${account}${date ? `, the last one ${ago(date, now)}` : ''}${compliance ? ', into an air-gapped vault in compliance mode' : ''}; since when its lock is final, and what lies there, is not shown to this account`,
  'key-unseen': () => 'its lock is final, and AWS does not show under which key the copies are',
  'owner-unseen': () => 'its lock is final, and nothing says of which account the copies are',
  'not-all-seen': () => 'its lock is final, and more lies in it than was looked at',
  'key-here': () =>
    'its lock is final, and the key of the copies is in this account: whoever has full access can have the key deleted, and then nobody can read them',
  unencrypted: () => 'its lock is final, and the copies are under no key of another account',
  unfinished: () => 'its lock is final, and no copy of the last 7 days is ready for use',
  'nothing-fresh': () => 'its lock is final, and no copy of this account in it is of the last 7 days',
  'in-grace': ({ date }) =>
    `its lock is in its grace period${date ? ` until ${day(date)}` : ''}: until then it can be taken off`,
  undated: () => 'it is locked, and AWS shows no date since which the lock is final',
  removable: () =>
    'its lock is in governance mode: whoever has full access can take it off and delete what lies there',
  'copy-failed': ({ account }) => `no copy to account ${account} was completed in the last 7 days`,
  'no-lock': () => 'nothing locks it: whoever has full access can delete what lies there',
}

/** The vault that is nearest to whole, and how many more there are; undefined: there is none. */
export function shortCopy({ short }: Pick<RecoveryCopies, 'short'>, now: Date): string | undefined {
  const [nearest, ...more] = short
  if (!nearest) return undefined
  const others = more.length > 0 ? ` (${count(more.length, 'more vault')} no better)` : ''
  return `Vault ${nameOf(nearest)} (${nearest.region}): ${sentences[nearest.lack](nearest, now)}${others}.`
}

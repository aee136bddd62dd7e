/** Whether what lies in one vault is out of the account's reach, and what it lacks where it is not. */
import type { Source } from '../aws/index.ts'
import type { Evidence, Unknown } from '../model/index.ts'
import { type BackupVault, lockOf } from './backup-vaults.ts'
import { newest, type RecoveryPoint, recoveryPoints } from './recovery-points.ts'

/** Fresh recovery points in a vault whose lock is final, under keys of other accounts: all of it was seen. */
export interface SafeCopy {
  vault: string
  account: string
  region: string
  lockedSince: Date
  /** When the newest was made. */
  newest: Date
  keyAccount: string
  resources: number
  types: readonly string[]
}

/** What a vault lacks, or what of it could not be seen: nearest to whole first. */
export const lacks = [
  /** Copies arrive in another account's vault, which cannot be looked into from here. */
  'lock-unseen',
  /** The lock is final and points are fresh; what was not seen is the key, or whose they are. */
  'key-unseen',
  'owner-unseen',
  /** There is more than was asked for. */
  'not-all-seen',
  /** The key lies in the account itself: its administrator can have it deleted, and then nothing opens the copies. */
  'key-here',
  'unencrypted',
  'unfinished',
  'nothing-fresh',
  'in-grace',
  'undated',
  'removable',
  'copy-failed',
  'no-lock',
] as const
export type Lack = (typeof lacks)[number]

export interface ShortCopy {
  vault: string
  account: string
  region: string
  lack: Lack
  /** `in-grace`: when the lock becomes final; `lock-unseen`: when the last copy was complete. */
  date?: Date
  /** AWS says that the vault is air-gapped and locked in compliance mode. */
  compliance?: true
}

export interface Looked {
  copy: SafeCopy | ShortCopy
  evidence: readonly Evidence[]
}

/** Only a vault with a final lock is looked into: any other lacks it whatever lies there. */
export async function lookAtVault(
  source: Source,
  vault: BackupVault,
  shown: readonly Evidence[],
): Promise<Looked | Unknown> {
  const { arn, account, region, lockDate } = vault
  const short = (lack: Lack, date?: Date): Looked => ({
    copy: { vault: arn, account, region, lack, ...(date ? { date } : {}) },
    evidence: shown,
  })
  const lock = lockOf(vault, source.now)
  if (lock === 'none') return short('no-lock')
  if (lock === 'in-grace') return short('in-grace', lockDate)
  if (lock !== 'final' || !lockDate) return short(lock === 'undated' ? 'undated' : 'removable')
  const listed = await source.get(recoveryPoints(vault))
  if (listed.state !== 'known') return listed.state === 'unknown' ? listed : short('not-all-seen')
  const { points, complete } = listed.value
  const me = source.caller.account
  const found = points.map((point) => ({ point, lack: lackOf(point, me) }))
  const good = found.filter(({ lack }) => lack === undefined).map(({ point }) => point)
  const last = newest(good)
  if (last?.keyAccount === undefined) {
    const nearest = lacks.find((lack) => found.some((one) => one.lack === lack))
    return short(nearest ?? (complete ? 'nothing-fresh' : 'not-all-seen'))
  }
  return {
    copy: {
      vault: arn,
      account,
      region,
      lockedSince: lockDate,
      newest: last.at,
      keyAccount: last.keyAccount,
      resources: new Set(good.map(({ resource }) => resource)).size,
      types: [...new Set(good.map(({ type }) => type))].sort(),
    },
    evidence: [...shown, ...listed.evidence],
  }
}

/** What a fresh point in a vault with a final lock lacks. Another account's counts for nothing, as if it were not there. */
function lackOf({ ready, owner, encrypted, keyAccount }: RecoveryPoint, me: string): Lack | undefined {
  if (owner !== undefined && owner !== me) return 'nothing-fresh'
  if (!ready) return 'unfinished'
  if (!encrypted) return 'unencrypted'
  if (keyAccount === me) return 'key-here'
  if (keyAccount === undefined) return 'key-unseen'
  return owner === undefined ? 'owner-unseen' : undefined
}

/** The vaults of AWS Backup, and what keeps people from deleting what lies in them. */
import { type Fetcher, observed, type Output, pages } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'

/** A vault of AWS Backup, with its lock as AWS shows it. */
export interface BackupVault {
  arn: string
  name: string
  account: string
  region: string
  airGapped: boolean
  locked: boolean
  /** From when on nobody can take the lock off; absent in governance mode. */
  lockDate?: Date
  /** True: it was seen inside its account, through a role. */
  inside?: true
}

/** Regions rarely have more; what comes after is not looked at, and then nothing is concluded from what is missing. */
const mostPages = 3

/**
 * What stands between people and the recovery points of a vault. SDK types of AWS Backup, BackupVaultListMember: a lock
 * without a lock date can be deleted at any time; on and after its date it cannot (PutBackupVaultLockConfigurationInput).
 * That an air-gapped vault shows the date of its lock these types do not say: without one nothing is concluded.
 */
export type VaultLock = 'none' | 'removable' | 'undated' | 'in-grace' | 'final'

export function lockOf({ locked, lockDate, airGapped }: BackupVault, now: Date): VaultLock {
  if (!locked) return 'none'
  if (!lockDate) return airGapped ? 'undated' : 'removable'
  return lockDate > now ? 'in-grace' : 'final'
}

export interface BackupVaults {
  vaults: readonly BackupVault[]
  /** False: there are more than were asked for. */
  complete: boolean
}

const lists = new Map<string, Fetcher<BackupVaults>>()

/** The account's vaults in a Region. Views of other vaults for restoring (`RESTORE_ACCESS_BACKUP_VAULT`) hold nothing. */
export function backupVaults(region: string): Fetcher<BackupVaults> {
  const existing = lists.get(region)
  if (existing) return existing
  const fetcher: Fetcher<BackupVaults> = {
    name: `backup-vaults:${region}`,
    reads: ['backup:ListBackupVaults'],
    async collect(source) {
      const listed = await pages(
        source,
        'backup:ListBackupVaults',
        {},
        (o) => ({ items: o.BackupVaultList, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region, most: mostPages },
      )
      if (!listed.ok) return listed.unknown
      const vaults = listed.items.flatMap((vault) => vaultFrom(vault) ?? [])
      return known({ vaults, complete: listed.complete }, [
        observed('backup:ListBackupVaults', listed.at, {
          region,
          vaults: vaults.map(({ name, locked, lockDate }) => ({
            name,
            locked,
            lockDate: lockDate?.toISOString() ?? null,
          })),
        }),
      ])
    },
  }
  lists.set(region, fetcher)
  return fetcher
}

const others = new Map<string, Fetcher<BackupVault>>()

/**
 * A vault of another account: seen inside it, where that is a member that lets us in; else AWS describes it where it is
 * shared with this account.
 */
export function vaultElsewhere(arn: string): Fetcher<BackupVault> {
  const existing = others.get(arn)
  if (existing) return existing
  const fetcher: Fetcher<BackupVault> = {
    name: `backup-vault:${arn}`,
    reads: ['backup:DescribeBackupVault'],
    async collect(source) {
      const { account, region, name } = partsOf(arn)
      const into = await source.into?.(account)
      const answer = await (into ?? source.call)(
        'backup:DescribeBackupVault',
        { BackupVaultName: name, ...(into ? {} : { BackupVaultAccountId: account }) },
        { region },
      )
      if (!answer.ok) return unknown('elsewhere', `vault ${name} belongs to account ${account}`)
      const vault = vaultFrom(answer.output)
      if (vault?.arn !== arn) return unknown('failed', `AWS describes another vault than ${arn}`)
      return known({ ...vault, ...(into ? { inside: true } : {}) }, [
        observed('backup:DescribeBackupVault', answer.at, {
          vault: arn,
          locked: vault.locked,
          lockDate: vault.lockDate?.toISOString() ?? null,
        }),
      ])
    },
  }
  others.set(arn, fetcher)
  return fetcher
}

type Raw = NonNullable<Output<'backup:ListBackupVaults'>['BackupVaultList']>[number]

/** Undefined for what holds no recovery points of its own, is not there yet, or is of a kind that nobody knows. */
function vaultFrom(raw: Raw): BackupVault | undefined {
  const { BackupVaultArn: arn, VaultType: type, VaultState: state } = raw
  if (arn === undefined || (state !== undefined && state !== 'AVAILABLE')) return undefined
  const airGapped = type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'
  if (!airGapped && type !== undefined && type !== 'BACKUP_VAULT') return undefined
  return {
    arn,
    ...partsOf(arn),
    airGapped,
    locked: raw.Locked === true,
    ...(raw.LockDate ? { lockDate: raw.LockDate } : {}),
  }
}

/** `arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME`. */
export function partsOf(arn: string): Pick<BackupVault, 'name' | 'account' | 'region'> {
  const [, , , region = '', account = '', , name = ''] = arn.split(':')
  return { name, account, region }
}

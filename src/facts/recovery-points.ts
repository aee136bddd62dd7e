/** What lies in a vault of AWS Backup. */
import { type Fetcher, observed, type Output, pages } from '../aws/index.ts'
import { known, type Json } from '../model/index.ts'
import type { BackupVault } from './backup-vaults.ts'

/** For how many days a copy is fresh enough to go on from. */
export const freshDays = 7

/** One recovery point of the last days. */
export interface RecoveryPoint {
  /** When it was made; where its backup was begun earlier, that moment. */
  at: Date
  /** True: it is whole and ready for use. */
  ready: boolean
  type: string
  resource: string
  /** The account of what was backed up; absent where nothing says so. */
  owner?: string
  /** The account of the key that it is encrypted under; absent: it is not encrypted, or AWS does not show the key. */
  keyAccount?: string
  encrypted: boolean
}

export interface RecoveryPoints {
  points: readonly RecoveryPoint[]
  /** False: there are more than were asked for. */
  complete: boolean
}

const mostPages = 3
const dayMs = 86_400_000

/** The moment from which on what was made is fresh. */
export const freshSince = (now: Date): Date => new Date(now.getTime() - freshDays * dayMs)

const lists = new Map<string, Fetcher<RecoveryPoints>>()

/** The fresh recovery points of a vault, also one of another account. */
export function recoveryPoints(vault: BackupVault): Fetcher<RecoveryPoints> {
  const key = vault.inside ? `${vault.arn} inside` : vault.arn
  const existing = lists.get(key)
  if (existing) return existing
  const fetcher: Fetcher<RecoveryPoints> = {
    name: `recovery-points:${key}`,
    reads: ['backup:ListRecoveryPointsByBackupVault'],
    async collect(source) {
      const since = freshSince(source.now)
      const into = vault.inside ? await source.into?.(vault.account) : undefined
      const elsewhere = !into && vault.account !== source.caller.account
      const listed = await pages(
        into ? { call: into } : source,
        'backup:ListRecoveryPointsByBackupVault',
        {
          BackupVaultName: vault.name,
          ...(elsewhere ? { BackupVaultAccountId: vault.account } : {}),
          ByCreatedAfter: since,
        },
        (o) => ({ items: o.RecoveryPoints, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
        { region: vault.region, most: mostPages },
      )
      if (!listed.ok) return listed.unknown
      const points = listed.items
        .flatMap((raw) => pointFrom(raw, vault) ?? [])
        .filter(({ at }) => at >= since && at <= source.now)
      return known({ points, complete: listed.complete }, [
        observed('backup:ListRecoveryPointsByBackupVault', listed.at, {
          vault: vault.arn,
          ready: points.filter(({ ready }) => ready).length,
          newest: newest(points)?.at.toISOString() ?? null,
          keyAccounts: [...new Set(points.flatMap(({ keyAccount }) => keyAccount ?? []))] as Json,
        }),
      ])
    },
  }
  lists.set(key, fetcher)
  return fetcher
}

export const newest = <P extends { at: Date }>(points: readonly P[]): P | undefined =>
  points.reduce<P | undefined>((best, point) => (best && best.at >= point.at ? best : point), undefined)

type Raw = NonNullable<Output<'backup:ListRecoveryPointsByBackupVault'>['RecoveryPoints']>[number]

function pointFrom(raw: Raw, vault: BackupVault): RecoveryPoint | undefined {
  const { CreationDate: created, InitiationDate: begun, EncryptionKeyArn: key } = raw
  if (!created) return undefined
  const owner = ownerOf(raw, vault)
  const keyAccount = accountIn(key)
  return {
    // Which of the two a copy carries over from what it was copied from the SDK's types do not say: the older one counts.
    at: begun && begun < created ? begun : created,
    // DescribeRecoveryPointOutput: AVAILABLE is ready for use; PARTIAL, EXPIRED, STOPPED and the rest are not, or not for long.
    ready: raw.Status === 'COMPLETED' || raw.Status === 'AVAILABLE',
    type: raw.ResourceType ?? 'unknown',
    resource: raw.ResourceArn ?? raw.RecoveryPointArn ?? '',
    ...(owner === undefined ? {} : { owner }),
    ...(keyAccount === undefined ? {} : { keyAccount }),
    encrypted: raw.IsEncrypted !== false,
  }
}

/**
 * Whose it is: the resource's ARN says so. That of a bucket names no account; then the vault does that it was copied from
 * (RecoveryPointByBackupVault: null where it stayed in the account).
 */
function ownerOf(raw: Raw, vault: BackupVault): string | undefined {
  const named = accountIn(raw.ResourceArn) ?? accountIn(raw.SourceBackupVaultArn)
  return (
    named ??
    (raw.ResourceArn !== undefined && raw.SourceBackupVaultArn === undefined ? vault.account : undefined)
  )
}

/** The account in an ARN, where it names one. */
export function accountIn(arn: string | undefined): string | undefined {
  const account = arn?.split(':')[4]
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined
}

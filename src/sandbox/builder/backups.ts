/** Describes what AWS Backup holds of an account: vaults with their locks, recovery points, copies into other vaults. */
import type { BackupVault, CopyJob, RecoveryPoint } from '../world.ts'
import { moment, nextUuid, type When } from './ids.ts'
import { homeRegion } from './records.ts'
import { ResourceBuilder } from './resources.ts'

/** One recovery point in short: of an EBS volume of the account unless said otherwise, under the vault's key. */
export interface PointSpec {
  at: When
  resource?: string
  type?: string
  status?: RecoveryPoint['status']
  /** ARN of its key; `false`: it is not encrypted. */
  key?: string | false
  /** ARN of the vault that it was copied from. */
  from?: string
}

export interface VaultSpec {
  region?: string
  airGapped?: boolean
  /** ARN of its key. Left out: a key of the account; AWS's own for an air-gapped vault. */
  key?: string
  /** `governance`: whoever may can take it off. Else the date on which it becomes final. */
  lock?: 'governance' | { final: When }
  sharedWith?: string[]
  points?: PointSpec[]
}

export interface CopySpec {
  /** Name of the vault that is copied from. */
  from: string
  /** ARN of the vault that is copied to. */
  to: string
  at: When
  region?: string
  resource?: string
  type?: string
  state?: CopyJob['state']
  airGapped?: boolean
  locked?: boolean
  key?: string
  message?: string
}

/** The account that AWS-owned keys lie in: none of a customer's (assumed number). */
const awsOwned = '000000000000'

export class BackupBuilder extends ResourceBuilder {
  vaultArn(name: string, region = homeRegion(this.world)): string {
    return this.arn('backup', region, `backup-vault:${name}`)
  }

  /** A vault of AWS Backup; without a lock and empty unless said otherwise. */
  vault(name: string, spec: VaultSpec = {}): this {
    const { region = homeRegion(this.world), airGapped = false, lock } = spec
    const { partition, began } = this.world
    const keyArn =
      spec.key ??
      (airGapped
        ? `arn:${partition}:kms:${region}:${awsOwned}:key/${nextUuid(this.world)}`
        : this.arn('kms', region, `key/${nextUuid(this.world)}`))
    const vault: BackupVault = {
      name,
      region,
      type: airGapped ? 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' : 'BACKUP_VAULT',
      created: this.account.createdAt,
      keyArn,
      keyType: airGapped && spec.key === undefined ? 'AWS_OWNED_KMS_KEY' : 'CUSTOMER_MANAGED_KMS_KEY',
      ...(lock === undefined
        ? {}
        : { lock: lock === 'governance' ? {} : { date: moment(began, lock.final) } }),
      sharedWith: spec.sharedWith ?? [],
      points: (spec.points ?? []).map((point) => this.point(point, region, keyArn)),
    }
    ;(this.account.backupVaults ??= []).push(vault)
    return this
  }

  private point(spec: PointSpec, region: string, vaultKey: string): RecoveryPoint {
    return {
      arn: this.arn('backup', region, `recovery-point:${nextUuid(this.world)}`),
      resourceArn: spec.resource ?? this.volume(region),
      resourceType: spec.type ?? 'EBS',
      created: moment(this.world.began, spec.at),
      status: spec.status ?? 'COMPLETED',
      ...(spec.key === false ? {} : { keyArn: spec.key ?? vaultKey }),
      ...(spec.from === undefined ? {} : { sourceVaultArn: spec.from }),
    }
  }

  /** A copy out of one of the account's vaults; completed unless said otherwise. */
  copyJob(spec: CopySpec): this {
    const { region = homeRegion(this.world), state = 'COMPLETED', to } = spec
    const [, , , toRegion = region, toAccount = ''] = to.split(':')
    const { partition, began } = this.world
    const done = state === 'COMPLETED' || state === 'PARTIAL'
    const created = moment(began, spec.at)
    const job: CopyJob = {
      id: nextUuid(this.world),
      region,
      sourceVaultArn: this.vaultArn(spec.from, region),
      sourcePointArn: this.arn('backup', region, `recovery-point:${nextUuid(this.world)}`),
      destinationVaultArn: to,
      destinationVaultType: spec.airGapped ? 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' : 'BACKUP_VAULT',
      destinationLock: spec.locked ? 'LOCKED' : 'UNLOCKED',
      resourceArn: spec.resource ?? this.volume(region),
      resourceType: spec.type ?? 'EBS',
      created,
      state,
      ...(done
        ? {
            completed: created,
            destinationPointArn: `arn:${partition}:backup:${toRegion}:${toAccount}:recovery-point:${nextUuid(this.world)}`,
            destinationKeyArn:
              spec.key ?? `arn:${partition}:kms:${toRegion}:${toAccount}:key/${nextUuid(this.world)}`,
          }
        : {}),
      ...(spec.message === undefined ? {} : { message: spec.message }),
    }
    ;(this.account.copyJobs ??= []).push(job)
    return this
  }

  private volume(region: string): string {
    return this.arn('ec2', region, 'volume/vol-0123456789abcdef0')
  }
}

import type * as sdk from './sdk.ts'
import type { Call, Handlers } from '../../service.ts'
import type { BackupVault } from '../../world.ts'
import { paged, vaultArn, vaultOf, vaultsIn } from './vault.ts'

/** A vault as lists and descriptions show it alike (SDK types BackupVaultListMember and DescribeBackupVaultOutput). */
function shown(call: Call, vault: BackupVault, account: string) {
  const { name, type, created, keyArn, keyType, lock, points } = vault
  return {
    BackupVaultName: name,
    BackupVaultArn: vaultArn(call, account, name),
    VaultType: type,
    VaultState: 'AVAILABLE' as const,
    CreationDate: new Date(created),
    EncryptionKeyArn: keyArn,
    EncryptionKeyType: keyType,
    NumberOfRecoveryPoints: points.length,
    Locked: lock !== undefined,
    ...(lock?.minDays === undefined ? {} : { MinRetentionDays: lock.minDays }),
    ...(lock?.maxDays === undefined ? {} : { MaxRetentionDays: lock.maxDays }),
    ...(lock?.date === undefined ? {} : { LockDate: new Date(lock.date) }),
  }
}

export const vaults: Handlers<typeof sdk> = {
  ListBackupVaults(input, call) {
    const mine = call.caller.account
    const owners = input.ByShared
      ? Object.values(call.world.accounts).filter(({ id }) => id !== mine.id)
      : [mine]
    const all = owners
      .flatMap((owner) => vaultsIn(call, owner).map((vault) => ({ vault, owner: owner.id })))
      .filter(({ vault }) => !input.ByShared || vault.sharedWith.includes(mine.id))
      .filter(({ vault }) => !input.ByVaultType || vault.type === input.ByVaultType)
    const { found, more } = paged(call, all, input, [input.ByVaultType, input.ByShared])
    return { BackupVaultList: found.map(({ vault, owner }) => shown(call, vault, owner)), ...more }
  },

  DescribeBackupVault(input, call) {
    const { vault, account } = vaultOf(call, input.BackupVaultName, input.BackupVaultAccountId)
    return shown(call, vault, account)
  },
}

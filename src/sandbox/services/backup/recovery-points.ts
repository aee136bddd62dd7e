import type * as sdk from './sdk.ts'
import type { Handlers } from '../../service.ts'
import { between, paged, refuseFilters, vaultArn, vaultOf } from './vault.ts'

export const recoveryPoints: Handlers<typeof sdk> = {
  /** Newest first (assumed). */
  ListRecoveryPointsByBackupVault(input, call) {
    refuseFilters(call, input, 'ByBackupPlanId', 'ByParentRecoveryPointArn')
    const { vault, account } = vaultOf(call, input.BackupVaultName, input.BackupVaultAccountId)
    const all = vault.points
      .filter((p) => between(p.created, input.ByCreatedAfter, input.ByCreatedBefore))
      .filter((p) => !input.ByResourceArn || p.resourceArn === input.ByResourceArn)
      .filter((p) => !input.ByResourceType || p.resourceType === input.ByResourceType)
      .sort((a, b) => b.created.localeCompare(a.created))
    const { ByCreatedAfter, ByCreatedBefore, ByResourceArn, ByResourceType } = input
    const asked = [vault.name, account, ByCreatedAfter, ByCreatedBefore, ByResourceArn, ByResourceType]
    const { found, more } = paged(call, all, input, asked)
    return {
      RecoveryPoints: found.map((p) => ({
        RecoveryPointArn: p.arn,
        BackupVaultName: vault.name,
        BackupVaultArn: vaultArn(call, account, vault.name),
        VaultType: vault.type,
        ResourceArn: p.resourceArn,
        ResourceType: p.resourceType,
        Status: p.status,
        CreationDate: new Date(p.created),
        IsEncrypted: p.keyArn !== undefined,
        ...(p.keyArn === undefined ? {} : { EncryptionKeyArn: p.keyArn }),
        ...(p.sourceVaultArn === undefined ? {} : { SourceBackupVaultArn: p.sourceVaultArn }),
      })),
      ...more,
    }
  },
}

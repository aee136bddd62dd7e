/** AWS Backup: what can be read of vaults, their locks, what lies in them, and copies into other vaults. */
import type * as sdk from './backup/sdk.ts'
import { defineService, type Call } from '../service.ts'
import { copyJobs } from './backup/copy-jobs.ts'
import { recoveryPoints } from './backup/recovery-points.ts'
import { vaultArn } from './backup/vault.ts'
import { vaults } from './backup/vaults.ts'

interface Named {
  BackupVaultName?: string | undefined
  BackupVaultAccountId?: string | undefined
}

/** Service Authorization Reference, AWS Backup: both are about a vault; the lists are about nothing in particular. */
const onVault = {
  resource: ({ BackupVaultName: name = '', BackupVaultAccountId: owner }: Named, call: Call): string =>
    vaultArn(call, owner ?? call.caller.account.id, name),
}

export default defineService<typeof sdk>({
  prefix: 'backup',
  client: 'BackupClient',
  regional: true,
  load: () => import('./backup/sdk.ts'),
  handlers: { ...vaults, ...recoveryPoints, ...copyJobs },
  permissions: { DescribeBackupVault: onVault, ListRecoveryPointsByBackupVault: onVault },
})

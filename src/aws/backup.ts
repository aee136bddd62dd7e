/** What of AWS Backup's client is used: the rest of the package stays out of the bundle. */
export {
  BackupClient,
  DescribeBackupVaultCommand,
  ListBackupVaultsCommand,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVaultCommand,
} from '@aws-sdk/client-backup'

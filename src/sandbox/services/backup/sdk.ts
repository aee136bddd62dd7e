/** The operations of AWS Backup that are imitated, and its errors: the rest of the client's package is not bundled. */
export {
  BackupClient,
  DescribeBackupVault$,
  DescribeBackupVaultCommand,
  InvalidParameterValueException$,
  InvalidRequestException$,
  ListBackupVaults$,
  ListBackupVaultsCommand,
  ListCopyJobs$,
  ListCopyJobsCommand,
  ListRecoveryPointsByBackupVault$,
  ListRecoveryPointsByBackupVaultCommand,
  MissingParameterValueException$,
  ResourceNotFoundException$,
  ServiceUnavailableException$,
} from '@aws-sdk/client-backup'

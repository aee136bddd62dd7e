import type * as sdk from './sdk.ts'
import type { Handlers } from '../../service.ts'
import { between, paged, refuseFilters } from './vault.ts'

export const copyJobs: Handlers<typeof sdk> = {
  /** Those of the account and Region that they were made from, newest first (assumed). */
  ListCopyJobs(input, call) {
    refuseFilters(call, input, 'ByParentJobId', 'ByMessageCategory', 'BySourceRecoveryPointArn')
    const { account } = call.caller
    const all = (account.copyJobs ?? [])
      .filter((j) => j.region === call.region)
      .filter(() => input.ByAccountId === undefined || input.ByAccountId === account.id)
      .filter((j) => !input.ByState || j.state === input.ByState)
      .filter((j) => !input.ByResourceArn || j.resourceArn === input.ByResourceArn)
      .filter((j) => !input.ByResourceType || j.resourceType === input.ByResourceType)
      .filter((j) => !input.ByDestinationVaultArn || j.destinationVaultArn === input.ByDestinationVaultArn)
      .filter((j) => between(j.created, input.ByCreatedAfter, input.ByCreatedBefore))
      .filter((j) => between(j.completed, input.ByCompleteAfter, input.ByCompleteBefore))
      .sort((a, b) => b.created.localeCompare(a.created))
    const { MaxResults: _, NextToken: _token, ...asked } = input
    const { found, more } = paged(call, all, input, asked)
    return {
      CopyJobs: found.map((j) => ({
        AccountId: account.id,
        CopyJobId: j.id,
        SourceBackupVaultArn: j.sourceVaultArn,
        SourceRecoveryPointArn: j.sourcePointArn,
        DestinationBackupVaultArn: j.destinationVaultArn,
        DestinationVaultType: j.destinationVaultType,
        DestinationVaultLockState: j.destinationLock,
        ...(j.destinationPointArn ? { DestinationRecoveryPointArn: j.destinationPointArn } : {}),
        ...(j.destinationKeyArn ? { DestinationEncryptionKeyArn: j.destinationKeyArn } : {}),
        ResourceArn: j.resourceArn,
        ResourceType: j.resourceType,
        CreationDate: new Date(j.created),
        ...(j.completed ? { CompletionDate: new Date(j.completed) } : {}),
        State: j.state,
        ...(j.message ? { StatusMessage: j.message } : {}),
      })),
      ...more,
    }
  },
}

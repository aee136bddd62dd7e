/** The operations of Security Hub that are imitated, and its errors: the rest of the client's package is not bundled. */
export {
  BatchImportFindings$,
  BatchImportFindingsCommand,
  InternalException$,
  InvalidAccessException$,
  InvalidInputException$,
  LimitExceededException$,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub'

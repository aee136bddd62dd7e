/** What of Security Hub's client is used: the rest of the package stays out of the bundle. */
export { BatchImportFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub'

import type { AwsAction } from '../model/index.ts'

/** What an audit of an organization asks of it besides the facts of its controls: the list of accounts, and its units. */
export const organizationReads: readonly AwsAction[] = [
  'organizations:DescribeAccount',
  'organizations:ListAccounts',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListRoots',
  // Where the configuration names the tag of those who answer for an account.
  'organizations:ListTagsForResource',
]

/** What the centre is asked about a member that lets nobody in (`enter.ts`). */
export const centralReads: readonly AwsAction[] = [
  'account:GetAlternateContact',
  'account:GetContactInformation',
  'account:ListRegions',
]

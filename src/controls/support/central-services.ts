/** Who is trusted across the organization: IAM for root, Account Management for the contacts of members. */
export const iamService = 'iam.amazonaws.com'
export const accountService = 'account.amazonaws.com'

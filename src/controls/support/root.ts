/** What the controls about root credentials share. */

/** China has no root user: the creator is an IAM user. */
export const noRootInChina = { 'aws-cn': 'accounts in China have no root user' } as const

/** GovCloud roots cannot sign in to the console, China has no root at all. */
export const noRootConsole = {
  ...noRootInChina,
  'aws-us-gov': 'the root user of a GovCloud account cannot sign in to the console',
} as const

/** AWS's page of what root needs. */
export const rootBestPractices =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html'

export const securityCredentialsPage = 'https://console.aws.amazon.com/iam/home#/security_credentials'

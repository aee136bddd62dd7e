/** What the controls about root credentials share. */
import { hasNoCredentials, type RootCredentials } from '../../facts/root-credentials.ts'
import type { RootRecovery } from '../../facts/root-recovery.ts'
import { type Fact, valueOf } from '../../model/index.ts'

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

export const nothingToGuard = 'root has no credentials, and its recovery is blocked'

/** True where there is no root password and none can be set: then nothing about password, MFA kind or custody applies. */
export function isOutOfReach(root: RootCredentials | undefined, recovery: Fact<RootRecovery>): boolean {
  return root !== undefined && hasNoCredentials(root) && valueOf(recovery) === 'blocked'
}

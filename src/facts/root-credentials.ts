import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'

/** What credentials root has. A field that AWS did not send is absent: not known, neither good nor bad. */
export interface RootCredentials {
  mfa?: boolean
  /** Active and inactive ones alike. */
  accessKeys?: boolean
  signingCertificates?: boolean
  password?: boolean
}

/**
 * GetAccountSummary tells any caller which credentials root has, without a root session; 0 or 1 for each (IAM user
 * guide, "Centrally manage root access for member accounts"). AccountPasswordPresent came last and can be absent.
 */
export const rootCredentials: Fetcher<RootCredentials> = {
  name: 'root-credentials',
  reads: ['iam:GetAccountSummary'],
  async collect(source) {
    const answer = await source.call('iam:GetAccountSummary', {})
    if (!answer.ok) return answer.unknown
    const map = answer.output.SummaryMap
    if (!map) return unknown('failed', 'iam:GetAccountSummary answered without a summary')
    const {
      AccountMFAEnabled,
      AccountAccessKeysPresent,
      AccountSigningCertificatesPresent,
      AccountPasswordPresent,
    } = map as Partial<Record<string, number>>
    const saw = {
      AccountMFAEnabled,
      AccountAccessKeysPresent,
      AccountSigningCertificatesPresent,
      AccountPasswordPresent,
    }
    const present = (n: number | undefined) => (n === undefined ? undefined : n > 0)
    return known(
      {
        mfa: present(AccountMFAEnabled),
        accessKeys: present(AccountAccessKeysPresent),
        signingCertificates: present(AccountSigningCertificatesPresent),
        password: present(AccountPasswordPresent),
      },
      [observed('iam:GetAccountSummary', answer.at, saw)],
    )
  },
}

/** True where AWS says that root has neither a password nor keys nor certificates. */
export function hasNoCredentials(root: RootCredentials): boolean {
  return root.password === false && root.accessKeys === false && root.signingCertificates === false
}

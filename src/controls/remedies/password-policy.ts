import type { PasswordPolicy } from '../../facts/password-policy.ts'
import type { Circumstances, Json, Remediation } from '../../model/index.ts'
import { stepsOf } from './steps.ts'

/**
 * Raises the policy and weakens nothing that stands. UpdateAccountPasswordPolicy is no patch: what is not sent falls
 * back to AWS's default, so every field is sent (IAM API reference).
 */
export function strengthenPasswordPolicy(
  control: string,
  policy: PasswordPolicy,
  { subject, baseline }: Circumstances,
): Remediation {
  const step = stepsOf(control, subject.id)
  const { rules } = policy
  const input: Record<string, Json> = {
    ...rules,
    MinimumPasswordLength: Math.max(policy.minimumLength, baseline.passwordLength),
    PasswordReusePrevention: Math.max(policy.reusePrevention, baseline.passwordReuse),
    // Users who must change a first password have to be able to.
    AllowUsersToChangePassword: true,
  }
  return {
    basis: rules,
    steps: [
      step({
        action: 'iam:UpdateAccountPasswordPolicy',
        input,
        does: `password policy: ${policy.minimumLength} characters become ${input['MinimumPasswordLength'] as number}, ${policy.reusePrevention} remembered become ${input['PasswordReusePrevention'] as number}`,
        undo: policy.set
          ? { action: 'iam:UpdateAccountPasswordPolicy', input: rules }
          : { action: 'iam:DeleteAccountPasswordPolicy', input: {} },
      }),
    ],
  }
}

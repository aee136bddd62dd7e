import type { PasswordPolicy } from '../../facts/password-policy.ts'
import type { Baseline, Circumstances, Grant, Json, Remediation, Step } from '../../model/index.ts'
import { stepsOf } from './steps.ts'

/** Neither action knows a resource (Service Authorization Reference, IAM). */
export const passwordPolicyGrants: readonly Grant[] = [
  { actions: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'] },
]

/** What UpdateAccountPasswordPolicy takes for a field that is left out (IAM API reference). */
const leftOut = {
  RequireSymbols: false,
  RequireNumbers: false,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: false,
  AllowUsersToChangePassword: false,
  HardExpiry: false,
}

/**
 * Without a policy AWS asks for three of the four kinds of characters (IAM user guide, "Default password policy"); as
 * soon as there is one, only for what it names. Three kinds are named, so that nothing is weaker than before; symbols
 * are not, since nothing demanded them.
 */
const asWithoutPolicy = {
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
}

/** True where passwords may be shorter, or come back sooner, than the baseline asks for. */
export const isWeak = (policy: PasswordPolicy, baseline: Baseline): boolean =>
  policy.minimumLength < baseline.passwordLength || policy.reusePrevention < baseline.passwordReuse

/**
 * Raises the policy and weakens nothing that stands; the maximum age and what happens at its end stay as they are.
 * UpdateAccountPasswordPolicy is no patch: what is not sent falls back to its default, so every field is sent.
 */
export function strengthenPasswordPolicy(
  control: string,
  policy: PasswordPolicy,
  { subject, baseline }: Circumstances,
): Remediation {
  const step = passwordPolicyStep(policy, baseline, stepsOf(control, subject.id))
  return { basis: policy.rules, steps: [step] }
}

/** The call that raises it. */
export function passwordPolicyStep(
  policy: PasswordPolicy,
  baseline: Baseline,
  step: ReturnType<typeof stepsOf>,
): Step {
  const rules = sendable(policy.rules)
  const length = Math.max(policy.minimumLength, baseline.passwordLength)
  const reuse = Math.max(policy.reusePrevention, baseline.passwordReuse)
  const input: Record<string, Json> = {
    ...leftOut,
    ...(policy.set ? rules : asWithoutPolicy),
    MinimumPasswordLength: length,
    PasswordReusePrevention: reuse,
    // Users who must change a first password have to be able to.
    AllowUsersToChangePassword: true,
  }
  const mayChange = rules['AllowUsersToChangePassword'] === true ? '' : '; users may change their own'
  return step({
    action: 'iam:UpdateAccountPasswordPolicy',
    input,
    does: `password policy: ${policy.minimumLength} characters become ${length}, ${policy.reusePrevention} remembered become ${reuse}${mayChange}`,
    undo: policy.set
      ? { action: 'iam:UpdateAccountPasswordPolicy', input: rules, weakens: true }
      : { action: 'iam:DeleteAccountPasswordPolicy', input: {}, weakens: true },
  })
}

/** A number of 0 means "none", and the update takes no 0: then the field is left out, which means the same. */
function sendable(rules: PasswordPolicy['rules']): Record<string, number | boolean> {
  return Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== 0))
}

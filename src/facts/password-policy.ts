import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { iamDetails } from './iam-details.ts'

/** The account's own password policy for IAM users; AWS's default rules apply where there is none. */
export interface PasswordPolicy {
  set: boolean
  minimumLength: number
  /** How many earlier passwords are remembered; 0: none. */
  reusePrevention: number
  maxAgeDays?: number
  /** Every rule as UpdateAccountPasswordPolicy takes it: what a change must carry over. */
  rules: Readonly<Record<string, number | boolean>>
}

/** AWS's own rule where nothing is set: eight characters (IAM user guide, "Default password policy"). */
const awsDefault: PasswordPolicy = { set: false, minimumLength: 8, reusePrevention: 0, rules: {} }

/** NoSuchEntity is an answer: no policy was ever set (IAM API reference, GetAccountPasswordPolicy). */
export const passwordPolicy: Fetcher<PasswordPolicy> = {
  name: 'password-policy',
  reads: ['iam:GetAccountPasswordPolicy'],
  async collect(source) {
    // One of many: where nobody could have a password, it is not worth a question.
    const details = source.centre && (await source.get(iamDetails))
    if (details?.state === 'known' && details.value.users.length === 0)
      return unknown('unsupported', 'there is no IAM user whose passwords it could be about')
    const answer = await source.call('iam:GetAccountPasswordPolicy', {})
    if (!answer.ok) {
      if (!/^NoSuchEntity/.test(answer.code)) return answer.unknown
      return known(awsDefault, [observed('iam:GetAccountPasswordPolicy', answer.at, { set: false })])
    }
    const policy = answer.output.PasswordPolicy
    if (!policy) return unknown('failed', 'iam:GetAccountPasswordPolicy answered without a policy')
    const value = {
      set: true,
      minimumLength: policy.MinimumPasswordLength ?? 6,
      reusePrevention: policy.PasswordReusePrevention ?? 0,
      ...(policy.MaxPasswordAge ? { maxAgeDays: policy.MaxPasswordAge } : {}),
    }
    return known({ ...value, rules: rulesOf(policy) }, [
      observed('iam:GetAccountPasswordPolicy', answer.at, value),
    ])
  },
}

const ruleNames = [
  'MinimumPasswordLength',
  'RequireSymbols',
  'RequireNumbers',
  'RequireUppercaseCharacters',
  'RequireLowercaseCharacters',
  'AllowUsersToChangePassword',
  'MaxPasswordAge',
  'PasswordReusePrevention',
  'HardExpiry',
] as const

/** The answer's fields that the update takes; it has others (ExpirePasswords) that only follow from these. */
function rulesOf(policy: Partial<Record<(typeof ruleNames)[number], number | boolean>>) {
  const rules: Record<string, number | boolean> = {}
  for (const name of ruleNames) {
    const value = policy[name]
    if (value !== undefined) rules[name] = value
  }
  return rules
}

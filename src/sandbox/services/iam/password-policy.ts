import { AwsError } from '../../service.ts'
import type { Account, PasswordPolicy } from '../../world.ts'
import { noSuchEntity, validate } from './common.ts'
import type { IamHandlers } from './common.ts'

/**
 * Refuses a password that breaks the account's policy. Without one AWS's default holds: 8 characters, three of the
 * four kinds, not the account's name or e-mail address (IAM User Guide, "Set an account password policy for IAM users").
 */
export function requireGoodPassword(account: Account, password: string): void {
  const policy = account.iam.passwordPolicy
  const fail = (what: string): AwsError => new AwsError('PasswordPolicyViolationException', what)
  const has = {
    upper: /[A-Z]/.test(password),
    lower: /[a-z]/.test(password),
    number: /\d/.test(password),
    symbol: /[^A-Za-z0-9]/.test(password),
  }
  const minimum = policy?.MinimumPasswordLength ?? 8
  if (password.length < minimum) throw fail(`Password should have a minimum length of ${minimum}`)
  if (!policy) {
    if (Object.values(has).filter(Boolean).length < 3)
      throw fail(
        'Password must have at least three of uppercase letters, lowercase letters, numbers and symbols',
      )
    if ([account.name, account.email].includes(password))
      throw fail('Password must not be identical to your AWS account name or email address')
    return
  }
  if (policy.RequireUppercaseCharacters && !has.upper)
    throw fail('Password should have at least one uppercase letter')
  if (policy.RequireLowercaseCharacters && !has.lower)
    throw fail('Password should have at least one lowercase letter')
  if (policy.RequireNumbers && !has.number) throw fail('Password should have at least one number')
  if (policy.RequireSymbols && !has.symbol) throw fail('Password should have at least one symbol')
}

export const passwordPolicyHandlers = {
  GetAccountPasswordPolicy(_input, call) {
    const policy = call.account.iam.passwordPolicy
    if (!policy)
      throw noSuchEntity(`The Password Policy with domain name ${call.account.id} cannot be found.`)
    return { PasswordPolicy: { ...policy, ExpirePasswords: (policy.MaxPasswordAge ?? 0) > 0 } }
  },

  /** Not a patch: what is left out falls back to its default (IAM API reference, UpdateAccountPasswordPolicy). */
  UpdateAccountPasswordPolicy(input, call) {
    validate(input, {
      MinimumPasswordLength: { min: 6, max: 128, optional: true },
      MaxPasswordAge: { min: 1, max: 1095, optional: true },
      PasswordReusePrevention: { min: 1, max: 24, optional: true },
    })
    const policy: PasswordPolicy = {
      MinimumPasswordLength: input.MinimumPasswordLength ?? 6,
      RequireSymbols: input.RequireSymbols ?? false,
      RequireNumbers: input.RequireNumbers ?? false,
      RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
      RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
      AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
      ...(input.MaxPasswordAge === undefined ? {} : { MaxPasswordAge: input.MaxPasswordAge }),
      ...(input.PasswordReusePrevention === undefined
        ? {}
        : { PasswordReusePrevention: input.PasswordReusePrevention }),
      ...(input.HardExpiry === undefined ? {} : { HardExpiry: input.HardExpiry }),
    }
    call.account.iam.passwordPolicy = policy
  },

  DeleteAccountPasswordPolicy(_input, call) {
    const { iam, id } = call.account
    if (!iam.passwordPolicy)
      throw noSuchEntity(`The account policy with name PasswordPolicy cannot be found for ${id}.`)
    delete iam.passwordPolicy
  },
} satisfies IamHandlers

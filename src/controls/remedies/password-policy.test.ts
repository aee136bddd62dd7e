/** The password policy: raised, never weakened, and sent whole. */
import { describe, expect, it } from 'vitest'
import { exampleCircumstances } from '../../engine/examples.ts'
import type { PasswordPolicy } from '../../facts/password-policy.ts'
import { defaultBaseline } from '../../model/index.ts'
import { strengthenPasswordPolicy } from './password-policy.ts'

type Rules = PasswordPolicy['rules']

const standing = (rules: Rules): PasswordPolicy => ({
  set: true,
  minimumLength: Number(rules['MinimumPasswordLength'] ?? 6),
  reusePrevention: Number(rules['PasswordReusePrevention'] ?? 0),
  rules,
})
const none: PasswordPolicy = { set: false, minimumLength: 8, reusePrevention: 0, rules: {} }

const loose = {
  RequireSymbols: false,
  RequireNumbers: false,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: false,
  HardExpiry: false,
}
const raised = { MinimumPasswordLength: 14, PasswordReusePrevention: 24, AllowUsersToChangePassword: true }

describe('the input', () => {
  it.each<[when: string, policy: PasswordPolicy, input: Rules]>([
    [
      'no policy: what AWS asked for by itself stays asked for',
      none,
      {
        ...loose,
        RequireNumbers: true,
        RequireUppercaseCharacters: true,
        RequireLowercaseCharacters: true,
        ...raised,
      },
    ],
    [
      'a policy that asks for little: nothing is added that nobody wanted',
      standing({ MinimumPasswordLength: 8, AllowUsersToChangePassword: true }),
      { ...loose, ...raised },
    ],
    [
      'all its rules are carried over, the end of a password included',
      standing({
        MinimumPasswordLength: 10,
        RequireSymbols: true,
        RequireNumbers: true,
        AllowUsersToChangePassword: true,
        MaxPasswordAge: 90,
        PasswordReusePrevention: 5,
        HardExpiry: true,
      }),
      {
        ...loose,
        RequireSymbols: true,
        RequireNumbers: true,
        MaxPasswordAge: 90,
        ...raised,
        HardExpiry: true,
      },
    ],
    [
      'what is stronger already stays',
      standing({ MinimumPasswordLength: 20, PasswordReusePrevention: 3, AllowUsersToChangePassword: false }),
      { ...loose, ...raised, MinimumPasswordLength: 20 },
    ],
    [
      'a number of 0 is none, and AWS takes no 0',
      standing({ MinimumPasswordLength: 8, MaxPasswordAge: 0, PasswordReusePrevention: 0 }),
      { ...loose, ...raised },
    ],
  ])('%s', (_when, policy, input) => {
    const [step] = strengthenPasswordPolicy('password-policy-is-strong', policy, exampleCircumstances).steps!
    expect(step).toMatchObject({ action: 'iam:UpdateAccountPasswordPolicy', risk: 'safe' })
    expect(step!.input).toEqual(input)
  })

  it('keeps to the configured numbers', () => {
    const baseline = { ...defaultBaseline, passwordLength: 16, passwordReuse: 12 }
    const circumstances = { ...exampleCircumstances, baseline }
    const [step] = strengthenPasswordPolicy('password-policy-is-strong', none, circumstances).steps!
    expect(step!.input).toMatchObject({ MinimumPasswordLength: 16, PasswordReusePrevention: 12 })
  })
})

describe('taking it back', () => {
  it.each<[when: string, policy: PasswordPolicy, undo: object]>([
    ['removes a policy that was not there', none, { action: 'iam:DeleteAccountPasswordPolicy', input: {} }],
    [
      'brings back what stood, without what AWS does not take',
      standing({ MinimumPasswordLength: 8, RequireNumbers: true, MaxPasswordAge: 0 }),
      {
        action: 'iam:UpdateAccountPasswordPolicy',
        input: { MinimumPasswordLength: 8, RequireNumbers: true },
      },
    ],
  ])('%s, and is weaker for it', (_when, policy, undo) => {
    const [step] = strengthenPasswordPolicy('password-policy-is-strong', policy, exampleCircumstances).steps!
    expect(step!.undo).toEqual({ ...undo, weakens: true })
  })
})

import type { Administrators } from '../../facts/administrators.ts'
import type { IdentityCenter } from '../../facts/identity-center.ts'
import { type Circumstances, type Fact, type Json, type Remediation, valueOf } from '../../model/index.ts'
import { asksFor, fromConfiguration, stepsOf } from './steps.ts'

const group = 'Administrators'

/**
 * Denies everything but what is needed to set up MFA and change the first password, until the session has MFA
 * (IAM user guide, "Allows MFA-authenticated IAM users to manage their own credentials").
 */
export const denyUnlessMfa = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyAllExceptSelfServiceUnlessMfa',
      Effect: 'Deny',
      NotAction: [
        'iam:ChangePassword',
        'iam:CreateVirtualMFADevice',
        'iam:EnableMFADevice',
        'iam:GetAccountPasswordPolicy',
        'iam:GetMFADevice',
        'iam:GetUser',
        'iam:ListMFADevices',
        'iam:ListVirtualMFADevices',
        'iam:ResyncMFADevice',
        'sts:GetSessionToken',
      ],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
} as const

/**
 * One administrator, named by e-mail, in a group of its own kind, who can do nothing without MFA. Only in a standalone
 * account without IAM Identity Center: elsewhere people come in centrally, and a miss in some Regions proves nothing. The
 * login profile comes last, so that a crash before it leaves nobody with a password.
 */
export function makeAdministrator(
  control: string,
  admins: Administrators,
  centre: Fact<IdentityCenter>,
  { subject, configuration, vantage, partition }: Circumstances,
): Remediation {
  const basis = { paths: admins.paths, almost: admins.almost }
  if (vantage !== 'standalone' || centre.state !== 'known' || centre.value.found) return { basis }
  const asks = asksFor(configuration, {
    'administrator.name': 'Which e-mail address should name the first administrator?',
  })
  if (asks.length > 0) return { basis, asks }
  const name = fromConfiguration('administrator.name')
  const step = stepsOf(control, subject.id)
  const call = (
    action: `iam:${string}`,
    input: Json,
    does: string,
    undo?: { action: `iam:${string}`; input: Json },
  ) => step({ action, input, does, ...(undo ? { undo } : {}) })
  const arn = `arn:${partition}:iam::aws:policy/AdministratorAccess`
  const who = valueOf(centre) && configuration.administrator?.name
  return {
    basis,
    steps: [
      call('iam:CreateGroup', { GroupName: group }, `group ${group}`, {
        action: 'iam:DeleteGroup',
        input: { GroupName: group },
      }),
      call('iam:AttachGroupPolicy', { GroupName: group, PolicyArn: arn }, `${group} may do everything`, {
        action: 'iam:DetachGroupPolicy',
        input: { GroupName: group, PolicyArn: arn },
      }),
      call(
        'iam:PutGroupPolicy',
        { GroupName: group, PolicyName: 'DenyUnlessMfa', PolicyDocument: JSON.stringify(denyUnlessMfa) },
        'nothing without MFA but setting it up and changing the first password',
        { action: 'iam:DeleteGroupPolicy', input: { GroupName: group, PolicyName: 'DenyUnlessMfa' } },
      ),
      call('iam:CreateUser', { UserName: name }, `user ${who}`, {
        action: 'iam:DeleteUser',
        input: { UserName: name },
      }),
      call('iam:AddUserToGroup', { GroupName: group, UserName: name }, `${who} joins ${group}`, {
        action: 'iam:RemoveUserFromGroup',
        input: { GroupName: group, UserName: name },
      }),
      call(
        'iam:CreateLoginProfile',
        { UserName: name, Password: { $secret: 'password' }, PasswordResetRequired: true },
        `a random first password for ${who}, to be changed at first sign-in; shown once, never kept`,
        { action: 'iam:DeleteLoginProfile', input: { UserName: name } },
      ),
    ],
    waiting: [
      'The new administrator signs in, changes the password, registers MFA and runs neverroot audit.',
    ],
  }
}

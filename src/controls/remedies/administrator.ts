import type { Administrators } from '../../facts/administrators.ts'
import type { CredentialReport } from '../../facts/credential-report.ts'
import type { IamDetails } from '../../facts/iam-details.ts'
import type { IdentityCenter } from '../../facts/identity-center.ts'
import type { PasswordPolicy } from '../../facts/password-policy.ts'
import { type Circumstances, type Fact, type Grant, type Remediation, valueOf } from '../../model/index.ts'
import { denyPolicyName, denyUnlessMfa, groupFor, userFor } from '../support/administrator-parts.ts'
import { maskName } from '../support/mask.ts'
import { isWeak, passwordPolicyGrants, passwordPolicyStep } from './password-policy.ts'
import { asksFor, fromConfiguration, stepsOf } from './steps.ts'

const setting = 'administrator.name'

/** The groups that `groupName` names: only they can be given AdministratorAccess, and only that. */
const groups = ['arn:aws:iam::*:group/Administrators', 'arn:aws:iam::*:group/neverroot-administrators*']

/** What making an administrator needs, and taking it back. */
export const administratorGrants: readonly Grant[] = [
  {
    actions: [
      'iam:CreateGroup',
      'iam:DeleteGroup',
      'iam:PutGroupPolicy',
      'iam:DeleteGroupPolicy',
      'iam:AddUserToGroup',
      'iam:RemoveUserFromGroup',
    ],
    resources: groups,
  },
  {
    actions: ['iam:AttachGroupPolicy', 'iam:DetachGroupPolicy'],
    resources: groups,
    condition: { ArnEquals: { 'iam:PolicyARN': 'arn:aws:iam::aws:policy/AdministratorAccess' } },
  },
  {
    actions: ['iam:CreateUser', 'iam:DeleteUser', 'iam:CreateLoginProfile', 'iam:DeleteLoginProfile'],
    resources: ['arn:aws:iam::*:user/*'],
  },
  ...passwordPolicyGrants,
]

interface Seen {
  centre: Fact<IdentityCenter>
  details: Fact<IamDetails>
  report: Fact<CredentialReport>
  policy: Fact<PasswordPolicy>
}

/**
 * One administrator, named by e-mail, in a group of its own kind, who can do nothing without MFA. Only in a standalone
 * account without IAM Identity Center: elsewhere people come in centrally, and a miss in some Regions proves nothing.
 * What is there already is not made again, so a plan finishes what an earlier one left half done. The deny comes before
 * the right, and the login profile last: a crash before it leaves nobody with a password. The first password is made by the
 * account's password policy, so a weak one is raised before.
 */
export function makeAdministrator(
  control: string,
  admins: Administrators,
  { centre, details, report, policy }: Seen,
  circumstances: Circumstances,
): Remediation {
  const { subject, configuration, vantage, partition, baseline } = circumstances
  const { paths, almost } = admins
  const nothing = { basis: { paths, almost } }
  if (vantage !== 'standalone' || centre.state !== 'known' || centre.value.found) return nothing
  if (details.state !== 'known') return nothing
  const asks = asksFor(configuration, {
    [setting]: 'Which e-mail address should name the first administrator?',
  })
  const given = configuration.administrator?.name
  if (asks.length > 0 || given === undefined) return { ...nothing, asks }

  const arn = `arn:${partition}:iam::aws:policy/AdministratorAccess`
  const group = groupFor(given, details.value.groups, arn)
  const user = userFor(given, group.name, admins, details.value, valueOf(report))
  const found = details.value.groups.find((g) => g.name === group.name)
  const basis = {
    paths,
    almost,
    user,
    group: found
      ? { name: found.name, attached: found.attached, inline: found.inline, members: found.members }
      : group,
  }
  const who = maskName(given)
  if (user.state === 'other') {
    const question = `The user ${who} is there and ${user.because}. Which other name should the first administrator have?`
    return { basis, asks: [{ setting, question }] }
  }

  const name = fromConfiguration(setting)
  const step = stepsOf(control, subject.id)
  const GroupName = group.name
  const inGroup = user.state === 'half-made' && user.inGroup
  const rules = valueOf(policy)
  return {
    basis,
    steps: [
      !group.there &&
        step({
          action: 'iam:CreateGroup',
          input: { GroupName },
          does: `group ${GroupName}`,
          undo: { action: 'iam:DeleteGroup', input: { GroupName } },
        }),
      !group.denies &&
        step({
          action: 'iam:PutGroupPolicy',
          input: { GroupName, PolicyName: denyPolicyName, PolicyDocument: JSON.stringify(denyUnlessMfa) },
          does: `${GroupName}: nothing without MFA but setting it up and changing the first password`,
          undo: {
            action: 'iam:DeleteGroupPolicy',
            input: { GroupName, PolicyName: denyPolicyName },
            weakens: true,
          },
        }),
      !group.allows &&
        step({
          action: 'iam:AttachGroupPolicy',
          input: { GroupName, PolicyArn: arn },
          does: `${GroupName} may do everything`,
          undo: {
            action: 'iam:DetachGroupPolicy',
            input: { GroupName, PolicyArn: arn },
            weakens: true,
          },
        }),
      user.state === 'absent' &&
        step({
          action: 'iam:CreateUser',
          input: { UserName: name },
          does: `user ${who}`,
          undo: { action: 'iam:DeleteUser', input: { UserName: name } },
        }),
      !inGroup &&
        step({
          action: 'iam:AddUserToGroup',
          input: { GroupName, UserName: name },
          does: `${who} joins ${GroupName}`,
          undo: {
            action: 'iam:RemoveUserFromGroup',
            input: { GroupName, UserName: name },
            // A user who could do everything before is left without the deny.
            ...(user.state === 'absent' ? {} : { weakens: true as const }),
          },
        }),
      rules && isWeak(rules, baseline) && passwordPolicyStep(rules, baseline, step),
      step({
        action: 'iam:CreateLoginProfile',
        input: { UserName: name, Password: { $secret: 'password' }, PasswordResetRequired: true },
        does: `a random first password for ${who}, to be changed at first sign-in; shown once, never kept`,
        undo: { action: 'iam:DeleteLoginProfile', input: { UserName: name }, weakens: true },
      }),
    ].filter((made) => typeof made === 'object'),
    waiting: [
      'The new administrator signs in within a day, changes the password, registers MFA and runs neverroot audit.',
    ],
  }
}

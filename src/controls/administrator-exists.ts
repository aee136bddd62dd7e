import { type AdministratorSeen, administratorSeen } from '../facts/administrator-seen.ts'
import { administrators, type Administrators } from '../facts/administrators.ts'
import { centralAdministrator } from '../facts/central-administrator.ts'
import { credentialReport } from '../facts/credential-report.ts'
import { iamDetails } from '../facts/iam-details.ts'
import { identityCenter } from '../facts/identity-center.ts'
import { managedByAws } from '../facts/managed-by-aws.ts'
import { passwordPolicy } from '../facts/password-policy.ts'
import {
  cannotTell,
  defineControl,
  type Fact,
  fail,
  missing,
  pass,
  review,
  unknown,
  type Verdict,
  valueOf,
} from '../model/index.ts'
import { administratorGrants, makeAdministrator } from './remedies/administrator.ts'
import { iamBestPractices, iamUsersPage, incompletePolicies, nobody } from './support/administrators.ts'
import { maskName } from './support/mask.ts'
import { ago, list } from './support/words.ts'

const seenMia = { name: 'mia', how: 'caller' as const, at: new Date('2026-11-23T06:30:00Z') }

export default defineControl({
  id: 'administrator-exists',
  title: 'An administrator who is not root exists and was seen to work',
  section: 'administrator',
  severity: 'critical',
  profiles: ['personal', 'business'],
  everyMember: 'have no administrator but root',
  rows: ['C1'],
  rationale:
    'Somebody who is not root must be able to do everything before root is put away; else the next emergency is a root sign-in.',
  judged:
    'A way by which a person reaches full access: an IAM user with console sign-in, a role from IAM Identity Center or SAML, or a role that one of these assumes, as its trust policy allows. Boundaries and denies count; a way that hangs on a condition is asked about. Roles for services, pipelines or other accounts do not. It works once a person was seen signed in through it: the present caller, or a console sign-in within 30 days.',
  cannotKnow:
    'Policies of the organization are not read from inside a member. IAM Identity Center is seen through the roles it leaves in the account; roles that it opens by account access manager are not.',
  references: [iamBestPractices],
  standards: { 'Startup baseline': ['ACCT.03'] },
  triggers: [
    'iam:CreateUser',
    'iam:AttachUserPolicy',
    'iam:AttachGroupPolicy',
    'iam:DeleteUser',
    'iam:DeleteLoginProfile',
  ],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Make an administrator',
    steps: [
      'In IAM, create a group "Administrators" with the AWS managed policy AdministratorAccess.',
      'Create a user named by an e-mail address, with console access and a password that must be changed at first sign-in, and add it to the group.',
      'Sign in as that user in another browser, change the password and register MFA.',
      'Sign out of root and run neverroot audit as the new administrator: it is then seen to work.',
    ],
    link: iamUsersPage,
  },
  requires: { admins: administrators },
  considers: {
    seen: administratorSeen,
    central: centralAdministrator,
    centre: identityCenter,
    managed: managedByAws,
    details: iamDetails,
    report: credentialReport,
    policy: passwordPolicy,
  },
  judge({ admins }, { seen, managed, central }, { now }) {
    if (admins.paths.length === 0) {
      if (valueOf(managed)) return cannotTell('AWS manages this account and who signs in to it')
      if (admins.incomplete) return cannotTell(incompletePolicies)
      if (admins.central.length > 0) return fromTheCentre(admins.central, central, now)
      if (admins.perhaps.length > 0) return uncertain(admins)
      return fail(
        `Nobody but root can do everything${instead(admins)}. Make an administrator: neverroot plan.`,
      )
    }
    const names = list([...new Set(admins.paths.map((p) => maskName(p.name)))], 3)
    if (seen.state !== 'known')
      return missing(
        seen,
        `${names}; whether it works: ${seen.state === 'unknown' ? seen.message : 'nobody has said so yet'}`,
      )
    if (!seen.value && admins.central.length > 0 && valueOf(central))
      return fromTheCentre(admins.central, central, now)
    if (!seen.value)
      return review(
        `${names}; nobody was seen signed in within 30 days`,
        'Sign in as an administrator and run neverroot audit again: that shows that it works.',
      )
    const { how, at } = seen.value
    const name = maskName(seen.value.name)
    return pass(how === 'caller' ? `${name}, seen to work now` : `${name}, signed in ${ago(at, now)}`)
  },
  remediate({ admins }, seen, circumstances) {
    return admins.paths.length === 0
      ? makeAdministrator('administrator-exists', admins, seen, circumstances)
      : {}
  },
  writes: administratorGrants,
  examples: [
    {
      when: 'the caller is one',
      facts: { admins: { ...nobody, paths: [{ path: 'user', name: 'mia' }] }, seen: seenMia },
      then: 'pass',
      says: 'mia, seen to work now',
    },
    { when: 'there is only root', facts: { admins: nobody }, then: 'fail' },
    {
      when: 'AWS manages the account: people come in by a way of its own',
      facts: { admins: nobody, managed: true },
      then: 'unknown',
      says: 'AWS manages this account',
    },
    {
      when: 'there is only a CI role',
      facts: { admins: { ...nobody, machineRoles: ['deploy'] } },
      then: 'fail',
      says: 'deploy',
    },
    {
      when: 'the only admin user is behind a boundary',
      facts: { admins: { ...nobody, almost: [{ name: 'mia', lacks: 'room under the boundary' }] } },
      then: 'fail',
      says: 'boundary',
    },
    {
      when: 'the only administrator may act from certain addresses only',
      facts: { admins: { ...nobody, perhaps: [{ name: 'mia', why: 'conditions' }] } },
      then: 'review',
      says: 'mia may do everything',
    },
    {
      when: 'a user can give itself everything, and nobody else can',
      facts: { admins: { ...nobody, perhaps: [{ name: 'ops', why: 'self-grantable' }] } },
      then: 'review',
    },
    {
      when: 'a new administrator whose console password may not be looked at',
      facts: { admins: { ...nobody, perhaps: [{ name: 'mia', why: 'not-seen' }] } },
      then: 'unknown',
    },
    {
      when: 'a member is entered from the management account only',
      facts: {
        admins: {
          ...nobody,
          machineRoles: ['OrganizationAccountAccessRole'],
          central: ['OrganizationAccountAccessRole'],
        },
        central: unknown('elsewhere', 'ask there who does'),
      },
      given: { vantage: 'member', profile: 'business' },
      then: 'unknown',
      says: 'management account',
    },
    {
      when: 'a member is entered from the management account by an administrator who works there',
      facts: {
        admins: {
          ...nobody,
          machineRoles: ['OrganizationAccountAccessRole'],
          central: ['OrganizationAccountAccessRole'],
        },
        central: seenMia,
      },
      given: { vantage: 'member', profile: 'business' },
      then: 'pass',
      says: 'mia of the management account, through OrganizationAccountAccessRole, seen to work now',
    },
    {
      when: 'a member is entered from the management account, where nobody was seen',
      facts: {
        admins: { ...nobody, central: ['OrganizationAccountAccessRole'] },
        central: { state: 'known', value: undefined, evidence: [] },
      },
      given: { vantage: 'member', profile: 'business' },
      then: 'review',
      says: 'nobody was seen',
    },
    {
      when: 'nobody was seen in the member, and somebody works who gets there from the management account',
      facts: {
        admins: {
          ...nobody,
          paths: [{ path: 'identity-center', name: 'AWSReservedSSO_Admin_1' }],
          central: ['OrganizationAccountAccessRole'],
        },
        seen: { state: 'known', value: undefined, evidence: [] },
        central: seenMia,
      },
      given: { vantage: 'member', profile: 'business' },
      then: 'pass',
    },
    {
      when: 'a policy document is missing from the answer',
      facts: { admins: { ...nobody, incomplete: true } },
      then: 'unknown',
    },
    {
      when: 'the administrator is named by an e-mail address',
      facts: {
        admins: { ...nobody, paths: [{ path: 'user', name: 'first.admin@corp.example' }] },
        seen: { ...seenMia, name: 'first.admin@corp.example' },
      },
      then: 'pass',
      says: 'f...@corp.example, seen to work now',
    },
    {
      when: 'administrators come through IAM Identity Center only, and one signed in',
      facts: {
        admins: { ...nobody, paths: [{ path: 'identity-center', name: 'AWSReservedSSO_Admin_1' }] },
        seen: { name: 'AWSReservedSSO_Admin_1', how: 'console', at: new Date('2026-11-20T06:30:00Z') },
      },
      then: 'pass',
      says: '3 days ago',
    },
    {
      when: 'one exists and nobody was seen',
      facts: {
        admins: { ...nobody, paths: [{ path: 'user', name: 'mia' }] },
        seen: { state: 'known', value: undefined, evidence: [] },
      },
      then: 'review',
    },
    {
      when: 'one exists and sign-ins cannot be looked up',
      facts: {
        admins: { ...nobody, paths: [{ path: 'user', name: 'mia' }] },
        seen: unknown('denied', 'cloudtrail:LookupEvents was denied', ['cloudtrail:LookupEvents']),
      },
      then: 'unknown',
    },
  ],
})

/** A role that the management account enters is a way in for those who can do everything there. */
function fromTheCentre(
  roles: readonly string[],
  central: Fact<AdministratorSeen | undefined>,
  now: Date,
): Verdict {
  const { is, names } = { is: roles.length === 1 ? 'is' : 'are', names: list(roles, 2) }
  if (central.state === 'unattested' || (central.state === 'unknown' && central.why === 'elsewhere'))
    return cannotTell(
      `${names} can do everything and ${is} entered from the management account: ask there who does`,
    )
  if (central.state === 'unknown') return missing(central)
  if (!central.value)
    return review(
      `${names} can do everything and ${is} entered from the management account, where nobody was seen signed in within 30 days`,
      'Sign in to the management account as an administrator and run neverroot audit again: that shows that it works.',
    )
  const { name, how, at } = central.value
  return pass(
    `${maskName(name)} of the management account, through ${names}, ${how === 'caller' ? 'seen to work now' : `signed in ${ago(at, now)}`}`,
  )
}

/** Ways that nobody can judge from here: a person says whether one of them is the administrator. */
function uncertain({ perhaps }: Administrators): Verdict {
  const { why } = perhaps[0]!
  const names = list([...new Set(perhaps.filter((p) => p.why === why).map((p) => maskName(p.name)))], 3)
  const question = 'Is that a way in which a person who is not root can do everything, and was it tried?'
  switch (why) {
    case 'not-seen':
      return cannotTell(`${names} may do everything; whether there is a console password could not be seen`, [
        'iam:GetLoginProfile',
      ])
    case 'conditions':
      return review(`${names} may do everything, but under conditions that cannot be judged here`, question)
    case 'self-grantable':
      return review(`${names} can do everything, but only after giving itself the right`, question)
  }
}

/** What there is instead, in a clause. */
function instead({ machineRoles, almost }: Administrators): string {
  if (almost.length > 0)
    return `: ${maskName(almost[0]!.name)} lacks a ${almost[0]!.lacks}`.replace('a room', 'room')
  if (machineRoles.length > 0)
    return `; ${list(machineRoles, 2)} can, but only services, pipelines or other accounts get there`
  return ''
}

import { administrators } from '../facts/administrators.ts'
import { administratorsMfa } from '../facts/administrators-mfa.ts'
import { statement } from '../facts/statement.ts'
import { cannotTell, defineControl, fail, missing, notApplicable, pass, unattested } from '../model/index.ts'
import {
  adminNamed,
  federated,
  iamBestPractices,
  iamUsersPage,
  incompletePolicies,
  nobody,
} from './support/administrators.ts'
import { maskName } from './support/mask.ts'
import { saidVerdict, speaker } from './support/said.ts'
import { count, list } from './support/words.ts'

const question =
  'Does every administrator who signs in through IAM Identity Center or an identity provider use MFA, and does no administrator keep access keys without need?'

export default defineControl({
  id: 'administrators-have-mfa',
  title: 'Every administrator has MFA',
  section: 'administrator',
  severity: 'critical',
  profiles: ['personal', 'business'],
  everyMember: 'have administrators without MFA',
  rows: ['C4'],
  rationale:
    'An administrator can do nearly all that root can. A password alone, or a key in a file, is then the whole defence.',
  judged:
    'Each IAM user with console sign-in who has full access, can give it to themselves, or assumes a role that has it, has an MFA device, looked up live where the credential report is old; and none holds an active access key unless somebody says that it is needed. MFA of IAM Identity Center and of identity providers cannot be read: a person says so.',
  cannotKnow: 'Whether IAM Identity Center or an identity provider asks for MFA no AWS API tells.',
  references: [iamBestPractices],
  standards: {
    'CIS 5.0': ['1.9'],
    'CIS 7.0': ['2.10'],
    'Security Hub': ['IAM.5'],
    'Startup baseline': ['ACCT.05'],
    'Well-Architected': ['SEC02-BP01'],
  },
  triggers: ['iam:EnableMFADevice', 'iam:DeactivateMFADevice', 'iam:CreateAccessKey'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Give every administrator MFA',
    steps: [
      'Each administrator signs in, opens "Security credentials" in the menu under their name, and assigns an MFA device: a passkey or security key if possible.',
      'A second device for each spares a lock-out.',
      'Replace access keys by short-lived sign-ins (aws login), then deactivate and delete them.',
    ],
    link: iamUsersPage,
    see: "the device in the user's security credentials, and a second step at the next sign-in.",
    back: 'an administrator with MFA can remove a lost device of another one.',
  },
  requires: { admins: administrators, credentials: administratorsMfa },
  considers: { said: statement('administrators-have-mfa', question) },
  judge({ admins, credentials }, { said }) {
    const without = credentials.filter((c) => !c.mfa && c.certain).map((c) => maskName(c.name))
    if (without.length > 0)
      return fail(
        `${list(without)} ${without.length === 1 ? 'has' : 'have'} no MFA. A password is all that stands before everything. Register a device today.`,
      )
    if (said.state === 'known' && !said.value.holds)
      return saidVerdict(said, 'Register MFA for each of them.')
    const withKeys = credentials.filter((c) => c.activeKeys > 0).map((c) => maskName(c.name))
    if (withKeys.length > 0 && said.state !== 'known')
      return missing(
        said,
        `MFA on, but ${list(withKeys)} ${withKeys.length === 1 ? 'holds' : 'hold'} an active access key, which needs none`,
      )
    if (admins.incomplete) return cannotTell(incompletePolicies)
    const doubtful = credentials.filter((c) => !c.mfa).map((c) => maskName(c.name))
    if (doubtful.length > 0 && said.state !== 'known')
      return missing(
        said,
        `${list(doubtful)} ${doubtful.length === 1 ? 'has' : 'have'} no MFA and may be able to do everything, under conditions that cannot be judged here`,
      )
    if (federated(admins))
      return said.state === 'known'
        ? saidVerdict(said, '')
        : missing(said, 'MFA of the identity provider cannot be read')
    if (credentials.length === 0)
      return notApplicable(
        admins.paths.length + admins.machineRoles.length > 0
          ? 'no IAM user can do everything with a password alone'
          : 'there is no administrator yet',
      )
    const number = count(credentials.length, 'administrator')
    return said.state === 'known' && (withKeys.length > 0 || doubtful.length > 0)
      ? pass(`${number}; ${speaker(said.value)} says that none is without MFA or keeps a key without need`)
      : pass(`${number}, each with MFA`)
  },
  examples: [
    {
      when: 'the one administrator has none',
      facts: { admins: nobody, credentials: [adminNamed('mia', { mfa: false })] },
      then: 'fail',
      says: 'mia has no MFA',
    },
    {
      when: 'a user can give itself full access and has no MFA',
      facts: { admins: nobody, credentials: [adminNamed('ops', { mfa: false, how: 'self-grantable' })] },
      then: 'fail',
    },
    {
      when: 'a user without MFA assumes a role that can do everything',
      facts: { admins: nobody, credentials: [adminNamed('ops', { mfa: false, how: 'role' })] },
      then: 'fail',
    },
    {
      when: 'a user without MFA who can do everything only under a condition that nobody can judge',
      facts: {
        admins: nobody,
        credentials: [adminNamed('ops', { mfa: false, certain: false })],
        said: unattested(question),
      },
      then: 'review',
      says: 'may be able to do everything',
    },
    {
      when: 'each that was seen has it, but a policy document is missing',
      facts: {
        admins: { ...nobody, incomplete: true },
        credentials: [adminNamed('mia')],
        said: unattested(question),
      },
      then: 'unknown',
    },
    {
      when: 'an administrator named by an e-mail address has none',
      facts: { admins: nobody, credentials: [adminNamed('first.admin@corp.example', { mfa: false })] },
      then: 'fail',
      says: 'f...@corp.example has no MFA',
    },
    {
      when: 'each has it',
      facts: { admins: nobody, credentials: [adminNamed('mia')], said: unattested(question) },
      then: 'pass',
    },
    {
      when: 'one holds an access key',
      facts: {
        admins: nobody,
        credentials: [adminNamed('mia', { activeKeys: 1 })],
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'administrators come through IAM Identity Center only',
      facts: {
        admins: { ...nobody, paths: [{ path: 'identity-center', name: 'x' }] },
        credentials: [],
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'a member is entered by a role of the management account only',
      facts: {
        admins: { ...nobody, machineRoles: ['OrganizationAccountAccessRole'] },
        credentials: [],
        said: unattested(question),
      },
      then: 'not-applicable',
      says: 'no IAM user',
    },
    {
      when: 'nobody is an administrator: an empty set passes nothing',
      facts: { admins: nobody, credentials: [], said: unattested(question) },
      then: 'not-applicable',
    },
  ],
})

import { administrators } from '../facts/administrators.ts'
import { credentialReport } from '../facts/credential-report.ts'
import { iamDetails } from '../facts/iam-details.ts'
import { passwordPolicy } from '../facts/password-policy.ts'
import { cannotTell, defineControl, fail, missing, notApplicable, pass, valueOf } from '../model/index.ts'
import { isWeak, passwordPolicyGrants, strengthenPasswordPolicy } from './remedies/password-policy.ts'
import { iamBestPractices, nobody } from './support/administrators.ts'

const strong = { set: true, minimumLength: 14, reusePrevention: 24, rules: {} }
const row = (user: string, passwordEnabled: boolean) => ({
  user,
  arn: '',
  root: false,
  keys: [],
  passwordEnabled,
})

export default defineControl({
  id: 'password-policy-is-strong',
  title: 'The password policy asks for long passwords that are not used again',
  section: 'administrator',
  severity: 'medium',
  profiles: ['personal', 'business'],
  everyMember: 'have a weak password policy',
  rows: ['C5'],
  rationale: "AWS's own rule is eight characters and forgets every old password.",
  judged:
    'Minimum length of at least 14 and the last 24 passwords remembered (configurable). Without IAM console users it does not matter. It never applies to root.',
  references: [
    iamBestPractices,
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
  ],
  standards: {
    'CIS 5.0': ['1.7', '1.8'],
    'CIS 7.0': ['2.8', '2.9'],
    'Security Hub': ['IAM.15', 'IAM.16'],
    'Startup baseline': ['ACCT.06'],
    'Well-Architected': ['SEC02-BP01'],
  },
  triggers: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Set the password policy',
    steps: [
      'In IAM, open "Account settings" and edit the password policy.',
      'Choose "Custom", a minimum length of 14, and "Prevent password reuse" with 24.',
      'Let users change their own password, and save.',
    ],
    link: 'https://console.aws.amazon.com/iam/home#/account_settings',
  },
  considers: {
    policy: passwordPolicy,
    report: credentialReport,
    details: iamDetails,
    admins: administrators,
  },
  judge(_, { policy: fact, report, details, admins }, { baseline }) {
    const users = valueOf(details)?.users
    const reported = valueOf(report)
    // A report can be four hours old: who was made since may have a password too.
    const newer = users?.find((u) => reported && u.created && u.created > reported.generated)
    // Administrators' passwords are looked up live: one of them is enough.
    const signsIn =
      reported?.users.some((u) => u.passwordEnabled) === true || (valueOf(admins)?.users.length ?? 0) > 0
    const noOne = !signsIn && (reported ? !newer : users?.length === 0)
    if (noOne) return notApplicable('no IAM user signs in with a password')
    if (fact.state !== 'known') return missing(fact)
    const policy = fact.value
    if (!isWeak(policy, baseline))
      return pass(`${policy.minimumLength} characters, ${policy.reusePrevention} remembered`)
    // Whether anybody has a password at all decides if a weak policy matters.
    if (!signsIn)
      return report.state !== 'known'
        ? missing(report)
        : cannotTell(
            'the credential report is older than the newest user: whether one signs in with a password is not known',
          )
    const is = policy.set
      ? `${policy.minimumLength} characters, ${policy.reusePrevention} passwords remembered`
      : `No password policy is set, so AWS's default of ${policy.minimumLength} characters applies`
    return fail(
      `${is}. A short or reused password is guessed first. Set ${baseline.passwordLength} and ${baseline.passwordReuse}: neverroot plan.`,
    )
  },
  remediate(_, { policy }, circumstances) {
    return policy.state === 'known'
      ? strengthenPasswordPolicy('password-policy-is-strong', policy.value, circumstances)
      : {}
  },
  writes: passwordPolicyGrants,
  examples: [
    {
      when: 'it is 14 and 24',
      facts: { policy: strong, report: { generated: new Date('2026-11-23'), users: [row('mia', true)] } },
      then: 'pass',
    },
    {
      when: 'none is set',
      facts: {
        policy: { set: false, minimumLength: 8, reusePrevention: 0, rules: {} },
        report: { generated: new Date('2026-11-23'), users: [row('mia', true)] },
      },
      then: 'fail',
      says: 'No password policy',
    },
    {
      when: 'old passwords may come back',
      facts: {
        policy: { ...strong, reusePrevention: 0, rules: {} },
        report: { generated: new Date('2026-11-23'), users: [row('mia', true)] },
      },
      then: 'fail',
    },
    {
      when: 'no user has a console password',
      facts: {
        policy: { set: false, minimumLength: 8, reusePrevention: 0, rules: {} },
        report: { generated: new Date('2026-11-23'), users: [row('ci', false)] },
      },
      then: 'not-applicable',
    },
    {
      when: 'the report is older than the first administrator, whose password was looked up',
      facts: {
        policy: { set: false, minimumLength: 8, reusePrevention: 0, rules: {} },
        report: { generated: new Date('2026-11-23T03:00:00Z'), users: [] },
        admins: { ...nobody, users: [{ name: 'mia', how: 'full', certain: true }] },
      },
      then: 'fail',
    },
    {
      when: 'the only user is newer than the credential report',
      facts: {
        policy: { set: false, minimumLength: 8, reusePrevention: 0, rules: {} },
        report: { generated: new Date('2026-11-23T03:00:00Z'), users: [] },
        details: {
          users: [
            {
              kind: 'user',
              name: 'mia',
              arn: 'arn:aws:iam::111111111111:user/mia',
              path: '/',
              created: new Date('2026-11-23T06:00:00Z'),
              groups: [],
              attached: [],
              policies: [],
              incomplete: false,
            },
          ],
          roles: [],
          groups: [],
        },
      },
      then: 'unknown',
    },
    {
      when: 'it is weak and nobody can see whether there are console users',
      facts: { policy: { set: false, minimumLength: 8, reusePrevention: 0, rules: {} } },
      then: 'unknown',
    },
  ],
})

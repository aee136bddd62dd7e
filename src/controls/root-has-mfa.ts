import { rootCredentials } from '../facts/root-credentials.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { cannotTell, defineControl, fail, pass, review, unknown, valueOf } from '../model/index.ts'
import { noRootConsole, rootBestPractices, securityCredentialsPage } from './support/root.ts'

export default defineControl({
  id: 'root-has-mfa',
  title: 'Root has MFA',
  section: 'root-credentials',
  severity: 'critical',
  profiles: ['personal', 'business'],
  everyMember: 'have a root user without MFA',
  rows: ['D3', 'E1'],
  rationale:
    'Without MFA a password, or whoever reads the root mailbox, is enough to own the account. AWS asks for it at sign-in since 2025, but an account that nobody signs in to stays without.',
  judged:
    'AccountMFAEnabled of the account summary is 1. Or root has no password and recovery is blocked centrally. No password with recovery open, or not known to be blocked, is not safe: the mailbox owner can set one.',
  cannotKnow:
    'Where root has no password: recovery that was allowed again more than 90 days ago, and not used since, is not seen.',
  references: [
    rootBestPractices,
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html',
  ],
  standards: {
    'CIS 5.0': ['1.4'],
    'CIS 7.0': ['2.5'],
    'Security Hub': ['IAM.9'],
    'Startup baseline': ['ACCT.05'],
    'Well-Architected': ['SEC01-BP02', 'SEC02-BP01'],
  },
  triggers: ['iam:EnableMFADevice', 'iam:DeactivateMFADevice', 'iam:CreateLoginProfile'],
  fix: { api: false, hand: true },
  notIn: noRootConsole,
  procedure: {
    title: 'Register MFA for root',
    steps: [
      'Sign in as root and open the security credentials page.',
      'Under "Multi-factor authentication", choose "Assign MFA device".',
      'Register a passkey or security key; for an app, one that backs itself up to another device.',
      'Register a second device right away, then sign out.',
    ],
    link: securityCredentialsPage,
    see: 'the device in the list, and a second step at the next sign-in.',
    back: 'before you sign out, try the device in a private window; while you are signed in you can still remove it.',
  },
  requires: { root: rootCredentials },
  considers: { recovery: rootRecovery },
  judge({ root }, { recovery }) {
    if (root.mfa === undefined) return cannotTell('AWS did not say whether root has MFA')
    if (root.mfa) return pass('on')
    if (root.password !== false) {
      const maybe = root.password === undefined ? ' (whether it has a password AWS did not say)' : ''
      return fail(
        `Root has no MFA${maybe}. Its password, or its mailbox, is all that a stranger needs. Sign in as root and register two devices.`,
      )
    }
    if (valueOf(recovery) === 'blocked') return pass('no password, and recovery is blocked')
    return review(
      `no password, but ${valueOf(recovery) === 'open' ? 'recovery is open: the mailbox owner can set one' : 'nobody can say from here that recovery is blocked'}`,
      'Has the management account removed this root user, with recovery blocked (neverroot audit there tells)?',
    )
  },
  examples: [
    { when: 'MFA is on', facts: { root: { mfa: true, password: true }, recovery: 'open' }, then: 'pass' },
    {
      when: 'there is a password and no MFA',
      facts: { root: { mfa: false, password: true }, recovery: 'open' },
      then: 'fail',
    },
    {
      when: 'centralized root access is on and the password is still there',
      facts: { root: { mfa: false, password: true }, recovery: 'blocked' },
      then: 'fail',
    },
    {
      when: 'centralized, nothing left, MFA 0',
      facts: {
        root: { mfa: false, password: false, accessKeys: false, signingCertificates: false },
        recovery: 'blocked',
      },
      then: 'pass',
    },
    {
      when: 'no password but recovery was allowed again',
      facts: { root: { mfa: false, password: false }, recovery: 'open' },
      then: 'review',
      says: 'recovery is open',
    },
    {
      when: 'no password and nobody can see whether recovery is blocked',
      facts: {
        root: { mfa: false, password: false },
        recovery: unknown('elsewhere', 'ask the management account'),
      },
      then: 'review',
    },
    {
      when: 'AccountPasswordPresent is absent and MFA 0',
      facts: { root: { mfa: false }, recovery: 'open' },
      then: 'fail',
    },
    { when: 'AccountMFAEnabled is absent', facts: { root: { password: true } }, then: 'unknown' },
    {
      when: 'a GovCloud root has no console',
      facts: { root: { mfa: false, password: false } },
      given: { partition: 'aws-us-gov' },
      then: 'not-applicable',
    },
    {
      when: 'China has no root',
      facts: { root: { mfa: false } },
      given: { partition: 'aws-cn' },
      then: 'not-applicable',
    },
  ],
})

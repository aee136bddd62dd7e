import { organizationsFeatures } from '../facts/organizations-features.ts'
import { defineControl, fail, missing, pass, unknown } from '../model/index.ts'
import { accountManagementPage, outsideAnOrganization, rootAccessGuide } from './support/guardrails.ts'

export default defineControl({
  id: 'root-access-is-centralized',
  title: 'Root access of members is managed centrally',
  section: 'guardrails',
  severity: 'high',
  scope: 'organization',
  profiles: ['personal', 'business'],
  rows: ['E2'],
  rationale:
    'With central root access, members need no root password, keys or MFA at all, and what only root can do is done in short sessions bound to one task.',
  judged:
    'Both features are on: RootCredentialsManagement (delete credentials, block recovery) and RootSessions (task-bound sessions). Only the management account and a delegated administrator can see it.',
  cannotKnow:
    'It says nothing about credentials that members still have: each account is judged for itself. Whether the delegated administrator for IAM, if there is one, also runs workloads is not looked at.',
  references: [rootAccessGuide],
  standards: { 'CIS 7.0': ['2.1.1'], 'Well-Architected': ['SEC01-BP02'] },
  triggers: [
    'iam:EnableOrganizationsRootCredentialsManagement',
    'iam:DisableOrganizationsRootCredentialsManagement',
  ],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Turn on central root access',
    steps: [
      'In the management account, open IAM, "Root access management".',
      'Enable it, with both "Root credentials management" and "Privileged root actions in member accounts".',
      'Leave the delegated administrator empty, or name an account that runs no workloads.',
    ],
    link: accountManagementPage,
  },
  considers: { features: organizationsFeatures },
  judge(_, { features }, { vantage }) {
    const outside = outsideAnOrganization(vantage)
    if (outside) return outside
    if (features.state !== 'known') return missing(features)
    const { rootCredentialsManagement, rootSessions } = features.value
    if (rootCredentialsManagement && rootSessions) return pass('both features are on')
    const off = rootCredentialsManagement
      ? 'root sessions are'
      : rootSessions
        ? 'root credentials management is'
        : 'both features are'
    return fail(
      `Central root access is not complete: ${off} off. Members keep root passwords that nobody watches. Turn both on.`,
    )
  },
  examples: [
    {
      when: 'both are on',
      facts: { features: { rootCredentialsManagement: true, rootSessions: true } },
      given: { vantage: 'management' },
      then: 'pass',
    },
    {
      when: 'only one is on',
      facts: { features: { rootCredentialsManagement: true, rootSessions: false } },
      given: { vantage: 'management' },
      then: 'fail',
      says: 'root sessions are off',
    },
    {
      when: 'a member asks',
      facts: { features: unknown('elsewhere', 'ask the management account') },
      given: { vantage: 'member' },
      then: 'unknown',
    },
    { when: 'the account stands alone', given: { vantage: 'standalone' }, then: 'not-applicable' },
  ],
})

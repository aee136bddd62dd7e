import { cannotTell, defineControl } from '../model/index.ts'
import { organizationsPage, outsideAnOrganization, scpGuide } from './support/guardrails.ts'

export default defineControl({
  id: 'root-policies-spare-assumed-root',
  title: 'No policy blocks the central root tasks',
  section: 'guardrails',
  severity: 'high',
  scope: 'organization',
  profiles: ['personal', 'business'],
  rows: ['E2'],
  rationale:
    'A policy that denies root without sparing AssumeRoot sessions also blocks the only way to delete root credentials, to re-open a locked bucket, and to recover.',
  judged:
    'Every attached service control policy is evaluated for the five central root tasks, on every path. Done from the management account.',
  cannotKnow: 'The policies of an organization are visible from the management account only.',
  references: [
    scpGuide,
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  ],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Spare assumed root in a policy',
    steps: [
      'Open the policy that denies arn:aws:iam::*:root.',
      'Add the condition Null: { "aws:AssumedRoot": "true" } to each such statement.',
      'For the Control Tower control "Disallow actions as a root user", set its parameter ExemptAssumeRoot.',
    ],
    link: organizationsPage,
  },
  judge(_values, _facts, { vantage }) {
    return (
      outsideAnOrganization(vantage) ??
      cannotTell(
        vantage === 'management'
          ? 'the policies of the organization are not judged in the audit of one account'
          : 'ask the management account: the policies of the organization are visible there',
      )
    )
  },
  examples: [
    { when: 'the account stands alone', then: 'not-applicable' },
    { when: 'a member asks', given: { vantage: 'member' }, then: 'unknown', says: 'management account' },
  ],
})

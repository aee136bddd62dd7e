import { organizationPlace } from '../facts/organization-place.ts'
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
  // Not knowing whether there is an organization is no reason to ask its management account.
  requires: { place: organizationPlace },
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
    { when: 'the account stands alone', facts: { place: { vantage: 'standalone' } }, then: 'not-applicable' },
    { when: 'nobody may look whether there is an organization', then: 'unknown', says: 'not looked at' },
    {
      when: 'a member asks',
      facts: { place: { vantage: 'member' } },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'management account',
    },
  ],
})

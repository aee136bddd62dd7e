import { organizationPlace } from '../facts/organization-place.ts'
import { cannotTell, defineControl, notApplicable } from '../model/index.ts'
import { organizationsPage, scpGuide } from './support/guardrails.ts'

export default defineControl({
  id: 'root-is-denied-by-policy',
  title: 'Policies leave root next to nothing to do',
  section: 'guardrails',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'let root do more than it should',
  rows: ['E2'],
  rationale:
    'Whoever becomes root of a member should find that root can see the bill, set account details, and do nothing else.',
  judged:
    'The service control policies on the path of a member are evaluated for root and for the five central root tasks. Policies never bind a management account, and a standalone account has none: there root can do everything, and central root access, MFA and alarms stand in.',
  cannotKnow: 'The policies on its path are visible from the management account only.',
  references: [scpGuide],
  standards: { 'CIS 7.0': ['2.1.2'], 'Well-Architected': ['SEC03-BP05'] },
  triggers: ['organizations:AttachPolicy', 'organizations:DetachPolicy', 'organizations:UpdatePolicy'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Deny root by policy, without locking anybody out',
    steps: [
      'Turn on central root access first, with root sessions.',
      'Write a service control policy that denies everything to arn:aws:iam::*:root where aws:AssumedRoot is absent (Null true).',
      'Attach it to a test unit, look for denied root events for two weeks, then attach it wider.',
    ],
    link: organizationsPage,
  },
  // Not knowing whether there is an organization is no reason to ask its management account.
  requires: { place: organizationPlace },
  judge(_values, _facts, { vantage, central }) {
    if (vantage === 'standalone')
      return notApplicable(
        'no policy binds the root of a standalone account: it can do everything; MFA, no keys and an alarm stand in',
      )
    if (vantage === 'management')
      return notApplicable(
        'no policy binds the root of a management account: it can do everything; keep workloads out of it',
      )
    return cannotTell(
      central
        ? "not supported yet: the policies on the account's path are not evaluated"
        : "ask the management account: the policies on this account's path are visible there",
    )
  },
  examples: [
    {
      when: 'the account stands alone',
      facts: { place: { vantage: 'standalone' } },
      then: 'not-applicable',
      says: 'everything',
    },
    {
      when: 'it is the management account',
      facts: { place: { vantage: 'management' } },
      given: { vantage: 'management' },
      then: 'not-applicable',
      says: 'everything',
    },
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

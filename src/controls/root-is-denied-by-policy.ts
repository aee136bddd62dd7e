import { organizationPlace } from '../facts/organization-place.ts'
import { rootRights } from '../facts/root-rights.ts'
import { cannotTell, defineControl, fail, missing, notApplicable, pass, unknown } from '../model/index.ts'
import { evidenceOf } from './support/evidence.ts'
import { organizationsPage, scpGuide } from './support/guardrails.ts'
import { list } from './support/words.ts'

const number = (n: number): string => n.toLocaleString('en-US')
const member = { vantage: 'member' as const, central: true as const }
const total = 21_000
const nothing = { denied: [], cannotTell: [] }
const shut = {
  allowed: 0,
  conditional: 0,
  cannotTell: 0,
  total,
  some: [],
  assumedRoot: nothing,
  stoppedBy: [],
}

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
    'The service and resource control policies on the path of a member are evaluated for root, over all actions of AWS, and for the five central root tasks. No more actions may be left than baseline.rootActions says (200: what the allow-list leaves, and some room), those that depend on the request among them; what nobody can tell is never a pass. Policies never bind a management account, and a standalone account has none: there root can do everything, and central root access, MFA and alarms stand in.',
  cannotKnow: 'The policies on its path are visible from the management account only.',
  references: [scpGuide],
  standards: { 'CIS 7.0': ['2.1.2'], 'Well-Architected': ['SEC03-BP05'] },
  triggers: ['organizations:AttachPolicy', 'organizations:DetachPolicy', 'organizations:UpdatePolicy'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Deny root by policy, without locking anybody out',
    steps: [
      'Turn on central root access first, with root sessions.',
      'Print a service control policy that spares AssumeRoot: neverroot guard policy root-deny, or root-allow-list.',
      'Attach it to a test unit, look for denied root events for two weeks, then attach it wider.',
    ],
    link: organizationsPage,
  },
  // Not knowing whether there is an organization is no reason to ask its management account.
  requires: { place: organizationPlace },
  considers: { rights: rootRights },
  judge(_values, { rights }, { vantage, baseline }) {
    if (vantage === 'standalone')
      return notApplicable(
        'no policy binds the root of a standalone account: it can do everything; MFA, no keys and an alarm stand in: neverroot explain standalone',
      )
    if (vantage === 'management')
      return notApplicable(
        'no policy binds the root of a management account: it can do everything; keep workloads out of it: neverroot explain standalone',
      )
    if (rights.state !== 'known') return missing(rights)
    const { allowed, conditional, cannotTell: doubtful, some, assumedRoot, stoppedBy } = rights.value
    const evidence = evidenceOf(rights)
    const left = allowed + conditional
    const all = number(rights.value.total)
    if (left > baseline.rootActions)
      return fail(
        `Root of this member can still do ${left === rights.value.total ? `everything: ${all} actions` : `${number(left)} of ${all} actions`}${some.length > 0 ? `, such as ${list(some)}` : ''}; at most ${number(baseline.rootActions)} may be left. Whoever becomes root there can do them. Attach a policy that denies root and spares AssumeRoot (neverroot guard policy root-deny).`,
        { evidence },
      )
    if (assumedRoot.denied.length > 0)
      return fail(
        `Root of this member is denied, and so are the central root tasks (${list(assumedRoot.denied.slice(0, 3))})${stoppedBy.length > 0 ? ` by ${list(stoppedBy)}` : ''}: nobody can delete its credentials, or open a locked bucket. Let that policy spare aws:AssumedRoot.`,
        { evidence },
      )
    // What nobody can tell is neither left to root nor taken from it.
    if (left + doubtful > baseline.rootActions)
      return cannotTell(
        `of ${number(doubtful)} actions nobody can tell whether root is denied them: the policies hold something that is not modelled (neverroot guard show)`,
      )
    if (assumedRoot.cannotTell.length > 0)
      return cannotTell(
        `nobody can tell whether the central root tasks are denied (${list(assumedRoot.cannotTell.slice(0, 3))}): the policies hold something that is not modelled (neverroot guard show)`,
      )
    return pass(left === 0 ? 'root can do nothing' : `root can do ${number(left)} of ${all} actions`, {
      evidence,
    })
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
      facts: {
        place: { vantage: 'member' },
        rights: unknown('elsewhere', 'the policies are visible from the management account'),
      },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'management account',
    },
    {
      when: 'root can do nothing, and AssumeRoot everything it needs',
      facts: { place: { vantage: 'member' }, rights: shut },
      given: member,
      then: 'pass',
      says: 'nothing',
    },
    {
      when: 'root can see bills and make one administrator',
      facts: { place: { vantage: 'member' }, rights: { ...shut, allowed: 180, conditional: 14 } },
      given: member,
      then: 'pass',
      says: '194 of 21,000',
    },
    {
      when: 'nothing is attached',
      facts: { place: { vantage: 'member' }, rights: { ...shut, allowed: total } },
      given: member,
      then: 'fail',
      says: 'everything',
    },
    {
      when: 'more is left than is configured, some of it depending on the request',
      facts: {
        place: { vantage: 'member' },
        rights: { ...shut, allowed: 100, conditional: 101, some: ['s3:DeleteBucket'] },
      },
      given: member,
      then: 'fail',
      says: 'such as s3:DeleteBucket',
    },
    {
      when: 'root is denied, and AssumeRoot with it',
      facts: {
        place: { vantage: 'member' },
        rights: {
          ...shut,
          assumedRoot: { denied: ['iam:DeleteAccessKey'], cannotTell: [] },
          stoppedBy: ['guardrails'],
        },
      },
      given: member,
      then: 'fail',
      says: 'by guardrails',
    },
    {
      when: 'a condition that is not modelled may deny root',
      facts: { place: { vantage: 'member' }, rights: { ...shut, cannotTell: total } },
      given: member,
      then: 'unknown',
      says: 'not modelled',
    },
    {
      when: 'a condition that is not modelled may deny AssumeRoot',
      facts: {
        place: { vantage: 'member' },
        rights: { ...shut, assumedRoot: { denied: [], cannotTell: ['iam:DeleteAccessKey'] } },
      },
      given: member,
      then: 'unknown',
      says: 'iam:DeleteAccessKey',
    },
  ],
})

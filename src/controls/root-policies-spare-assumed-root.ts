import { organizationPlace } from '../facts/organization-place.ts'
import { assumedRootBlockers } from '../facts/root-rights.ts'
import { cannotTell, defineControl, fail, missing, pass, unknown } from '../model/index.ts'
import { evidenceOf } from './support/evidence.ts'
import { organizationsPage, outsideAnOrganization, scpGuide } from './support/guardrails.ts'
import { list } from './support/words.ts'

const management = { vantage: 'management' as const }
const place = { vantage: 'management' as const }
const blocker = {
  id: 'p-1',
  name: 'guardrails',
  targets: ['ou-1'],
  denied: ['iam:DeleteAccessKey'],
  cannotTell: [],
  lacking: false,
  controlTower: [],
}

const named = ({ name, controlTower }: { name: string; controlTower: readonly string[] }): string =>
  controlTower.length > 0 ? `${name} (Control Tower's ${list(controlTower)})` : name

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
    "Every attached service and resource control policy is evaluated for the five central root tasks, at every place that it is attached to, together with what else is attached there. The management account, which no policy binds, is left out. Control Tower's two controls about root are named where they are the reason. What nobody can tell is never a pass.",
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
  considers: { found: assumedRootBlockers },
  judge(_values, { found }, { vantage }) {
    const outside = outsideAnOrganization(vantage)
    if (outside) return outside
    if (vantage === 'member')
      return cannotTell('ask the management account: the policies of the organization are visible there')
    if (found.state !== 'known') return missing(found)
    const { attached, blockers } = found.value
    const evidence = evidenceOf(found)
    const blocking = blockers.filter(({ denied }) => denied.length > 0)
    if (blocking.length > 0) {
      const tasks = [...new Set(blocking.flatMap(({ denied }) => denied))].sort()
      const denying = blocking.filter(({ lacking }) => !lacking)
      return fail(
        `${list(blocking.map(named))} ${blocking.length === 1 ? 'keeps' : 'keep'} the central root tasks from what they need (${list(tasks.length > 3 ? [...tasks.slice(0, 2), `${tasks.length - 2} more`] : tasks)}): root's credentials cannot be deleted there, nor a locked bucket or queue be opened. ${denying.length > 0 ? 'Add Null: { "aws:AssumedRoot": "true" } to the conditions of each statement that denies root' : 'Let a policy at the same place allow these actions'}; neverroot guard show tells where they are attached.`,
        { evidence },
      )
    }
    const doubtful = blockers.filter(({ cannotTell: unsure }) => unsure.length > 0)
    if (doubtful.length > 0)
      return cannotTell(
        `nobody can tell whether ${list(doubtful.map(named))} ${doubtful.length === 1 ? 'blocks' : 'block'} the central root tasks: something in there is not modelled`,
      )
    return pass(
      attached === 0
        ? 'no control policy is attached'
        : `${attached === 1 ? 'one attached control policy leaves' : `${attached} attached control policies leave`} the central root tasks alone`,
      { evidence },
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
    {
      when: 'no policy blocks them',
      facts: { place, found: { attached: 3, blockers: [] } },
      given: management,
      then: 'pass',
      says: '3 attached control policies',
    },
    {
      when: 'one denies root without sparing AssumeRoot',
      facts: { place, found: { attached: 3, blockers: [blocker] } },
      given: management,
      then: 'fail',
      says: 'guardrails keeps',
    },
    {
      when: "Control Tower's control does not exempt AssumeRoot",
      facts: {
        place,
        found: {
          attached: 2,
          blockers: [{ ...blocker, controlTower: ['AWS-GR_RESTRICT_ROOT_USER'] }],
        },
      },
      given: management,
      then: 'fail',
      says: "Control Tower's AWS-GR_RESTRICT_ROOT_USER",
    },
    {
      when: 'one allows something else alone, and nothing beside it allows the tasks',
      facts: { place, found: { attached: 2, blockers: [{ ...blocker, lacking: true }] } },
      given: management,
      then: 'fail',
      says: 'allow these actions',
    },
    {
      when: 'one holds a condition that is not modelled',
      facts: {
        place,
        found: {
          attached: 2,
          blockers: [{ ...blocker, denied: [], cannotTell: ['iam:DeleteAccessKey'] }],
        },
      },
      given: management,
      then: 'unknown',
      says: 'guardrails blocks',
    },
    {
      when: 'the caller may not read them',
      facts: {
        place,
        found: unknown('denied', 'organizations:ListPolicies was denied', ['organizations:ListPolicies']),
      },
      given: management,
      then: 'unknown',
      says: 'ListPolicies',
    },
  ],
})

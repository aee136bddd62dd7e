import { canaryUse } from '../facts/canary-use.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { organizationsFeatures } from '../facts/organizations-features.ts'
import { rootPolicyState } from '../facts/root-policy.ts'
import { statement } from '../facts/statement.ts'
import { wayIn } from '../facts/way-in.ts'
import { cannotTell, defineControl, fail, missing, notApplicable, pass, unknown } from '../model/index.ts'
import { rollOutRootPolicy, rootPolicyGrants } from './remedies/root-policy.ts'
import { evidenceOf } from './support/evidence.ts'
import { organizationsPage, outsideAnOrganization, scpGuide } from './support/guardrails.ts'

const id = 'root-policy-is-attached'

const question =
  'Did nobody use root of any member in the last 90 days, nor its keys, and was nobody denied who needed it (neverroot activity --org)?'

const given = {
  vantage: 'management' as const,
  configuration: { organization: { rootPolicy: 'deny' as const, canaryUnit: 'Root/Sandbox' } },
}
const place = { vantage: 'management' as const }
const root = { id: 'r-1234', attached: 1, has: false }
const canary = { id: 'ou-1234-12345678', attached: 2, has: false, hasAccounts: true }
const state = { enabled: true, root, canary, blocking: [] }

export default defineControl({
  id,
  title: 'The declared policy about root is attached',
  section: 'guardrails',
  severity: 'medium',
  scope: 'organization',
  profiles: ['personal', 'business'],
  rows: ['E2'],
  rationale:
    'A policy at the root of the organization holds for every member, those that are made tomorrow too.',
  judged:
    'Only where organization.rootPolicy is declared: the service control policy that neverroot writes is attached to the root of the organization, to the letter. A plan makes it and attaches it to organization.canaryUnit first; wider in a later plan, after baseline.quarantineDays and a word that nobody was missed. A word never counts for the verdict.',
  cannotKnow:
    'Whether somebody needs root of a member shows in each of them alone. Of the canary it is looked at, in the Region of sign-ins; for the rest a person looks (neverroot activity --org) and says so.',
  references: [scpGuide],
  triggers: ['organizations:AttachPolicy', 'organizations:DetachPolicy', 'organizations:UpdatePolicy'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'Attach the policy about root',
    steps: [
      'Print it: neverroot guard policy root-deny --output root-policy.json, or root-allow-list.',
      'In the management account, open Organizations, "Policies", "Service control policies", and create one with that text.',
      'Attach it to a unit with few accounts, look for a week who is denied there, then attach it to the root.',
    ],
    link: organizationsPage,
    back: 'detach it on the same page: root can do again what it could.',
  },
  considers: {
    state: rootPolicyState,
    place: organizationPlace,
    features: organizationsFeatures,
    wayIn,
    said: statement(id, question, 30),
    use: canaryUse,
  },
  judge(_, { state: seen }, { vantage, configuration }) {
    const outside = outsideAnOrganization(vantage)
    if (outside) return outside
    if (configuration.organization?.rootPolicy === undefined)
      return notApplicable('no policy about root is declared (organization.rootPolicy)')
    if (vantage !== 'management')
      return cannotTell('ask the management account: the policies of the organization are visible there')
    if (seen.state !== 'known') return missing(seen)
    const { policy, root: top, canary: first } = seen.value
    const evidence = evidenceOf(seen)
    if (policy?.same && top.has)
      return pass(
        configuration.organization.rootPolicy === 'deny'
          ? 'standing root of every member is denied everything'
          : 'standing root of every member is denied all but bills, account details and one administrator',
        { evidence },
      )
    if (policy?.same && first?.has)
      return fail(
        'The policy about root is attached to the canary unit alone: root of the other members can do what it could. Run neverroot plan --org when it was watched there.',
        { evidence, waiting: ['the canary is watched before it goes wider'] },
      )
    return fail('The policy about root that is declared is not attached. Run neverroot plan --org.', {
      evidence,
    })
  },
  remediate: (_, seen, circumstances) => rollOutRootPolicy(id, seen, circumstances),
  writes: rootPolicyGrants,
  examples: [
    { when: 'the account stands alone', then: 'not-applicable' },
    {
      when: 'none is declared',
      given: { vantage: 'management' },
      then: 'not-applicable',
      says: 'organization.rootPolicy',
    },
    { when: 'it is attached nowhere', facts: { place, state }, given, then: 'fail', says: 'not attached' },
    {
      when: 'it is attached to the canary',
      facts: {
        place,
        state: { ...state, policy: { id: 'p-1', same: true }, canary: { ...canary, has: true } },
      },
      given,
      then: 'fail',
      says: 'canary unit alone',
    },
    {
      when: 'it is attached to the root',
      facts: { place, state: { ...state, policy: { id: 'p-1', same: true }, root: { ...root, has: true } } },
      given,
      then: 'pass',
    },
    {
      when: 'one of its name with another text is attached to the root',
      facts: { place, state: { ...state, policy: { id: 'p-1', same: false }, root: { ...root, has: true } } },
      given,
      then: 'fail',
    },
    {
      when: 'the policies cannot be read',
      facts: { place, state: unknown('denied', 'organizations:ListPolicies was denied') },
      given,
      then: 'unknown',
      says: 'ListPolicies',
    },
    { when: 'a member asks', given: { ...given, vantage: 'member' }, then: 'unknown', says: 'management' },
  ],
})

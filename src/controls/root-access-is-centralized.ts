import { declaredDelegate } from '../facts/declared-delegate.ts'
import { type DelegatedAdministrator, delegatedAdministrators } from '../facts/delegated-administrators.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { organizationsFeatures } from '../facts/organizations-features.ts'
import { statement } from '../facts/statement.ts'
import { trustedAccess } from '../facts/trusted-access.ts'
import { defineControl, type Fact, fail, missing, pass, unattested, unknown } from '../model/index.ts'
import { centralizeRootAccess, centralRootAccessGrants } from './remedies/central-root-access.ts'
import { delegatedAdministratorGrants, undelegated } from './remedies/delegated-administrator.ts'
import { accountService, iamService } from './support/central-services.ts'
import { evidenceOf } from './support/evidence.ts'
import { accountManagementPage, outsideAnOrganization, rootAccessGuide } from './support/guardrails.ts'
import { speaker } from './support/said.ts'
import { list } from './support/words.ts'

const id = 'root-access-is-centralized'

const question =
  'Does the delegated administrator for IAM, if there is one, run no workloads: is it an account for security alone?'

const contactAdvice =
  'Contacts of members cannot be read from the centre: trusted access for Account Management is off (aws organizations enable-aws-service-access --service-principal account.amazonaws.com)'

/** Who administers IAM for the organization; undefined: it could not be seen. */
function deputiesOf(
  delegates: Fact<readonly DelegatedAdministrator[]>,
): readonly string[] | 'none' | undefined {
  if (delegates.state !== 'known') return undefined
  const names = delegates.value
    .filter(({ services }) => services.includes(iamService))
    .map(({ account, name }) => `${name} ${account}`)
  return names.length > 0 ? names : 'none'
}

const named = (deputies: readonly string[] | 'none' | undefined): string =>
  deputies && deputies !== 'none' ? ` (${list(deputies)})` : ''

const noDeputy =
  'Nobody administers it but the management account; delegated to an account for security alone, it would keep people out of there'

const adviceAbout = (deputies: readonly string[] | undefined): string =>
  deputies
    ? `${list(deputies)} can do all of it too: see to it that no workload runs there, and say so (neverroot attest ${id})`
    : 'Whether a delegated administrator can do all of it too could not be seen'

const on = { rootCredentialsManagement: true, rootSessions: true }
const management = { vantage: 'management' } as const
const both = [accountService, iamService]
const declaring = { organization: { delegatedAdministrator: '333333333333' } }
const delegate = (name: string, services: readonly string[] = [iamService]): DelegatedAdministrator => ({
  account: '333333333333',
  name,
  services,
})

export default defineControl({
  id,
  title: 'Root access of members is managed centrally',
  section: 'guardrails',
  severity: 'high',
  scope: 'organization',
  profiles: ['personal', 'business'],
  rows: ['E2'],
  rationale:
    'With central root access, members need no root password, keys or MFA at all, and what only root can do is done in short sessions bound to one task.',
  judged:
    'Both features are on: RootCredentialsManagement (delete credentials, block recovery) and RootSessions (task-bound sessions); so is trusted access for IAM, without which AWS does not even list them. A delegated administrator for IAM can do all of it too: it fails where somebody says that it runs workloads. Having none is fine, unless the configuration declares one (organization.delegatedAdministrator): then it fails until that account is it, for IAM and for Account Management. Whether Account Management has trusted access is told, not judged. Only the management account and a delegated administrator can see it.',
  cannotKnow:
    'It says nothing about credentials that members still have: each account is judged for itself. Whether a delegated administrator runs workloads no AWS API tells: a person does.',
  references: [rootAccessGuide],
  standards: { 'CIS 7.0': ['2.1.1'], 'Well-Architected': ['SEC01-BP02'] },
  triggers: [
    'iam:EnableOrganizationsRootCredentialsManagement',
    'iam:DisableOrganizationsRootCredentialsManagement',
    'iam:EnableOrganizationsRootSessions',
    'iam:DisableOrganizationsRootSessions',
    'organizations:DisableAWSServiceAccess',
    'organizations:RegisterDelegatedAdministrator',
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
    see: 'both features as enabled on the same page.',
    back: 'the same page turns them off again; credentials that were deleted meanwhile stay deleted.',
  },
  considers: {
    place: organizationPlace,
    features: organizationsFeatures,
    trusted: trustedAccess,
    delegates: delegatedAdministrators,
    declared: declaredDelegate,
    said: statement(id, question),
  },
  judge(_, { features, trusted, delegates, said }, { vantage, configuration }) {
    const outside = outsideAnOrganization(vantage)
    if (outside) return outside
    if (features.state !== 'known') return missing(features)
    const { rootCredentialsManagement, rootSessions } = features.value
    // A person's word counts as evidence only where the verdict rests on it.
    const evidence = evidenceOf(features, trusted, delegates)
    const untrusted = trusted.state === 'known' && !trusted.value.includes(iamService)
    if (!rootCredentialsManagement || !rootSessions || untrusted) {
      const off = [
        untrusted && 'trusted access for IAM',
        !rootCredentialsManagement && 'root credentials management',
        !rootSessions && 'root sessions',
      ].filter((part): part is string => typeof part === 'string')
      const are = off.length > 1 || !rootSessions ? 'are' : 'is'
      return fail(
        `Central root access is not complete: ${list(off)} ${are} off. Members keep root passwords that nobody watches. Run neverroot plan in the management account.`,
        { evidence },
      )
    }
    const deputies = deputiesOf(delegates)
    const runsWorkloads = said.state === 'known' && !said.value.holds
    if (runsWorkloads && deputies !== 'none')
      return fail(
        `${speaker(said.value)} says that the delegated administrator for IAM${named(deputies)} runs workloads. Whoever takes over a workload there can become root of every member. Delegate to an account for security alone, or to none.`,
        { evidence: [...evidence, ...evidenceOf(said)] },
      )
    const declared = configuration.organization?.delegatedAdministrator
    if (declared !== undefined && delegates.state !== 'known') return missing(delegates)
    const lacking = undelegated(declared, delegates)
    if (lacking.length > 0)
      return fail(
        `${declared} is declared as delegated administrator and is none for ${list(lacking)}. Run neverroot plan in the management account.`,
        { evidence },
      )
    const vouched = said.state === 'known' && said.value.holds
    return pass(
      [
        'both features are on',
        deputies === 'none' ? noDeputy : !vouched && adviceAbout(deputies),
        trusted.state === 'known' && !trusted.value.includes(accountService) && contactAdvice,
      ]
        .filter((part) => typeof part === 'string')
        .join('. '),
      { evidence },
    )
  },
  remediate: (_, seen, circumstances) => centralizeRootAccess(id, seen, circumstances),
  writes: [...centralRootAccessGrants, ...delegatedAdministratorGrants],
  examples: [
    {
      when: 'both are on, and nobody administers it from elsewhere: advice alone',
      facts: { features: on, trusted: both, delegates: [] },
      given: management,
      then: 'pass',
      says: 'Nobody administers it but the management account',
    },
    {
      when: 'only one is on',
      facts: { features: { ...on, rootSessions: false }, trusted: both },
      given: management,
      then: 'fail',
      says: 'root sessions are off',
    },
    {
      when: 'IAM is not trusted, and so both are off',
      facts: { features: { rootCredentialsManagement: false, rootSessions: false }, trusted: [] },
      given: management,
      then: 'fail',
      says: 'trusted access for IAM, root credentials management and root sessions are off',
    },
    {
      when: 'IAM has lost its trusted access',
      facts: { features: on, trusted: [accountService] },
      given: management,
      then: 'fail',
      says: 'trusted access for IAM is off',
    },
    {
      when: 'Account Management is not trusted: advice alone',
      facts: { features: on, trusted: [iamService], delegates: [] },
      given: management,
      then: 'pass',
      says: 'Contacts of members cannot be read from the centre',
    },
    {
      when: 'a member administers it, and nobody has said what runs there: advice alone',
      facts: { features: on, trusted: both, delegates: [delegate('security')], said: unattested(question) },
      given: management,
      then: 'pass',
      says: 'security 333333333333 can do all of it too',
    },
    {
      when: 'a member administers it, and somebody says that it runs workloads',
      facts: {
        features: on,
        trusted: both,
        delegates: [delegate('shop-prod')],
        said: { holds: false, by: 'Mia', at: new Date('2026-11-01') },
      },
      given: management,
      then: 'fail',
      says: '(shop-prod 333333333333) runs workloads',
    },
    {
      when: 'the declared account is delegated administrator for both',
      facts: {
        features: on,
        trusted: both,
        delegates: [delegate('security', both)],
        said: { holds: true, by: 'Mia', at: new Date('2026-11-01') },
      },
      given: { ...management, configuration: declaring },
      then: 'pass',
    },
    {
      when: 'the declared account is delegated administrator for one of the two',
      facts: { features: on, trusted: both, delegates: [delegate('security')] },
      given: { ...management, configuration: declaring },
      then: 'fail',
      says: '333333333333 is declared as delegated administrator and is none for account.amazonaws.com',
    },
    {
      when: 'an account is declared, and who is delegated administrator could not be seen',
      facts: {
        features: on,
        trusted: both,
        delegates: unknown('denied', 'not to be seen', ['organizations:ListDelegatedAdministrators']),
      },
      given: { ...management, configuration: declaring },
      then: 'unknown',
    },
    {
      when: 'somebody says so of an administrator who is none for IAM',
      facts: {
        features: on,
        trusted: both,
        delegates: [delegate('shop-prod', [accountService])],
        said: { holds: false, by: 'Mia', at: new Date('2026-11-01') },
      },
      given: management,
      then: 'pass',
    },
    {
      when: 'somebody says that the administrator is for security alone',
      facts: {
        features: on,
        trusted: both,
        delegates: [delegate('security')],
        said: { holds: true, by: 'Mia', at: new Date('2026-11-01') },
      },
      given: management,
      then: 'pass',
      says: 'both features are on',
    },
    {
      when: 'who administers it could not be seen',
      facts: { features: on, trusted: both },
      given: management,
      then: 'pass',
      says: 'could not be seen',
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

import { memberRootWord } from '../facts/as-root.ts'
import { credentialReport } from '../facts/credential-report.ts'
import { memberRootSignIn } from '../facts/member-root-sign-in.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { organizationsFeatures } from '../facts/organizations-features.ts'
import { rootDenial } from '../facts/root-denial.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { rootKeyQuarantine } from '../facts/root-key-quarantine.ts'
import { rootKeys } from '../facts/root-keys.ts'
import { cannotTell, defineControl, fail, missing, notApplicable, pass, unknown } from '../model/index.ts'
import { removeMemberRoot } from './remedies/member-root.ts'
import { evidenceOf } from './support/evidence.ts'
import { accountManagementPage, outsideAnOrganization, rootAccessGuide } from './support/guardrails.ts'
import { list } from './support/words.ts'

const id = 'member-roots-have-no-credentials'

const member = { vantage: 'member' as const }

export default defineControl({
  id,
  title: 'The root user of a member has no credentials',
  section: 'guardrails',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'still have root credentials',
  rows: ['E2'],
  rationale:
    'A root user without password, keys, certificates and MFA cannot be signed in to, phished or lost.',
  judged:
    "The account's own summary: no password, no keys, no certificates, no MFA device. The organization's switch is not trusted: invited accounts keep what they had until it is deleted. From the management account a plan deletes them, MFA last: only with central root access on, an administrator who was seen to work, keys that were off, or denied everything by the policy about root, for the quarantine, and somebody's word that nothing there needs root. That word counts for the deletion and never for the verdict.",
  cannotKnow:
    'MFA Delete of buckets, CloudFront key pairs and GovCloud partners of root are not looked at: a person says that there are none.',
  references: [rootAccessGuide],
  triggers: ['iam:CreateLoginProfile', 'iam:DeleteLoginProfile'],
  fix: { api: true, hand: true },
  notIn: { 'aws-cn': 'accounts in China have no root user' },
  procedure: {
    title: "Remove a member's root credentials",
    steps: [
      'In the management account, open IAM, "Root access management", and choose the account.',
      'Check that nothing uses its root keys and that no bucket has MFA Delete.',
      'Choose "Delete root user credentials", for one account first; wait a week before the rest.',
    ],
    link: accountManagementPage,
  },
  considers: {
    place: organizationPlace,
    root: rootCredentials,
    features: organizationsFeatures,
    report: credentialReport,
    own: rootKeys,
    quarantine: rootKeyQuarantine,
    denial: rootDenial,
    signIn: memberRootSignIn,
    said: memberRootWord,
  },
  judge(_, { place, root }, { vantage }) {
    const outside = outsideAnOrganization(vantage)
    if (outside) return outside
    if (vantage === 'management') return notApplicable('the management account keeps its root credentials')
    // Not knowing where it stands, the account is looked at as a member: what is no fault elsewhere must not fail.
    if (place.state !== 'known') return missing(place)
    if (root.state !== 'known') return missing(root)
    const evidence = evidenceOf(place, root)
    const { password, accessKeys, signingCertificates, mfa } = root.value
    const left = [
      password && 'a password',
      accessKeys && 'access keys',
      signingCertificates && 'signing certificates',
      mfa && 'an MFA device',
    ].filter((x): x is string => typeof x === 'string')
    if (left.length > 0)
      return fail(
        `Root of this member still has ${list(left)}. The management account can delete them centrally.`,
        { evidence },
      )
    if ([password, accessKeys, signingCertificates, mfa].includes(undefined))
      return cannotTell('AWS did not say which root credentials there are')
    return pass('none left', { evidence })
  },
  remediate: (_, seen, circumstances) => removeMemberRoot(id, seen, circumstances),
  examples: [
    {
      when: 'nothing is left',
      facts: {
        place: member,
        root: { password: false, accessKeys: false, signingCertificates: false, mfa: false },
      },
      given: { vantage: 'member' },
      then: 'pass',
    },
    {
      when: 'centralized, and the password is still there',
      facts: {
        place: member,
        root: { password: true, accessKeys: false, signingCertificates: false, mfa: false },
      },
      given: { vantage: 'member' },
      then: 'fail',
      says: 'a password',
    },
    {
      when: 'AccountPasswordPresent is absent',
      facts: { place: member, root: { accessKeys: false, signingCertificates: false, mfa: false } },
      given: { vantage: 'member' },
      then: 'unknown',
    },
    {
      when: 'whether the account is a member could not be seen',
      facts: {
        place: unknown('denied', 'organizations:DescribeOrganization was denied', [
          'organizations:DescribeOrganization',
        ]),
        root: { password: true },
      },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'organizations:DescribeOrganization',
    },
    {
      when: 'it is the management account',
      facts: { root: { password: true } },
      given: { vantage: 'management' },
      then: 'not-applicable',
    },
    { when: 'the account stands alone', then: 'not-applicable' },
  ],
})

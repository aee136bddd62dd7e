import { administrators } from '../facts/administrators.ts'
import { administratorsMfa } from '../facts/administrators-mfa.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, missing, notApplicable, pass, unattested, unknown, valueOf } from '../model/index.ts'
import { adminNamed, iamBestPractices, iamUsersPage, nobody } from './support/administrators.ts'
import { maskName } from './support/mask.ts'
import { saidVerdict } from './support/said.ts'

const question =
  'Is there an emergency administrator that works when the identity provider is down or lost, the one that also opens the root mailbox?'

export default defineControl({
  id: 'a-way-in-survives-the-identity-provider',
  title: 'A way in survives the loss of the identity provider',
  section: 'administrator',
  severity: 'high',
  profiles: ['business'],
  rows: ['C1'],
  rationale:
    'When one identity provider opens the accounts and the mailbox, losing it loses both: nobody can sign in, and nobody can read the mail that would reset root.',
  judged:
    'An IAM user with full access and MFA is a way that needs no identity provider. Otherwise a person says how the emergency administrator signs in. Members are entered from the management account.',
  cannotKnow: 'Which identity provider opens the root mailbox AWS does not know.',
  references: [iamBestPractices],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Keep an emergency administrator',
    steps: [
      'Create one IAM user for emergencies with a long random password and a physical MFA key.',
      'Seal both and put them in a safe that two people open.',
      'Alarm on every sign-in of that user, and try it once a quarter.',
    ],
    link: iamUsersPage,
  },
  considers: {
    place: organizationPlace,
    admins: administrators,
    credentials: administratorsMfa,
    said: statement('a-way-in-survives-the-identity-provider', question),
  },
  judge(_, { place, admins, credentials, said }, { vantage }) {
    const member = vantage === 'member' || vantage === 'delegated'
    if (member && place.state === 'known')
      return notApplicable('members are entered from the management account')
    if (said.state === 'known') return saidVerdict(said, 'Make one that does not depend on it.')
    const withMfa = valueOf(credentials)?.filter((c) => c.mfa) ?? []
    const byUser = valueOf(admins)?.paths.find(
      (p) => p.path === 'user' && withMfa.some((c) => c.name === p.name),
    )
    if (byUser) return pass(`${maskName(byUser.name)} is an IAM user with MFA`)
    if (member && place.state === 'unknown') return missing(place)
    if (admins.state === 'unknown') return missing(admins)
    if (credentials.state === 'unknown') return missing(credentials)
    return missing(said)
  },
  examples: [
    {
      when: 'an IAM administrator with MFA exists',
      facts: {
        admins: { ...nobody, paths: [{ path: 'user', name: 'glass' }] },
        credentials: [adminNamed('glass')],
        said: unattested(question),
      },
      then: 'pass',
    },
    {
      when: 'everybody comes through IAM Identity Center',
      facts: {
        admins: { ...nobody, paths: [{ path: 'identity-center', name: 'x' }] },
        credentials: [],
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'the first of two IAM administrators has no MFA, the second has',
      facts: {
        admins: {
          ...nobody,
          paths: [
            { path: 'user', name: 'mia' },
            { path: 'user', name: 'glass' },
          ],
        },
        credentials: [adminNamed('mia', { mfa: false }), adminNamed('glass')],
        said: unattested(question),
      },
      then: 'pass',
      says: 'glass',
    },
    {
      when: 'it is a member',
      facts: { place: { vantage: 'member' } },
      given: { vantage: 'member' },
      then: 'not-applicable',
    },
    {
      when: 'whether it is a member could not be seen',
      facts: {
        place: unknown('denied', 'organizations:DescribeOrganization was denied', [
          'organizations:DescribeOrganization',
        ]),
        said: unattested(question),
      },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'organizations:DescribeOrganization',
    },
  ],
})

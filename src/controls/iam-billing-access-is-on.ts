import { accountChanges } from '../facts/account-changes.ts'
import { organizationAccount } from '../facts/organization-account.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, pass, unattested, unknown, valueOf } from '../model/index.ts'
import { accessSetTo } from './support/billing-access.ts'
import { accountPage, isAbout } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { changesSeen, miaSaid } from './support/samples.ts'
import { speaker, statementDays, unsaid, within } from './support/said.ts'
import { ago } from './support/words.ts'

const question =
  'Does the billing page open for an administrator who is not root? Look at it signed in as one before you answer.'

export default defineControl({
  id: 'iam-billing-access-is-on',
  title: 'IAM users and roles may see billing information',
  section: 'account-details',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['A8'],
  rationale:
    'While it is off the billing pages of the console open for root alone, whatever a policy allows: every look at a bill is a use of root.',
  judged:
    'CloudTrail shows a SetIAMAccessPreference event that plainly turned it on, or a person says so after looking at the billing page as an administrator who is not root; the later of the two counts. Accounts that Organizations created have it on unless it was denied at creation: a hint, not proof.',
  cannotKnow:
    'No API reads this switch, and the cost APIs work without it. The parameters of its event are not documented.',
  references: [
    'https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/control-access-billing.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html',
  ],
  fix: { api: false, hand: true },
  // Assumed of GovCloud: its root user has no console, where alone the switch is.
  notIn: { 'aws-us-gov': 'a GovCloud account is billed through the commercial account it belongs to' },
  procedure: {
    title: 'Activate IAM access to billing',
    steps: [
      'Sign in as root: only root can turn this switch. Open the account page.',
      'Scroll to "IAM user and role access to Billing information", choose Edit, tick Activate IAM Access and choose Update.',
      'Sign out, and sign in as an administrator who is not root.',
      'Open the billing page. If it shows the bill, say so here.',
    ],
    link: accountPage,
    see: '"IAM user/role access to billing information is activated" on the account page, and the bill when an administrator opens it.',
    back: 'the same Edit turns it off again.',
  },
  considers: {
    changes: accountChanges,
    account: organizationAccount,
    said: statement('iam-billing-access-is-on', question),
  },
  judge(_, { changes, account, said }, { now, subject }) {
    const switched = (valueOf(changes)?.events ?? []).find(
      (e) => e.name === 'SetIAMAccessPreference' && isAbout(e, subject.id),
    )
    const word = within(statementDays, said, question, now)
    const todo =
      'Until it is on, a look at the bill needs root. Sign in as root and activate it on the account page.'
    if (word.state === 'known' && (!switched || word.value.at > switched.at)) {
      const { holds, at } = word.value
      return holds
        ? pass(`${speaker(word.value)} said so ${ago(at, now)}`, { evidence: evidenceOf(said) })
        : fail(`Off, ${speaker(word.value)} said ${ago(at, now)}. ${todo}`, { evidence: evidenceOf(said) })
    }
    if (switched) {
      const evidence = evidenceOf(changes)
      const set = accessSetTo(switched.record.requestParameters)
      if (set === 'on') return pass(`turned on ${ago(switched.at, now)}`, { evidence })
      if (set === 'off') return fail(`Turned off ${ago(switched.at, now)}. ${todo}`, { evidence })
      return unsaid(
        word.state === 'known' ? unattested(question) : word,
        `switched ${ago(switched.at, now)}, but the event does not say which way`,
      )
    }
    return unsaid(
      word.state === 'known' ? unattested(question) : word,
      valueOf(account)?.joined === 'CREATED'
        ? 'probably on: Organizations created the account, and allows it unless told otherwise'
        : 'nobody has said so yet, and no API tells',
    )
  },
  examples: [
    {
      when: 'a person looked at the billing page as an administrator',
      facts: { said: miaSaid('iam-billing-access-is-on', true), changes: changesSeen() },
      then: 'pass',
    },
    {
      when: 'the event says plainly that it was turned on',
      facts: {
        changes: changesSeen(['SetIAMAccessPreference', '2026-11-20', { iamAccess: 'ACTIVE' }]),
        said: unattested(question),
      },
      then: 'pass',
      says: 'turned on 3 days ago',
    },
    {
      when: 'the event does not say which way',
      facts: {
        changes: changesSeen(['SetIAMAccessPreference', '2026-11-20']),
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'it was turned off after a person had said so',
      facts: {
        changes: changesSeen(['SetIAMAccessPreference', '2026-11-20', { iamAccess: false }]),
        said: miaSaid('iam-billing-access-is-on', true),
      },
      then: 'fail',
    },
    {
      when: 'it was switched, nobody knows which way, after a person had said so',
      facts: {
        changes: changesSeen(['SetIAMAccessPreference', '2026-11-20']),
        said: miaSaid('iam-billing-access-is-on', true),
      },
      then: 'review',
    },
    {
      when: 'Organizations created the account: a hint only, since it could have been denied then',
      facts: { changes: changesSeen(), account: { joined: 'CREATED' }, said: unattested(question) },
      given: { vantage: 'delegated' },
      then: 'review',
      says: 'probably on',
    },
    {
      when: 'a person says that the page stays shut',
      facts: {
        said: miaSaid('iam-billing-access-is-on', false),
        changes: unknown('denied', 'cloudtrail:LookupEvents was denied', ['cloudtrail:LookupEvents']),
      },
      then: 'fail',
    },
    {
      when: 'nobody has said',
      facts: { changes: changesSeen(), said: unattested(question) },
      then: 'review',
    },
  ],
})

import { rootCredentials } from '../facts/root-credentials.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, missing, notApplicable, unattested, valueOf } from '../model/index.ts'
import { isOutOfReach, nothingToGuard, rootBestPractices } from './support/root.ts'
import { saidVerdict } from './support/said.ts'

const question =
  'Can no single person, and no single system outside AWS, read the root mailbox and answer the phone number on file?'

export default defineControl({
  id: 'root-recovery-takes-more-than-one',
  title: 'Becoming root takes more than one person',
  section: 'guardrails',
  severity: 'high',
  profiles: ['business'],
  everyMember: 'have a root user that one person can recover',
  rows: ['E2', 'D3'],
  rationale:
    'Whoever reads the root mailbox and answers the phone can get past MFA. In one hand, that hand is root.',
  judged:
    'A person says who holds mailbox, phone, MFA key and identity provider, and that no one of them suffices.',
  cannotKnow: 'Who reads a mailbox or carries a phone AWS does not know.',
  references: [rootBestPractices],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Put mailbox and phone into different hands',
    steps: [
      'Write down who can read the root mailbox, and who administers it.',
      'Write down who answers the phone number on file.',
      'Where one name stands in both, move one of them to somebody else.',
      'Say so here; look again when somebody leaves.',
    ],
    link: 'https://console.aws.amazon.com/billing/home#/account',
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    said: statement('root-recovery-takes-more-than-one', question),
  },
  judge(_, { root, recovery, said }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    return said.state === 'known'
      ? saidVerdict(said, 'Move the mailbox or the phone to somebody else.')
      : missing(said)
  },
  examples: [
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'one person holds both',
      facts: { said: { holds: false, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    {
      when: 'root was removed centrally: there is nothing to recover',
      facts: {
        root: { password: false, accessKeys: false, signingCertificates: false },
        recovery: 'blocked',
        said: unattested(question),
      },
      then: 'not-applicable',
    },
    { when: 'nobody has said', facts: { said: unattested(question) }, then: 'review' },
  ],
})

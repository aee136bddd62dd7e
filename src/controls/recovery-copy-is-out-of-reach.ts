import { statement } from '../facts/statement.ts'
import { defineControl, missing, unattested } from '../model/index.ts'
import { saidVerdict } from './support/said.ts'

const question =
  'Is there a copy of what matters, at most 7 days old, that nobody in this account can delete (another account, a compliance lock, or outside AWS)?'

export default defineControl({
  id: 'recovery-copy-is-out-of-reach',
  title: "A copy of what matters lies outside the account's reach",
  section: 'guardrails',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['F3'],
  rationale:
    'A stranger with full access deletes services and snapshots in minutes. What survives is what the account cannot delete.',
  judged:
    'A person says that a copy of at most 7 days exists in another account under a key of its own, in a compliance-mode lock past its grace period, or outside AWS. For one person, a copy at home is enough.',
  cannotKnow: 'Backups in other accounts and places cannot be seen from this account.',
  references: ['https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Keep a copy that the account cannot delete',
    steps: [
      'Choose what you could not lose: data, code, DNS records, configuration.',
      'Copy it on a schedule to another account with a key of its own, into a vault with a compliance lock, or to a place outside AWS.',
      'Restore something from it once, then say so here.',
    ],
    link: 'https://console.aws.amazon.com/backup/home',
  },
  considers: { said: statement('recovery-copy-is-out-of-reach', question) },
  judge(_, { said }) {
    return said.state === 'known' ? saidVerdict(said, 'Make one before it is needed.') : missing(said)
  },
  examples: [
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'mia', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'there is none',
      facts: { said: { holds: false, by: 'mia', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    { when: 'nobody has said', facts: { said: unattested(question) }, then: 'review' },
  ],
})

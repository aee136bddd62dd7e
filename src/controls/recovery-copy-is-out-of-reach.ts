import { recoveryCopies, type RecoveryCopies } from '../facts/recovery-copies.ts'
import { statement } from '../facts/statement.ts'
import type { Lack, SafeCopy, ShortCopy } from '../facts/vault-look.ts'
import { cannotTell, defineControl, pass, unattested, unknown } from '../model/index.ts'
import { evidenceOf } from './support/evidence.ts'
import { safeCopy, shortCopy } from './support/recovery-copies.ts'
import { saidVerdict, unsaid } from './support/said.ts'

const id = 'recovery-copy-is-out-of-reach'
const question =
  'Is there a copy of what matters, at most 7 days old, that nobody in this account can delete (another account, a compliance lock, or outside AWS)?'

const nothing: RecoveryCopies = { safe: [], short: [], unseen: [] }

/** What the examples are about. */
const nobody = unattested(question)
const refused = unknown('denied', 'The caller may not call backup:ListBackupVaults', [
  'backup:ListBackupVaults',
])
const safe: SafeCopy = {
  vault: 'arn:aws:backup:eu-west-1:222222222222:backup-vault:safe',
  account: '222222222222',
  region: 'eu-west-1',
  lockedSince: new Date('2026-06-01T00:00:00Z'),
  newest: new Date('2026-11-22T04:00:00Z'),
  keyAccount: '222222222222',
  resources: 3,
  types: ['EBS', 'RDS'],
}
const short = (lack: Lack, over: Partial<ShortCopy> = {}): RecoveryCopies => ({
  ...nothing,
  short: [
    {
      vault: 'arn:aws:backup:eu-west-1:111111111111:backup-vault:daily',
      account: '111111111111',
      region: 'eu-west-1',
      lack,
      ...over,
    },
  ],
})

export default defineControl({
  id,
  title: "A copy of what matters lies outside the account's reach",
  section: 'guardrails',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['F3'],
  rationale:
    'A stranger with full access deletes services and snapshots in minutes. What survives is what the account cannot delete.',
  judged:
    'AWS Backup shows a recovery point of at most 7 days in a vault whose lock is final (compliance mode, past its grace period), under a key of another account; the vault may be in another account, which shares it or, where an organization is looked at from its centre, is a member with a role for us. Else a person says that such a copy exists, or one outside AWS. For one person, a copy at home is enough. No vault makes it fail: what AWS Backup does not show may lie elsewhere.',
  cannotKnow:
    'Whether what was copied is what matters, and whether it can be restored. A vault of another account is seen only where that one shares it or lets us in; else copies made there are told, and a person says the rest. Nothing is concluded from a lock without a date. A vault in the account itself does not outlive the account, which root can close where it stands alone.',
  references: [
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
    'https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupVaultListMember.html',
  ],
  triggers: [
    'backup:DeleteBackupVaultLockConfiguration',
    'backup:PutBackupVaultLockConfiguration',
    'backup:DeleteRecoveryPoint',
    'backup:DeleteBackupPlan',
    'backup:UpdateBackupPlan',
  ],
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
  considers: { copies: recoveryCopies, said: statement(id, question) },
  judge(_, { copies, said }, { now }) {
    const seen = copies.state === 'known' ? copies.value : nothing
    if (seen.safe.length > 0) return pass(safeCopy(seen.safe, now), { evidence: evidenceOf(copies) })
    const nearest = shortCopy(seen, now)
    if (said.state === 'known')
      return saidVerdict(said, `${nearest ? `${nearest} ` : ''}Make one before it is needed.`)
    const unseen = copies.state === 'unknown' ? copies : seen.unseen[0]
    // A permission or another try may show it; elsewhere only a person can say.
    if (!nearest && unseen && /^(denied|failed)$/.test(unseen.why))
      return cannotTell(
        `${unseen.message}. Somebody who knows of such a copy can say so: neverroot attest ${id}.`,
        unseen.needs,
      )
    return unsaid(said, nearest && `${nearest} If there is a better copy, say so: neverroot attest ${id}.`)
  },
  examples: [
    {
      when: 'fresh copies lie in a locked vault of another account, under its key',
      facts: { copies: { ...nothing, safe: [safe] } },
      then: 'pass',
      says: '3 resources (EBS and RDS), newest yesterday, in vault safe of account 222222222222 (eu-west-1), whose lock is final since 2026-06-01',
    },
    {
      when: 'they lie in this account, in a vault with a final lock, under a key of another one',
      facts: { copies: { ...nothing, safe: [{ ...safe, account: '111111111111' }] } },
      then: 'pass',
    },
    {
      when: 'somebody says that there is none, and there is one',
      facts: {
        copies: { ...nothing, safe: [safe] },
        said: { holds: false, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
    },
    {
      when: 'one Region could not be seen, and the copy lies in another',
      facts: { copies: { ...nothing, safe: [safe], unseen: [refused] } },
      then: 'pass',
    },
    {
      when: 'copies are made to another account, whose vault cannot be seen',
      facts: {
        said: nobody,
        copies: short('lock-unseen', { account: '222222222222', date: new Date('2026-11-22T04:00:00Z') }),
      },
      then: 'review',
      says: 'copies are made to account 222222222222, the last one yesterday',
    },
    {
      when: 'AWS says that the vault there is air-gapped and locked, and not since when',
      facts: { said: nobody, copies: short('lock-unseen', { account: '222222222222', compliance: true }) },
      then: 'review',
      says: 'into an air-gapped vault in compliance mode',
    },
    {
      when: 'the lock is in governance mode',
      facts: { said: nobody, copies: short('removable') },
      then: 'review',
      says: 'governance mode',
    },
    {
      when: 'the lock is in its grace period',
      facts: { said: nobody, copies: short('in-grace', { date: new Date('2026-11-25') }) },
      then: 'review',
      says: 'until 2026-11-25',
    },
    {
      when: 'the newest copy is older than 7 days',
      facts: { said: nobody, copies: short('nothing-fresh') },
      then: 'review',
      says: 'of the last 7 days',
    },
    {
      when: 'the lock is final, and the key of the copies is in the account',
      facts: { said: nobody, copies: short('key-here') },
      then: 'review',
      says: 'can have the key deleted',
    },
    {
      when: 'AWS shows no key',
      facts: { said: nobody, copies: short('key-unseen') },
      then: 'review',
    },
    {
      when: 'the vault is locked without a date that AWS shows',
      facts: { said: nobody, copies: short('undated') },
      then: 'review',
    },
    {
      when: 'copies to another account fail',
      facts: { said: nobody, copies: short('copy-failed', { account: '222222222222' }) },
      then: 'review',
      says: 'no copy to account 222222222222 was completed',
    },
    {
      when: 'nothing locks the vault, and somebody says that there is a copy elsewhere',
      facts: { copies: short('no-lock'), said: { holds: true, by: 'mia', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'nothing locks the vault, and somebody says that there is no other',
      facts: { copies: short('no-lock'), said: { holds: false, by: 'mia', at: new Date('2026-11-01') } },
      then: 'fail',
      says: 'nothing locks it',
    },
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'mia', at: new Date('2026-11-01') }, copies: nothing },
      then: 'pass',
    },
    {
      when: 'there is none',
      facts: { said: { holds: false, by: 'mia', at: new Date('2026-11-01') }, copies: nothing },
      then: 'fail',
    },
    { when: 'nobody has said', facts: { said: nobody, copies: nothing }, then: 'review' },
    {
      when: 'AWS Backup cannot be looked at, and nobody has said',
      facts: { said: nobody, copies: refused },
      then: 'unknown',
      says: 'can say so',
    },
    {
      when: 'AWS Backup cannot be looked at, and somebody says so',
      facts: { said: { holds: true, by: 'mia', at: new Date('2026-11-01') }, copies: refused },
      then: 'pass',
    },
    {
      when: 'AWS Backup is not offered there, and nobody has said',
      facts: { said: nobody, copies: unknown('unsupported', 'not offered') },
      then: 'review',
    },
  ],
})

import { rootCredentials } from '../facts/root-credentials.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, missing, notApplicable, unattested, valueOf } from '../model/index.ts'
import {
  isOutOfReach,
  noRootConsole,
  nothingToGuard,
  rootBestPractices,
  securityCredentialsPage,
} from './support/root.ts'
import { saidVerdict } from './support/said.ts'

const question = 'Is the root password long, random, used nowhere else, and kept in a password manager?'

export default defineControl({
  id: 'root-password-is-managed',
  title: 'The root password is random and kept in a password manager',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['D1'],
  rationale:
    'A password that a person can remember is one that a stranger can guess or find in a leak; one that nobody kept is one that the mailbox has to reset.',
  judged: 'A person says so. Nothing can read a root password, and neverroot never asks for it.',
  cannotKnow: 'No API tells anything about the root password itself, only when it was last changed.',
  references: [rootBestPractices],
  fix: { api: false, hand: true },
  notIn: noRootConsole,
  procedure: {
    title: 'Set a root password that nobody has to remember',
    steps: [
      'Let your password manager make a password of at least 32 random characters.',
      'Sign in as root, open the security credentials page and change the password to it.',
      'Save it in the manager before you close the page. Do not paste it anywhere else.',
      'Sign out, and say so here.',
    ],
    link: securityCredentialsPage,
    see: 'the page says that the password was changed, and the next sign-in takes the new one only.',
    back: 'nobody but the root mailbox can bring an old password back: if the new one is lost, choose "Forgot password" at the root sign-in.',
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    said: statement('root-password-is-managed', question),
  },
  judge(_, { root, recovery, said }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    if (said.state !== 'known') return missing(said)
    return saidVerdict(said, 'It can be guessed, or is in a leak. Set a random one from a password manager.')
  },
  examples: [
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'mia', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'somebody says that it is not',
      facts: { said: { holds: false, by: 'mia', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    {
      when: 'nobody has said',
      facts: { root: { password: true }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'the statement lapsed yesterday',
      facts: {
        said: unattested(question, {
          kind: 'attestation',
          source: 'statement',
          control: 'root-password-is-managed',
          by: 'mia',
          holds: true,
          at: '2025-11-22T00:00:00Z',
          expires: '2026-11-22T00:00:00Z',
          saw: null,
        }),
      },
      then: 'review',
      says: 'lapsed on 2026-11-22',
    },
    {
      when: 'root was removed centrally',
      facts: {
        root: { password: false, accessKeys: false, signingCertificates: false },
        recovery: 'blocked',
        said: unattested(question),
      },
      then: 'not-applicable',
    },
  ],
})

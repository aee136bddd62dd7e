import { credentialReport } from '../facts/credential-report.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import {
  defineControl,
  fail,
  missing,
  notApplicable,
  pass,
  review,
  unattested,
  valueOf,
} from '../model/index.ts'
import {
  isOutOfReach,
  noRootConsole,
  nothingToGuard,
  rootBestPractices,
  securityCredentialsPage,
} from './support/root.ts'
import { speaker } from './support/said.ts'
import { ago, day } from './support/words.ts'

const question =
  'Was the root password changed since you took the account over, and since the last person who knew it left?'

export default defineControl({
  id: 'root-password-is-fresh',
  title: 'The root password was changed since anybody who knew it left',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['D1'],
  rationale:
    'Whoever set up the account, and everybody who ever left with the password in mind, can still sign in.',
  judged:
    'When the password was last changed stands in the credential report; that nobody who knew it left since then, a person must say. A change after somebody said that a leaver knows it asks again.',
  cannotKnow: 'AWS knows when the password was changed, not who has seen it.',
  references: [rootBestPractices],
  triggers: ['iam:ChangePassword'],
  fix: { api: false, hand: true },
  notIn: noRootConsole,
  procedure: {
    title: 'Change the root password',
    steps: [
      'Let your password manager make a new password of at least 32 random characters.',
      'Sign in as root, open the security credentials page and change the password to it.',
      'Save it in the manager, sign out, and say so here.',
    ],
    link: securityCredentialsPage,
    see: 'the page says that the password was changed; the credential report shows the date within four hours.',
    back: 'if the new one is lost, choose "Forgot password" at the root sign-in: the mail goes to the root mailbox.',
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    report: credentialReport,
    said: statement('root-password-is-fresh', question),
  },
  judge(_, { root, recovery, report, said }, { now }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    const changed = valueOf(report)?.root?.passwordLastChanged
    const when = changed ? `changed ${ago(changed, now)} (${day(changed)})` : undefined
    if (said.state !== 'known') {
      if (said.state === 'unattested' && when && !said.lapsed)
        return review(`${when}; nobody has said yet who knew it before`, said.question)
      return missing(said)
    }
    const evidence = [...said.evidence, ...(report.state === 'known' ? report.evidence : [])]
    if (!said.value.holds && changed && changed > said.value.at)
      return review(`${when}, after ${speaker(said.value)} said that somebody who left knows it`, question)
    if (!said.value.holds)
      return fail(
        `${speaker(said.value)} says that somebody who left knows it. That person can still sign in. Change it today.`,
        { evidence: said.evidence },
      )
    return pass(when ? `${when}; ${speaker(said.value)} says so` : `${speaker(said.value)} says so`, {
      evidence,
    })
  },
  examples: [
    {
      when: 'nobody has said, and the report knows when it was changed',
      facts: {
        report: {
          generated: new Date('2026-11-23'),
          users: [],
          root: {
            user: '<root_account>',
            arn: '',
            root: true,
            keys: [],
            passwordLastChanged: new Date('2022-03-01'),
          },
        },
        said: unattested(question),
      },
      then: 'review',
      says: '2022-03-01',
    },
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'mia', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'a leaver knew it, and it was changed since',
      facts: {
        report: {
          generated: new Date('2026-11-23'),
          users: [],
          root: {
            user: '<root_account>',
            arn: '',
            root: true,
            keys: [],
            passwordLastChanged: new Date('2026-11-20'),
          },
        },
        said: { holds: false, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'review',
    },
    {
      when: 'a leaver knows it',
      facts: { said: { holds: false, by: 'mia', at: new Date('2026-11-01') } },
      then: 'fail',
    },
  ],
})

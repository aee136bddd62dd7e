import { drill } from '../facts/drill.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, notApplicable, pass, unattested, valueOf } from '../model/index.ts'
import { evidenceOf } from './support/evidence.ts'
import {
  isOutOfReach,
  noRootConsole,
  nothingToGuard,
  rootBestPractices,
  securityCredentialsPage,
} from './support/root.ts'
import { speaker, unsaid, within } from './support/said.ts'
import { ago, day, daysBetween } from './support/words.ts'

const question =
  "Who are the two custodians of root's MFA key, in what kind of place does it lie, and is its seal whole?"

/** A seal that nobody has looked at for this long proves nothing. */
const custodyDays = 180

export default defineControl({
  id: 'root-mfa-is-in-custody',
  title: "Root's MFA key is in a safe, with two custodians",
  section: 'root-credentials',
  severity: 'high',
  profiles: ['business'],
  rows: ['D3'],
  rationale: 'A key that one person carries is a key that one person can use, lose, or take along.',
  judged:
    'A custody record: label, last four of the serial, kind of place, two custodians, seal. It lapses after 180 days; a break-glass drill makes it witnessed.',
  cannotKnow: 'Where a key lies no API knows.',
  references: [rootBestPractices],
  fix: { api: false, hand: true },
  notIn: noRootConsole,
  procedure: {
    title: 'Put the key away, together',
    steps: [
      'Label the key; write down the last four characters of its serial, nothing else.',
      'Seal it in an envelope that two people sign.',
      'Put it in a safe that neither of them opens alone.',
      'Record the custody here; look at the seal again within 180 days.',
    ],
    link: securityCredentialsPage,
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    shown: drill('root-mfa-is-in-custody', question),
    said: statement('root-mfa-is-in-custody', question, 180),
  },
  judge(_, { root, recovery, shown, said }, { now }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    const word = within(custodyDays, said, question, now)
    if (word.state === 'known' && !word.value.holds)
      return fail(
        `${speaker(word.value)} says that it is not in custody. Whoever has it can use it alone. Seal it and put it in a safe.`,
        { evidence: evidenceOf(word) },
      )
    if (shown.state === 'known' && shown.value.people >= 2 && daysBetween(shown.value.at, now) <= custodyDays)
      return pass(`${shown.value.people} custodians brought it in a drill ${ago(shown.value.at, now)}`, {
        evidence: evidenceOf(shown),
      })
    if (word.state !== 'known') return unsaid(word, `no custody record within ${custodyDays} days`)
    return pass(`recorded by ${speaker(word.value)} on ${day(word.value.at)}`, { evidence: evidenceOf(word) })
  },
  examples: [
    {
      when: 'there is no record',
      facts: { root: { mfa: true }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'there is one',
      facts: { said: { holds: true, by: 'ops', at: new Date('2026-11-01') } },
      then: 'pass',
      says: '2026-11-01',
    },
    {
      when: 'the record is older than 180 days, whatever expiry it was given',
      facts: { said: { holds: true, by: 'ops', at: new Date('2026-05-01') } },
      then: 'review',
      says: '180 days',
    },
    {
      when: 'two custodians brought it in a drill',
      facts: { shown: { people: 2, at: new Date('2026-11-01') }, said: unattested(question) },
      then: 'pass',
      says: '2 custodians',
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

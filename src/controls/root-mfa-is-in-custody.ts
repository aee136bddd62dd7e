import { rootCredentials } from '../facts/root-credentials.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, notApplicable, pass, unattested, valueOf } from '../model/index.ts'
import {
  isOutOfReach,
  noRootConsole,
  nothingToGuard,
  rootBestPractices,
  securityCredentialsPage,
} from './support/root.ts'
import { day } from './support/words.ts'

const question =
  "Who are the two custodians of root's MFA key, in what kind of place does it lie, and is its seal whole?"

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
  standards: { 'Well-Architected': ['SEC01-BP02'] },
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
    said: statement('root-mfa-is-in-custody', question),
  },
  judge(_, { root, recovery, said }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    if (said.state !== 'known')
      return missing(said, said.state === 'unattested' && !said.lapsed ? 'no custody record yet' : undefined)
    return said.value.holds
      ? pass(`recorded by ${said.value.by} on ${day(said.value.at)}`, { evidence: said.evidence })
      : fail(`${said.value.by} says that it is not in custody. Seal it and put it in a safe.`, {
          evidence: said.evidence,
        })
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

import { type CustodyKey, custodyRegister } from '../facts/custody.ts'
import { drill } from '../facts/drill.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { rootMfaDevices } from '../facts/root-mfa-devices.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import {
  custodyDays,
  defineControl,
  fail,
  notApplicable,
  pass,
  review,
  unattested,
  valueOf,
} from '../model/index.ts'
import { named, oldestOf, openInRegister } from './support/custody.ts'
import { evidenceOf } from './support/evidence.ts'
import {
  isOutOfReach,
  noRootConsole,
  nothingToGuard,
  rootBestPractices,
  securityCredentialsPage,
} from './support/root.ts'
import { speaker, unsaid, within } from './support/said.ts'
import { ago, count, day, daysBetween } from './support/words.ts'

const question =
  "Who are the two custodians of root's MFA key, in what kind of place does it lie, and is its seal whole?"

/** A key of the examples. */
const key = (label: string, recorded: string): CustodyKey => {
  const at = new Date(recorded)
  const expires = new Date(at.getTime() + custodyDays * 86_400_000)
  const lapsed = expires < new Date('2026-11-23')
  return { label, last4: '7F2K', place: 'safe', custodians: ['Mia', 'Tom'], at, expires, lapsed }
}

export default defineControl({
  id: 'root-mfa-is-in-custody',
  title: "Root's MFA key is in a safe, with two custodians",
  section: 'root-credentials',
  severity: 'high',
  profiles: ['business'],
  rows: ['D3'],
  rationale: 'A key that one person carries is a key that one person can use, lose, or take along.',
  judged:
    'The custody register: of each key its label, last four of the serial, kind of place, two custodians, seal; or one statement about all of it. Both lapse after 180 days; a break-glass drill makes it witnessed. Two keys are recommended: one may break.',
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
      'Record it: neverroot custody --add. Do the same with a second key, in another place.',
      'Look at the seals again within 180 days: neverroot custody --renew LABEL.',
    ],
    link: securityCredentialsPage,
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    shown: drill('root-mfa-is-in-custody', question),
    said: statement('root-mfa-is-in-custody', question, 180),
    devices: rootMfaDevices,
    register: custodyRegister,
  },
  judge(_, { root, recovery, shown, said, devices, register }, { now }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    const word = within(custodyDays, said, question, now)
    const keys = valueOf(register) ?? []
    const oldest = keys.length > 0 ? oldestOf(keys) : undefined
    // Of a word about all of it and records of single keys the later one counts.
    const later = word.state === 'known' && !(oldest && oldest.at > word.value.at) ? word.value : undefined
    if (word.state === 'known' && later && !later.holds)
      return fail(
        `${speaker(word.value)} says that it is not in custody. Whoever has it can use it alone. Seal it and put it in a safe.`,
        { evidence: evidenceOf(word) },
      )
    if (shown.state === 'known' && shown.value.people >= 2 && daysBetween(shown.value.at, now) <= custodyDays)
      return pass(`${shown.value.people} custodians brought it in a drill ${ago(shown.value.at, now)}`, {
        evidence: evidenceOf(shown),
      })
    if (oldest && !later) {
      const seen = valueOf(devices)
      const open = openInRegister(keys, seen && seen.total - seen.virtual)
      if (open !== undefined) return review(open, question)
      const second = keys.length === 1 ? '; a second key in another place is recommended' : ''
      return pass(
        `${count(keys.length, 'key')} with two custodians each, the oldest record ${named(oldest)} of ${day(oldest.at)}${second}`,
        { evidence: evidenceOf(register) },
      )
    }
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
      when: 'two keys are in the register',
      facts: { said: unattested(question), register: [key('A', '2026-09-01'), key('B', '2026-10-01')] },
      then: 'pass',
      says: '2 keys with two custodians each, the oldest record A (...7F2K) of 2026-09-01',
    },
    {
      when: 'one key is: it counts, and a second one is recommended',
      facts: { said: unattested(question), register: [key('A', '2026-09-01')] },
      then: 'pass',
      says: 'a second key',
    },
    {
      when: 'the record of one of them lapsed',
      facts: { said: unattested(question), register: [key('A', '2026-03-01'), key('B', '2026-10-01')] },
      then: 'review',
      says: 'A (...7F2K) lapsed on 2026-08-28',
    },
    {
      when: 'one names a single custodian',
      facts: { said: unattested(question), register: [{ ...key('A', '2026-10-01'), custodians: ['Mia'] }] },
      then: 'review',
      says: 'names no two custodians',
    },
    {
      when: 'AWS shows more physical devices than the register',
      facts: {
        said: unattested(question),
        devices: { total: 2, virtual: 0, fido: 2 },
        register: [key('A', '2026-10-01')],
      },
      then: 'review',
      says: '2 physical MFA devices and 1 in the custody register',
    },
    {
      when: 'somebody said no after it was recorded',
      facts: {
        said: { holds: false, by: 'ops', at: new Date('2026-11-01') },
        register: [key('A', '2026-10-01')],
      },
      then: 'fail',
    },
    {
      when: 'it was put away and recorded after somebody said no',
      facts: {
        said: { holds: false, by: 'ops', at: new Date('2026-10-01') },
        register: [key('A', '2026-11-01')],
      },
      then: 'pass',
    },
    {
      when: 'a statement is later than a record that lapsed',
      facts: {
        said: { holds: true, by: 'ops', at: new Date('2026-11-01') },
        register: [key('A', '2026-03-01')],
      },
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

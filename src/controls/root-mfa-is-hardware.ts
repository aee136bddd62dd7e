import { type CustodyKey, custodyRegister } from '../facts/custody.ts'
import { rootCredentials } from '../facts/root-credentials.ts'
import { rootMfaDevices } from '../facts/root-mfa-devices.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import { virtualMfaDevices } from '../facts/virtual-mfa-devices.ts'
import {
  cannotTell,
  defineControl,
  fail,
  missing,
  notApplicable,
  pass,
  review,
  unattested,
  unknown,
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
import { speaker, unsaid } from './support/said.ts'
import { count } from './support/words.ts'

const question =
  'Is every root MFA device a physical key (its label, the last four of its serial, where it lies)?'

/** The key of the examples. */
const inSafe: CustodyKey = {
  label: 'A',
  last4: '7F2K',
  place: 'safe',
  custodians: ['Mia', 'Tom'],
  at: new Date('2026-10-01'),
  expires: new Date('2027-03-30'),
  lapsed: false,
}

export default defineControl({
  id: 'root-mfa-is-hardware',
  title: "Root's MFA is a physical key",
  section: 'root-credentials',
  severity: 'high',
  profiles: ['business'],
  rows: ['D3'],
  rationale: "An app on somebody's phone leaves the company with that somebody. A key in a safe stays.",
  judged:
    'Any virtual device whose owner is root fails. What is not virtual is not yet hardware: a synced passkey looks the same to AWS, so the custody register, or a statement, must name a physical key.',
  cannotKnow: 'AWS reports a passkey that syncs between phones in the same way as a security key.',
  references: [rootBestPractices],
  standards: {
    'CIS 5.0': ['1.5'],
    'CIS 7.0': ['2.6'],
    'Security Hub': ['IAM.6'],
    'Startup baseline': ['ACCT.05'],
    'Well-Architected': ['SEC01-BP02'],
  },
  triggers: ['iam:EnableMFADevice', 'iam:DeactivateMFADevice'],
  fix: { api: false, hand: true },
  notIn: noRootConsole,
  procedure: {
    title: 'Replace the app with physical keys',
    steps: [
      'Buy two security keys and label them.',
      'Sign in as root, open the security credentials page and assign both as "Passkey or security key".',
      'Sign out, sign in with each of them once.',
      'Remove the virtual device, sign out, put the keys in two places, and record their custody.',
    ],
    link: securityCredentialsPage,
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    virtual: virtualMfaDevices,
    devices: rootMfaDevices,
    said: statement('root-mfa-is-hardware', question),
    register: custodyRegister,
  },
  judge(_, { root, recovery, virtual, devices, said, register }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    const n = Math.max(valueOf(virtual)?.root ?? 0, valueOf(devices)?.virtual ?? 0)
    if (n > 0) {
      const seen = virtual.state === 'known' && virtual.value.root > 0 ? virtual : devices
      return fail(
        `Root has ${count(n, 'virtual MFA device')}. An app leaves with the phone it is on. Replace it with two physical keys.`,
        { evidence: seen.state === 'known' ? seen.evidence : [] },
      )
    }
    if (valueOf(root)?.mfa === false)
      return valueOf(root)?.password === false
        ? review('no MFA device, and no password that it would protect', question)
        : fail(
            'Root has no MFA device at all. Its password, or its mailbox, is all that a stranger needs. Register two physical keys.',
            { evidence: evidenceOf(root) },
          )
    if (virtual.state === 'unknown') return missing(virtual)
    if (valueOf(root)?.mfa === undefined)
      return root.state === 'unknown' ? missing(root) : cannotTell('AWS did not say whether root has MFA')
    const keys = valueOf(register) ?? []
    const oldest = keys.length > 0 ? oldestOf(keys) : undefined
    // Of a word and the register the later one counts.
    if (oldest && !(said.state === 'known' && said.value.at > oldest.at)) {
      const seen = valueOf(devices)
      const open = openInRegister(keys, seen && seen.total - seen.virtual)
      if (open !== undefined) return review(`not virtual, but ${open}`, question)
      return pass(
        `not virtual, and the custody register names ${count(keys.length, 'physical key')}, the oldest ${named(oldest)}`,
        {
          evidence: evidenceOf(root, virtual, register),
        },
      )
    }
    if (said.state !== 'known') return unsaid(said, 'not virtual; nobody has named a physical key yet')
    return said.value.holds
      ? pass(`not virtual, and ${speaker(said.value)} names a physical key`)
      : fail(
          `${speaker(said.value)} says that it is no physical key. An app leaves with the phone it is on. Replace it with two physical keys.`,
        )
  },
  examples: [
    {
      when: 'root has a virtual device with an odd name',
      facts: { root: { mfa: true }, virtual: { root: 1, users: new Map() }, said: unattested(question) },
      then: 'fail',
    },
    {
      when: "an IAM user's device is called root-account-mfa-device",
      facts: {
        root: { mfa: true },
        virtual: { root: 0, users: new Map([['mia', 1]]) },
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'a virtual and a FIDO device together',
      facts: {
        root: { mfa: true },
        virtual: { root: 1, users: new Map() },
        devices: { total: 2, virtual: 1, fido: 1 },
        said: unattested(question),
      },
      then: 'fail',
    },
    {
      when: 'not virtual, and a physical key is named',
      facts: {
        root: { mfa: true },
        virtual: { root: 0, users: new Map() },
        said: { holds: true, by: 'ops', at: new Date('2026-11-01') },
      },
      then: 'pass',
    },
    {
      when: 'not virtual, and the custody register names a key',
      facts: {
        root: { mfa: true },
        virtual: { root: 0, users: new Map() },
        said: unattested(question),
        register: [inSafe],
      },
      then: 'pass',
      says: 'the custody register names 1 physical key, the oldest A (...7F2K)',
    },
    {
      when: 'the record of that key lapsed',
      facts: {
        root: { mfa: true },
        virtual: { root: 0, users: new Map() },
        said: unattested(question),
        register: [{ ...inSafe, lapsed: true }],
      },
      then: 'review',
      says: 'lapsed',
    },
    {
      when: 'a virtual device, whatever the register names',
      facts: {
        root: { mfa: true },
        virtual: { root: 1, users: new Map() },
        said: unattested(question),
        register: [inSafe],
      },
      then: 'fail',
    },
    {
      when: 'devices cannot be listed, whatever somebody says',
      facts: {
        root: { mfa: true },
        virtual: unknown('denied', 'iam:ListVirtualMFADevices was denied', ['iam:ListVirtualMFADevices']),
        said: { holds: true, by: 'ops', at: new Date('2026-11-01') },
      },
      then: 'unknown',
    },
    {
      when: 'there is no MFA at all, whatever somebody said',
      facts: {
        root: { mfa: false, password: true },
        virtual: { root: 0, users: new Map() },
        said: { holds: true, by: 'ops', at: new Date('2026-11-01') },
      },
      then: 'fail',
    },
    {
      when: 'no password, no MFA, and recovery is open',
      facts: {
        root: { mfa: false, password: false, accessKeys: false, signingCertificates: false },
        recovery: 'open',
        virtual: { root: 0, users: new Map() },
        said: unattested(question),
      },
      then: 'review',
      says: 'no MFA device',
    },
    {
      when: 'a person with one account',
      facts: { virtual: { root: 1, users: new Map() } },
      given: { profile: 'personal' },
      then: 'not-applicable',
    },
  ],
})

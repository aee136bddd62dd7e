import { rootCredentials } from '../facts/root-credentials.ts'
import { rootMfaDevices } from '../facts/root-mfa-devices.ts'
import { rootRecovery } from '../facts/root-recovery.ts'
import { statement } from '../facts/statement.ts'
import { virtualMfaDevices } from '../facts/virtual-mfa-devices.ts'
import {
  defineControl,
  fail,
  missing,
  notApplicable,
  pass,
  unattested,
  unknown,
  valueOf,
} from '../model/index.ts'
import { evidenceOf } from './support/evidence.ts'
import {
  isOutOfReach,
  noRootConsole,
  nothingToGuard,
  rootBestPractices,
  securityCredentialsPage,
} from './support/root.ts'
import { saidVerdict } from './support/said.ts'
import { count } from './support/words.ts'

const question = 'Is the root MFA app backed up to another device or service, or is there a second device?'

export default defineControl({
  id: 'root-mfa-is-recoverable',
  title: 'Losing one device does not lock root out',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['D3'],
  rationale:
    'A broken phone is the commonest way to lose root. AWS then asks for the root mailbox and the phone number on file, and both must still work.',
  judged:
    'Two devices are registered, or a person says that the app backs itself up or a second device exists.',
  cannotKnow:
    'From outside a root session only virtual devices can be counted; whether an app backs up no API knows.',
  references: [rootBestPractices],
  triggers: ['iam:EnableMFADevice', 'iam:DeactivateMFADevice'],
  fix: { api: false, hand: true },
  notIn: noRootConsole,
  procedure: {
    title: 'A second way in',
    steps: [
      "Open the MFA app's settings and turn on its backup, or",
      'sign in as root, open the security credentials page and assign a second MFA device (up to eight are possible).',
      'Try the second one once: sign out and sign in with it.',
      'Sign out, and say so here.',
    ],
    link: securityCredentialsPage,
    see: 'two devices in the list, or the app on a second device with the same code.',
    back: 'a device that does not work can be removed again while you are signed in with the other one.',
  },
  considers: {
    root: rootCredentials,
    recovery: rootRecovery,
    virtual: virtualMfaDevices,
    devices: rootMfaDevices,
    said: statement('root-mfa-is-recoverable', question),
  },
  judge(_, { root, recovery, virtual, devices, said }) {
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    if (valueOf(root)?.mfa === false && valueOf(root)?.password === true)
      return fail('Root has no MFA device at all. Register two: a broken phone then locks nobody out.', {
        evidence: evidenceOf(root),
      })
    if (devices.state === 'known' && devices.value.total > 1)
      return pass(count(devices.value.total, 'device'), { evidence: devices.evidence })
    if (virtual.state === 'known' && virtual.value.root > 1)
      return pass(count(virtual.value.root, 'virtual device'), { evidence: virtual.evidence })
    if (said.state !== 'known') return missing(said)
    return saidVerdict(said, 'If that device breaks, nobody gets in. Register a second one.')
  },
  examples: [
    {
      when: 'root has two virtual devices',
      facts: { root: { mfa: true }, virtual: { root: 2, users: new Map() }, said: unattested(question) },
      then: 'pass',
    },
    {
      when: 'a FIDO and a virtual device together, seen in a root session',
      facts: { root: { mfa: true }, devices: { total: 2, virtual: 1, fido: 1 }, said: unattested(question) },
      then: 'pass',
    },
    {
      when: 'one virtual device is seen and nobody has said',
      facts: { root: { mfa: true }, virtual: { root: 1, users: new Map() }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'devices cannot be listed but somebody says so',
      facts: {
        root: { mfa: true },
        virtual: unknown('denied', 'x'),
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
    },
    {
      when: 'there is no MFA at all',
      facts: { root: { mfa: false, password: true }, said: unattested(question) },
      then: 'fail',
    },
    {
      when: 'there is no MFA at all, whatever somebody said',
      facts: {
        root: { mfa: false, password: true },
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'fail',
    },
  ],
})

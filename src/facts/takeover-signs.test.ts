/** What opens a report as a takeover, and what is only somebody setting up an account: whole audits over the wire. */
import { describe, expect, it } from 'vitest'
import { auditWorld, began } from '../../test/support/audit.ts'
import type { Attestation, Records } from '../model/index.ts'
import { noRecords } from '../model/index.ts'
import {
  type AccountBuilder,
  accountEvent,
  assumedRootCall,
  type EventOptions,
  newWorld,
  rawEvent,
  rootCall,
  rootSignIn,
  userCall,
} from '../sandbox/builder.ts'

const id = '111111111111'

/** An account of three years with an administrator `mia`, who calls. */
function world(describe: (a: AccountBuilder) => unknown, created = 3 * 365) {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.created(created)
        .root({ password: { lastUsed: 0.1 }, mfa: ['virtual'] })
        .user('mia', (u) =>
          u.created(created).console({ lastUsed: 0.1 }).admin().virtualMfa().key().isCaller(),
        )
      describe(a)
    })
    .build()
}

/** An event of the sign-in service about root; who asked is not known to AWS. */
const signIn = (name: string, options: EventOptions) =>
  rawEvent({ ...options, name, source: 'signin.amazonaws.com', type: 'AwsServiceEvent', identity: {} })
const ownDevice = { request: { serialNumber: `arn:aws:iam::${id}:mfa/root-account-mfa-device` } }
const about = (userName: string) => ({ request: { userName } })

function said(control: string, daysAgo: number): Records {
  const at = new Date(Date.parse(began) - daysAgo * 86_400_000).toISOString()
  const attestation: Attestation = {
    kind: 'attestation',
    source: 'statement',
    control,
    by: 'mia',
    holds: true,
    at,
    expires: '2027-11-23T00:00:00Z',
    saw: null,
  }
  return { ...noRecords, attestation: (c) => (c === control ? attestation : undefined) }
}

interface Case {
  when: string
  describe: (a: AccountBuilder) => unknown
  created?: number
  records?: Records
  then: RegExp | undefined
}

const cases: Case[] = [
  { when: 'nothing happened', describe: () => undefined, then: undefined },
  {
    when: 'root sets up a new account: first administrator with a key, first MFA device',
    created: 2,
    describe: (a) => {
      a.user('pat', (u) => u.created(1).console().admin().key())
      a.event(
        rootSignIn({ at: 1.9, mfa: false }),
        rootCall('iam', 'EnableMFADevice', { at: 1.8, ...ownDevice }),
        rootCall('iam', 'CreateUser', { at: 1.7, ...about('mia') }),
        rootCall('iam', 'CreateAccessKey', { at: 1.6, ...about('mia') }),
        rootCall('iam', 'CreateUser', { at: 1, ...about('pat') }),
        rootCall('iam', 'DeactivateMFADevice', { at: 0.9, ...ownDevice }),
        rootCall('iam', 'EnableMFADevice', { at: 0.8, ...ownDevice }),
      )
    },
    then: undefined,
  },
  {
    when: 'root makes the first administrator of an old account, with a key',
    describe: (a) =>
      a.event(
        rootSignIn({ at: 2, mfa: false }),
        rootCall('iam', 'EnableMFADevice', { at: 1.9, ...ownDevice }),
        rootCall('iam', 'CreateAccessKey', { at: 1.8, ...about('mia') }),
      ),
    then: undefined,
  },
  {
    when: 'root takes the lost phone off a user',
    describe: (a) => a.event(rootCall('iam', 'DeactivateMFADevice', { at: 1, ...about('mia') })),
    then: undefined,
  },
  {
    when: 'somebody asked for a new root password, and nothing came of it',
    describe: (a) => a.event(signIn('PasswordRecoveryRequested', { at: 1 })),
    then: undefined,
  },
  {
    when: 'a root key was refused',
    describe: (a) =>
      a.event(rootCall('iam', 'CreateAccessKey', { at: 1, error: { code: 'AccessDenied', message: 'x' } })),
    then: undefined,
  },
  {
    when: 'a session that was opened centrally took the MFA device off',
    describe: (a) =>
      a.event(
        assumedRootCall('iam', 'DeactivateMFADevice', { at: 1, key: 'ASIASANDBOXASSUMED01', ...ownDevice }),
      ),
    then: undefined,
  },
  {
    when: 'the root password was reset through the mailbox',
    describe: (a) =>
      a.event(
        signIn('PasswordRecoveryRequested', { at: 1.1 }),
        signIn('PasswordRecoveryCompleted', { at: 1 }),
      ),
    then: /2026-11-22: the root password was reset.*asked for a new root password/s,
  },
  {
    when: 'and a trail was stopped beside it, and a budget deleted, and something was refused',
    describe: (a) =>
      a.event(
        signIn('PasswordRecoveryCompleted', { at: 2 }),
        userCall('pat', 'cloudtrail', 'StopLogging', { at: 1 }),
        userCall('pat', 'budgets', 'DeleteBudget', { at: 0.5 }),
        userCall('pat', 'cloudtrail', 'DeleteTrail', {
          at: 0.4,
          error: { code: 'AccessDenied', message: 'x' },
        }),
      ),
    then: /^2026-11-21: the root password was reset through the mailbox\n2026-11-22: a budget, or an alert of one, was deleted, by user pat \(as an event says that AWS does not document\)\n2026-11-22: a trail was stopped, by user pat$/,
  },
  {
    when: 'a trail was stopped, and nothing else was seen',
    describe: (a) => a.event(userCall('mia', 'cloudtrail', 'StopLogging', { at: 1 })),
    then: undefined,
  },
  {
    when: 'the same 40 days ago',
    describe: (a) => a.event(signIn('PasswordRecoveryCompleted', { at: 40 })),
    then: undefined,
  },
  {
    when: 'the same, and somebody has vouched for the password since',
    describe: (a) => a.event(signIn('PasswordRecoveryCompleted', { at: 3 })),
    records: said('root-password-is-fresh', 1),
    then: undefined,
  },
  {
    when: 'somebody vouched before it happened',
    describe: (a) => a.event(signIn('PasswordRecoveryCompleted', { at: 3 })),
    records: said('root-password-is-fresh', 5),
    then: /reset through the mailbox/,
  },
  {
    when: 'the password of a new account was reset: no part of setting it up',
    created: 2,
    describe: (a) => a.event(signIn('PasswordRecoveryCompleted', { at: 1 })),
    then: /reset through the mailbox/,
  },
  {
    when: 'the root e-mail address was changed on the console',
    describe: (a) => a.event(signIn('EmailUpdated', { at: 1 })),
    then: /e-mail address was changed/,
  },
  {
    when: 'the root e-mail address was changed centrally',
    describe: (a) => a.event(accountEvent('AcceptPrimaryEmailUpdate', { user: 'mia' }, { at: 1 })),
    then: /e-mail address was changed/,
  },
  {
    when: "a member's address was changed from here",
    describe: (a) =>
      a.event(
        accountEvent(
          'AcceptPrimaryEmailUpdate',
          { user: 'mia' },
          { at: 1, request: { accountId: '222222222222' } },
        ),
      ),
    then: undefined,
  },
  {
    when: 'root exchanged its MFA device',
    describe: (a) =>
      a.event(
        rootSignIn({ at: 1.5 }),
        rootCall('iam', 'DeactivateMFADevice', { at: 1.2, ...ownDevice }),
        rootCall('iam', 'EnableMFADevice', { at: 1.1, ...ownDevice }),
      ),
    then: /was taken off.*another MFA device/s,
  },
  {
    when: 'root made a key for itself',
    describe: (a) => a.event(rootCall('iam', 'CreateAccessKey', { at: 1, ...about('AWS ROOT USER') })),
    then: /root made an access key for itself/,
  },
  {
    when: 'root made another administrator with a key, where one was there',
    describe: (a) => {
      a.user('support', (u) => u.created(1).admin().key({ created: 1 }))
      a.event(rootSignIn({ at: 1.1 }), rootCall('iam', 'CreateUser', { at: 1, ...about('support') }))
    },
    then: /root gave an access key to support/,
  },
  {
    when: 'AWS has quarantined a user',
    describe: (a) => a.user('first.admin@corp.example', (u) => u.attach('AWSCompromisedKeyQuarantineV3')),
    then: /quarantined the user f\.\.\.@corp\.example/,
  },
]

describe('signs of a takeover', () => {
  it.each(cases.map((c) => [c.when, c] as const))('%s', async (_when, c) => {
    const { head } = await auditWorld(world(c.describe, c.created), c.records ? { records: c.records } : {})
    if (c.then === undefined) expect(head.incident).toBeUndefined()
    else expect(head.incident?.signs.join('\n')).toMatch(c.then)
  })
})

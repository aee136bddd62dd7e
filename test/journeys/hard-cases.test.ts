/** The hard cases of one account, each as a world of its own, from the wire to the finding. */
import { describe, expect, it } from 'vitest'
import type { Status } from '../../src/model/index.ts'
import type { AccountBuilder } from '../../src/sandbox/builder.ts'
import {
  assumedRootCall,
  newWorld,
  rootCall,
  rootSignIn,
  serviceEvent,
  userSignIn,
} from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { auditWorld, began } from '../support/audit.ts'

const id = '111111111111'

/** An account with an administrator `mia`, who calls; `describe` adds the case. */
function account(describe: (a: AccountBuilder) => unknown, partition?: World['partition']): World {
  return newWorld({ scenario: 'test', began, ...(partition ? { partition } : {}) })
    .account(id, (a) => {
      a.named('lab').user('mia', (u) =>
        u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().virtualMfa().key().isCaller(),
      )
      describe(a)
    })
    .build()
}

/** The same account as a member (`delegated`: of a delegated administrator for IAM) of an organization. */
function member(describe: (a: AccountBuilder) => unknown, features: boolean, delegated = false): World {
  const world = newWorld({ scenario: 'test', began })
    .account('999999999999', (a) => a.named('management'))
    .account(id, (a) => {
      a.named('lab').user('mia', (u) =>
        u.created(400).console({ lastUsed: 1 }).admin().virtualMfa().key().isCaller(),
      )
      describe(a)
    })
    .organization('999999999999', (o) => {
      o.member(id).trust('iam.amazonaws.com', 'account.amazonaws.com')
      if (delegated) o.delegate(id, 'iam.amazonaws.com')
    })
    .build()
  world.accounts['999999999999']!.iam.organizationsFeatures = features
    ? ['RootCredentialsManagement', 'RootSessions']
    : []
  return world
}

const noRoot = { password: false as const, mfa: [] }

interface Case {
  when: string
  world: () => World
  then: Record<string, Status>
  says?: Record<string, string | RegExp>
  as?: 'personal' | 'business'
}

const cases: Case[] = [
  {
    when: 'centralized root access is on, and the member still has its password',
    world: () => member((a) => a.root({ password: {}, mfa: [] }), true, true),
    then: {
      'root-has-mfa': 'fail',
      'member-roots-have-no-credentials': 'fail',
      'root-access-is-centralized': 'pass',
    },
  },
  {
    when: 'centralized, nothing left, MFA 0',
    world: () => member((a) => a.root(noRoot), true, true),
    then: {
      'root-has-mfa': 'pass',
      'member-roots-have-no-credentials': 'pass',
      'root-password-is-managed': 'not-applicable',
      'root-mfa-is-hardware': 'not-applicable',
    },
  },
  {
    when: 'the password is gone but recovery was allowed again',
    world: () =>
      member(
        (a) =>
          a
            .root({ ...noRoot, recoveryAllowed: true })
            .event(assumedRootCall('iam', 'CreateLoginProfile', { at: 1, key: 'ASIASANDBOXASSUMED01' })),
        true,
        true,
      ),
    then: { 'root-has-mfa': 'review' },
    says: { 'root-has-mfa': 'recovery is open' },
  },
  {
    when: 'a plain member cannot see whether recovery is blocked',
    world: () => member((a) => a.root(noRoot), true),
    then: {
      'root-has-mfa': 'review',
      'root-access-is-centralized': 'unknown',
      'root-is-denied-by-policy': 'unknown',
    },
    says: { 'root-access-is-centralized': 'management account' },
  },
  {
    when: 'the record of an assumed root session does not say so, in a member',
    world: () =>
      member(
        (a) =>
          a
            .root(noRoot)
            .event(
              assumedRootCall('iam', 'ListAccessKeys', { at: 2, key: 'ASIASANDBOXASSUMED01', marked: false }),
            ),
        true,
      ),
    then: { 'root-is-not-used': 'unknown' },
  },
  {
    when: 'the management account is judged by its own rules, and never names its own id to the Account API',
    world: () => {
      return newWorld({ scenario: 'test', began })
        .account(id, (a) =>
          a
            .contact({ PhoneNumber: '+61412345600' })
            .root({ password: {}, mfa: ['virtual'] })
            .user('mia', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa().key().isCaller()),
        )
        .organization(id, (o) => o.trust('account.amazonaws.com'))
        .build()
    },
    then: {
      'contact-phone-is-valid': 'pass',
      'member-roots-have-no-credentials': 'not-applicable',
      'root-is-denied-by-policy': 'not-applicable',
      'root-access-is-centralized': 'fail',
    },
    says: { 'root-is-denied-by-policy': 'everything' },
  },
  {
    when: 'the credential report is older than the fix: root MFA is looked up live',
    world: () => {
      const world = account((a) => a.root({ password: {}, mfa: ['virtual'] }))
      world.accounts[id]!.iam.credentialReport = staleReport
      return world
    },
    then: { 'root-has-mfa': 'pass', 'administrators-have-mfa': 'pass' },
  },
  {
    when: "the caller's own credential is root's access key",
    world: () =>
      newWorld({ scenario: 'test', began })
        .account(id, (a) =>
          a.root({ password: {}, mfa: ['virtual'], keys: [{ created: 900 }] }).rootKeyIsCaller(),
        )
        .build(),
    then: { 'root-has-no-access-keys': 'fail', 'administrator-exists': 'fail' },
  },
  {
    when: 'administrators come only through IAM Identity Center',
    world: () =>
      newWorld({ scenario: 'test', began })
        .account(id, (a) =>
          a
            .role('AWSReservedSSO_AdministratorAccess_0123456789abcdef', {
              path: '/aws-reserved/sso.amazonaws.com/',
              trust: `arn:aws:iam::${id}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`,
              attached: ['AdministratorAccess'],
            })
            .roleIsCaller('AWSReservedSSO_AdministratorAccess_0123456789abcdef', 'first.admin@corp.example'),
        )
        .build(),
    then: {
      'administrator-exists': 'pass',
      'administrators-have-mfa': 'review',
      'password-policy-is-strong': 'not-applicable',
    },
    as: 'business',
  },
  {
    when: 'root has a FIDO and a virtual device together',
    world: () => account((a) => a.root({ password: {}, mfa: ['virtual', { fido: 'key-1' }] })),
    then: { 'root-has-mfa': 'pass', 'root-mfa-is-hardware': 'fail' },
    as: 'business',
  },
  {
    when: "root's virtual device has an odd name",
    world: () => account((a) => a.root({ password: {}, mfa: [{ virtual: 'mias-old-phone' }] })),
    then: { 'root-has-mfa': 'pass', 'root-mfa-is-hardware': 'fail' },
    as: 'business',
  },
  {
    when: "an IAM user's device is called root-account-mfa-device, root has a security key",
    world: () =>
      account((a) =>
        a
          .root({ password: {}, mfa: [{ fido: 'key-1' }] })
          .user('ops', (u) => u.console().virtualMfa('root-account-mfa-device')),
      ),
    then: { 'root-has-mfa': 'pass', 'root-mfa-is-hardware': 'review' },
    as: 'business',
  },
  {
    when: 'the root key is inactive: it is still a key',
    world: () =>
      account((a) => a.root({ password: {}, mfa: ['virtual'], keys: [{ created: 900, inactive: true }] })),
    then: { 'root-has-no-access-keys': 'fail' },
    says: { 'root-has-no-access-keys': 'inactive' },
  },
  {
    when: 'a GovCloud root has no console',
    world: () => account((a) => a.root({ mfa: [] }), 'aws-us-gov'),
    then: {
      'root-has-mfa': 'not-applicable',
      'root-password-is-managed': 'not-applicable',
      'root-has-no-access-keys': 'pass',
    },
  },
  {
    when: 'China has no root user',
    world: () => account((a) => a.root({ mfa: [] }), 'aws-cn'),
    then: {
      'root-has-mfa': 'not-applicable',
      'root-has-no-access-keys': 'not-applicable',
      'root-is-not-used': 'not-applicable',
    },
  },
  {
    when: 'a root key was used today and the console a year ago',
    world: () =>
      account((a) =>
        a.root({
          password: { lastUsed: 400 },
          mfa: ['virtual'],
          keys: [{ created: 900, lastUsed: { at: 0.2, region: 'eu-west-1', service: 's3' } }],
        }),
      ),
    then: { 'root-is-not-used': 'fail' },
    says: { 'root-is-not-used': /key.*today/ },
  },
  {
    when: 'assumed root, marked, and an event of AWS itself are no use of root',
    world: () =>
      account((a) => {
        a.root({ password: { lastUsed: 400 }, mfa: ['virtual'] })
        a.event(
          assumedRootCall('iam', 'ListAccessKeys', { at: 2, key: 'ASIASANDBOXASSUMED01' }),
          serviceEvent('kms', 'RotateKey', { at: 3 }),
        )
      }),
    then: { 'root-is-not-used': 'pass' },
  },
  {
    when: 'a real root session side by side with those',
    world: () =>
      account((a) => {
        a.root({ password: { lastUsed: 400 }, mfa: ['virtual'] })
        a.event(
          assumedRootCall('iam', 'ListAccessKeys', { at: 2, key: 'ASIASANDBOXASSUMED01' }),
          rootCall('iam', 'CreateUser', { at: 3 }),
        )
      }),
    then: { 'root-is-not-used': 'fail' },
    says: { 'root-is-not-used': 'iam:CreateUser' },
  },
  {
    when: 'the account has an alias, which the sign-in record shows as the user name',
    world: () =>
      account((a) => {
        a.alias('mia-lab').root({ password: {}, mfa: ['virtual'] })
        a.event(rootSignIn({ at: 4, username: 'mia-lab' }))
      }),
    then: { 'root-is-not-used': 'fail' },
    says: { 'root-is-not-used': /console 4 days ago/ },
  },
  {
    when: 'an IAM user is called root and signs in',
    world: () =>
      account((a) => {
        a.root({ password: { lastUsed: 400 }, mfa: ['virtual'] }).user('root', (u) =>
          u.console({ lastUsed: 2 }),
        )
        a.event(userSignIn('root', { at: 2 }))
      }),
    then: { 'root-is-not-used': 'pass' },
  },
  {
    when: 'the only administrator is behind a boundary',
    world: () =>
      newWorld({ scenario: 'test', began })
        .account(id, (a) =>
          a
            .policy('Fence', {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: [
                    's3:*',
                    'iam:Get*',
                    'iam:List*',
                    'iam:Generate*',
                    'account:Get*',
                    'cloudtrail:LookupEvents',
                    'organizations:Describe*',
                  ],
                  Resource: '*',
                },
              ],
            })
            .user('mia', (u) =>
              u.console({ lastUsed: 1 }).admin().boundary(`arn:aws:iam::${id}:policy/Fence`).key().isCaller(),
            ),
        )
        .build(),
    then: { 'administrator-exists': 'fail' },
    says: { 'administrator-exists': 'boundary' },
  },
  {
    when: 'only a CI role can do everything',
    world: () =>
      newWorld({ scenario: 'test', began })
        .account(id, (a) =>
          a
            .role('deploy', {
              trust: `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com`,
              attached: ['AdministratorAccess'],
            })
            .user('audit', (u) => u.attach('SecurityAudit', 'ReadOnlyAccess').key().isCaller()),
        )
        .build(),
    then: { 'administrator-exists': 'fail' },
    says: { 'administrator-exists': 'deploy' },
  },
  {
    when: 'a user without MFA can give itself everything',
    world: () => account((a) => a.user('ops', (u) => u.console({ lastUsed: 3 }).attach('IAMFullAccess'))),
    then: { 'administrators-have-mfa': 'fail' },
    says: { 'administrators-have-mfa': 'ops' },
  },
  {
    when: 'phone numbers: a placeholder is none',
    world: () => account((a) => a.contact({ PhoneNumber: '+0000000000' })),
    then: { 'contact-phone-is-valid': 'fail' },
  },
  {
    when: 'an alternate contact is not set: that is an answer, no refusal',
    world: () => account(() => undefined),
    then: { 'alternate-contacts-are-set': 'fail' },
    as: 'business',
  },
]

/** A report of two hours ago, when nobody had MFA yet, with a column that nobody knows. */
const staleReport = {
  generated: '2026-11-23T04:30:00.000Z',
  requested: '2026-11-23T04:30:00.000Z',
  content: [
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,a_new_column',
    `<root_account>,arn:aws:iam::${id}:root,2023-11-24T06:30:00+00:00,true,no_information,2023-11-24T06:30:00+00:00,false,x`,
    `mia,arn:aws:iam::${id}:user/mia,2025-10-19T06:30:00+00:00,true,2026-11-22T06:30:00+00:00,2026-08-15T06:30:00+00:00,false,x`,
  ].join('\n'),
}

describe('hard cases of one account', () => {
  it.each(cases.map((c) => [c.when, c] as const))('%s', async (_when, c) => {
    const report = await auditWorld(c.world(), { as: c.as ?? 'personal' })
    for (const [control, status] of Object.entries(c.then))
      expect({
        control,
        status: report.of(control).status,
        message: report.of(control).message,
      }).toMatchObject({ control, status })
    for (const [control, words] of Object.entries(c.says ?? {}))
      expect(report.of(control).message).toMatch(words)
  })
})

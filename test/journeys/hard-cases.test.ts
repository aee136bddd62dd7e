/** The hard cases of one account, each as a world of its own, from the wire to the finding. */
import { describe, expect, it } from 'vitest'
import type { Status } from '../../src/model/index.ts'
import type {
  AccountBuilder} from '../../src/sandbox/builder.ts';
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

interface Case {
  when: string
  world: () => World
  then: Record<string, Status>
  says?: Record<string, string | RegExp>
  as?: 'personal' | 'business'
}

const cases: Case[] = [
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
            .user('mia', (u) => u.console({ lastUsed: 1 }).admin().boundary(`arn:aws:iam::${id}:policy/Fence`).key().isCaller()),
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

import {
  GetAccountSummaryCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from './builder.ts'
import { createSandbox } from './index.ts'
import type { Sandbox, World } from './index.ts'
import { clientConfig, keyOf, outcome, sessionOf } from './testing-principals.ts'

const MANAGEMENT = '111111111111'
const MEMBER = '222222222222'
const ALONE = '333333333333'
const statement = (Effect: 'Allow' | 'Deny', Action: string, rest: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource: '*', ...rest }],
})
const ROOT = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } }
const task = 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials'

function makeWorld(): World {
  const world = newWorld({ scenario: 'authorize', began: '2026-11-23T06:30:00Z' })
    .account(MANAGEMENT, (a) =>
      a
        .user('admin', (u) => u.admin().key().isCaller())
        .role('Admin', { trust: MANAGEMENT, attached: ['AdministratorAccess'] }),
    )
    .account(MEMBER, (a) =>
      a
        .user('admin', (u) => u.admin())
        .role('Admin', { trust: MANAGEMENT, attached: ['AdministratorAccess'] }),
    )
    .account(ALONE, (a) =>
      a
        .user('nothing')
        .user('reader', (u) => u.inline('read', statement('Allow', 'iam:Get*')))
        .user('denied', (u) => u.admin().inline('deny', statement('Deny', 'iam:ListUsers')))
        .user('bounded', (u) => u.admin().boundary('AWSAccountManagementReadOnlyAccess'))
        .user('himself', (u) =>
          u.inline('own', {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'iam:GetUser', Resource: 'arn:aws:iam::*:user/${aws:username}' },
            ],
          }),
        )
        .user('mfa', (u) =>
          u.inline(
            'mfa',
            statement('Allow', 'iam:ListUsers', {
              Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
            }),
          ),
        )
        .group('Readers', 'IAMReadOnlyAccess')
        .user('member', (u) => u.groups('Readers'))
        .role('Admin', { trust: ALONE, attached: ['AdministratorAccess'] }),
    )
    .organization(MANAGEMENT, (o) =>
      o
        .unit('Work')
        .member(MEMBER, { in: 'Work' })
        .scps()
        .policy(
          'no-root',
          {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Deny',
                Action: 'iam:*',
                Resource: '*',
                Condition: { ...ROOT, Null: { 'aws:AssumedRoot': 'true' } },
              },
            ],
          },
          ['Work'],
        )
        .policy('no-users', statement('Deny', 'iam:ListUsers'), ['root']),
    )
    .build()
  for (const id of [MEMBER, ALONE])
    for (const user of world.accounts[id]!.iam.users) keyOf(world, id, user.name)
  return world
}

describe('permission', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox({ world: makeWorld() })
  })
  afterAll(() => sandbox.close())

  const user = (account: string, name: string): string =>
    sandbox.world.accounts[account]!.iam.users.find((one) => one.name === name)!.accessKeys[0]!.id
  const summary = (key: string) =>
    outcome(new IAMClient(clientConfig(sandbox, key)).send(new GetAccountSummaryCommand({})))
  const list = (key: string) =>
    outcome(new IAMClient(clientConfig(sandbox, key)).send(new ListUsersCommand({})))
  const session = (account: string, principal: Parameters<typeof sessionOf>[2], rest = {}) =>
    sessionOf(sandbox.world, account, principal, rest)
  const role = (account: string, extra: object = {}) =>
    session(account, { kind: 'role', name: 'Admin', sessionName: 's', ...extra })
  const denied = (arn: string, why: string) =>
    `AccessDenied 403: User: ${arn} is not authorized to perform: iam:ListUsers on resource: * ${why}`
  const who = (name: string) => `arn:aws:iam::${ALONE}:user/${name}`

  const cases: [string, () => Promise<string>, string | (() => string)][] = [
    ['root may do anything', () => list(session(ALONE, { kind: 'root' })), 'fine'],
    [
      'a user without policies may do nothing',
      () => list(user(ALONE, 'nothing')),
      denied(who('nothing'), 'because no identity-based policy allows the iam:ListUsers action'),
    ],
    ['an inline policy allows what it names', () => summary(user(ALONE, 'reader')), 'fine'],
    [
      'an inline policy allows no more',
      () => list(user(ALONE, 'reader')),
      denied(who('reader'), 'because no identity-based policy allows the iam:ListUsers action'),
    ],
    [
      'a deny beats an allow',
      () => list(user(ALONE, 'denied')),
      denied(who('denied'), 'with an explicit deny in an identity-based policy'),
    ],
    [
      'a boundary limits',
      () => list(user(ALONE, 'bounded')),
      denied(who('bounded'), 'because no permissions boundary allows the iam:ListUsers action'),
    ],
    ['a group gives its policies', () => list(user(ALONE, 'member')), 'fine'],
    [
      'a condition on MFA refuses a long-term key',
      () => list(user(ALONE, 'mfa')),
      denied(who('mfa'), 'because no identity-based policy allows the iam:ListUsers action'),
    ],
    [
      'a condition on MFA accepts a session with it',
      () => list(session(ALONE, { kind: 'user', name: 'mfa' }, { mfa: true })),
      'fine',
    ],
    [
      'a session of GetSessionToken without MFA cannot call IAM',
      () => list(session(ALONE, { kind: 'user', name: 'member' }, { from: 'GetSessionToken' })),
      'InvalidClientTokenId 403: The security token included in the request is invalid',
    ],
    ['a role has its policies', () => list(role(ALONE)), 'fine'],
    [
      'a session policy limits',
      () => list(role(ALONE, { policy: statement('Allow', 'iam:Get*') })),
      denied(
        `arn:aws:sts::${ALONE}:assumed-role/Admin/s`,
        'because no session policy allows the iam:ListUsers action',
      ),
    ],
    [
      'an SCP denies in members',
      () => list(role(MEMBER)),
      denied(
        `arn:aws:sts::${MEMBER}:assumed-role/Admin/s`,
        'with an explicit deny in a service control policy',
      ),
    ],
    ['an SCP does not bind the management account', () => list(role(MANAGEMENT)), 'fine'],
    [
      'an SCP binds root of a member',
      () => summary(session(MEMBER, { kind: 'root' })),
      `AccessDenied 403: User: arn:aws:iam::${MEMBER}:root is not authorized to perform: iam:GetAccountSummary on resource: * with an explicit deny in a service control policy`,
    ],
    [
      'an SCP may spare assumed root',
      () => summary(session(MEMBER, { kind: 'assumed-root', taskPolicyArn: task, by: '' })),
      'fine',
    ],
    [
      'a task policy limits assumed root',
      () => list(session(ALONE, { kind: 'assumed-root', taskPolicyArn: task, by: '' })),
      denied(`arn:aws:iam::${ALONE}:root`, 'with an explicit deny in a session policy'),
    ],
  ]
  it.each(cases)('%s', async (_name, act, expected) => {
    expect(await act()).toBe(expected)
  })

  it('is about the user who asks where none is named', async () => {
    const client = new IAMClient(clientConfig(sandbox, user(ALONE, 'himself')))
    expect(await outcome(client.send(new GetUserCommand({})))).toBe('fine')
    expect(await outcome(client.send(new GetUserCommand({ UserName: 'nothing' })))).toContain(
      `on resource: ${who('nothing')}`,
    )
    const root = new IAMClient(
      clientConfig(sandbox, session(ALONE, { kind: 'assumed-root', taskPolicyArn: task, by: '' })),
    )
    expect(await outcome(root.send(new ListAccessKeysCommand({})))).toBe('fine')
    expect(await outcome(root.send(new ListAccessKeysCommand({ UserName: 'nothing' })))).toContain(
      'with an explicit deny in a session policy',
    )
  })

  it('is refused with an exception by JSON services', async () => {
    const client = new OrganizationsClient(clientConfig(sandbox, user(ALONE, 'nothing')))
    expect(await outcome(client.send(new DescribeOrganizationCommand({})))).toMatch(
      /^AccessDeniedException 403: User: /,
    )
  })

  it('is refused by what AWS itself attached, in a standalone account too', async () => {
    sandbox.world.behaviour.awsManagedPolicies = [statement('Deny', 'iam:GetAccountSummary')]
    expect(await summary(role(ALONE))).toContain('with an explicit deny in a service control policy')
    delete sandbox.world.behaviour.awsManagedPolicies
    expect(await summary(role(ALONE))).toBe('fine')
  })
})

/** Policies that look like full access and are not, or the other way round. */
import { describe, expect, it } from 'vitest'
import type { RawStatement } from '../policy/index.ts'
import { parsePolicy } from '../policy/index.ts'
import { fullAccess, mayAssume, type Powers, selfGrantable } from './access.ts'
import type { IamPrincipal } from './iam-details.ts'

const account = '111111111111'
const arn = (rest: string) => `arn:aws:iam::${account}:${rest}`
const document = (...statements: RawStatement[]) => ({ Version: '2012-10-17', Statement: statements })
const allow = (Action: string | string[], more: Partial<RawStatement> = {}): RawStatement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})
const deny = (Action: string | string[], more: Partial<RawStatement> = {}): RawStatement => ({
  ...allow(Action, more),
  Effect: 'Deny',
})
/** Without Action, for NotAction. */
const not = (
  Effect: 'Allow' | 'Deny',
  NotAction: string[],
  more: Partial<RawStatement> = {},
): RawStatement => ({
  Effect,
  NotAction,
  Resource: '*',
  ...more,
})

const admin = allow('*')
const withoutMfa = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }
const powerUser = [
  not('Allow', ['iam:*', 'organizations:*', 'account:*']),
  allow(['iam:CreateServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization']),
]

function user(statements: RawStatement[], more: Partial<IamPrincipal> = {}): IamPrincipal {
  return {
    kind: 'user',
    name: 'mia',
    arn: arn('user/mia'),
    path: '/',
    groups: [],
    attached: [],
    policies: statements.length > 0 ? [document(...statements)] : [],
    incomplete: false,
    ...more,
  }
}

type Answer = 'yes' | 'perhaps' | 'no'
const told = ({ certain, possible }: { certain: boolean; possible: boolean }): Answer =>
  certain ? 'yes' : possible ? 'perhaps' : 'no'

describe('fullAccess', () => {
  it.each<[when: string, principal: IamPrincipal, then: Answer]>([
    ['nothing at all', user([]), 'no'],
    ['AdministratorAccess', user([admin]), 'yes'],
    ['a customer policy with *:*', user([allow('*:*')]), 'yes'],
    ['everything but closing the account', user([not('Allow', ['account:CloseAccount'])]), 'yes'],
    ['PowerUserAccess', user(powerUser), 'no'],
    ['IAMFullAccess', user([allow('iam:*')]), 'no'],
    [
      'PowerUserAccess and IAMFullAccess: account details are left out',
      user([...powerUser, allow('iam:*')]),
      'no',
    ],
    ['every service by name but billing', user([allow(['iam:*', 'ec2:*', 's3:*', 'sts:*', 'kms:*'])]), 'no'],
    ['everything on its own resources only', user([allow('*', { Resource: arn('user/mia') })]), 'no'],
    ['denied unless MFA', user([admin, not('Deny', ['iam:EnableMFADevice'], withoutMfa)]), 'yes'],
    [
      'allowed with MFA only',
      user([allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]),
      'yes',
    ],
    [
      'denied outside the office',
      user([admin, deny('*', { Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })]),
      'perhaps',
    ],
    [
      'allowed in the office',
      user([allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })]),
      'perhaps',
    ],
    [
      'allowed until a date',
      user([allow('*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } } })]),
      'perhaps',
    ],
    [
      'denied in other Regions',
      user([
        admin,
        deny('ec2:*', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
      ]),
      'perhaps',
    ],
    [
      'older sessions revoked',
      user([
        admin,
        deny('*', { Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-23T00:00:00Z' } } }),
      ]),
      'yes',
    ],
    ['billing denied', user([admin, deny(['billing:*', 'budgets:*'])]), 'no'],
    ['all denied', user([admin, deny('*')]), 'no'],
    [
      'by a tag of the principal',
      user([allow('*', { Condition: { StringEquals: { 'aws:PrincipalTag/admin': 'yes' } } })]),
      'perhaps',
    ],
    ['a boundary that allows everything', user([admin], { boundary: document(admin) }), 'yes'],
    [
      'a boundary that leaves out billing',
      user([admin], { boundary: document(allow(['iam:*', 's3:*'])) }),
      'no',
    ],
    ['a boundary and no policy', user([], { boundary: document(admin) }), 'no'],
    ['a document is missing, which may deny', user([admin], { incomplete: true }), 'perhaps'],
    ['Version 2008, without variables', user([], { policies: [{ Statement: admin }] }), 'yes'],
  ])('%s: %s', (_when, principal, then) => expect(told(fullAccess(principal))).toBe(then))
})

describe('selfGrantable', () => {
  const powers: Powers = {
    users: [arn('user/boss')],
    roles: [arn('role/Admin')],
    groups: [arn('group/Administrators')],
  }
  const own = arn('user/${aws:username}')
  const customer = arn('policy/Team')
  it.each<[when: string, principal: IamPrincipal, then: Answer]>([
    ['nothing', user([]), 'no'],
    ['read only', user([allow(['iam:Get*', 'iam:List*'])]), 'no'],
    ['PowerUserAccess', user(powerUser), 'no'],
    ['IAMFullAccess', user([allow('iam:*')]), 'yes'],
    ['iam:* on its own user only', user([allow('iam:*', { Resource: own })]), 'yes'],
    [
      'its own password, keys and MFA only',
      user([
        allow(
          ['iam:ChangePassword', 'iam:CreateAccessKey', 'iam:UpdateLoginProfile', 'iam:EnableMFADevice'],
          {
            Resource: own,
          },
        ),
      ]),
      'no',
    ],
    ['policies of another user', user([allow('iam:AttachUserPolicy', { Resource: arn('user/pat') })]), 'no'],
    [
      'a new version of a policy that it has',
      user([allow('iam:CreatePolicyVersion', { Resource: customer })], { attached: [customer] }),
      'yes',
    ],
    [
      'a new version of a policy that it does not have',
      user([allow('iam:CreatePolicyVersion', { Resource: customer })]),
      'no',
    ],
    [
      'a new version of a policy of AWS',
      user([allow('iam:CreatePolicyVersion')], { attached: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
      'no',
    ],
    [
      'an inline policy of its own group',
      user([allow('iam:PutGroupPolicy', { Resource: arn('group/dev') })], { groups: ['dev'] }),
      'yes',
    ],
    [
      'joining the administrators',
      user([allow('iam:AddUserToGroup', { Resource: arn('group/Administrators') })]),
      'yes',
    ],
    [
      'joining a group without power',
      user([allow('iam:AddUserToGroup', { Resource: arn('group/readers') })]),
      'no',
    ],
    ['a new password for an administrator', user([allow('iam:UpdateLoginProfile')]), 'yes'],
    [
      'a key for an administrator',
      user([allow('iam:CreateAccessKey', { Resource: arn('user/boss') })]),
      'yes',
    ],
    [
      'a new password for others',
      user([allow('iam:UpdateLoginProfile', { Resource: arn('user/pat') })]),
      'no',
    ],
    [
      'letting itself into an admin role',
      user([allow(['iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'])]),
      'yes',
    ],
    ['changing trust, without assuming', user([allow('iam:UpdateAssumeRolePolicy')]), 'no'],
    [
      'only policies of a list, by condition',
      user([allow('iam:AttachUserPolicy', { Condition: { ArnEquals: { 'iam:PolicyARN': customer } } })]),
      'perhaps',
    ],
    [
      'behind a boundary',
      user([allow('iam:*')], { boundary: document(allow(['s3:*', 'iam:*User*'])) }),
      'yes',
    ],
    [
      'behind a boundary that it cannot take off',
      user([allow('iam:*')], { boundary: document(allow(['s3:*', 'iam:AttachUserPolicy'])) }),
      'no',
    ],
  ])('%s: %s', (_when, principal, then) => expect(told(selfGrantable(principal, powers))).toBe(then))
})

describe('mayAssume', () => {
  const role = (trust: RawStatement[], more: Partial<IamPrincipal> = {}): IamPrincipal => ({
    ...user([admin], { kind: 'role', name: 'Admin', arn: arn('role/Admin') }),
    trust: parsePolicy(document(...trust)),
    ...more,
  })
  const trust = (Principal: unknown, more: Partial<RawStatement> = {}): RawStatement => ({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRole',
    ...more,
  })
  const mia = user([allow('sts:AssumeRole')])
  const poor = user([])
  const root = { AWS: arn('root') }
  const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }
  const hop = user([allow('sts:AssumeRole')], { kind: 'role', name: 'hop', arn: arn('role/team/hop') })
  it.each<[when: string, who: IamPrincipal, trust: RawStatement[], then: Answer, withoutMfa: boolean]>([
    ['the account is trusted, and the user may', mia, [trust(root)], 'yes', true],
    ['the account is trusted by its number', mia, [trust({ AWS: account })], 'yes', true],
    ['the account is trusted, and the user may not', poor, [trust(root)], 'no', false],
    ['the user is named, without a policy of its own', poor, [trust({ AWS: arn('user/mia') })], 'yes', true],
    ['another user is named', mia, [trust({ AWS: arn('user/pat') })], 'no', false],
    ['anybody is trusted', poor, [trust('*')], 'yes', true],
    [
      'anybody of the account, by condition',
      poor,
      [trust('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': account } } })],
      'yes',
      true,
    ],
    [
      'anybody of another account, by condition',
      mia,
      [trust('*', { Condition: { StringEquals: { 'aws:PrincipalAccount': '999999999999' } } })],
      'perhaps',
      false,
    ],
    ['with MFA only', mia, [trust(root, mfa)], 'yes', false],
    [
      'with an external id',
      mia,
      [trust(root, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })],
      'perhaps',
      false,
    ],
    [
      'trusted and denied',
      mia,
      [trust(root), { ...trust({ AWS: arn('user/mia') }), Effect: 'Deny' }],
      'no',
      false,
    ],
    ['another account is trusted', mia, [trust({ AWS: 'arn:aws:iam::999999999999:root' })], 'no', false],
    ['a service is trusted', mia, [trust({ Service: 'ec2.amazonaws.com' })], 'no', false],
    [
      'a pipeline is trusted',
      mia,
      [trust({ Federated: arn('oidc-provider/x') }, { Action: 'sts:AssumeRoleWithWebIdentity' })],
      'no',
      false,
    ],
    ['role chaining: the role before it is named', hop, [trust({ AWS: arn('role/team/hop') })], 'yes', true],
    [
      'role chaining: another role of that name is named',
      hop,
      [trust({ AWS: arn('role/hop') })],
      'no',
      false,
    ],
    ['the user is denied unless MFA', user([admin, deny('*', withoutMfa)]), [trust(root)], 'yes', false],
  ])('%s: %s', (_when, who, statements, then, plain) => {
    const answer = mayAssume(who, role(statements))
    expect([told(answer), answer.withoutMfa]).toEqual([then, plain])
  })
})

import { describe, expect, it } from 'vitest'
import { account, fakeSource } from '../../test/support/fake-source.ts'
import { valueOf } from '../model/index.ts'
import { ownRootPowers, rootPowers } from './root-powers.ts'

const statement = (Action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
})
const inline = (...statements: object[]) => [
  {
    PolicyName: 'p',
    PolicyDocument: encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement: statements })),
  },
]
const user = (UserName: string, ...statements: object[]) => ({
  UserName,
  Arn: `arn:aws:iam::${account}:user/${UserName}`,
  Path: '/',
  UserPolicyList: inline(...statements),
})
const role = (RoleName: string, Path: string, trusted: object, ...statements: object[]) => ({
  RoleName,
  Arn: `arn:aws:iam::${account}:role${Path}${RoleName}`,
  Path,
  RolePolicyList: inline(...statements),
  AssumeRolePolicyDocument: encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: trusted, Action: 'sts:AssumeRole' }],
    }),
  ),
})
const service = { Service: 'ec2.amazonaws.com' }

const seenOf = async (details: object) => {
  const { source } = fakeSource({ 'iam:GetAccountAuthorizationDetails': { IsTruncated: false, ...details } })
  return source.get(rootPowers)
}

describe('what users and roles can do about root', () => {
  it.each<[when: string, details: object, powers: unknown[]]>([
    [
      'an administrator can do all of it',
      { UserDetailList: [user('mia', statement('*'))] },
      [
        {
          name: 'mia',
          kind: 'user',
          rights: { phone: 'now', mailbox: 'now', 'root-session': 'now', administrator: 'now' },
        },
      ],
    ],
    [
      'one who may change the contact',
      { UserDetailList: [user('clerk', statement('account:PutContactInformation'))] },
      [{ name: 'clerk', kind: 'user', rights: { phone: 'now' } }],
    ],
    [
      'one who may change the contact of this account alone, by its ARN',
      {
        UserDetailList: [
          user(
            'clerk',
            statement('account:PutContactInformation', {
              Resource: `arn:aws:account::${account}:account`,
            }),
          ),
        ],
      },
      [{ name: 'clerk', kind: 'user', rights: { phone: 'now' } }],
    ],
    [
      'one who may attach policies to itself',
      { UserDetailList: [user('tom', statement('iam:AttachUserPolicy'))] },
      [
        {
          name: 'tom',
          kind: 'user',
          rights: { phone: 'after', mailbox: 'after', 'root-session': 'after', administrator: 'after' },
        },
      ],
    ],
    [
      'one who may under a condition that could not be checked',
      {
        UserDetailList: [
          user(
            'ola',
            statement('sts:AssumeRoot', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
          ),
        ],
      },
      [{ name: 'ola', kind: 'user', rights: { 'root-session': 'perhaps' } }],
    ],
    [
      'a denied right is none',
      {
        UserDetailList: [
          user('mia', statement('account:*'), {
            ...statement('account:PutContactInformation'),
            Effect: 'Deny',
          }),
        ],
      },
      [{ name: 'mia', kind: 'user', rights: { mailbox: 'now' } }],
    ],
    ['a reader can do nothing', { UserDetailList: [user('reader', statement('iam:Get*'))] }, []],
    [
      'a role of IAM Identity Center and one of a service; a service-linked role is AWS itself',
      {
        RoleDetailList: [
          role(
            'AWSReservedSSO_Admin_1',
            '/aws-reserved/sso.amazonaws.com/',
            { Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO` },
            statement('sts:AssumeRoot'),
          ),
          role('build', '/', service, statement('sts:AssumeRoot')),
          role('AWSServiceRoleForX', '/aws-service-role/x.amazonaws.com/', service, statement('*')),
        ],
      },
      [
        { name: 'AWSReservedSSO_Admin_1', kind: 'entered', rights: { 'root-session': 'now' } },
        { name: 'build', kind: 'role', rights: { 'root-session': 'now' } },
      ],
    ],
    [
      'a name that is an address is masked',
      { UserDetailList: [user('mia@corp.example', statement('sts:AssumeRoot'))] },
      [{ name: 'm...@corp.example', kind: 'user', rights: { 'root-session': 'now' } }],
    ],
  ])('%s', async (_, details, powers) => {
    expect(valueOf(await seenOf(details))).toEqual(powers)
  })

  it('are unknown where AWS refuses, with the permission that is missing', async () => {
    const fact = await fakeSource({}).source.get(rootPowers)
    expect(fact).toMatchObject({ state: 'unknown', needs: ['iam:GetAccountAuthorizationDetails'] })
  })

  it('are not asked of a member that is one of many', async () => {
    const { source, calls } = fakeSource({})
    const fact = await ownRootPowers.collect({ ...source, centre: {} as NonNullable<typeof source.centre> })
    expect(fact).toMatchObject({ state: 'unknown', why: 'elsewhere' })
    expect(calls).toEqual([])
  })
})

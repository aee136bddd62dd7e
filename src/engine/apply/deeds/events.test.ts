/** Rules, their targets and the role of an alarm: so already, or still to do. */
import { describe, expect, it } from 'vitest'
import { check, type Table, thereOrNot } from '../../../../test/support/deed-case.ts'
import { refused } from '../../../../test/support/fake-source.ts'
import { deedOf } from './index.ts'

const none = refused('ResourceNotFoundException')
const noRole = refused('NoSuchEntityException')
const rule = { Name: 'r', EventBusName: 'default', EventPattern: '{"a":["x"],"b":["y"]}', Description: 'd' }
const found = { EventPattern: '{"b":["y"], "a":["x"]}', State: 'ENABLED', Description: 'd' }
const targets = (...Targets: object[]) => ({ Targets })
const bus = { Id: 'home', Arn: 'arn:bus', RoleArn: 'arn:role' }
const trust = { RoleName: 'r', AssumeRolePolicyDocument: '{"Statement":[1]}' }
const policy = { RoleName: 'r', PolicyName: 'p', PolicyDocument: '{"Statement":[1]}' }
const opening = {
  EventBusName: 'b',
  StatementId: 'members',
  Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' },
}
const permitted = (organization: string, Sid = 'members', Effect = 'Allow') => ({
  Policy: JSON.stringify({
    Statement: [{ Sid, Effect, Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } } }],
  }),
})
const encoded = (text: string) => encodeURIComponent(text)

const table: Table = [
  [
    'events:PutRule',
    'events:DescribeRule',
    [
      ['says the same, spelled otherwise', rule, found, 'yes'],
      ['hears something else', rule, { ...found, EventPattern: '{"a":["z"]}' }, 'no'],
      ['is in another state', { ...rule, State: 'DISABLED' }, found, 'no'],
      ['is described otherwise', rule, { ...found, Description: '' }, 'no'],
      ['there is none', rule, none, 'no'],
    ],
  ],
  [
    'events:DeleteRule',
    'events:DescribeRule',
    [
      ['is there', rule, found, 'no'],
      ['is gone', rule, none, 'yes'],
    ],
  ],
  [
    'events:EnableRule',
    'events:DescribeRule',
    [
      ['is on', rule, found, 'yes'],
      ['hears reads too', rule, { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' }, 'yes'],
      ['is off', rule, { State: 'DISABLED' }, 'no'],
      ['is gone', rule, none, 'no'],
    ],
  ],
  [
    'events:DisableRule',
    'events:DescribeRule',
    [
      ['is on', rule, found, 'no'],
      ['is off', rule, { State: 'DISABLED' }, 'yes'],
    ],
  ],
  [
    'events:PutTargets',
    'events:ListTargetsByRule',
    [
      ['is there, beside others', { Rule: 'r', Targets: [bus] }, targets({ Id: 'x', Arn: 'a' }, bus), 'yes'],
      ['has another role', { Rule: 'r', Targets: [bus] }, targets({ ...bus, RoleArn: 'arn:other' }), 'no'],
      ['is not there', { Rule: 'r', Targets: [bus] }, targets(), 'no'],
      ['there is no rule', { Rule: 'r', Targets: [bus] }, none, 'no'],
    ],
  ],
  [
    'events:RemoveTargets',
    'events:ListTargetsByRule',
    [
      ['is there', { Rule: 'r', Ids: ['home'] }, targets(bus), 'no'],
      ['is gone', { Rule: 'r', Ids: ['home'] }, targets({ Id: 'x', Arn: 'a' }), 'yes'],
      ['the rule is gone', { Rule: 'r', Ids: ['home'] }, none, 'yes'],
    ],
  ],
  ...thereOrNot(
    'events:CreateEventBus',
    'events:DeleteEventBus',
    'events:DescribeEventBus',
    { Name: 'b' },
    {},
    none,
  ),
  [
    'events:PutPermission',
    'events:DescribeEventBus',
    [
      ['is open to the organization', opening, permitted('o-1'), 'yes'],
      ['is open to another one', opening, permitted('o-2'), 'no'],
      ['has no policy', opening, {}, 'no'],
      ['is open by a statement of another name', opening, permitted('o-1', 'other'), 'no'],
      ['denies it', opening, permitted('o-1', 'members', 'Deny'), 'no'],
      ['there is no bus', opening, none, 'no'],
    ],
  ],
  [
    'events:RemovePermission',
    'events:DescribeEventBus',
    [
      ['is open', { EventBusName: 'b', StatementId: 'members' }, permitted('o-1'), 'no'],
      ['is closed', { EventBusName: 'b', StatementId: 'members' }, permitted('o-1', 'other'), 'yes'],
      ['the bus is gone', { EventBusName: 'b', StatementId: 'members' }, none, 'yes'],
    ],
  ],
  [
    'iam:CreateRole',
    'iam:GetRole',
    [
      ['is there', trust, { Role: { AssumeRolePolicyDocument: encoded('{"Statement": [1]}') } }, 'yes'],
      [
        'trusts somebody else',
        trust,
        { Role: { AssumeRolePolicyDocument: encoded('{"Statement":[2]}') } },
        'no',
      ],
      ['is not there', trust, noRole, 'no'],
    ],
  ],
  [
    'iam:PutRolePolicy',
    'iam:GetRolePolicy',
    [
      ['says the same', policy, { PolicyDocument: encoded('{"Statement": [1]}') }, 'yes'],
      ['says something else', policy, { PolicyDocument: encoded('{}') }, 'no'],
      ['is not there', policy, noRole, 'no'],
    ],
  ],
  ...thereOrNot(
    'iam:CreateRole',
    'iam:DeleteRole',
    'iam:GetRole',
    { RoleName: 'r', AssumeRolePolicyDocument: '' },
    {},
    noRole,
  ),
  ...thereOrNot(
    'iam:PutRolePolicy',
    'iam:DeleteRolePolicy',
    'iam:GetRolePolicy',
    { RoleName: 'r', PolicyDocument: '' },
    {},
    noRole,
  ),
]

check(table)

describe('targets that EventBridge did not take', () => {
  const deed = deedOf('events:PutTargets')!
  it.each<[string, Readonly<Record<string, unknown>>, string | undefined]>([
    ['all were taken', { FailedEntryCount: 0, FailedEntries: [] }, undefined],
    [
      'one was not: it counts as failed, in its words',
      {
        FailedEntryCount: 1,
        FailedEntries: [{ ErrorCode: 'ConcurrentModificationException', ErrorMessage: 'busy' }],
      },
      'EventBridge refused a target: ConcurrentModificationException: busy',
    ],
  ])('%s', (_when, output, refused) => expect(deed.refusedIn!(output)).toBe(refused))
})

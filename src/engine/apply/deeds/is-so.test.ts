/** Each deed against what AWS answers: so already, still to do, waiting for a person. */
import { describe, expect, it } from 'vitest'
import { account, fakeSource, type Given as Answers, refused } from '../../../../test/support/fake-source.ts'
import type { Json } from '../../../model/index.ts'
import { deedOf, type Given, type IsSo } from './index.ts'

const none = refused('NoSuchEntity')
const noTopic = refused('NotFoundException')
const noContact = refused('ResourceNotFoundException')
const noBudget = refused('NotFoundException')

type Case = [name: string, given: Given, answer: Answers, so: IsSo['so']]

async function isSo(action: string, read: string, given: Given, answer: Answers): Promise<IsSo> {
  const { source } = fakeSource({ [read]: answer })
  const sight = { call: source.call, account, partition: 'aws', region: 'us-east-1' }
  return deedOf(action)!.isSo(given, sight)
}

/** A deed, what it reads, and what it makes of the answers. */
const table: readonly [action: string, read: string, cases: readonly Case[]][] = [
  [
    'iam:CreateGroup',
    'iam:GetGroup',
    [
      ['is there', { GroupName: 'A' }, { Group: {} }, 'yes'],
      ['is not there', { GroupName: 'A' }, none, 'no'],
    ],
  ],
  [
    'iam:DeleteGroup',
    'iam:GetGroup',
    [
      ['is there', { GroupName: 'A' }, { Group: {} }, 'no'],
      ['is not there', { GroupName: 'A' }, none, 'yes'],
    ],
  ],
  [
    'iam:AttachGroupPolicy',
    'iam:ListAttachedGroupPolicies',
    [
      [
        'is attached',
        { PolicyArn: 'p' },
        { AttachedPolicies: [{ PolicyArn: 'q' }, { PolicyArn: 'p' }] },
        'yes',
      ],
      ['another one is', { PolicyArn: 'p' }, { AttachedPolicies: [{ PolicyArn: 'q' }] }, 'no'],
      ['there is no such group', { PolicyArn: 'p' }, none, 'no'],
    ],
  ],
  [
    'iam:DetachGroupPolicy',
    'iam:ListAttachedGroupPolicies',
    [
      ['is attached', { PolicyArn: 'p' }, { AttachedPolicies: [{ PolicyArn: 'p' }] }, 'no'],
      ['there is no such group any more', { PolicyArn: 'p' }, none, 'yes'],
    ],
  ],
  [
    'iam:PutGroupPolicy',
    'iam:GetGroupPolicy',
    [
      [
        'is the same, encoded and spelled otherwise',
        { PolicyDocument: '{"a":1,"b":2}' },
        { PolicyDocument: encodeURIComponent('{ "b": 2, "a": 1 }') },
        'yes',
      ],
      [
        'says something else',
        { PolicyDocument: '{"a":1}' },
        { PolicyDocument: encodeURIComponent('{"a":2}') },
        'no',
      ],
      ['is not there', { PolicyDocument: '{}' }, none, 'no'],
    ],
  ],
  [
    'iam:DeleteGroupPolicy',
    'iam:GetGroupPolicy',
    [
      ['is not there', {}, none, 'yes'],
      ['is there', {}, { PolicyDocument: '' }, 'no'],
    ],
  ],
  [
    'iam:CreateUser',
    'iam:GetUser',
    [
      ['is there', { UserName: 'm' }, { User: {} }, 'yes'],
      ['is not there', { UserName: 'm' }, none, 'no'],
    ],
  ],
  [
    'iam:DeleteUser',
    'iam:GetUser',
    [
      ['is there', { UserName: 'm' }, { User: {} }, 'no'],
      ['is not there', { UserName: 'm' }, none, 'yes'],
    ],
  ],
  [
    'iam:AddUserToGroup',
    'iam:ListGroupsForUser',
    [
      ['is in it', { GroupName: 'A' }, { Groups: [{ GroupName: 'A' }] }, 'yes'],
      ['is in another one', { GroupName: 'A' }, { Groups: [{ GroupName: 'B' }] }, 'no'],
      ['there is no such user', { GroupName: 'A' }, none, 'no'],
    ],
  ],
  [
    'iam:RemoveUserFromGroup',
    'iam:ListGroupsForUser',
    [
      ['is in it', { GroupName: 'A' }, { Groups: [{ GroupName: 'A' }] }, 'no'],
      ['there is no such user', { GroupName: 'A' }, none, 'yes'],
    ],
  ],
  [
    'iam:CreateLoginProfile',
    'iam:GetLoginProfile',
    [
      ['is there', {}, { LoginProfile: {} }, 'yes'],
      ['is not there', {}, none, 'no'],
    ],
  ],
  [
    'iam:DeleteLoginProfile',
    'iam:GetLoginProfile',
    [
      ['is there', {}, { LoginProfile: {} }, 'no'],
      ['is not there', {}, none, 'yes'],
    ],
  ],
  [
    'iam:UpdateAccountPasswordPolicy',
    'iam:GetAccountPasswordPolicy',
    [
      [
        'is the same',
        { MinimumPasswordLength: 14, RequireSymbols: true },
        {
          PasswordPolicy: {
            MinimumPasswordLength: 14,
            RequireSymbols: true,
            RequireNumbers: false,
            ExpirePasswords: false,
          },
        },
        'yes',
      ],
      [
        'is stronger: not the same',
        { MinimumPasswordLength: 14 },
        { PasswordPolicy: { MinimumPasswordLength: 14, RequireNumbers: true } },
        'no',
      ],
      ['there is none', { MinimumPasswordLength: 14 }, none, 'no'],
    ],
  ],
  [
    'iam:DeleteAccountPasswordPolicy',
    'iam:GetAccountPasswordPolicy',
    [
      ['there is one', {}, { PasswordPolicy: {} }, 'no'],
      ['there is none', {}, none, 'yes'],
    ],
  ],
  [
    'iam:UpdateAccessKey',
    'iam:ListAccessKeys',
    [
      [
        'is off already',
        { AccessKeyId: 'K', Status: 'Inactive' },
        { AccessKeyMetadata: [{ AccessKeyId: 'K', Status: 'Inactive' }] },
        'yes',
      ],
      [
        'is on',
        { AccessKeyId: 'K', Status: 'Inactive' },
        { AccessKeyMetadata: [{ AccessKeyId: 'K', Status: 'Active' }] },
        'no',
      ],
      ['is gone', { AccessKeyId: 'K', Status: 'Inactive' }, { AccessKeyMetadata: [] }, 'no'],
    ],
  ],
  [
    'iam:DeleteAccessKey',
    'iam:ListAccessKeys',
    [
      [
        'is there',
        { AccessKeyId: 'K' },
        { AccessKeyMetadata: [{ AccessKeyId: 'K', Status: 'Inactive' }] },
        'no',
      ],
      [
        'is gone',
        { AccessKeyId: 'K' },
        { AccessKeyMetadata: [{ AccessKeyId: 'L', Status: 'Active' }] },
        'yes',
      ],
    ],
  ],
  [
    'iam:UpdateSigningCertificate',
    'iam:ListSigningCertificates',
    [
      [
        'is off',
        { CertificateId: 'C', Status: 'Inactive' },
        { Certificates: [{ CertificateId: 'C', Status: 'Inactive' }] },
        'yes',
      ],
      [
        'is on',
        { CertificateId: 'C', Status: 'Inactive' },
        { Certificates: [{ CertificateId: 'C', Status: 'Active' }] },
        'no',
      ],
    ],
  ],
  [
    'iam:DeleteSigningCertificate',
    'iam:ListSigningCertificates',
    [
      [
        'is there',
        { CertificateId: 'C' },
        { Certificates: [{ CertificateId: 'C', Status: 'Inactive' }] },
        'no',
      ],
      ['is gone', { CertificateId: 'C' }, { Certificates: [] }, 'yes'],
    ],
  ],
  [
    'account:PutContactInformation',
    'account:GetContactInformation',
    [
      [
        'is the same, with spaces',
        { ContactInformation: { FullName: 'Mia' } as Json },
        { ContactInformation: { FullName: ' Mia ', CompanyName: '' } },
        'yes',
      ],
      [
        'has one field more',
        { ContactInformation: { FullName: 'Mia' } as Json },
        { ContactInformation: { FullName: 'Mia', City: 'Sydney' } },
        'no',
      ],
      [
        'has another phone',
        { ContactInformation: { PhoneNumber: '+61 1' } as Json },
        { ContactInformation: { PhoneNumber: '+61 2' } },
        'no',
      ],
      ['there is none', { ContactInformation: { FullName: 'Mia' } as Json }, noContact, 'no'],
    ],
  ],
  [
    'account:PutAlternateContact',
    'account:GetAlternateContact',
    [
      [
        'is the same',
        { AlternateContactType: 'BILLING', Name: 'Mia' },
        { AlternateContact: { AlternateContactType: 'BILLING', Name: 'Mia' } },
        'yes',
      ],
      [
        'is another one',
        { AlternateContactType: 'BILLING', Name: 'Mia' },
        { AlternateContact: { Name: 'Tom' } },
        'no',
      ],
      ['there is none', { AlternateContactType: 'BILLING', Name: 'Mia' }, noContact, 'no'],
    ],
  ],
  [
    'account:DeleteAlternateContact',
    'account:GetAlternateContact',
    [
      ['there is one', { AlternateContactType: 'BILLING' }, { AlternateContact: {} }, 'no'],
      ['there is none', { AlternateContactType: 'BILLING' }, noContact, 'yes'],
    ],
  ],
  [
    'account:SendPhoneNumberVerification',
    'account:GetContactInformation',
    [
      ['a code is out', {}, { VerificationStatus: 'PENDING' }, 'pending'],
      ['is verified', {}, { VerificationStatus: 'VERIFIED' }, 'yes'],
      ['was never sent', {}, { VerificationStatus: 'UNVERIFIED' }, 'no'],
    ],
  ],
  [
    'account:VerifyPhoneNumber',
    'account:GetContactInformation',
    [
      ['is verified', {}, { VerificationStatus: 'VERIFIED' }, 'yes'],
      ['waits for the code', {}, { VerificationStatus: 'PENDING' }, 'no'],
    ],
  ],
  [
    'sns:SetTopicAttributes',
    'sns:GetTopicAttributes',
    [
      [
        'is the same, spelled otherwise',
        { AttributeName: 'Policy', AttributeValue: '{"a":1,"b":2}' },
        { Attributes: { Policy: '{"b":2, "a":1}' } },
        'yes',
      ],
      [
        'says something else',
        { AttributeName: 'Policy', AttributeValue: '{"a":1}' },
        { Attributes: { Policy: '{}' } },
        'no',
      ],
      ['there is no such topic', { AttributeName: 'Policy', AttributeValue: '{}' }, noTopic, 'no'],
    ],
  ],
  [
    'sns:DeleteTopic',
    'sns:GetTopicAttributes',
    [
      ['is there', { TopicArn: 't' }, { Attributes: {} }, 'no'],
      ['is gone', { TopicArn: 't' }, noTopic, 'yes'],
    ],
  ],
  [
    'sns:Subscribe',
    'sns:ListSubscriptionsByTopic',
    [
      [
        'is confirmed',
        { Protocol: 'email', Endpoint: 'a@b.example' },
        { Subscriptions: [{ Protocol: 'email', Endpoint: 'a@b.example', SubscriptionArn: 'arn:s' }] },
        'yes',
      ],
      [
        'waits for a click',
        { Protocol: 'email', Endpoint: 'a@b.example' },
        {
          Subscriptions: [
            { Protocol: 'email', Endpoint: 'a@b.example', SubscriptionArn: 'PendingConfirmation' },
          ],
        },
        'pending',
      ],
      [
        'was ended',
        { Protocol: 'email', Endpoint: 'a@b.example' },
        { Subscriptions: [{ Protocol: 'email', Endpoint: 'a@b.example', SubscriptionArn: 'Deleted' }] },
        'no',
      ],
      [
        'is somebody else',
        { Protocol: 'email', Endpoint: 'a@b.example' },
        { Subscriptions: [{ Protocol: 'email', Endpoint: 'c@b.example', SubscriptionArn: 'arn:s' }] },
        'no',
      ],
      ['there is no such topic', { Protocol: 'email', Endpoint: 'a@b.example' }, noTopic, 'no'],
    ],
  ],
  [
    'budgets:CreateBudget',
    'budgets:DescribeBudget',
    [
      [
        'is the same, with what AWS adds',
        { Budget: { BudgetName: 'b', BudgetLimit: { Amount: '18.60', Unit: 'USD' } } as Json },
        { Budget: { BudgetName: 'b', BudgetLimit: { Amount: '18.6', Unit: 'USD' }, CostFilters: {} } },
        'yes',
      ],
      [
        'has another amount',
        { Budget: { BudgetName: 'b', BudgetLimit: { Amount: '18.60', Unit: 'USD' } } as Json },
        { Budget: { BudgetLimit: { Amount: '20', Unit: 'USD' } } },
        'no',
      ],
      ['there is none', { Budget: { BudgetName: 'b' } as Json }, noBudget, 'no'],
    ],
  ],
  [
    'budgets:UpdateBudget',
    'budgets:DescribeBudget',
    [
      [
        'ends on the same day',
        { NewBudget: { TimePeriod: { End: '2087-06-15T00:00:00Z' } } as Json },
        { Budget: { TimePeriod: { End: new Date('2087-06-15T00:00:00Z') } } },
        'yes',
      ],
      [
        'filters otherwise',
        { NewBudget: { CostFilters: { Service: ['EC2'] } } as Json },
        { Budget: { CostFilters: { Service: ['EC2', 'S3'] } } },
        'no',
      ],
    ],
  ],
  [
    'budgets:DeleteBudget',
    'budgets:DescribeBudget',
    [
      ['is there', { BudgetName: 'b' }, { Budget: {} }, 'no'],
      ['is gone', { BudgetName: 'b' }, noBudget, 'yes'],
    ],
  ],
]

const alert = (Threshold: number, ThresholdType?: string): Json => ({
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold,
  ...(ThresholdType ? { ThresholdType } : {}),
})
const alerts = (...all: Json[]) => ({ Notifications: all })
const person = { SubscriptionType: 'EMAIL', Address: 'a@b.example' }

const onAlerts: readonly [action: string, read: string, cases: readonly Case[]][] = [
  [
    'budgets:CreateNotification',
    'budgets:DescribeNotificationsForBudget',
    [
      [
        'is there, of a kind that AWS fills in',
        { Notification: alert(100, 'PERCENTAGE') },
        alerts(alert(100)),
        'yes',
      ],
      ['is at another point', { Notification: alert(100) }, alerts(alert(80)), 'no'],
      ['there is no budget', { Notification: alert(100) }, noBudget, 'no'],
    ],
  ],
  [
    'budgets:UpdateNotification',
    'budgets:DescribeNotificationsForBudget',
    [
      ['was changed', { OldNotification: alert(80), NewNotification: alert(100) }, alerts(alert(100)), 'yes'],
      [
        'is still the old one',
        { OldNotification: alert(80), NewNotification: alert(100) },
        alerts(alert(80)),
        'no',
      ],
      [
        'both are there',
        { OldNotification: alert(80), NewNotification: alert(100) },
        alerts(alert(80), alert(100)),
        'no',
      ],
    ],
  ],
  [
    'budgets:DeleteNotification',
    'budgets:DescribeNotificationsForBudget',
    [
      ['is there', { Notification: alert(100) }, alerts(alert(100)), 'no'],
      ['is gone', { Notification: alert(100) }, alerts(), 'yes'],
      ['the budget is gone', { Notification: alert(100) }, noBudget, 'yes'],
    ],
  ],
  [
    'budgets:CreateSubscriber',
    'budgets:DescribeSubscribersForNotification',
    [
      ['gets it', { Subscriber: person }, { Subscribers: [person] }, 'yes'],
      ['does not', { Subscriber: person }, { Subscribers: [] }, 'no'],
    ],
  ],
  [
    'budgets:DeleteSubscriber',
    'budgets:DescribeSubscribersForNotification',
    [
      ['gets it', { Subscriber: person }, { Subscribers: [person] }, 'no'],
      ['does not', { Subscriber: person }, { Subscribers: [] }, 'yes'],
    ],
  ],
]

describe.each([...table, ...onAlerts])('%s', (action, read, cases) => {
  it.each(cases)('%s', async (_name, given, answer, so) => {
    expect((await isSo(action, read, given, answer)).so).toBe(so)
  })
})

describe('a topic', () => {
  it('has an ARN that is known before it is made, and is given where it is there', async () => {
    const TopicArn = `arn:aws:sns:us-east-1:${account}:neverroot-spend`
    const given = { Name: 'neverroot-spend' }
    expect(await isSo('sns:CreateTopic', 'sns:GetTopicAttributes', given, { Attributes: {} })).toEqual({
      so: 'yes',
      output: { TopicArn },
    })
    expect(await isSo('sns:CreateTopic', 'sns:GetTopicAttributes', given, noTopic)).toEqual({ so: 'no' })
  })
})

import { describe, expect, it } from 'vitest'
import { rootPolicy, rootPolicyNames } from '../../guard/index.ts'
import type { Json, Step } from '../../model/index.ts'
import { unvetted, unvettedUndo } from './vet.ts'

type Case = [name: string, action: Step['action'], input: Json]

const account = '111111111111'
const alarmAccount = '999999999999'
const ofOrganization = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-exampleorgid' }
const config = { $config: 'alerts.emails.0' }
const thief = 'thief@evil.example'
const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', NotAction: 'iam:*', Resource: '*' } }
const scp = { Type: 'SERVICE_CONTROL_POLICY', Name: rootPolicyNames['root-deny'] }
const everything = 'arn:aws:iam::aws:policy/AdministratorAccess'
const email = (Address: Json) => ({ SubscriptionType: 'EMAIL', Address })
const topic = { SubscriptionType: 'SNS', Address: 'arn:aws:sns:us-east-1:111111111111:neverroot-spend' }
const budget = (...Subscribers: Json[]) => ({
  NotificationsWithSubscribers: [{ Notification: {}, Subscribers }],
})

describe('what a step says itself', () => {
  it.each<Case>([
    ['a subscriber by reference', 'sns:Subscribe', { TopicArn: 'arn:t', Endpoint: config }],
    ['a budget with people by reference and a topic', 'budgets:CreateBudget', budget(email(config), topic)],
    ['a budget that nobody hears of', 'budgets:CreateBudget', { Budget: {} }],
    ['one more subscriber by reference', 'budgets:CreateSubscriber', { Subscriber: email(config) }],
    ['a user by reference', 'iam:CreateUser', { UserName: { $config: 'administrator.name' } }],
    [
      'a password that is a secret',
      'iam:CreateLoginProfile',
      { UserName: config, Password: { $secret: 'password' }, PasswordResetRequired: true },
    ],
    ["AWS's own policy", 'iam:AttachGroupPolicy', { GroupName: 'A', PolicyArn: everything }],
    [
      'the same elsewhere',
      'iam:AttachGroupPolicy',
      { PolicyArn: 'arn:aws-cn:iam::aws:policy/AdministratorAccess' },
    ],
    ['our policy about root', 'organizations:CreatePolicy', { ...scp, Content: rootPolicy('root-deny') }],
    [
      'the same elsewhere, attached to a unit',
      'organizations:AttachPolicy',
      { PolicyId: { $output: ['a/1', 'PolicyId'] }, TargetId: 'ou-abcd-12345678' },
    ],
    ['a policy that only denies', 'iam:PutGroupPolicy', { PolicyDocument: JSON.stringify(deny) }],
    [
      'a contact of references',
      'account:PutContactInformation',
      { ContactInformation: { FullName: { $observed: 'a.b' }, PhoneNumber: config } },
    ],
    [
      'an alternate contact of references',
      'account:PutAlternateContact',
      { AlternateContactType: 'BILLING', Name: config },
    ],
    [
      'an alternate contact of the member that the centre names',
      'account:PutAlternateContact',
      { AccountId: account, AlternateContactType: 'BILLING', Name: config },
    ],
    [
      'a contact of the member that the centre names',
      'account:PutContactInformation',
      { AccountId: account, ContactInformation: { PhoneNumber: config } },
    ],
    [
      'trusted access for the services of central root access',
      'organizations:EnableAWSServiceAccess',
      { ServicePrincipal: 'iam.amazonaws.com' },
    ],
    [
      'a rule that sends to the bus of its own account',
      'events:PutTargets',
      { Targets: [{ Id: 'a', Arn: `arn:aws:events:us-east-1:${account}:event-bus/default` }] },
    ],
    [
      'a rule that sends to where alarms are declared to arrive',
      'events:PutTargets',
      {
        Targets: [{ Id: 'a', Arn: `arn:aws:events:us-east-1:${alarmAccount}:event-bus/neverroot-root-use` }],
      },
    ],
    [
      'a bus that the organization may put events on',
      'events:PutPermission',
      { EventBusName: 'neverroot-root-use', Action: 'events:PutEvents', Condition: ofOrganization },
    ],
    ['what names nobody', 'iam:UpdateAccountPasswordPolicy', { MinimumPasswordLength: 14 }],
  ])('may be %s', (_name, action, input) => {
    expect(unvetted({ action, input, account }, alarmAccount)).toBeUndefined()
  })

  it.each<Case>([
    ['a subscriber', 'sns:Subscribe', { TopicArn: 'arn:t', Endpoint: thief }],
    ['a subscriber that is missing', 'sns:Subscribe', { TopicArn: 'arn:t' }],
    ['a budget that tells somebody', 'budgets:CreateBudget', budget(email(config), email(thief))],
    ['an alert that tells somebody', 'budgets:CreateNotification', { Subscribers: [email(thief)] }],
    ['one more subscriber', 'budgets:CreateSubscriber', { Subscriber: email(thief) }],
    [
      'a subscriber that only looks like a topic',
      'budgets:CreateSubscriber',
      { Subscriber: { SubscriptionType: 'SNS', Address: thief } },
    ],
    ['a user', 'iam:CreateUser', { UserName: 'thief' }],
    ['a user for the group', 'iam:AddUserToGroup', { GroupName: 'A', UserName: 'thief' }],
    ['a password', 'iam:CreateLoginProfile', { UserName: config, Password: 'hunter2' }],
    [
      'a policy of somebody',
      'iam:AttachGroupPolicy',
      { PolicyArn: 'arn:aws:iam::111111111111:policy/AdministratorAccess' },
    ],
    ['a policy that gives', 'iam:PutGroupPolicy', { PolicyDocument: JSON.stringify(allow) }],
    [
      'a policy that gives beside a denial',
      'iam:PutGroupPolicy',
      { PolicyDocument: JSON.stringify({ Statement: [deny.Statement, ...allow.Statement] }) },
    ],
    ['a policy without statements', 'iam:PutGroupPolicy', { PolicyDocument: '{"Statement":[]}' }],
    ['no policy at all', 'iam:PutGroupPolicy', { PolicyDocument: 'x' }],
    [
      'a number',
      'account:PutContactInformation',
      { ContactInformation: { FullName: config, PhoneNumber: '+61 2 0000 0000' } },
    ],
    ['a contact', 'account:PutAlternateContact', { AlternateContactType: 'SECURITY', EmailAddress: thief }],
    [
      'an alternate contact of another account',
      'account:PutAlternateContact',
      { AccountId: '222222222222', AlternateContactType: 'BILLING', Name: config },
    ],
    [
      'a contact of another account',
      'account:PutContactInformation',
      { AccountId: '222222222222', ContactInformation: { PhoneNumber: config } },
    ],
    [
      'an alternate contact of another account taken away',
      'account:DeleteAlternateContact',
      { AccountId: '222222222222', AlternateContactType: 'SECURITY' },
    ],
    [
      'a code to the phone of another account',
      'account:SendPhoneNumberVerification',
      { AccountId: '222222222222' },
    ],
    [
      'trusted access for anybody else',
      'organizations:EnableAWSServiceAccess',
      { ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com' },
    ],
    [
      'trusted access that others need',
      'organizations:DisableAWSServiceAccess',
      { ServicePrincipal: 'sso.amazonaws.com' },
    ],
    ['a control policy of its own', 'organizations:CreatePolicy', { ...scp, Content: JSON.stringify(allow) }],
    [
      'one that blocks AssumeRoot too',
      'organizations:CreatePolicy',
      { ...scp, Content: rootPolicy('root-deny').replace(',"Null":{"aws:AssumedRoot":"true"}', '') },
    ],
    [
      'one under another name',
      'organizations:CreatePolicy',
      { ...scp, Name: 'mine', Content: rootPolicy('root-deny') },
    ],
    [
      'one of another type',
      'organizations:CreatePolicy',
      { ...scp, Type: 'RESOURCE_CONTROL_POLICY', Content: rootPolicy('root-deny') },
    ],
    [
      'a policy at an account',
      'organizations:AttachPolicy',
      { PolicyId: 'p-12345678', TargetId: '222222222222' },
    ],
    [
      "AWS's own policy detached",
      'organizations:DetachPolicy',
      { PolicyId: 'p-FullAWSAccess', TargetId: 'r-abcd' },
    ],
    ['a code', 'account:VerifyPhoneNumber', { Otp: '123456' }],
    ['a root address', 'account:StartPrimaryEmailUpdate', { AccountId: account, PrimaryEmail: thief }],
    [
      'another declared address',
      'account:StartPrimaryEmailUpdate',
      { AccountId: account, PrimaryEmail: { $config: 'people.executives.0' } },
    ],
    [
      'the root address of another account',
      'account:StartPrimaryEmailUpdate',
      { AccountId: '222222222222', PrimaryEmail: { $config: 'contacts.root.email' } },
    ],
    [
      'a code of a mailbox',
      'account:AcceptPrimaryEmailUpdate',
      { AccountId: account, PrimaryEmail: { $config: 'contacts.root.email' }, Otp: '123456' },
    ],
    [
      'a rule that sends to the bus of somebody else',
      'events:PutTargets',
      { Targets: [{ Id: 'a', Arn: 'arn:aws:events:us-east-1:666666666666:event-bus/default' }] },
    ],
    [
      'a rule that sends to a bus of somebody else that is named like ours',
      'events:PutTargets',
      { Targets: [{ Id: 'a', Arn: 'arn:aws:events:us-east-1:666666666666:event-bus/neverroot-root-use' }] },
    ],
    [
      'a rule that sends to the default bus where alarms arrive',
      'events:PutTargets',
      { Targets: [{ Id: 'a', Arn: `arn:aws:events:us-east-1:${alarmAccount}:event-bus/default` }] },
    ],
    [
      'a rule that sends a text of its own',
      'events:PutTargets',
      { Targets: [{ Id: 'a', Arn: `arn:aws:sns:us-east-1:${account}:t`, Input: '"all is well"' }] },
    ],
    [
      'a role that may put events on any bus',
      'iam:PutRolePolicy',
      {
        RoleName: 'neverroot-root-use',
        PolicyDocument: JSON.stringify({
          Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }],
        }),
      },
    ],
    [
      'a role that anybody may assume',
      'iam:CreateRole',
      {
        RoleName: 'neverroot-root-use',
        AssumeRolePolicyDocument: JSON.stringify({
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }],
        }),
      },
    ],
    ['a bus of another name', 'events:CreateEventBus', { Name: 'orders' }],
    [
      'a bus that everybody may put events on',
      'events:PutPermission',
      { EventBusName: 'neverroot-root-use', Action: 'events:PutEvents', Principal: '*' },
    ],
    [
      'a bus that is opened by a policy of its own',
      'events:PutPermission',
      {
        EventBusName: 'neverroot-root-use',
        Action: 'events:PutEvents',
        Condition: ofOrganization,
        Policy: '{}',
      },
    ],
    [
      'the default bus, opened',
      'events:PutPermission',
      { EventBusName: 'default', Action: 'events:PutEvents', Condition: ofOrganization },
    ],
  ])('must not be %s', (_name, action, input) => {
    expect(unvetted({ action, input, account }, alarmAccount)).toContain(
      `${action} names people, values or rights`,
    )
  })
})

describe('what takes a step back', () => {
  it.each<[...Case, ok: boolean]>([
    [
      'a contact that is taken away again',
      'account:DeleteAlternateContact',
      { AccountId: account, AlternateContactType: 'BILLING' },
      true,
    ],
    [
      'the old contact',
      'account:PutAlternateContact',
      { AccountId: account, AlternateContactType: 'BILLING', Name: { $observed: 'a.b' } },
      true,
    ],
    [
      'a contact of another account that is taken away',
      'account:DeleteAlternateContact',
      { AccountId: '222222222222', AlternateContactType: 'BILLING' },
      false,
    ],
    [
      'a new number',
      'account:PutContactInformation',
      { ContactInformation: { PhoneNumber: '+61 2 0000 0000' } },
      false,
    ],
    ['recovery that is allowed', 'iam:CreateLoginProfile', {}, true],
  ])('%s', (_name, action, input, ok) => {
    expect(unvettedUndo({ action, input }, { account }) === undefined).toBe(ok)
  })
})

/** Every kind of call that a plan may hold, and an account to make them in. */
import { bucketPolicy, trailArn } from '../../src/controls/remedies/trail-pieces.ts'
import type { Json } from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { account, began, type Call } from './exports.ts'

/** An account with something of everything: what a plan can change, and what it can take away. */
export const furnished = (): World =>
  newWorld({ scenario: 'furnished', began })
    .account(account, (a) =>
      a
        .named('lab')
        .created(400)
        .contact({ PhoneNumber: '+61412345600' })
        .alternate('OPERATIONS', {
          Name: 'Old',
          Title: 'Gone',
          EmailAddress: 'old@corp.example',
          PhoneNumber: '+61412345601',
        })
        .alternate('BILLING', {
          Name: 'Old',
          Title: 'Gone',
          EmailAddress: 'bills@corp.example',
          PhoneNumber: '+61412345602',
        })
        .root({ password: {}, mfa: ['virtual'], keys: [{}, {}], certificates: ['Active', 'Active'] })
        .user('mia', (u) => u.console({ lastUsed: 1 }).admin().virtualMfa().key().isCaller())
        .user('temp', (u) => u.console({}).groups('Old'))
        .user('gone')
        .group('Old', 'ReadOnlyAccess')
        .group('Empty')
        .passwordPolicy({ MinimumPasswordLength: 8 })
        .dailySpend({ days: 60, usd: 10 })
        .budget('Daily', { period: 'DAILY', limit: 15, recipients: ['a@corp.example', 'b@corp.example'] })
        .budget('Old', { period: 'MONTHLY', recipients: ['a@corp.example'] })
        .topic('alarms', { publishers: ['cloudwatch.amazonaws.com'] })
        .topic('old')
        .rule('off', { state: 'DISABLED', pattern: { source: ['aws.iam'] } })
        .rule('on', { pattern: { source: ['aws.iam'] }, targets: [`arn:aws:sns:us-east-1:${account}:old`] })
        .rule('old-rule', { pattern: { source: ['aws.iam'] } })
        .trail('wide', { selectors: [{ ReadWriteType: 'WriteOnly' }] })
        .trail('narrow', { multiRegion: false })
        .trail('off', { logging: false })
        .trail('old-trail')
        .role('old-role', { trust: 'events.amazonaws.com', inline: { old: policy as never } }),
    )
    .build()

const Notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 100,
  ThresholdType: 'PERCENTAGE',
}
const at = (Threshold: number) => ({ ...Notification, Threshold })
const ofDaily = { AccountId: account, BudgetName: 'Daily' }
const logs = `neverroot-trail-${account}-us-east-1`
const trail = (name: string) => trailArn('aws', 'us-east-1', account).replace('neverroot-trail', name)
const arn = (topic: string) => `arn:aws:sns:us-east-1:${account}:${topic}`
const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', NotAction: ['iam:GetUser'], Resource: '*' }],
}
const region = 'us-east-1'
const config = (path: string): Json => ({ $config: path })
const contact = (type: string): Json => ({
  AlternateContactType: type.toUpperCase(),
  Name: config(`contacts.${type}.name`),
  Title: config(`contacts.${type}.title`),
  EmailAddress: config(`contacts.${type}.email`),
  PhoneNumber: config(`contacts.${type}.phone`),
})

/** Every call that a plan may hold and that an administrator can make, against `furnished`. */
export const everyCall: readonly Call[] = [
  {
    action: 'account:PutContactInformation',
    input: {
      ContactInformation: {
        FullName: 'Line\nbreak "and" \\ more',
        AddressLine1: { $observed: 'primaryContact.AddressLine1' },
        City: 'Sydney',
        StateOrRegion: 'NSW',
        PostalCode: '2000',
        CountryCode: 'AU',
        PhoneNumber: config('contacts.primary.phone'),
      },
    },
    undo: { action: 'account:PutContactInformation', input: {} },
  },
  { action: 'account:PutAlternateContact', input: contact('security') },
  {
    action: 'account:PutAlternateContact',
    input: contact('operations'),
    undo: { action: 'account:PutAlternateContact', input: {} },
  },
  { action: 'account:DeleteAlternateContact', input: { AlternateContactType: 'BILLING' } },
  { action: 'account:PutAlternateContact', input: contact('billing') },
  { action: 'sns:CreateTopic', input: { Name: 'neverroot-spend' }, region },
  {
    action: 'sns:SetTopicAttributes',
    input: {
      TopicArn: { $output: ['by-hand/6', 'TopicArn'] },
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'BudgetsMayPublish',
            Effect: 'Allow',
            Principal: { Service: 'budgets.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: arn('neverroot-spend'),
          },
        ],
      }),
    },
    region,
  },
  {
    action: 'sns:Subscribe',
    input: {
      TopicArn: { $output: ['by-hand/6', 'TopicArn'] },
      Protocol: 'email',
      Endpoint: config('alerts.emails.0'),
      ReturnSubscriptionArn: true,
    },
    region,
  },
  {
    action: 'sns:SetTopicAttributes',
    input: {
      TopicArn: arn('alarms'),
      AttributeName: 'Policy',
      AttributeValue: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'budgets.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: arn('alarms'),
          },
        ],
      }),
    },
    region,
    undo: { action: 'sns:SetTopicAttributes', input: {} },
  },
  { action: 'sns:DeleteTopic', input: { TopicArn: arn('old') }, region },
  {
    action: 'budgets:CreateBudget',
    input: {
      AccountId: account,
      Budget: {
        BudgetName: 'neverroot-daily',
        BudgetType: 'COST',
        TimeUnit: 'DAILY',
        BudgetLimit: { Amount: '18.60', Unit: 'USD' },
        CostTypes: { IncludeCredit: false, IncludeTax: false, UseBlended: false },
        CostFilters: { LinkedAccount: [account] },
      },
      NotificationsWithSubscribers: [
        {
          Notification,
          Subscribers: [
            { SubscriptionType: 'EMAIL', Address: config('alerts.emails.0') },
            { SubscriptionType: 'EMAIL', Address: config('alerts.emails.1') },
            { SubscriptionType: 'SNS', Address: { $output: ['by-hand/6', 'TopicArn'] } },
          ],
        },
      ],
    },
    undo: { action: 'budgets:DeleteBudget', input: { AccountId: account, BudgetName: 'neverroot-daily' } },
  },
  {
    action: 'budgets:UpdateBudget',
    input: {
      AccountId: account,
      NewBudget: {
        BudgetName: 'Daily',
        BudgetType: 'COST',
        TimeUnit: 'DAILY',
        BudgetLimit: { Amount: '22.10', Unit: 'USD' },
        CostTypes: { IncludeCredit: false },
        TimePeriod: { Start: 1714953600, End: 3706473600 },
        BillingViewArn: `arn:aws:billing::${account}:billingview/primary`,
      },
    },
    undo: { action: 'budgets:UpdateBudget', input: {} },
  },
  {
    action: 'budgets:CreateNotification',
    input: {
      ...ofDaily,
      Notification: at(80),
      Subscribers: [{ SubscriptionType: 'EMAIL', Address: config('alerts.emails.0') }],
    },
  },
  {
    action: 'budgets:CreateSubscriber',
    input: {
      ...ofDaily,
      Notification,
      Subscriber: { SubscriptionType: 'EMAIL', Address: config('alerts.emails.1') },
    },
  },
  {
    action: 'budgets:DeleteSubscriber',
    input: { ...ofDaily, Notification, Subscriber: { SubscriptionType: 'EMAIL', Address: 'a@corp.example' } },
  },
  {
    action: 'budgets:UpdateNotification',
    input: { ...ofDaily, OldNotification: at(80), NewNotification: at(150.5) },
  },
  { action: 'budgets:DeleteNotification', input: { ...ofDaily, Notification } },
  { action: 'budgets:DeleteBudget', input: { AccountId: account, BudgetName: 'Old' } },
  { action: 'iam:CreateGroup', input: { GroupName: 'Administrators' } },
  {
    action: 'iam:PutGroupPolicy',
    input: {
      GroupName: 'Administrators',
      PolicyName: 'DenyUnlessMfa',
      PolicyDocument: JSON.stringify(policy),
    },
  },
  {
    action: 'iam:AttachGroupPolicy',
    input: { GroupName: 'Administrators', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
  { action: 'iam:CreateUser', input: { UserName: config('administrator.name') } },
  {
    action: 'iam:AddUserToGroup',
    input: { GroupName: 'Administrators', UserName: config('administrator.name') },
  },
  {
    action: 'iam:CreateLoginProfile',
    input: {
      UserName: config('administrator.name'),
      Password: { $secret: 'password' },
      PasswordResetRequired: true,
    },
    undo: { action: 'iam:DeleteLoginProfile', input: { UserName: config('administrator.name') } },
  },
  { action: 'iam:RemoveUserFromGroup', input: { GroupName: 'Old', UserName: 'temp' } },
  {
    action: 'iam:DetachGroupPolicy',
    input: { GroupName: 'Old', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  },
  {
    action: 'iam:PutGroupPolicy',
    input: { GroupName: 'Old', PolicyName: 'p', PolicyDocument: JSON.stringify(policy) },
  },
  { action: 'iam:DeleteGroupPolicy', input: { GroupName: 'Old', PolicyName: 'p' } },
  { action: 'iam:DeleteGroup', input: { GroupName: 'Empty' } },
  { action: 'iam:DeleteLoginProfile', input: { UserName: 'temp' } },
  { action: 'iam:DeleteUser', input: { UserName: 'gone' } },
  {
    action: 'iam:UpdateAccountPasswordPolicy',
    input: { MinimumPasswordLength: 14, PasswordReusePrevention: 24, AllowUsersToChangePassword: true },
    undo: { action: 'iam:UpdateAccountPasswordPolicy', input: {} },
  },
  {
    action: 'iam:CreateRole',
    input: {
      RoleName: 'neverroot-root-use',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
      Description: 'takes "root use" home',
    },
  },
  {
    action: 'iam:PutRolePolicy',
    input: {
      RoleName: 'neverroot-root-use',
      PolicyName: 'neverroot-root-use',
      PolicyDocument: JSON.stringify(policy),
    },
  },
  {
    action: 'events:PutRule',
    input: {
      Name: 'neverroot-root-use',
      EventBusName: 'default',
      EventPattern: '{"detail":{"userIdentity":{"type":["Root"]}}}',
      State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      Description: 'neverroot: any use of root',
    },
    region,
  },
  {
    action: 'events:PutTargets',
    input: {
      Rule: 'neverroot-root-use',
      EventBusName: 'default',
      Targets: [
        {
          Id: 'neverroot-root-use',
          Arn: arn('alarms'),
          InputTransformer: {
            InputPathsMap: { account: '$.account' },
            InputTemplate: '"Root of <account> was used"',
          },
        },
      ],
    },
    region,
  },
  { action: 'events:EnableRule', input: { Name: 'off', EventBusName: 'default' }, region },
  { action: 'events:DisableRule', input: { Name: 'on', EventBusName: 'default' }, region },
  {
    action: 'events:RemoveTargets',
    input: { Rule: 'on', EventBusName: 'default', Ids: ['target-1'] },
    region,
  },
  { action: 'events:DeleteRule', input: { Name: 'old-rule', EventBusName: 'default' }, region },
  { action: 'iam:DeleteRolePolicy', input: { RoleName: 'old-role', PolicyName: 'old' } },
  { action: 'iam:DeleteRole', input: { RoleName: 'old-role' } },
  { action: 's3:CreateBucket', input: { Bucket: logs, ObjectOwnership: 'BucketOwnerEnforced' }, region },
  {
    action: 's3:PutPublicAccessBlock',
    input: {
      Bucket: logs,
      ExpectedBucketOwner: account,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    },
    region,
  },
  {
    action: 's3:PutBucketPolicy',
    input: {
      Bucket: logs,
      ExpectedBucketOwner: account,
      Policy: bucketPolicy({
        bucket: logs,
        partition: 'aws',
        account,
        trail: trail('neverroot-trail'),
      }),
    },
    region,
  },
  {
    action: 's3:PutBucketLifecycleConfiguration',
    input: {
      Bucket: logs,
      ExpectedBucketOwner: account,
      LifecycleConfiguration: {
        Rules: [{ ID: 'a', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 365 } }],
      },
    },
    region,
  },
  {
    action: 'cloudtrail:CreateTrail',
    input: {
      Name: 'neverroot-trail',
      S3BucketName: logs,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    },
    region,
  },
  { action: 'cloudtrail:StartLogging', input: { Name: trail('neverroot-trail') }, region },
  { action: 'cloudtrail:StartLogging', input: { Name: trail('off') }, region },
  {
    action: 'cloudtrail:UpdateTrail',
    input: { Name: trail('narrow'), IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true },
    region,
  },
  {
    action: 'cloudtrail:PutEventSelectors',
    input: {
      TrailName: trail('wide'),
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    },
    region,
  },
  { action: 'cloudtrail:StopLogging', input: { Name: trail('old-trail') }, region },
  { action: 'cloudtrail:DeleteTrail', input: { Name: trail('old-trail') }, region },
]

/** What the AWS CLI of before 2026 does not know. */
export const phoneCalls: readonly Call[] = [
  { action: 'account:SendPhoneNumberVerification', input: {} },
  { action: 'account:VerifyPhoneNumber', input: { Otp: { $secret: 'code' } } },
]

/** Root's own credentials, in a session of root. */
export function rootCalls(world: World): Call[] {
  const { accessKeys, signingCertificates } = world.accounts[account]!.root
  const [key, other] = accessKeys.map((k) => k.id)
  const [certificate, another] = signingCertificates.map((c) => c.id)
  return [
    { action: 'iam:UpdateAccessKey', input: { AccessKeyId: key!, Status: 'Inactive' }, risk: 'disruptive' },
    { action: 'iam:DeleteAccessKey', input: { AccessKeyId: other! }, risk: 'irreversible' },
    {
      action: 'iam:UpdateSigningCertificate',
      input: { CertificateId: certificate!, Status: 'Inactive' },
      risk: 'disruptive',
    },
    { action: 'iam:DeleteSigningCertificate', input: { CertificateId: another! }, risk: 'irreversible' },
  ]
}

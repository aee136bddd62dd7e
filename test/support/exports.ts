/** Plans for tests of exports: those of the scenarios, and one by hand that makes every kind of call. */
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import { fromConfiguration, resolve } from '../../src/engine/plan/references.ts'
import type { Given } from '../../src/export/given.ts'
import {
  type Configuration,
  type Json,
  type Plan,
  planAccount,
  referencesOf,
  type Step,
} from '../../src/index.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox, makeScenario, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { began } from './audit.ts'

export { began } from './audit.ts'
export const account = '111111111111'

/** Declares everything that a plan can ask for; some of it is meant to be taken for code. */
export const declared: Configuration = {
  contacts: {
    primary: { phone: '+61 412 345 611' },
    billing: {
      name: 'Accounts $(id) `id` "q" O\'Brien',
      title: '${HOME} %{if} \\n',
      email: 'billing@corp.example',
      phone: '+61 2 9374 4001',
    },
    operations: {
      name: 'Sérvice Désk 漢字 😀',
      title: "'; echo gotcha; '",
      email: 'ops@corp.example',
      phone: '+61 2 9374 4002',
    },
    security: { name: 'Mia', title: 'Owner', email: 'sec@posteo.example', phone: '+61 412 345 612' },
  },
  alerts: { emails: ['mia.example@posteo.example', 'pat@mail.example'] },
  administrator: { name: 'first.admin@corp.example' },
}

/** How a test reaches a world in this process. */
export const connectionTo = (sandbox: Sandbox) => ({
  endpoint: sandbox.url,
  requestHandler: sandbox.requestHandler,
  region: 'us-east-1',
  credentials: async () => sandbox.credentials(),
  now: new Date(began),
  configuration: declared,
})

/** The plan of a world, and what its references stand for. */
export async function planned(world: World): Promise<Given> {
  const sandbox = await createSandbox({ world, now: began, port: false })
  const plan = await planAccount(connectionTo(sandbox))
  return { plan, resolve, ...(await referencesOf(plan, connectionTo(sandbox))) }
}

export const plannedFor = async (scenario: string): Promise<Given> =>
  planned(await makeScenario(scenario, began))

type Call = Pick<Step, 'action' | 'input'> & Partial<Step>

/** A plan of these calls, with what its references stand for. */
export function handMade(calls: readonly Call[], of = account): Given {
  const steps = calls.map((call, i): Step => ({
    id: `by-hand/${i + 1}`,
    account: of,
    as: 'caller',
    does: `call ${i + 1}`,
    risk: 'safe',
    ...call,
  }))
  const plan: Plan = {
    schema: 'neverroot/plan/1',
    at: began,
    expires: new Date(Date.parse(began) + 86_400_000).toISOString(),
    account: of,
    profile: 'personal',
    tool: { name: 'neverroot', version: '0.0.0' },
    digest: '',
    items: [
      {
        id: `by-hand/${of}`,
        control: 'daily-budget-exists',
        subject: { kind: 'account', id: of },
        status: 'fail',
        message: 'Made by hand.',
        basedOn: '0'.repeat(64),
        steps,
      },
    ],
  }
  return {
    plan: { ...plan, digest: digestOfPlan(plan) },
    resolve,
    config: fromConfiguration(declared),
    observed: (path) => `seen ${path}`,
  }
}

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
        .topic('old'),
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

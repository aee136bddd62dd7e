import { describe, expect, it } from 'vitest'
import {
  assumedRootCall,
  assumeRootEvent,
  billingConsoleEvent,
  newWorld,
  rawEvent,
  roleSignIn,
  rootCall,
  rootSignIn,
  serviceEvent,
  userSignIn,
  type EventMaker,
} from './builder.ts'

const BEGAN = '2026-11-23T06:30:00Z'
const ID = '111111111111'
const make = () =>
  newWorld({ scenario: 'test', began: BEGAN }).account(ID, (a) =>
    a
      .named('mia-lab')
      .created(100)
      .root({
        password: { lastUsed: 3 },
        mfa: ['virtual', { fido: 'yubikey' }],
        keys: [{ lastUsed: { at: 1, service: 's3' } }],
      })
      .user('mia', (u) => u.console({ lastUsed: '2026-11-22T00:00:00Z' }).admin().key().isCaller())
      .budget('daily', {
        period: 'DAILY',
        limit: 18.6,
        recipients: ['mia@example.com', `arn:aws:sns:us-east-1:${ID}:alarms`],
      })
      .dailySpend({ days: 3, usd: 10, spikes: { 2: 40 } }),
  )

describe('the world builder', () => {
  const world = make().build()
  const account = world.accounts[ID]!

  it('makes the same world from the same description', () => {
    expect(make().build()).toEqual(world)
  })

  it('takes dates as days before the beginning or as they are', () => {
    expect(account.createdAt).toBe('2026-08-15T06:30:00.000Z')
    expect(account.root.password).toEqual({
      lastChanged: '2026-08-15T06:30:00.000Z',
      lastUsed: '2026-11-20T06:30:00.000Z',
    })
    expect(account.iam.users[0]!.password!.lastUsed).toBe('2026-11-22T00:00:00.000Z')
    expect(() => newWorld({ scenario: 'x', began: 'yesterday' })).toThrow(RangeError)
  })

  it('gives keys that are well-formed and plainly fake', () => {
    for (const { id, secret } of [...account.root.accessKeys, ...account.iam.users[0]!.accessKeys]) {
      expect(id).toMatch(/^AKIASANDBOX\d{9}$/)
      expect(secret).toMatch(/^[A-Za-z0-9/+=-]{40}$/)
      expect(secret).toMatch(/sandbox.*not-a-secret/)
    }
    expect(world.defaultAccessKeyId).toBe(account.iam.users[0]!.accessKeys[0]!.id)
  })

  it('files a virtual device of root with the account too, and no FIDO key', () => {
    expect(account.root.mfaDevices.map((d) => d.serialNumber)).toEqual([
      `arn:aws:iam::${ID}:mfa/root-account-mfa-device`,
      expect.stringMatching(`^arn:aws:iam::${ID}:u2f/root/yubikey-[A-Z2-7]{26}$`),
    ])
    expect(account.iam.virtualMfaDevices).toEqual([
      expect.objectContaining({
        serialNumber: `arn:aws:iam::${ID}:mfa/root-account-mfa-device`,
        assignedTo: 'root',
      }),
    ])
  })

  it('spends each day and half of today', () => {
    expect(account.spend.map((s) => [s.day, s.usd])).toEqual([
      ['2026-11-20', 10],
      ['2026-11-21', 40],
      ['2026-11-22', 10],
      ['2026-11-23', 5],
    ])
  })

  it('tells topics from addresses among the recipients of a budget', () => {
    expect(account.budgets[0]!.notifications[0]!.subscribers.map((s) => s.SubscriptionType)).toEqual([
      'EMAIL',
      'SNS',
    ])
  })

  it('makes root the caller where nobody else is', () => {
    const bare = newWorld({ scenario: 'bare', began: BEGAN }).account(ID).build()
    expect(bare.sessions).toEqual([
      expect.objectContaining({ accessKeyId: bare.defaultAccessKeyId, principal: { kind: 'root' } }),
    ])
  })

  it('places members in units and adds the accounts it was not told of', () => {
    const w = newWorld({ scenario: 'org', began: BEGAN })
      .organization(ID, (o) =>
        o
          .unit('Workloads')
          .unit('Prod', 'Workloads')
          .member('222222222222', { in: 'Prod' })
          .scps()
          .policy('deny-root', { Version: '2012-10-17', Statement: [] }, ['Prod', 'root', '222222222222']),
      )
      .build()
    const { organization } = w
    expect(Object.keys(w.accounts)).toEqual([ID, '222222222222'])
    expect(organization!.units[1]).toMatchObject({ name: 'Prod', parent: organization!.units[0]!.id })
    expect(organization!.policies.at(-1)!.targets).toEqual([
      organization!.units[1]!.id,
      organization!.rootId,
      '222222222222',
    ])
    expect(organization!.id).toMatch(/^o-[a-z0-9]{10}$/)
    expect(organization!.units[0]!.id).toMatch(/^ou-[0-9a-z]{4}-[0-9a-z]{8}$/)
  })
})

describe('CloudTrail records', () => {
  const record = (maker: EventMaker, alias?: string) => {
    const w = make()
    if (alias) w.change(ID, (a) => a.alias(alias))
    const { accounts } = w
      .change(ID, (a) => a.role('admin', { trust: 'ec2.amazonaws.com' }).event(maker))
      .build()
    return accounts[ID]!.events.at(-1)!
  }
  const cases: [name: string, maker: EventMaker, event: object, record: object][] = [
    [
      'root sign-in: in us-east-1, with the device it used',
      rootSignIn({ at: 3 }),
      { name: 'ConsoleLogin', username: 'root', region: 'us-east-1', readOnly: false },
      {
        eventType: 'AwsConsoleSignIn',
        eventTime: '2026-11-20T06:30:00Z',
        userIdentity: {
          type: 'Root',
          principalId: ID,
          arn: `arn:aws:iam::${ID}:root`,
          accountId: ID,
          accessKeyId: '',
        },
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: {
          MFAUsed: 'Yes',
          MFAIdentifier: `arn:aws:iam::${ID}:mfa/root-account-mfa-device`,
        },
      },
    ],
    [
      'root sign-in that failed, without MFA',
      rootSignIn({ at: 3, mfa: false, failed: true }),
      {},
      {
        responseElements: { ConsoleLogin: 'Failure' },
        errorMessage: 'Failed authentication',
        additionalEventData: { MFAUsed: 'No' },
      },
    ],
    [
      'root call with a key',
      rootCall('s3', 'CreateBucket', { at: 1, key: 'AKIASANDBOX000000001', region: 'eu-west-1' }),
      { accessKeyId: 'AKIASANDBOX000000001', region: 'eu-west-1', source: 's3.amazonaws.com' },
      { userIdentity: { type: 'Root', accessKeyId: 'AKIASANDBOX000000001' }, eventType: 'AwsApiCall' },
    ],
    [
      'assumed root, marked',
      assumedRootCall('iam', 'ListAccessKeys', { at: 1, key: 'ASIASANDBOX000000001' }),
      { username: 'root', readOnly: true },
      { userIdentity: { type: 'Root', sessionContext: { assumedRoot: 'true' } } },
    ],
    [
      'AssumeRoot in the account of the caller',
      assumeRootEvent({
        at: 1,
        role: 'admin',
        session: 'mia',
        target: '222222222222',
        task: 'IAMAuditRootUserCredentials',
        key: 'ASIASANDBOX000000001',
      }),
      { name: 'AssumeRoot', username: 'mia' },
      {
        requestParameters: {
          targetPrincipal: '222222222222',
          taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' },
        },
        responseElements: { credentials: { accessKeyId: 'ASIASANDBOX000000001' } },
      },
    ],
    [
      'AWS itself as root',
      serviceEvent('support', 'RefreshChecks', { at: 1, asRoot: true }),
      { username: 'root' },
      { eventType: 'AwsServiceEvent', userIdentity: { type: 'Root', invokedBy: 'support.amazonaws.com' } },
    ],
    [
      'IAM user sign-in',
      userSignIn('mia', { at: 1, mfa: false }),
      { username: 'mia' },
      { userIdentity: { type: 'IAMUser', userName: 'mia', arn: `arn:aws:iam::${ID}:user/mia` } },
    ],
    [
      'sign-in through a role',
      roleSignIn('admin', 'mia@example.com', { at: 1 }),
      { username: 'mia@example.com' },
      {
        userIdentity: {
          type: 'AssumedRole',
          arn: `arn:aws:sts::${ID}:assumed-role/admin/mia@example.com`,
          sessionContext: { sessionIssuer: { userName: 'admin', arn: `arn:aws:iam::${ID}:role/admin` } },
        },
      },
    ],
    [
      'billing console',
      billingConsoleEvent('SetIAMAccessPreference', 'root', { at: 1 }),
      { source: 'billingconsole.amazonaws.com' },
      { userIdentity: { type: 'Root' }, eventName: 'SetIAMAccessPreference' },
    ],
    [
      'anything else',
      rawEvent({
        at: 1,
        name: 'PasswordRecoveryRequested',
        source: 'signin.amazonaws.com',
        type: 'AwsServiceEvent',
        identity: {},
      }),
      { name: 'PasswordRecoveryRequested' },
      { eventVersion: '1.11', eventCategory: 'Management' },
    ],
  ]
  it.each(cases)('%s', (_name, maker, event, shape) => {
    const made = record(maker)
    expect(made).toMatchObject(event)
    expect(made.record).toMatchObject(shape)
    expect(made.record.eventID).toBe(made.id)
  })

  it('an unmarked assumed root carries no assumedRoot', () => {
    const made = record(
      assumedRootCall('iam', 'GetUser', { at: 1, key: 'ASIASANDBOX000000001', marked: false }),
    )
    expect(JSON.stringify(made.record)).not.toContain('assumedRoot')
  })

  it("says the account alias for root's user name", () => {
    expect(record(rootSignIn({ at: 1 }), 'corp').record.userIdentity).toMatchObject({ userName: 'corp' })
    expect(record(rootSignIn({ at: 1 })).record.userIdentity).not.toHaveProperty('userName')
  })
})

/** What people do outside any API, seen through an audit: each act moves the findings that it should, and no others' ground. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { AccountClient, SendPhoneNumberVerificationCommand } from '@aws-sdk/client-account'
import { beforeEach, describe, expect, it } from 'vitest'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import {
  confirmSubscription,
  createSandbox,
  firstSignIn,
  readCode,
  registerMfa,
  registerRootMfa,
  revokeRootSession,
  rootSession,
  sessionOf,
  setRootPassword,
  signInAsRoot,
  turnOnBillingAccess,
  type World,
} from '../../src/sandbox/index.ts'
import { auditWorld, began } from '../support/audit.ts'

const id = '111111111111'
const at = new Date('2026-11-23T06:00:00Z')
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)

/** Denies all but self-service until there is MFA, as an administrators' group may. */
const denyUnlessMfa = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      NotAction: [
        'iam:ChangePassword',
        'iam:CreateVirtualMFADevice',
        'iam:EnableMFADevice',
        'iam:ListMFADevices',
      ],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
}

const describeAccount = (describe: (a: AccountBuilder) => unknown = () => undefined): World =>
  newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.root({ password: { lastChanged: 900, lastUsed: 400 } })
        .group('Administrators', 'AdministratorAccess')
        .user('first.admin@corp.example', (u) =>
          u.created(0.5).console({ lastChanged: 0.5, resetRequired: true }).groups('Administrators'),
        )
        .user('mia', (u) =>
          u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().key().isCaller(),
        )
      a.account.iam.groups[0]!.inline['DenyUnlessMfa'] = denyUnlessMfa
      describe(a)
    })
    .build()

let world: World
beforeEach(() => {
  world = describeAccount()
})
const account = () => world.accounts[id]!
const recorded = () =>
  account()
    .events.filter((e) => Date.parse(e.at) >= at.getTime())
    .map((e) => `${e.source.split('.')[0]}:${e.name} by ${e.username ?? 'nobody'}`)
const see = (as: 'personal' | 'business' = 'personal', accessKeyId?: string) =>
  auditWorld(world, { as, accessKeyId })

describe('root', () => {
  it('signs in to the console', async () => {
    signInAsRoot(world, id, at)
    expect(account().root.password!.lastUsed).toBe(at.toISOString())
    expect(recorded()).toEqual(['signin:ConsoleLogin by root'])
    expect(account().events.at(-1)!.record).toMatchObject({
      awsRegion: 'us-east-1',
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
    })
    const report = await see()
    expect(report.of('root-is-not-used')).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('today'),
    })
  })

  it('without a password cannot', () => {
    world = describeAccount((a) => a.root({ password: false }))
    expect(() => signInAsRoot(world, id, at)).toThrow('has no password')
    expect(() => setRootPassword(world, id, at)).toThrow('has no password')
    expect(() => rootSession(world, id, at)).toThrow('has no password')
  })

  it('changes its password, signed in once for all that it does', async () => {
    setRootPassword(world, id, at)
    turnOnBillingAccess(world, id, later(3))
    expect(recorded()).toEqual([
      'signin:ConsoleLogin by root',
      'signin:PasswordUpdated by root',
      'iam:ChangePassword by root',
      'billingconsole:SetIAMAccessPreference by root',
    ])
    const report = await see()
    expect(report.of('root-password-is-fresh').message).toMatch(/^changed today \(2026-11-23\)/)
    expect(report.of('iam-billing-access-is-on').message).toContain('switched today')
    expect(report.head.incident, 'an owner who tidies up is no intruder').toBeUndefined()
  })

  it.each([
    ['an app', { kind: 'virtual' } as const, /:mfa\/root-account-mfa-device$/, 'fail'],
    ['a key', { kind: 'fido', name: 'safe' } as const, /:u2f\/root\/safe-[A-Z2-7]+$/, 'review'],
  ])('registers %s as its MFA', async (_, device, serial, hardware) => {
    expect((await see('business')).of('root-has-mfa').status).toBe('fail')
    expect(registerRootMfa(world, id, at, device)).toMatch(serial)
    const report = await see('business')
    expect(report.of('root-has-mfa').status).toBe('pass')
    expect(report.of('root-mfa-is-hardware').status).toBe(hardware)
    expect(account().events.at(-1)!.record).toMatchObject({
      eventName: 'EnableMFADevice',
      requestParameters: { userName: 'AWS ROOT USER', serialNumber: expect.stringMatching(serial) },
    })
    signInAsRoot(world, id, later(5))
    expect(account().events.at(-1)!.record).toMatchObject({
      additionalEventData: { MFAUsed: 'Yes', MFAIdentifier: expect.stringMatching(serial) },
    })
  })

  it('registers eight devices at most, and no two apps of one name', () => {
    registerRootMfa(world, id, at, { kind: 'virtual' })
    expect(() => registerRootMfa(world, id, at, { kind: 'virtual' })).toThrow('already')
    for (let n = 2; n <= 8; n++) registerRootMfa(world, id, at, { kind: 'fido', name: `key-${n}` })
    expect(() => registerRootMfa(world, id, at, { kind: 'fido' })).toThrow('8 MFA devices')
  })

  it('logs in at the command line, and out again', async () => {
    registerRootMfa(world, id, at, { kind: 'fido' })
    const key = rootSession(world, id, later(1))
    expect(recorded().slice(-2)).toEqual([
      'signin:AuthorizeOAuth2Access by root',
      'signin:CreateOAuth2Token by root',
    ])
    expect((await see('personal', key)).head.caller).toMatchObject({ root: true })
    expect(world.sessions.find((s) => s.accessKeyId === key)!.expires, 'twelve hours later').toBe(
      later(1 + 12 * 60).toISOString(),
    )
    expect(revokeRootSession(world, id, later(2))).toBe(1)
    expect(revokeRootSession(world, id, later(3)), 'there is no other').toBe(0)
    await expect(see('personal', key)).rejects.toThrow(/expired/i)
  })
})

describe('a new administrator', () => {
  const admin = 'first.admin@corp.example'

  it('signs in, changes the first password, registers MFA, and is who calls from then on', async () => {
    const before = await see()
    expect(before.of('administrators-have-mfa')).toMatchObject({ status: 'fail' })
    delete account().iam.credentialReport
    firstSignIn(world, id, at, admin)
    expect(account().iam.users[0]!.password).toEqual({
      lastChanged: at.toISOString(),
      lastUsed: at.toISOString(),
    })
    const serial = registerMfa(world, id, later(1), admin)
    const key = sessionOf(world, id, later(2), admin, { mfa: true })
    expect(recorded()).toEqual([
      `iam:ChangePassword by ${admin}`,
      `signin:ConsoleLogin by ${admin}`,
      `iam:CreateVirtualMFADevice by ${admin}`,
      `iam:EnableMFADevice by ${admin}`,
      `signin:AuthorizeOAuth2Access by ${admin}`,
      `signin:CreateOAuth2Token by ${admin}`,
    ])
    expect(serial).toBe(`arn:aws:iam::${id}:mfa/${admin}`)
    account().iam.users = account().iam.users.slice(0, 1)
    const report = await see('business', key)
    expect(report.head.caller.arn).toBe(`arn:aws:iam::${id}:user/${admin}`)
    for (const control of [
      'administrator-exists',
      'administrators-have-mfa',
      'administrator-is-named-by-email',
    ])
      expect([control, report.of(control).status]).toEqual([control, 'pass'])
  })

  it('was seen by the sign-in alone', async () => {
    world = describeAccount((a) => {
      a.account.iam.users = a.account.iam.users.slice(0, 1)
      a.rootIsCaller()
    })
    expect((await see()).of('administrator-exists').status).not.toBe('pass')
    delete account().iam.credentialReport
    firstSignIn(world, id, at, admin)
    expect((await see()).of('administrator-exists')).toMatchObject({
      status: 'pass',
      message: expect.stringContaining('signed in'),
    })
  })

  it('can do nothing before, where the policies say so', () => {
    expect(() => registerMfa(world, id, at, admin)).toThrow('still has the first password')
    firstSignIn(world, id, at, admin)
    expect(() => sessionOf(world, id, at, admin, { mfa: true })).toThrow('no MFA device')
    expect(() => sessionOf(world, id, at, admin)).toThrow(
      /not authorized to perform: signin:AuthorizeOAuth2Access .* with an explicit deny in an identity-based policy/,
    )
    registerMfa(world, id, at, admin)
    expect(sessionOf(world, id, at, admin)).toMatch(/^ASIASANDBOX/)
    expect(() => registerMfa(world, id, at, admin)).toThrow('already')
  })

  it.each([
    ['may not change the password', undefined, /must change the first password and may not/],
    ['may by the password policy', { AllowUsersToChangePassword: true }, undefined],
  ])('without permissions %s', (_, policy, refused) => {
    world = describeAccount((a) => {
      a.user('pat', (u) => u.console({ resetRequired: true }))
      if (policy) a.passwordPolicy(policy)
    })
    const act = () => firstSignIn(world, id, at, 'pat')
    if (refused) expect(act).toThrow(refused)
    else expect(act).not.toThrow()
  })

  it('must be there', () => {
    expect(() => firstSignIn(world, id, at, 'nobody')).toThrow('There is no user nobody')
    expect(() => firstSignIn(world, '999999999999', at, 'mia')).toThrow('There is no account 999999999999')
  })
})

describe('a recipient', () => {
  const [mia, pat] = ['mia@posteo.example', 'pat@mail.example']
  const withAlarm = () =>
    describeAccount((a) =>
      a
        .topic('spend', {
          publishers: ['budgets.amazonaws.com'],
          emails: [
            { address: mia, authenticated: true },
            { address: pat, pending: true },
          ],
        })
        .budget('daily', { period: 'DAILY', limit: 20, recipients: [a.topicArn('spend')] })
        .dailySpend({ days: 60, usd: 12 }),
    )

  it('confirms by a click, and counts for less than one whom a signed-in caller confirmed', async () => {
    world = withAlarm()
    const told = async () => (await see()).of('spend-alert-reaches-two-people').message
    const waiting = await told()
    expect(waiting).toMatch(/not confirmed|waits|has not/i)
    confirmSubscription(world, id, at, { topic: 'spend', address: 'PAT@mail.example', authenticated: false })
    const clicked = await told()
    expect(clicked).not.toBe(waiting)
    world = withAlarm()
    const [arn] = confirmSubscription(world, id, at, { address: pat, authenticated: true })
    expect(arn).toMatch(/:spend$/)
    expect(await told()).not.toBe(clicked)
    expect(account().events.at(-1)).toMatchObject({ name: 'ConfirmSubscription', username: 'mia' })
    expect(() => confirmSubscription(world, id, at, { address: pat })).toThrow(
      `No mail of AWS waits for ${pat}`,
    )
  })

  it('finds the token of the mail, and the code on the phone', async () => {
    world = describeAccount((a) => a.contact({ PhoneNumber: '+61 412 345 600' }))
    expect(() => readCode(world, '+61412345600')).toThrow('no code')
    const sandbox = await createSandbox({ world, now: began })
    try {
      const config = { region: 'us-east-1', endpoint: sandbox.url, credentials: sandbox.credentials() }
      await new AccountClient(config).send(new SendPhoneNumberVerificationCommand({}))
      expect(readCode(world, '+61412345600')).toMatch(/^[A-Z0-9]{6}$/)
      const sns = new SNSClient(config)
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'spend' }))
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: pat }))
      expect(readCode(world, pat)).toBe(account().topics[0]!.subscriptions[0]!.token)
      // The world's sessions and the sandbox's are the same: what people open works on the wire at once.
      const credentials = sandbox.credentials(sessionOf(world, id, new Date(began), 'mia'))
      const sts = new STSClient({ ...config, credentials })
      expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toMatch(/user\/mia$/)
    } finally {
      await sandbox.close()
    }
  })
})

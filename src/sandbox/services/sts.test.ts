import {
  GetAccountSummaryCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListUsersCommand,
} from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  AssumeRootCommand,
  GetAccessKeyInfoCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import type { AssumeRoleCommandInput, Credentials } from '@aws-sdk/client-sts'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox } from '../index.ts'
import type { Sandbox } from '../index.ts'
import { clientConfig, keyOf, outcome, sessionOf } from '../testing-principals.ts'

const MANAGEMENT = '111111111111'
const MEMBER = '222222222222'
const CLOSED = '444444444444'
const trust = (Principal: object, rest: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], ...rest }],
})
const task = (name: string) => ({ arn: `arn:aws:iam::aws:policy/root-task/${name}` })

describe('STS', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    const world = newWorld({ scenario: 'sts', began: '2026-11-23T06:30:00Z' })
      .account(MANAGEMENT, (a) =>
        a
          .user('admin', (u) => u.admin().key().isCaller())
          .user('nothing')
          .user('ann')
          .role('Own', {
            trust: trust({ AWS: `arn:aws:iam::${MANAGEMENT}:user/ann` }),
            attached: ['AdministratorAccess'],
          }),
      )
      .account(MEMBER, (a) =>
        a
          .root({ password: { lastUsed: 400 } })
          .role('Admin', {
            trust: trust({ AWS: `arn:aws:iam::${MANAGEMENT}:root` }),
            attached: ['AdministratorAccess'],
          })
          .role('External', {
            trust: trust(
              { AWS: MANAGEMENT },
              { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } },
            ),
          })
          .role('Service', { trust: trust({ Service: 'ec2.amazonaws.com' }) }),
      )
      .account(CLOSED, (a) => a.state('CLOSED').role('Admin', { trust: trust({ AWS: MANAGEMENT }) }))
      .organization(MANAGEMENT, (o) => o.member(MEMBER).member(CLOSED).trust('iam.amazonaws.com'))
      .build()
    world.accounts[MANAGEMENT]!.iam.organizationsFeatures = ['RootSessions']
    for (const name of ['nothing', 'ann']) keyOf(world, MANAGEMENT, name)
    sandbox = await createSandbox({ world })
  })
  afterAll(() => sandbox.close())

  const key = (name: string): string =>
    sandbox.world.accounts[MANAGEMENT]!.iam.users.find((user) => user.name === name)!.accessKeys[0]!.id
  const sts = (accessKeyId?: string) => new STSClient(clientConfig(sandbox, accessKeyId))
  const assume = (role: string, rest: Partial<AssumeRoleCommandInput> = {}, accessKeyId?: string) =>
    sts(accessKeyId).send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${role}`, RoleSessionName: 'audit', ...rest }),
    )
  const using = (credentials: Credentials | undefined) => ({
    ...clientConfig(sandbox),
    credentials: {
      accessKeyId: credentials!.AccessKeyId!,
      secretAccessKey: credentials!.SecretAccessKey!,
      sessionToken: credentials!.SessionToken!,
    },
  })
  const refused = (role: string, who = 'admin') =>
    `AccessDenied 403: User: arn:aws:iam::${MANAGEMENT}:user/${who} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${role}`

  describe('AssumeRole', () => {
    it('gives a session of the role in another account', async () => {
      const answer = await assume(`${MEMBER}:role/Admin`, { SourceIdentity: 'mia' })
      expect(answer.AssumedRoleUser!.Arn).toBe(`arn:aws:sts::${MEMBER}:assumed-role/Admin/audit`)
      expect(answer.SourceIdentity).toBe('mia')
      const who = await new STSClient(using(answer.Credentials)).send(new GetCallerIdentityCommand({}))
      expect(who).toMatchObject({ Account: MEMBER, Arn: answer.AssumedRoleUser!.Arn })
    })

    it('limits the session by a policy', async () => {
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'iam:GetAccountSummary', Resource: '*' }],
      })
      const { Credentials } = await assume(`${MEMBER}:role/Admin`, { Policy })
      const iam = new IAMClient(using(Credentials))
      expect(await outcome(iam.send(new GetAccountSummaryCommand({})))).toBe('fine')
      expect(await outcome(iam.send(new ListUsersCommand({})))).toContain('because no session policy allows')
    })

    const cases: [string, () => Promise<unknown>, string][] = [
      [
        'works for whom the trust policy names, without a policy of his own',
        () => assume(`${MANAGEMENT}:role/Own`, {}, key('ann')),
        'fine',
      ],
      [
        'is refused to others of the account',
        () => assume(`${MANAGEMENT}:role/Own`),
        refused(`${MANAGEMENT}:role/Own`),
      ],
      [
        'needs a permission across accounts',
        () => assume(`${MEMBER}:role/Admin`, {}, key('nothing')),
        refused(`${MEMBER}:role/Admin`, 'nothing'),
      ],
      ['needs trust', () => assume(`${MEMBER}:role/Service`), refused(`${MEMBER}:role/Service`)],
      [
        'refuses without the external id',
        () => assume(`${MEMBER}:role/External`),
        refused(`${MEMBER}:role/External`),
      ],
      ['accepts the external id', () => assume(`${MEMBER}:role/External`, { ExternalId: 'secret' }), 'fine'],
      [
        'does not say whether a role exists',
        () => assume(`${MEMBER}:role/Nobody`),
        refused(`${MEMBER}:role/Nobody`),
      ],
      [
        'does not enter a closed account',
        () => assume(`${CLOSED}:role/Admin`),
        refused(`${CLOSED}:role/Admin`),
      ],
      [
        'lasts no longer than the role allows',
        () => assume(`${MEMBER}:role/Admin`, { DurationSeconds: 7200 }),
        'ValidationError 400: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      ],
      [
        'lasts at least 15 minutes',
        () => assume(`${MEMBER}:role/Admin`, { DurationSeconds: 60 }),
        "ValidationError 400: 1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      ],
      [
        'refuses a session policy that is none',
        () => assume(`${MEMBER}:role/Admin`, { Policy: '{"Statement":[{}]}' }),
        'MalformedPolicyDocumentException 400: Syntax errors in policy.',
      ],
    ]
    it.each(cases)('%s', async (_name, act, expected) => {
      const answer = await outcome(act())
      if (expected === 'fine') expect(answer).toBe('fine')
      else expect(answer).toContain(expected)
    })

    it('is refused to root', async () => {
      const root = sessionOf(sandbox.world, MANAGEMENT, { kind: 'root' })
      const answer = await outcome(assume(`${MANAGEMENT}:role/Own`, {}, root))
      expect(answer).toMatch(/^AccessDenied 403/)
    })
  })

  describe('AssumeRoot', () => {
    const assumeRoot = (TargetPrincipal: string, name: string, rest = {}, accessKeyId?: string) =>
      sts(accessKeyId).send(new AssumeRootCommand({ TargetPrincipal, TaskPolicyArn: task(name), ...rest }))

    it('gives root of a member, for its task alone', async () => {
      const { Credentials } = await assumeRoot(MEMBER, 'IAMAuditRootUserCredentials')
      const iam = new IAMClient(using(Credentials))
      const { LoginProfile } = await iam.send(new GetLoginProfileCommand({}))
      expect(LoginProfile!.CreateDate).toBeInstanceOf(Date)
      expect(await outcome(iam.send(new ListUsersCommand({})))).toContain(
        'with an explicit deny in a session policy',
      )
      const event = sandbox.world.accounts[MANAGEMENT]!.events.find(({ name }) => name === 'AssumeRoot')
      expect(event!.record).toMatchObject({
        requestParameters: { targetPrincipal: MEMBER, taskPolicyArn: task('IAMAuditRootUserCredentials') },
        responseElements: { credentials: { accessKeyId: Credentials!.AccessKeyId } },
      })
      expect(JSON.stringify(event)).not.toContain(Credentials!.SecretAccessKey)
    })

    const denied = (target: string) =>
      `is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::${target}:root`
    const cases: [string, () => Promise<unknown>, string][] = [
      [
        'does not reach the management account',
        () => assumeRoot(MANAGEMENT, 'IAMAuditRootUserCredentials'),
        denied(MANAGEMENT),
      ],
      [
        'does not reach strangers',
        () => assumeRoot('999999999999', 'IAMAuditRootUserCredentials'),
        denied('999999999999'),
      ],
      [
        'needs a permission',
        () => assumeRoot(MEMBER, 'IAMAuditRootUserCredentials', {}, key('nothing')),
        denied(MEMBER),
      ],
      [
        'takes task policies only',
        () => assumeRoot(MEMBER, 'AdministratorAccess'),
        'is not a task policy of AssumeRoot.',
      ],
      [
        'lasts 15 minutes at most',
        () => assumeRoot(MEMBER, 'IAMAuditRootUserCredentials', { DurationSeconds: 1000 }),
        'less than or equal to 900',
      ],
    ]
    it.each(cases)('%s', async (_name, act, expected) => {
      expect(await outcome(act())).toContain(expected)
    })

    it('is refused while root sessions are off', async () => {
      const { iam } = sandbox.world.accounts[MANAGEMENT]!
      iam.organizationsFeatures = ['RootCredentialsManagement']
      expect(await outcome(assumeRoot(MEMBER, 'IAMAuditRootUserCredentials'))).toContain(denied(MEMBER))
      iam.organizationsFeatures = ['RootSessions']
    })
  })

  it('gives a user a session that cannot call IAM', async () => {
    const { Credentials } = await sts().send(new GetSessionTokenCommand({}))
    expect(await outcome(new STSClient(using(Credentials)).send(new GetCallerIdentityCommand({})))).toBe(
      'fine',
    )
    expect(await outcome(new IAMClient(using(Credentials)).send(new ListUsersCommand({})))).toMatch(
      /^InvalidClientTokenId 403/,
    )
    expect(await outcome(new STSClient(using(Credentials)).send(new GetSessionTokenCommand({})))).toMatch(
      /^InvalidClientTokenId|^AccessDenied/,
    )
  })

  it('knows whose a key is', async () => {
    const answer = await sts().send(new GetAccessKeyInfoCommand({ AccessKeyId: key('ann') }))
    expect(answer.Account).toBe(MANAGEMENT)
  })
})

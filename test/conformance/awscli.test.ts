/** Debian's AWS CLI against the sandbox: another client, another language, another reading of the wire formats. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { newWorld, rootSignIn, userCall } from '../../src/sandbox/builder.ts'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.ts'
import { type WarmAws, warmAws } from '../support/warm-aws/start.ts'
import { needs } from '../tools.ts'

const aws = needs('aws')
const run = promisify(execFile)
const ID = '111111111111'
const MEMBERS = Array.from({ length: 44 }, (_, i) => String(200000000000 + i))

// The CLI takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const isoDay = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

aws.describe('the AWS CLI against the sandbox', () => {
  let sandbox: Sandbox
  let home: string
  let warm: WarmAws
  let env: NodeJS.ProcessEnv

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'awscli-'))
    warm = await warmAws(aws.path)
    const began = new Date().toISOString()
    const world = newWorld({ scenario: 'awscli', began })
      .account(ID, (a) => {
        a.named('mia-lab')
          .contact({ PhoneNumber: '+61412345600' })
          .user('mia', (u) => u.console({ lastUsed: 1 }).admin().key().isCaller())
          .group('Administrators', 'AdministratorAccess')
          .role('ci', { trust: 'ec2.amazonaws.com' })
          .dailySpend({ days: 60, usd: 10 })
          .trail('main', { homeRegion: 'us-east-1' })
          .rule('root-use', {
            pattern: { source: ['aws.signin'] },
            targets: [`arn:aws:sns:us-east-1:${ID}:alarms`],
          })
          .topic('alarms', {
            emails: [{ address: 'mia@example.com' }, { address: 'pat@example.com', pending: true }],
          })
          .key({ aliases: ['alarms'] })
          .identityCenter({
            users: [{ id: 'u1', userName: 'mia', emails: ['mia@example.com'], status: 'ENABLED' }],
          })
          .vault('daily', { lock: { final: 30 }, points: [{ at: 1 }, { at: 20 }] })
          .event(rootSignIn({ at: 3 }))
        for (let i = 1; i <= 60; i += 1) a.event(userCall('mia', 'iam', 'CreateUser', { at: i / 10 }))
      })
      .organization(ID, (o) => {
        for (const id of MEMBERS) o.member(id)
        o.scps().trust('account.amazonaws.com').delegate(MEMBERS[0]!, 'account.amazonaws.com')
      })
      .build()
    sandbox = await createSandbox({ world })
    const { accessKeyId, secretAccessKey } = sandbox.credentials()
    // Nothing of the machine's own AWS set-up may leak in, and nothing may ask the instance metadata service.
    env = {
      PATH: '/usr/bin:/bin',
      HOME: home,
      AWS_CONFIG_FILE: join(home, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      AWS_MAX_ATTEMPTS: '1',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      no_proxy: '127.0.0.1',
      LANG: 'C.UTF-8',
      ...warm.env,
    }
  })
  afterAll(async () => {
    await sandbox.close()
    await rm(home, { recursive: true, force: true })
  })

  /** Runs the CLI; the endpoint is always given, so nothing can reach AWS. */
  const cli = async (command: string, ...more: string[]): Promise<unknown> => {
    const args = [...command.split(' '), ...more, '--endpoint-url', sandbox.url, '--output', 'json']
    const { stdout } = await run(join(warm.folder, 'aws'), args, { env, maxBuffer: 2 ** 24 })
    return stdout.trim() ? (JSON.parse(stdout) as unknown) : undefined
  }
  /** What the CLI prints for an error: `An error occurred (Code) when calling the Operation operation: message`. */
  const failure = async (command: string, ...more: string[]): Promise<string> => {
    try {
      await cli(command, ...more)
    } catch (error) {
      return (error as { stderr: string }).stderr.trim()
    }
    throw new Error(`${command} succeeded`)
  }

  const reads: [command: string, answer: object][] = [
    ['sts get-caller-identity', { Account: ID, Arn: `arn:aws:iam::${ID}:user/mia` }],
    ['iam get-account-summary', { SummaryMap: expect.objectContaining({ AccountMFAEnabled: 0, Users: 1 }) }],
    [
      'iam list-users',
      { Users: [expect.objectContaining({ UserName: 'mia', Arn: `arn:aws:iam::${ID}:user/mia` })] },
    ],
    ['iam get-user --user-name mia', { User: expect.objectContaining({ UserName: 'mia' }) }],
    [
      'iam list-attached-user-policies --user-name mia',
      {
        AttachedPolicies: [
          { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        ],
      },
    ],
    ['iam list-virtual-mfa-devices', { VirtualMFADevices: [] }],
    [
      'iam get-role --role-name ci',
      {
        Role: expect.objectContaining({
          AssumeRolePolicyDocument: expect.objectContaining({ Version: '2012-10-17' }),
        }),
      },
    ],
    [
      'account get-contact-information',
      { ContactInformation: expect.objectContaining({ PhoneNumber: '+61412345600' }) },
    ],
    [
      'organizations describe-organization',
      { Organization: expect.objectContaining({ MasterAccountId: ID, FeatureSet: 'ALL' }) },
    ],
    ['organizations list-roots', { Roots: [expect.objectContaining({ Name: 'Root' })] }],
    [
      'organizations list-policies --filter SERVICE_CONTROL_POLICY',
      { Policies: [expect.objectContaining({ Name: 'FullAWSAccess', AwsManaged: true })] },
    ],
    [
      'organizations list-aws-service-access-for-organization',
      { EnabledServicePrincipals: [expect.objectContaining({ ServicePrincipal: 'account.amazonaws.com' })] },
    ],
    [
      'organizations list-delegated-administrators',
      { DelegatedAdministrators: [expect.objectContaining({ Id: MEMBERS[0] })] },
    ],
    [`budgets describe-budgets --account-id ${ID}`, {}],
    [
      'cloudtrail describe-trails',
      { trailList: [expect.objectContaining({ Name: 'main', IsMultiRegionTrail: true })] },
    ],
    ['cloudtrail get-trail-status --name main', { IsLogging: true }],
    [
      'cloudtrail get-event-selectors --trail-name main',
      { EventSelectors: [expect.objectContaining({ ReadWriteType: 'All' })] },
    ],
    [
      'cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root',
      { Events: [expect.objectContaining({ EventName: 'ConsoleLogin', Username: 'root' })] },
    ],
    ['events list-rules', { Rules: [expect.objectContaining({ Name: 'root-use', State: 'ENABLED' })] }],
    [
      'events list-targets-by-rule --rule root-use',
      { Targets: [{ Id: 'target-1', Arn: `arn:aws:sns:us-east-1:${ID}:alarms` }] },
    ],
    ['sns list-topics', { Topics: [{ TopicArn: `arn:aws:sns:us-east-1:${ID}:alarms` }] }],
    [
      `sns list-subscriptions-by-topic --topic-arn arn:aws:sns:us-east-1:${ID}:alarms`,
      {
        Subscriptions: [
          expect.objectContaining({ Endpoint: 'mia@example.com' }),
          expect.objectContaining({ SubscriptionArn: 'PendingConfirmation' }),
        ],
      },
    ],
    [
      `sns get-topic-attributes --topic-arn arn:aws:sns:us-east-1:${ID}:alarms`,
      { Attributes: expect.objectContaining({ SubscriptionsPending: '1' }) },
    ],
    ['kms list-aliases', { Aliases: [expect.objectContaining({ AliasName: 'alias/alarms' })] }],
    [
      'kms describe-key --key-id alias/alarms',
      { KeyMetadata: expect.objectContaining({ KeyState: 'Enabled' }) },
    ],
    [
      'backup list-backup-vaults',
      { BackupVaultList: [expect.objectContaining({ BackupVaultName: 'daily', Locked: true })] },
    ],
    [
      `backup list-recovery-points-by-backup-vault --backup-vault-name daily --by-created-after ${isoDay(7)}`,
      { RecoveryPoints: [expect.objectContaining({ Status: 'COMPLETED', IsEncrypted: true })] },
    ],
    [
      'sso-admin list-instances',
      {
        Instances: [expect.objectContaining({ IdentityStoreId: expect.stringMatching(/^d-[0-9a-f]{10}$/) })],
      },
    ],
  ]
  it.each(reads)('%s', async (command, answer) => {
    expect((await cli(command)) ?? {}).toMatchObject(answer)
  })

  it('ce get-cost-and-usage, with a filter and a group', async () => {
    const answer = await cli(
      'ce get-cost-and-usage --granularity DAILY --metrics UnblendedCost --group-by Type=DIMENSION,Key=SERVICE',
      '--time-period',
      `Start=${isoDay(5)},End=${isoDay(3)}`,
      '--filter',
      JSON.stringify({ Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit'] } } }),
    )
    expect(answer).toMatchObject({
      ResultsByTime: [
        {
          TimePeriod: { Start: isoDay(5), End: isoDay(4) },
          Groups: [{ Metrics: { UnblendedCost: { Amount: '10', Unit: 'USD' } } }],
          Estimated: false,
        },
        { TimePeriod: { Start: isoDay(4) } },
      ],
    })
  })

  it('identitystore list-users', async () => {
    const store = sandbox.world.accounts[ID]!.identityCenters[0]!.identityStoreId
    const answer = await cli('identitystore list-users', '--identity-store-id', store)
    expect(answer).toMatchObject({
      Users: [{ UserName: 'mia', Emails: [{ Value: 'mia@example.com', Primary: true }] }],
    })
  })

  const pages: [command: string, key: string, sizes: [all: number, some: number]][] = [
    ['organizations list-accounts', 'Accounts', [45, 7]],
    [
      'cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=CreateUser',
      'Events',
      [60, 7],
    ],
  ]
  it.each(pages)('%s in pages', async (command, key, [all, some]) => {
    const whole = (await cli(command, '--page-size', '9')) as Record<string, unknown[]>
    expect(whole[key]).toHaveLength(all)
    const first = (await cli(command, '--page-size', '3', '--max-items', String(some))) as Record<
      string,
      unknown[]
    > & { NextToken: string }
    expect(first[key]).toHaveLength(some)
    const rest = (await cli(command, '--page-size', '3', '--starting-token', first.NextToken)) as Record<
      string,
      unknown[]
    >
    expect([...first[key]!, ...rest[key]!]).toEqual(whole[key])
  })

  it('writes contacts and reads them back; without one it is ResourceNotFoundException', async () => {
    expect(await failure('account get-alternate-contact --alternate-contact-type SECURITY')).toContain(
      'An error occurred (ResourceNotFoundException) when calling the GetAlternateContact operation',
    )
    const fields = [
      '--name',
      'Séc & Team',
      '--title',
      'Security',
      '--email-address',
      'sec@corp.example',
      '--phone-number',
      '+61 2 9374 4003',
    ]
    await cli('account put-alternate-contact --alternate-contact-type SECURITY', ...fields)
    expect(await cli('account get-alternate-contact --alternate-contact-type SECURITY')).toMatchObject({
      AlternateContact: { Name: 'Séc & Team' },
    })
    await cli('account delete-alternate-contact --alternate-contact-type SECURITY')
    const aboutMember = await cli(`account get-contact-information --account-id ${MEMBERS[0]}`).catch(
      (e: { stderr: string }) => e.stderr,
    )
    expect(aboutMember).toContain('ResourceNotFoundException')
    expect(await failure(`account get-contact-information --account-id ${ID}`)).toContain(
      '(AccessDeniedException)',
    )
  })

  it('makes a budget with its alert, and finds both again', async () => {
    const budget = join(home, 'budget.json')
    const alerts = join(home, 'alerts.json')
    await writeFile(
      budget,
      JSON.stringify({
        BudgetName: 'daily',
        BudgetType: 'COST',
        TimeUnit: 'DAILY',
        BudgetLimit: { Amount: '15', Unit: 'USD' },
      }),
    )
    const Notification = {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold: 100,
      ThresholdType: 'PERCENTAGE',
    }
    await writeFile(
      alerts,
      JSON.stringify([
        { Notification, Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'mia@example.com' }] },
      ]),
    )
    const create = [
      'budgets create-budget',
      '--account-id',
      ID,
      '--budget',
      `file://${budget}`,
      '--notifications-with-subscribers',
      `file://${alerts}`,
    ] as const
    await cli(...create)
    expect(await failure(...create)).toContain('(DuplicateRecordException)')
    expect(await cli(`budgets describe-budgets --account-id ${ID}`)).toMatchObject({
      Budgets: [{ BudgetName: 'daily', CalculatedSpend: { ActualSpend: { Amount: '5', Unit: 'USD' } } }],
    })
    expect(
      await cli(`budgets describe-notifications-for-budget --account-id ${ID} --budget-name daily`),
    ).toMatchObject({ Notifications: [{ Threshold: 100, NotificationState: 'OK' }] })
    await cli(`budgets delete-budget --account-id ${ID} --budget-name daily`)
  })

  it('makes a user, a topic and a rule, and unmakes them', async () => {
    await cli('iam create-user --user-name pat@corp.example')
    expect(await failure('iam create-user --user-name pat@corp.example')).toContain('(EntityAlreadyExists)')
    await cli('iam add-user-to-group --group-name Administrators --user-name pat@corp.example')
    expect(await cli('iam list-groups-for-user --user-name pat@corp.example')).toMatchObject({
      Groups: [{ GroupName: 'Administrators' }],
    })
    const { TopicArn } = (await cli('sns create-topic --name spend')) as { TopicArn: string }
    expect(
      await cli('sns subscribe --protocol email --notification-endpoint a@b.example --topic-arn', TopicArn),
    ).toEqual({ SubscriptionArn: 'pending confirmation' })
    await cli('sns delete-topic --topic-arn', TopicArn)
    await cli('events put-rule --name r --event-pattern', JSON.stringify({ source: ['aws.iam'] }))
    await cli('events put-targets --rule r --targets', `Id=1,Arn=${TopicArn}`)
    expect(await failure('events delete-rule --name r')).toContain('(ValidationException)')
    await cli('events remove-targets --rule r --ids 1')
    await cli('events delete-rule --name r')
    expect(await failure('events describe-rule --name r')).toContain('(ResourceNotFoundException)')
  })

  const errors: [command: string, code: string][] = [
    ['iam get-user --user-name nobody', 'NoSuchEntity'],
    ['iam get-account-password-policy', 'NoSuchEntity'],
    ['iam get-login-profile --user-name nobody', 'NoSuchEntity'],
    ['organizations describe-account --account-id 999999999999', 'AccountNotFoundException'],
    ['organizations describe-policy --policy-id p-12345678', 'PolicyNotFoundException'],
    ['budgets describe-budgets --account-id 222222222222', 'AccessDeniedException'],
    [`budgets describe-budget --account-id ${ID} --budget-name none`, 'NotFoundException'],
    ['cloudtrail get-trail-status --name none', 'TrailNotFoundException'],
    ['cloudtrail lookup-events --start-time 2026-02-01 --end-time 2026-01-01', 'InvalidTimeRangeException'],
    [`sns get-topic-attributes --topic-arn arn:aws:sns:us-east-1:${ID}:none`, 'NotFound'],
    ['kms describe-key --key-id alias/none', 'NotFoundException'],
    ['backup describe-backup-vault --backup-vault-name none', 'ResourceNotFoundException'],
    [
      'ce get-cost-and-usage --granularity DAILY --metrics UnblendedCost --time-period Start=2026-11-02,End=2026-11-01',
      'ValidationException',
    ],
    [
      'sso-admin list-permission-sets --instance-arn arn:aws:sso:::instance/ssoins-0000000000000000',
      'ResourceNotFoundException',
    ],
  ]
  it.each(errors)('%s: %s', async (command, code) => {
    expect(await failure(command)).toContain(`An error occurred (${code})`)
  })

  it('refuses a wrong secret', async () => {
    const right = env.AWS_SECRET_ACCESS_KEY
    env.AWS_SECRET_ACCESS_KEY = 'sandbox-wrong-not-a-secret'
    const said = await failure('sts get-caller-identity')
    env.AWS_SECRET_ACCESS_KEY = right
    expect(said).toContain('(SignatureDoesNotMatch)')
  })
})

/** The exported CloudFormation template, held to AWS's own specification of its resources. */
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { cloudformationTemplate, type Template } from '../../src/export/cloudformation/template.ts'
import { fitsType, type Properties } from '../support/cloudformation.ts'
import { everyCall, furnished, phoneCalls, rootCalls } from '../support/every-call.ts'
import { newWorld } from '../../src/sandbox/builder.ts'
import { account, began, handMade, planned, plannedFor } from '../support/exports.ts'

interface Resource {
  Type: string
  Condition: string
  DependsOn?: string[]
  Properties: Properties
}
interface Parsed {
  AWSTemplateFormatVersion: string
  Description: string
  Metadata: { Neverroot: { Account: string; NotSupported?: string[] } }
  Parameters?: Record<string, { Type: string; Default?: unknown }>
  Conditions: Record<string, unknown>
  Resources: Record<string, Resource>
}

/** Holds a template to the specification, and its references to what it defines. */
function check({ text, parameters }: Template): Parsed {
  // CloudFormation reads YAML 1.1: both readings must be the same.
  const parsed = parseYaml(text, { version: '1.1' }) as Parsed
  expect(parseYaml(text, { version: '1.2' })).toEqual(parsed)
  expect(parsed.AWSTemplateFormatVersion).toBe('2010-09-09')
  expect(Buffer.byteLength(parsed.Description)).toBeLessThanOrEqual(1024)
  const ids = Object.keys(parsed.Resources)
  for (const [id, resource] of Object.entries(parsed.Resources)) {
    expect(id).toMatch(/^[A-Za-z0-9]{1,255}$/)
    expect(Object.keys(parsed.Conditions)).toContain(resource.Condition)
    for (const other of resource.DependsOn ?? []) expect(ids).toContain(other)
    fitsType(id, resource.Type, resource.Properties)
  }
  const names = [...Object.keys(parsed.Parameters ?? {}), ...ids]
  for (const [, name] of JSON.stringify(parsed.Resources).matchAll(/\{"Ref":"(\w+)"\}/g))
    expect(names).toContain(name)
  expect(Object.keys(parsed.Parameters ?? {})).toEqual(parameters.map((p) => p.name))
  return parsed
}

/** The alarm on root from nothing. */
const alarm = () =>
  planned(
    newWorld({ scenario: 'alarm', began })
      .account(account, (a) => a.user('mia', (u) => u.admin().console({ lastUsed: 0.1 }).isCallerInSession()))
      .build(),
    ['root-use-raises-an-alarm'],
  )

describe('the exported CloudFormation template', () => {
  it.each(['neglected-personal', 'neglected-business', 'fresh-personal'])('of %s', async (scenario) => {
    const given = await plannedFor(scenario)
    const exported = cloudformationTemplate(given)
    const parsed = check(exported)
    expect(parsed.Metadata.Neverroot.Account).toBe(given.plan.account)
    expect(parsed.Metadata.Neverroot.NotSupported).toHaveLength(exported.leftOut)
    expect(parsed.Conditions).toEqual({
      PlannedAccount: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, given.plan.account] },
    })
  })

  it('of every call: what a stack can make, and words for the rest', () => {
    const given = handMade([...everyCall, ...phoneCalls, ...rootCalls(furnished())])
    const exported = cloudformationTemplate(given)
    const parsed = check(exported)
    expect(Object.fromEntries(Object.entries(parsed.Resources).map(([id, { Type }]) => [id, Type]))).toEqual({
      NeverrootSpendTopic: 'AWS::SNS::Topic',
      NeverrootSpendTopicPolicy: 'AWS::SNS::TopicPolicy',
      Subscription: 'AWS::SNS::Subscription',
      NeverrootDailyBudget: 'AWS::Budgets::Budget',
      AdministratorsGroup: 'AWS::IAM::Group',
      AdministratorUser: 'AWS::IAM::User',
      NeverrootRootUseRole: 'AWS::IAM::Role',
      NeverrootRootUseRule: 'AWS::Events::Rule',
      NeverrootTrailBucket: 'AWS::S3::Bucket',
      NeverrootTrailBucketPolicy: 'AWS::S3::BucketPolicy',
      NeverrootTrail: 'AWS::CloudTrail::Trail',
    })
    const out = parsed.Metadata.Neverroot.NotSupported!
    expect(out).toHaveLength(exported.leftOut)
    for (const line of out) expect(line).toMatch(/^not supported: [a-z]+:[A-Za-z]+ \(call \d+\): \w/)
    expect(exported.text).toContain('--capabilities CAPABILITY_NAMED_IAM')
    expect(exported.text).toMatch(/cloudformation deploy .* --region us-east-1/)
  })

  describe('of an account without any trail', () => {
    it('has trail, bucket, topic and rule, in the order in which AWS takes them, and keeps the log files', async () => {
      const { Resources } = check(cloudformationTemplate(await alarm()))
      expect(Object.fromEntries(Object.entries(Resources).map(([name, { Type }]) => [name, Type]))).toEqual({
        NeverrootTrailBucket: 'AWS::S3::Bucket',
        NeverrootTrailBucketPolicy: 'AWS::S3::BucketPolicy',
        NeverrootTrail: 'AWS::CloudTrail::Trail',
        NeverrootRootUseTopic: 'AWS::SNS::Topic',
        NeverrootRootUseTopicPolicy: 'AWS::SNS::TopicPolicy',
        NeverrootRootUseRule: 'AWS::Events::Rule',
        Subscription: 'AWS::SNS::Subscription',
        Subscription2: 'AWS::SNS::Subscription',
        NeverrootRootUseRole: 'AWS::IAM::Role',
      })
      expect(Resources.NeverrootTrailBucket).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          BucketName: `neverroot-trail-${account}-us-east-1`,
          PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
          LifecycleConfiguration: { Rules: [{ Prefix: 'AWSLogs/', ExpirationInDays: 365 }] },
        },
      })
      expect(Resources.NeverrootTrail).toMatchObject({
        DependsOn: ['NeverrootTrailBucketPolicy'],
        Properties: {
          S3BucketName: { Ref: 'NeverrootTrailBucket' },
          IsLogging: true,
          IsMultiRegionTrail: true,
        },
      })
    })

    it('has a second template for the other Regions: a rule that sends to the first', async () => {
      const given = await alarm()
      const exported = cloudformationTemplate(given, true)
      const { Resources } = check(exported)
      expect(Resources).toMatchObject({
        NeverrootRootUseRule: {
          Type: 'AWS::Events::Rule',
          Properties: { Targets: [{ Arn: `arn:aws:events:us-east-1:${account}:event-bus/default` }] },
        },
      })
      expect(Object.keys(Resources)).toHaveLength(1)
      const regions = new Set(given.plan.items.flatMap(({ steps }) => steps.flatMap((s) => s.region ?? [])))
      regions.delete('us-east-1')
      expect(exported.text).toContain(`for region in ${[...regions].join(' ')}; do`)
      expect(exported.leftOut).toBe(0)
    })
  })

  it('has an error where nothing is done in other Regions', () => {
    expect(() => cloudformationTemplate(handMade(everyCall), true)).toThrow('in other Regions')
  })

  it('holds neither addresses nor a password, and asks for what it needs without a default', async () => {
    const exported = cloudformationTemplate(await plannedFor('fresh-personal'))
    const { Parameters, Resources } = check(exported)
    expect(exported.text).not.toMatch(/[^.]@(posteo|mail|corp)\.example/)
    expect(JSON.stringify(Resources)).not.toMatch(/"(LoginProfile|Password)":/)
    expect(Object.keys(Parameters!)).toEqual(['AlertsEmails0', 'AlertsEmails1', 'AdministratorName'])
    expect(Object.values(Parameters!).filter((p) => 'Default' in p)).toEqual([])
  })

  it('puts what restrains a group into the group itself', () => {
    const { Resources } = check(cloudformationTemplate(handMade(everyCall)))
    expect(Resources.AdministratorsGroup!.Properties).toMatchObject({
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      Policies: [{ PolicyName: 'DenyUnlessMfa', PolicyDocument: { Version: '2012-10-17' } }],
    })
    expect(Resources.AdministratorUser!.Properties).toEqual({
      UserName: { Ref: 'AdministratorName' },
      Groups: [{ Ref: 'AdministratorsGroup' }],
    })
  })

  it('has an error for a plan of which a stack can make nothing', () => {
    expect(() => cloudformationTemplate(handMade(phoneCalls))).toThrow(
      `The plan for ${account} has nothing that CloudFormation can make`,
    )
  })

  it.each<[name: string, input: object]>([
    ['a dynamic reference', { Name: 'x-{{resolve:ssm:y}}' }],
    ['a field that is not understood', { Name: 'x', Attributes: { KmsMasterKeyId: 'k' } }],
  ])('leaves %s out, with all that needs it', (_name, input) => {
    const topic = { action: 'sns:CreateTopic' as const, input: input as never, region: 'us-east-1' }
    const subscribe = {
      ...everyCall[7]!,
      input: { ...(everyCall[7]!.input as object), TopicArn: { $output: ['by-hand/1', 'TopicArn'] } },
    }
    const exported = cloudformationTemplate(handMade([topic, subscribe as never, everyCall[18]!]))
    expect(Object.keys(check(exported).Resources)).toEqual(['AdministratorsGroup'])
    expect(exported.leftOut).toBe(2)
  })
})

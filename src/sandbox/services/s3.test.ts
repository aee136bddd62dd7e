import * as sdk from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { refusal, settings } from '../testing.ts'

const NOW = '2026-11-23T12:00:00Z'
const OWN = '111111111111'
const OTHER = '222222222222'
const Bucket = 'logs-of-mine'

describe('S3', () => {
  let sandbox: Sandbox
  const as = (account = OWN, region = 'us-east-1', user?: string) =>
    new sdk.S3Client(settings(sandbox, { account, ...(user ? { user } : {}) }, region))
  const mine = () => as()

  beforeAll(async () => {
    const world = newWorld({ scenario: 's3', began: NOW })
      .account(OWN, (a) => a.user('admin', (u) => u.admin().key()).user('reader', (u) => u.key()))
      .account(OTHER, (a) => a.user('admin', (u) => u.admin().key()))
      .build()
    sandbox = await createSandbox({ world, now: NOW })
    await mine().send(new sdk.CreateBucketCommand({ Bucket }))
    await as(OTHER).send(new sdk.CreateBucketCommand({ Bucket: 'logs-of-theirs' }))
  })
  afterAll(() => sandbox.close())

  it('makes buckets that are private, encrypted and without access control lists', async () => {
    const block = await mine().send(new sdk.GetPublicAccessBlockCommand({ Bucket }))
    expect(Object.values(block.PublicAccessBlockConfiguration!)).toEqual([true, true, true, true])
    const owner = await mine().send(new sdk.GetBucketOwnershipControlsCommand({ Bucket }))
    expect(owner.OwnershipControls!.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }])
    const encrypted = await mine().send(new sdk.GetBucketEncryptionCommand({ Bucket }))
    expect(encrypted.ServerSideEncryptionConfiguration!.Rules![0]).toMatchObject({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
    })
  })

  it('lists the own ones alone, by prefix and by pages', async () => {
    for (const name of ['list-a', 'list-b', 'list-c'])
      await mine().send(new sdk.CreateBucketCommand({ Bucket: name }))
    const names: string[][] = []
    for await (const page of sdk.paginateListBuckets({ client: mine(), pageSize: 2 }, { Prefix: 'list-' }))
      names.push(page.Buckets!.map((b) => b.Name!))
    expect(names).toEqual([['list-a', 'list-b'], ['list-c']])
    const all = await mine().send(new sdk.ListBucketsCommand({}))
    expect(all.Buckets!.map((b) => b.Name)).not.toContain('logs-of-theirs')
  })

  const creations: [when: string, input: sdk.CreateBucketCommandInput, region: string, code: string][] = [
    ['a name that another account has', { Bucket: 'logs-of-theirs' }, 'us-east-1', 'BucketAlreadyExists'],
    ['a name in capitals', { Bucket: 'Logs-Of-Mine' }, 'us-east-1', 'InvalidBucketName'],
    ['a name like an address', { Bucket: '10.0.0.1' }, 'us-east-1', 'InvalidBucketName'],
    [
      'another place than that of the endpoint',
      { Bucket: 'elsewhere', CreateBucketConfiguration: { LocationConstraint: 'us-west-2' as const } },
      'eu-west-1',
      'IllegalLocationConstraintException',
    ],
    [
      'us-east-1 as a place',
      { Bucket: 'here-now', CreateBucketConfiguration: { LocationConstraint: 'us-east-1' as never } },
      'us-east-1',
      'InvalidLocationConstraint',
    ],
    ['an access control list', { Bucket: 'listed', ACL: 'private' }, 'us-east-1', 'NotImplemented'],
  ]
  it.each(creations)('makes no bucket with %s', async (_when, input, region, code) => {
    expect((await refusal(as(OWN, region).send(new sdk.CreateBucketCommand(input)))).name).toBe(code)
  })

  it('takes a second call for the own bucket in us-east-1, and in no other Region', async () => {
    await mine().send(new sdk.CreateBucketCommand({ Bucket }))
    const there = as(OWN, 'eu-west-1')
    const input = {
      Bucket: 'logs-in-ireland',
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const },
    }
    await there.send(new sdk.CreateBucketCommand(input))
    expect((await refusal(there.send(new sdk.CreateBucketCommand(input)))).name).toBe(
      'BucketAlreadyOwnedByYou',
    )
    const elsewhere = mine().send(new sdk.GetPublicAccessBlockCommand({ Bucket: 'logs-in-ireland' }))
    expect((await refusal(elsewhere)).name).toBe('PermanentRedirect')
  })

  const statement = (more: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:GetBucketAcl',
          Resource: `arn:aws:s3:::${Bucket}`,
          ...more,
        },
      ],
    })
  it('keeps a policy as it was written, and forgets it', async () => {
    const Policy = statement({})
    await mine().send(new sdk.PutBucketPolicyCommand({ Bucket, Policy }))
    expect((await mine().send(new sdk.GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy)
    await mine().send(new sdk.DeleteBucketPolicyCommand({ Bucket }))
    expect((await refusal(mine().send(new sdk.GetBucketPolicyCommand({ Bucket })))).name).toBe(
      'NoSuchBucketPolicy',
    )
  })

  const policies: [when: string, Policy: string, code: string][] = [
    ['no JSON', 'allow everything', 'MalformedPolicy'],
    ['half a JSON', '{"Version"', 'MalformedPolicy'],
    ['nobody in it', statement({ Principal: undefined }), 'MalformedPolicy'],
    ['another bucket', statement({ Resource: 'arn:aws:s3:::other' }), 'MalformedPolicy'],
    ['everybody in it', statement({ Principal: '*' }), 'AccessDenied'],
  ]
  it.each(policies)('takes no policy with %s', async (_when, Policy, code) => {
    expect((await refusal(mine().send(new sdk.PutBucketPolicyCommand({ Bucket, Policy })))).name).toBe(code)
  })

  it('keeps how long objects stay', async () => {
    const Rules: sdk.LifecycleRule[] = [
      { ID: 'old', Status: 'Enabled', Filter: { Prefix: 'AWSLogs/' }, Expiration: { Days: 365 } },
    ]
    const put = (rules: sdk.LifecycleRule[]) =>
      mine().send(
        new sdk.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: rules } }),
      )
    const get = () => mine().send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket }))
    expect((await refusal(get())).name).toBe('NoSuchLifecycleConfiguration')
    await put(Rules)
    expect((await get()).Rules).toEqual(Rules)
    expect((await refusal(put([...Rules, ...Rules]))).name).toBe('InvalidArgument')
    expect((await refusal(put([{ Status: 'Enabled', Expiration: { Days: 0 } }]))).name).toBe(
      'InvalidArgument',
    )
  })

  it.each([
    ['whose owner is another one than expected', OWN, { Bucket, ExpectedBucketOwner: OTHER }, 'AccessDenied'],
    ['of another account', OTHER, { Bucket }, 'AccessDenied'],
    ['that is not there', OWN, { Bucket: 'not-there' }, 'NoSuchBucket'],
  ])('shows nothing of a bucket %s', async (_when, account, input, code) => {
    expect((await refusal(as(account).send(new sdk.GetPublicAccessBlockCommand(input)))).name).toBe(code)
  })

  it('asks for permissions under their own names', async () => {
    const reader = as(OWN, 'us-east-1', 'reader')
    const error = await refusal(reader.send(new sdk.ListBucketsCommand({})))
    expect(error).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListAllMyBuckets') as string,
      $metadata: { httpStatusCode: 403 },
    })
  })

  it('deletes an empty bucket, and says what it does not simulate', async () => {
    await mine().send(new sdk.CreateBucketCommand({ Bucket: 'to-go' }))
    await mine().send(new sdk.DeleteBucketCommand({ Bucket: 'to-go' }))
    sandbox.world.buckets!.find((b) => b.name === Bucket)!.objects.push('AWSLogs/1')
    expect((await refusal(mine().send(new sdk.DeleteBucketCommand({ Bucket })))).name).toBe('BucketNotEmpty')
    const listed = await refusal(mine().send(new sdk.ListObjectsV2Command({ Bucket })))
    expect(listed).toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
  })

  it('knows a wrong secret and an unknown key', async () => {
    const withKeys = (accessKeyId: string, secretAccessKey: string) =>
      new sdk.S3Client({
        ...settings(sandbox),
        credentials: { accessKeyId, secretAccessKey },
      }).send(new sdk.ListBucketsCommand({}))
    const { accessKeyId } = settings(sandbox, { account: OWN }).credentials
    expect((await refusal(withKeys(accessKeyId, 'wrong'))).name).toBe('SignatureDoesNotMatch')
    expect((await refusal(withKeys('AKIANOBODYKNOWSTHIS', 'x'))).name).toBe('InvalidAccessKeyId')
  })
})

/** What is set on a bucket: its policy, the block of public access, how long objects are kept, who owns them. */
import type * as sdk from '@aws-sdk/client-s3'
import { parsePolicy, PolicySyntaxError } from '../../../policy/index.ts'
import { AwsError, type Handlers } from '../../service.ts'
import type { Bucket } from '../../world.ts'
import { bucketArn, bucketOf, noSuch } from './common.ts'

const malformed = (message: string): AwsError => new AwsError('MalformedPolicy', message, 400)

interface RawStatement {
  Effect?: string
  Principal?: unknown
  NotPrincipal?: unknown
  Resource?: string | string[]
  NotResource?: string | string[]
  Condition?: Record<string, Record<string, unknown>>
}

/** What S3 says to a policy that it does not take (seen by users of PutBucketPolicy; for the rest assumed). */
function checkPolicy(text: string, arn: string): RawStatement[] {
  if (!text.startsWith('{')) throw malformed("Policies must be valid JSON and the first byte must be '{'")
  let statements: RawStatement[]
  try {
    parsePolicy(text)
    const { Statement } = JSON.parse(text) as { Statement?: RawStatement | RawStatement[] }
    statements = [Statement ?? []].flat()
  } catch (error) {
    if (error instanceof PolicySyntaxError || error instanceof SyntaxError)
      throw malformed('This policy contains invalid Json')
    throw error
  }
  for (const { Principal, NotPrincipal, Resource, NotResource } of statements) {
    if (Principal === undefined && NotPrincipal === undefined)
      throw malformed('Missing required field Principal')
    const resources = [Resource ?? NotResource ?? []].flat()
    if (resources.length === 0 || !resources.every((r) => r === arn || r.startsWith(`${arn}/`)))
      throw malformed('Policy has invalid resource')
  }
  return statements
}

/** Conditions with fixed values of these keys make a statement not public (S3 user guide, "The meaning of public"). */
const narrowing =
  /^aws:(Source(Arn|Account|Vpc|Vpce|OrgID|Owner)|Principal(Arn|OrgID|Account|OrgPaths)|userid)$/i

const isPublic = ({ Effect, Principal, Condition = {} }: RawStatement): boolean =>
  Effect === 'Allow' &&
  (Principal === '*' || (Principal as { AWS?: unknown } | undefined)?.AWS === '*') &&
  !Object.values(Condition).some((keys) => Object.keys(keys).some((key) => narrowing.test(key)))

type Rules = NonNullable<sdk.PutBucketLifecycleConfigurationRequest['LifecycleConfiguration']>['Rules']

function checkRules(rules: Rules): Record<string, unknown>[] {
  const bad = (code: string, message: string): AwsError => new AwsError(code, message, 400)
  if (!rules?.length || rules.length > 1000)
    throw bad(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    )
  const ids = rules.flatMap(({ ID }) => ID ?? [])
  if (new Set(ids).size !== ids.length) throw bad('InvalidArgument', 'Rule ID must be unique.')
  for (const { Expiration, Status } of rules) {
    if (Status === undefined) throw bad('MalformedXML', 'Status is missing')
    if (Expiration?.Days !== undefined && Expiration.Days < 1)
      throw bad('InvalidArgument', "'Days' for Expiration action must be a positive integer")
  }
  return JSON.parse(JSON.stringify(rules)) as Record<string, unknown>[]
}

const missingBlock = (bucket: Bucket): AwsError =>
  noSuch(
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
    bucket.name,
  )

export const bucketSettings: Handlers<typeof sdk> = {
  GetBucketPolicy(input, call) {
    const { policy, name } = bucketOf(call, input)
    if (policy === undefined) throw noSuch('NoSuchBucketPolicy', 'The bucket policy does not exist', name)
    return { Policy: policy }
  },
  PutBucketPolicy(input, call) {
    const bucket = bucketOf(call, input)
    const statements = checkPolicy(input.Policy ?? '', bucketArn(call, bucket.name))
    if (bucket.publicAccessBlock?.BlockPublicPolicy && statements.some(isPublic))
      throw new AwsError(
        'AccessDenied',
        `User: ${call.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(call, bucket.name)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
        403,
      )
    bucket.policy = input.Policy!
  },
  DeleteBucketPolicy(input, call) {
    delete bucketOf(call, input).policy
  },

  GetPublicAccessBlock(input, call) {
    const bucket = bucketOf(call, input)
    if (!bucket.publicAccessBlock) throw missingBlock(bucket)
    return { PublicAccessBlockConfiguration: bucket.publicAccessBlock }
  },
  PutPublicAccessBlock(input, call) {
    const given = input.PublicAccessBlockConfiguration
    bucketOf(call, input).publicAccessBlock = {
      BlockPublicAcls: given?.BlockPublicAcls ?? false,
      IgnorePublicAcls: given?.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given?.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given?.RestrictPublicBuckets ?? false,
    }
  },

  GetBucketLifecycleConfiguration(input, call) {
    const { lifecycleRules, name } = bucketOf(call, input)
    if (!lifecycleRules)
      throw noSuch('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', name)
    return { Rules: lifecycleRules as unknown as sdk.LifecycleRule[] }
  },
  PutBucketLifecycleConfiguration(input, call) {
    bucketOf(call, input).lifecycleRules = checkRules(input.LifecycleConfiguration?.Rules)
  },
  DeleteBucketLifecycle(input, call) {
    delete bucketOf(call, input).lifecycleRules
  },

  GetBucketOwnershipControls: (input, call) => ({
    OwnershipControls: { Rules: [{ ObjectOwnership: bucketOf(call, input).ownership }] },
  }),
  PutBucketOwnershipControls(input, call) {
    const bucket = bucketOf(call, input)
    const wanted = input.OwnershipControls?.Rules?.[0]?.ObjectOwnership
    if (wanted) bucket.ownership = wanted
  },
  // Every new object is encrypted with keys of S3 unless something else was set (S3 user guide, since January 2023).
  GetBucketEncryption(input, call) {
    bucketOf(call, input)
    return {
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
      },
    }
  },
}

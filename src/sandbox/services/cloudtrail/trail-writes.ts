/** Making, changing and deleting trails. */
import type * as sdk from '@aws-sdk/client-cloudtrail'
import { memberOf } from '../../accounts/members.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Trail } from '../../world.ts'
import { checkBucket } from './bucket.ts'
import { changeable, shape } from './find.ts'

/** "Trails per Region: 5" (CloudTrail user guide, "Quotas in AWS CloudTrail"). */
const TRAILS_PER_REGION = 5

function checkOrganizationTrail(call: Call): void {
  const { organization } = call.world
  const id = call.caller.account.id
  if (!organization || !memberOf(call.world, id)) {
    throw new AwsError(
      'OrganizationsNotInUseException',
      'The account is not a member of an organization.',
      404,
    )
  }
  if (organization.managementAccountId !== id) {
    throw new AwsError('NotOrganizationMasterAccountException', 'Only the management account can create it.')
  }
  if (organization.featureSet !== 'ALL') {
    throw new AwsError('OrganizationNotInAllFeaturesModeException', 'All features must be enabled.')
  }
  if (!organization.trustedServices.includes('cloudtrail.amazonaws.com')) {
    throw new AwsError('CloudTrailAccessNotEnabledException', 'Trusted access for CloudTrail is not enabled.')
  }
}

const LINKED_ROLE = 'AWSServiceRoleForCloudTrail'

/**
 * The first organization trail brings a role of CloudTrail, which whoever makes the trail must be allowed to make
 * (CloudTrail user guide, "Using service-linked roles"; the code by the error list of CreateTrail).
 */
function linkRole(call: Call): void {
  const { account } = call.caller
  const path = '/aws-service-role/cloudtrail.amazonaws.com/'
  if (account.iam.roles.some((role) => role.name === LINKED_ROLE)) return
  const arn = `arn:${call.world.partition}:iam::${account.id}:role${path}${LINKED_ROLE}`
  const action = 'iam:CreateServiceLinkedRole'
  if (!call.allowed(action, arn))
    throw new AwsError(
      'InsufficientDependencyServiceAccessPermissionException',
      `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${arn}`,
      400,
    )
  account.iam.roles.push({
    name: LINKED_ROLE,
    path,
    id: call.id('AROA', 21),
    created: call.now.toISOString(),
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    },
    attached: [],
    inline: {},
    maxSessionSeconds: 3600,
    tags: {},
  })
}

const checkBucketName = (name: string | undefined): void => {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name ?? ''))
    throw new AwsError('InvalidS3BucketNameException', `Bucket name is not valid: ${name}`)
}

/** "Multi-Region trail must include global service events" (CreateTrail and UpdateTrail, InvalidParameterCombinationException). */
const checkScope = ({ multiRegion, globalServiceEvents }: Trail): void => {
  if (multiRegion && !globalServiceEvents)
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    )
}

/** What CreateTrail and UpdateTrail answer. */
function answered(call: Call, trail: Trail): sdk.CreateTrailResponse {
  const {
    HomeRegion: _h,
    HasCustomEventSelectors: _c,
    HasInsightSelectors: _i,
    ...made
  } = shape(call, {
    trail,
    owner: call.caller.account,
  })
  return made
}

export const trailWrites: Handlers<typeof sdk> = {
  // A new trail does not log until StartLogging.
  CreateTrail(input, call) {
    const { account } = call.caller
    const name = input.Name ?? ''
    if (!/^[A-Za-z0-9](?!.*[._-]{2})[\w.-]{1,126}[A-Za-z0-9]$/.test(name) || /^\d+(\.\d+){3}$/.test(name)) {
      throw new AwsError('InvalidTrailNameException', `Trail name is not valid: ${name}`)
    }
    checkBucketName(input.S3BucketName)
    if (input.IsOrganizationTrail) checkOrganizationTrail(call)
    const here = account.trails.filter((t) => t.homeRegion === call.region)
    if (here.some((t) => t.name === name)) {
      throw new AwsError(
        'TrailAlreadyExistsException',
        `Trail ${name} already exists for customer: ${account.id}`,
      )
    }
    if (here.length >= TRAILS_PER_REGION) {
      throw new AwsError(
        'MaximumNumberOfTrailsExceededException',
        `User: ${account.id} already has ${here.length} trails in ${call.region}.`,
        403,
      )
    }
    const trail: Trail = {
      name,
      homeRegion: call.region,
      multiRegion: input.IsMultiRegionTrail ?? false,
      organization: input.IsOrganizationTrail ?? false,
      globalServiceEvents: input.IncludeGlobalServiceEvents ?? true,
      bucket: input.S3BucketName!,
      ...(input.S3KeyPrefix && { prefix: input.S3KeyPrefix }),
      logging: false,
      ...(input.CloudWatchLogsLogGroupArn && { logGroupArn: input.CloudWatchLogsLogGroupArn }),
      ...(input.KmsKeyId && { kmsKeyId: input.KmsKeyId }),
      ...(input.EnableLogFileValidation && { logFileValidation: true }),
    }
    checkScope(trail)
    checkBucket(call, trail)
    if (trail.organization) linkRole(call)
    account.trails.push(trail)
    return answered(call, trail)
  },

  // What is not given stays as it is; logging goes on or stays off (CloudTrail API reference, UpdateTrail).
  UpdateTrail(input, call) {
    const trail = changeable(call, input.Name)
    if (input.S3BucketName !== undefined) checkBucketName(input.S3BucketName)
    if (input.IsOrganizationTrail) checkOrganizationTrail(call)
    const changed: Trail = {
      ...trail,
      multiRegion: input.IsMultiRegionTrail ?? trail.multiRegion,
      organization: input.IsOrganizationTrail ?? trail.organization,
      globalServiceEvents: input.IncludeGlobalServiceEvents ?? trail.globalServiceEvents,
      bucket: input.S3BucketName ?? trail.bucket,
      ...(input.EnableLogFileValidation !== undefined && {
        logFileValidation: input.EnableLogFileValidation,
      }),
      ...(input.S3KeyPrefix !== undefined && { prefix: input.S3KeyPrefix }),
      ...(input.CloudWatchLogsLogGroupArn !== undefined && { logGroupArn: input.CloudWatchLogsLogGroupArn }),
      ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
    }
    checkScope(changed)
    // Looked at where it is another one or another path (assumed).
    const moved = (['bucket', 'prefix', 'organization'] as const).some((key) => changed[key] !== trail[key])
    if (moved) checkBucket(call, changed)
    if (changed.organization) linkRole(call)
    Object.assign(trail, changed)
    return answered(call, trail)
  },

  DeleteTrail(input, call) {
    const trail = changeable(call, input.Name)
    const { trails: all } = call.caller.account
    all.splice(all.indexOf(trail), 1)
  },
}

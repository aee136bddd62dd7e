/** Which trails an account sees: its own, and the organization's trails of its management account. */
import type * as sdk from '@aws-sdk/client-cloudtrail'
import { accountOf } from '../../accounts/find.ts'
import { memberOf } from '../../accounts/members.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Account, Trail } from '../../world.ts'

export interface Seen {
  trail: Trail
  owner: Account
}

export const arnOf = (call: Call, { trail, owner }: Seen): string =>
  `arn:${call.world.partition}:cloudtrail:${trail.homeRegion}:${owner.id}:trail/${trail.name}`

/** All trails that the account sees, in every Region. Members see organization trails, and cannot change them. */
export function visible(call: Call): Seen[] {
  const { account } = call.caller
  const own = account.trails.map((trail) => ({ trail, owner: account }))
  const { organization } = call.world
  if (!organization || !memberOf(call.world, account.id) || organization.managementAccountId === account.id)
    return own
  const owner = accountOf(call.world, organization.managementAccountId)
  const shared = owner?.trails.filter((t) => t.organization) ?? []
  return [...own, ...shared.map((trail) => ({ trail, owner: owner! }))]
}

/** Trails present in a Region: those at home there, and the shadows of multi-Region ones. */
export const present = (call: Call, shadows = true): Seen[] =>
  visible(call).filter((s) => s.trail.homeRegion === call.region || (shadows && s.trail.multiRegion))

/** A trail by ARN, or by name in its home Region. "You must specify the ARN for a shadow trail" (GetTrailStatus). */
export function find(call: Call, name: string | undefined): Seen {
  if (!name) throw new AwsError('InvalidTrailNameException', 'Trail name cannot be blank!')
  if (name.startsWith('arn:') && !/^arn:[\w-]+:cloudtrail:[\w-]+:\d{12}:trail\/.+$/.test(name)) {
    throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${name}`)
  }
  const found = visible(call).find((s) =>
    name.startsWith('arn:')
      ? arnOf(call, s) === name
      : s.trail.name === name && s.trail.homeRegion === call.region,
  )
  if (!found) {
    throw new AwsError(
      'TrailNotFoundException',
      `Unknown trail: ${name} for the user: ${call.caller.account.id}`,
      404,
    )
  }
  return found
}

/** A trail that the caller may change: its own, from its home Region. */
export function changeable(call: Call, name: string | undefined): Trail {
  const seen = find(call, name)
  if (seen.owner.id !== call.caller.account.id) {
    throw new AwsError(
      'NotOrganizationMasterAccountException',
      'Only the management account or a delegated administrator can change an organization trail.',
    )
  }
  if (seen.trail.homeRegion !== call.region) {
    throw new AwsError(
      'InvalidHomeRegionException',
      `Trail ${arnOf(call, seen)} cannot be modified from Region ${call.region}. Its home Region is ${seen.trail.homeRegion}.`,
    )
  }
  return seen.trail
}

/** A trail as DescribeTrails and GetTrail show it. */
export function shape(call: Call, seen: Seen): sdk.Trail {
  const { trail } = seen
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    ...(trail.prefix !== undefined && { S3KeyPrefix: trail.prefix }),
    IncludeGlobalServiceEvents: trail.globalServiceEvents,
    IsMultiRegionTrail: trail.multiRegion,
    HomeRegion: trail.homeRegion,
    TrailARN: arnOf(call, seen),
    LogFileValidationEnabled: trail.logFileValidation ?? false,
    ...(trail.logGroupArn && { CloudWatchLogsLogGroupArn: trail.logGroupArn }),
    ...(trail.kmsKeyId && { KmsKeyId: trail.kmsKeyId }),
    HasCustomEventSelectors: Boolean(trail.selectors ?? trail.advancedSelectors),
    HasInsightSelectors: false,
    IsOrganizationTrail: trail.organization,
  }
}

import { partition } from '@aws-sdk/core/client'
import { loadConfig, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config'
import { UserError } from '../model/index.ts'

/** Where calls go, and which AWS that is. */
export interface Place {
  region: string
  /** `aws`, `aws-us-gov`, `aws-cn`, `aws-eusc`: from the SDK's own rules. */
  partition: string
  /** The Region in which a partition records its global events (sign-in, IAM): us-east-1 in `aws`. */
  globalRegion: string
}

const shape = /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/

/** The Region to use: the flag, the environment, the profile, else us-east-1 (the Region of the global services). */
export async function placeFor(flag: string | undefined, profile: string | undefined): Promise<Place> {
  // An empty variable is as good as none. The SDK knows AWS_REGION only; the AWS CLI's users set the other one too.
  const configured =
    flag ||
    process.env.AWS_REGION ||
    process.env.AWS_DEFAULT_REGION ||
    (await loadConfig(
      { ...NODE_REGION_CONFIG_OPTIONS, default: () => '' },
      profile ? { profile } : {},
    )().catch(() => ''))
  const region = configured || 'us-east-1'
  if (!shape.test(region)) {
    throw new UserError(
      'bad-region',
      `"${region}" is not the name of a Region.`,
      'Give one like eu-west-1, with --region or AWS_REGION.',
    )
  }
  const found = partition(region)
  return {
    region,
    partition: found.name,
    globalRegion: (found as { implicitGlobalRegion?: string }).implicitGlobalRegion ?? region,
  }
}

/** Regions of the commercial partition (Account Management reference, "Supported AWS Regions"). */
import type { Account, PartitionName } from '../world.ts'

export const DEFAULT_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
] as const

export const OPT_IN_REGIONS = [
  'af-south-1',
  'ap-east-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
] as const

const OTHER: Record<Exclude<PartitionName, 'aws'>, readonly string[]> = {
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-eusc': ['eusc-de-east-1'],
}

/** The Regions of a new account: the default ones on, the opt-in ones off. */
export function initialRegions(partition: PartitionName): Account['regions'] {
  if (partition !== 'aws') {
    return Object.fromEntries(OTHER[partition].map((r) => [r, 'ENABLED_BY_DEFAULT' as const]))
  }
  return Object.fromEntries([
    ...DEFAULT_REGIONS.map((r) => [r, 'ENABLED_BY_DEFAULT' as const]),
    ...OPT_IN_REGIONS.map((r) => [r, 'DISABLED' as const]),
  ])
}

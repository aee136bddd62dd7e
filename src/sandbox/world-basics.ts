/** What every part of a world is made of. */

export type Iso = string
export type PartitionName = 'aws' | 'aws-us-gov' | 'aws-cn' | 'aws-eusc'
export type PolicyDocument = Record<string, unknown>

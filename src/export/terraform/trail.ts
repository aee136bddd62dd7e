/** A trail and its bucket as resources. */
import type { Value } from '../given.ts'
import type { Thing } from '../things.ts'
import type { TrailThing } from '../trail-things.ts'
import { NoWord } from './budget.ts'
import { Call, Expression, type Hcl } from './hcl.ts'
import type { Resource } from './resources.ts'
import { bucketAccessArguments, trailArguments } from './words.ts'

type Fields = Readonly<Record<string, Value | undefined>>

interface Module {
  things: readonly Thing[]
  /** What is written already. */
  made: readonly Thing[]
  address(thing: Thing): string
  resource(type: string, wanted: string, attributes: Record<string, Hcl | undefined>): Resource
  put(value: Value | undefined): Hcl
  translated(words: Readonly<Record<string, string>>, fields: Fields): Record<string, Hcl>
}

/** Throws NoWord for a trail that is there already. */
export function trailResource(
  thing: Extract<Thing, TrailThing>,
  { things, made, address, resource, put, translated }: Module,
): Resource {
  /** The name of a bucket: of the resource here, or of one that is there. */
  const ofBucket = (name: string): Hcl => {
    const thing = made.find((t) => t.kind === 'bucket' && t.name === name)
    return thing ? new Expression(`${address(thing)}.id`) : name
  }
  switch (thing.kind) {
    case 'bucket':
      return {
        ...resource('aws_s3_bucket', thing.name, { bucket: thing.name }),
        // Log files are nobody's to delete with a plan of Terraform.
        blocks: [{ type: 'lifecycle', attributes: { prevent_destroy: true } }],
      }
    case 'bucket-access':
      return resource('aws_s3_bucket_public_access_block', thing.bucket, {
        bucket: ofBucket(thing.bucket),
        ...translated(bucketAccessArguments, thing.block),
      })
    case 'bucket-policy':
      return resource('aws_s3_bucket_policy', thing.bucket, {
        bucket: ofBucket(thing.bucket),
        policy: new Call('jsonencode', put(thing.policy)),
      })
    case 'bucket-lifecycle':
      return {
        ...resource('aws_s3_bucket_lifecycle_configuration', thing.bucket, {
          bucket: ofBucket(thing.bucket),
        }),
        blocks: [
          {
            type: 'rule',
            attributes: { id: thing.id, status: 'Enabled' },
            blocks: [
              { type: 'filter', attributes: { prefix: thing.prefix } },
              { type: 'expiration', attributes: { days: thing.days } },
            ],
          },
        ],
      }
    case 'trail': {
      const policies = made.filter((t) => t.kind === 'bucket-policy' && t.bucket === thing.bucket)
      return resource('aws_cloudtrail', thing.name, {
        name: thing.name,
        s3_bucket_name: ofBucket(thing.bucket),
        enable_logging: things.some((t) => t.kind === 'trail-logging' && t.trail === thing.name),
        ...translated(trailArguments, thing.settings),
        // CloudTrail looks at the policy before it takes the bucket.
        ...(policies.length > 0 ? { depends_on: policies.map((t) => new Expression(address(t))) } : {}),
      })
    }
    case 'trail-logging':
      throw new NoWord('it switches on a trail that such a tool has not made')
  }
}

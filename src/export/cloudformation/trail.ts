/** A trail and its bucket as resources: a stack that is deleted leaves the log files, and the policy that guards them. */
import type { Value } from '../given.ts'
import type { Thing } from '../things.ts'
import type { TrailThing } from '../trail-things.ts'
import type { Resource } from './resources.ts'

interface Stack {
  things: readonly Thing[]
  /** Logical ids of what is in the stack. */
  ids: ReadonlyMap<Thing, string>
  resources: Map<string, Resource>
  add(thing: Thing, wanted: string, type: string, properties: Record<string, Value>): void
}

/** Adds to the stack; a text says why it could not be. */
export function addToTrail(
  thing: Extract<Thing, TrailThing>,
  { things, ids, resources, add }: Stack,
): string | undefined {
  const made = (id: string | undefined) => (id === undefined ? undefined : resources.get(id))
  const bucketOf = (name: string) =>
    ids.get(things.find((other) => other.kind === 'bucket' && other.name === name)!)
  switch (thing.kind) {
    case 'bucket':
      add(thing, `${thing.name.replace(/-\d{12}.*$/, '')}.bucket`, 'AWS::S3::Bucket', {
        BucketName: thing.name,
        OwnershipControls: { Rules: [{ ObjectOwnership: thing.ownership }] },
      })
      made(ids.get(thing))!.stays = true
      return undefined
    case 'bucket-access':
    case 'bucket-lifecycle':
    case 'bucket-policy': {
      const id = bucketOf(thing.bucket)
      const bucket = made(id)
      if (id === undefined || !bucket) return 'the bucket is there already and belongs to no stack'
      if (thing.kind === 'bucket-access') bucket.properties.PublicAccessBlockConfiguration = thing.block
      else if (thing.kind === 'bucket-lifecycle')
        bucket.properties.LifecycleConfiguration = {
          Rules: [{ Id: thing.id, Status: 'Enabled', Prefix: thing.prefix, ExpirationInDays: thing.days }],
        }
      else {
        add(thing, `${id}.policy`, 'AWS::S3::BucketPolicy', {
          Bucket: { Ref: id },
          PolicyDocument: thing.policy,
        })
        made(ids.get(thing))!.stays = true
      }
      return undefined
    }
    case 'trail': {
      const id = bucketOf(thing.bucket)
      add(thing, thing.name, 'AWS::CloudTrail::Trail', {
        TrailName: thing.name,
        S3BucketName: id === undefined ? thing.bucket : { Ref: id },
        IsLogging: false,
        ...thing.settings,
      } as Record<string, Value>)
      // CloudTrail looks at the policy before it takes the bucket.
      made(ids.get(thing))!.after = [...resources]
        .filter(([, { type }]) => type === 'AWS::S3::BucketPolicy')
        .map(([policy]) => policy)
      return undefined
    }
    case 'trail-logging': {
      const trail = things.find((other) => other.kind === 'trail' && other.name === thing.trail)
      const resource = made(trail && ids.get(trail))
      if (!resource) return 'the trail is there already and belongs to no stack'
      resource.properties.IsLogging = true
      return undefined
    }
  }
}

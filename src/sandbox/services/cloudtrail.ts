/** AWS CloudTrail: event history and trails. */
import type * as sdk from '@aws-sdk/client-cloudtrail'
import { defineService, type Call } from '../service.ts'
import { lookup } from './cloudtrail/lookup.ts'
import { trailWrites } from './cloudtrail/trail-writes.ts'
import { trails } from './cloudtrail/trails.ts'

/** Trail operations are permitted by trail ARN; LookupEvents, DescribeTrails and ListTrails know no resource. */
const trailArn = (name: string | undefined, call: Call): string =>
  name?.startsWith('arn:')
    ? name
    : `arn:${call.world.partition}:cloudtrail:${call.region}:${call.caller.account.id}:trail/${name ?? '*'}`
const byName = { resource: (input: { Name?: string | undefined }, call: Call) => trailArn(input.Name, call) }
const byTrailName = {
  resource: (input: { TrailName?: string | undefined }, call: Call) => trailArn(input.TrailName, call),
}

export default defineService<typeof sdk>({
  prefix: 'cloudtrail',
  client: 'CloudTrailClient',
  regional: true,
  load: () => import('@aws-sdk/client-cloudtrail'),
  handlers: { ...lookup, ...trails, ...trailWrites },
  permissions: {
    GetTrail: byName,
    GetTrailStatus: byName,
    StartLogging: byName,
    StopLogging: byName,
    CreateTrail: byName,
    UpdateTrail: byName,
    DeleteTrail: byName,
    GetEventSelectors: byTrailName,
    PutEventSelectors: byTrailName,
  },
})

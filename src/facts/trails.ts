import { type Fetcher, observed, type Output } from '../aws/index.ts'
import { known } from '../model/index.ts'
import type { Match } from './event-pattern.ts'

export interface Trail {
  arn: string
  homeRegion: string
  multiRegion: boolean
  /** Made by the management account for all members. */
  organization: boolean
  /** False: sign-in and IAM events are left out. */
  globalServiceEvents: boolean
  /** True where it also writes to CloudWatch Logs, whose metric filters can raise alarms. */
  toLogs: boolean
}

const lists = new Map<string, Fetcher<readonly Trail[]>>()

/**
 * The trails that log in a Region: its own, and the shadows of multi-Region and organization trails (CloudTrail API
 * reference, DescribeTrails with includeShadowTrails). Multi-Region ones come first.
 */
export function trailsIn(region: string): Fetcher<readonly Trail[]> {
  const existing = lists.get(region)
  if (existing) return existing
  const fetcher: Fetcher<readonly Trail[]> = {
    name: `trails:${region}`,
    reads: ['cloudtrail:DescribeTrails'],
    async collect(source) {
      const answer = await source.call('cloudtrail:DescribeTrails', { includeShadowTrails: true }, { region })
      if (!answer.ok) return answer.unknown
      const trails = (answer.output.trailList ?? [])
        .map((t): Trail => ({
          arn: t.TrailARN ?? t.Name ?? '',
          homeRegion: t.HomeRegion ?? region,
          multiRegion: t.IsMultiRegionTrail ?? false,
          organization: t.IsOrganizationTrail ?? false,
          globalServiceEvents: t.IncludeGlobalServiceEvents ?? true,
          toLogs: t.CloudWatchLogsLogGroupArn !== undefined,
        }))
        .filter((t) => t.multiRegion || t.homeRegion === region)
        .sort((a, b) => Number(b.multiRegion) - Number(a.multiRegion))
      return known(trails, [
        observed('cloudtrail:DescribeTrails', answer.at, {
          region,
          trails: trails.length,
          multiRegion: trails.filter((t) => t.multiRegion).length,
        }),
      ])
    },
  }
  lists.set(region, fetcher)
  return fetcher
}

type RawSelectors = Output<'cloudtrail:GetEventSelectors'>

/** Whether a trail is logging, and which events. */
export interface TrailState {
  logging: boolean
  classic: NonNullable<RawSelectors['EventSelectors']>
  advanced: NonNullable<RawSelectors['AdvancedEventSelectors']>
}

const states = new Map<string, Fetcher<TrailState>>()

/** Two calls for each trail, so only for those that could matter; selectors are not asked of one that is off. */
export function trailState(trail: Trail): Fetcher<TrailState> {
  const existing = states.get(trail.arn)
  if (existing) return existing
  const fetcher: Fetcher<TrailState> = {
    name: `trail:${trail.arn}`,
    reads: ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    async collect(source) {
      // The organization's trail is the same one for everybody.
      const { centre } = source
      if (centre && trail.organization && trail.arn.split(':')[4] === centre.account)
        return centre.get(fetcher)
      const where = { region: trail.homeRegion }
      const status = await source.call('cloudtrail:GetTrailStatus', { Name: trail.arn }, where)
      if (!status.ok) return status.unknown
      const logging = status.output.IsLogging === true
      const seen = observed('cloudtrail:GetTrailStatus', status.at, { logging })
      if (!logging) return known({ logging, classic: [], advanced: [] }, [seen])
      const answer = await source.call('cloudtrail:GetEventSelectors', { TrailName: trail.arn }, where)
      if (!answer.ok) return answer.unknown
      const { EventSelectors: classic = [], AdvancedEventSelectors: advanced = [] } = answer.output
      return known({ logging, classic, advanced }, [
        seen,
        observed('cloudtrail:GetEventSelectors', answer.at, {
          classic: classic.map((s) => `${s.ReadWriteType ?? 'All'} ${s.IncludeManagementEvents ?? true}`),
          advanced: advanced.length,
        }),
      ])
    },
  }
  states.set(trail.arn, fetcher)
  return fetcher
}

/** A CloudTrail record of a management event, as far as selectors look at it. */
export type ManagementRecord = Readonly<Record<string, unknown>>

/**
 * Whether a trail with these selectors logs a management event. A trail has one kind of selectors; without any it logs
 * all management events (CloudTrail API reference, EventSelector and AdvancedFieldSelector).
 */
export function selects({ logging, classic, advanced }: TrailState, record: ManagementRecord): Match {
  if (!logging) return 'no'
  if (advanced.length > 0) {
    const all = advanced.map((s) => every((s.FieldSelectors ?? []).map((f) => fieldMatches(f, record))))
    return all.includes('yes') ? 'yes' : all.includes('cannot-tell') ? 'cannot-tell' : 'no'
  }
  if (classic.length === 0) return 'yes'
  return classic.some(
    (s) =>
      s.IncludeManagementEvents !== false &&
      (s.ReadWriteType ?? 'All') !== (record['readOnly'] === true ? 'WriteOnly' : 'ReadOnly') &&
      !s.ExcludeManagementEventSources?.includes(String(record['eventSource'])),
  )
    ? 'yes'
    : 'no'
}

type FieldSelector = NonNullable<TrailState['advanced'][number]['FieldSelectors']>[number]

function fieldMatches(selector: FieldSelector, record: ManagementRecord): Match {
  const value = valueAt(selector.Field ?? '', record)
  if (value === undefined) return 'cannot-tell'
  const any = (list: readonly string[] | undefined, test: (wanted: string) => boolean, want: boolean) =>
    !list?.length || list.some(test) === want
  const holds =
    any(selector.Equals, (w) => value === w, true) &&
    any(selector.StartsWith, (w) => value.startsWith(w), true) &&
    any(selector.EndsWith, (w) => value.endsWith(w), true) &&
    any(selector.NotEquals, (w) => value === w, false) &&
    any(selector.NotStartsWith, (w) => value.startsWith(w), false) &&
    any(selector.NotEndsWith, (w) => value.endsWith(w), false)
  return holds ? 'yes' : 'no'
}

const fields = new Set([
  'eventCategory',
  'eventName',
  'eventSource',
  'eventType',
  'readOnly',
  'userIdentity.arn',
])

function valueAt(field: string, record: ManagementRecord): string | undefined {
  if (!fields.has(field)) return undefined
  const value = field.split('.').reduce<unknown>((at, name) => (at as ManagementRecord)?.[name], record)
  return value === undefined ? undefined : String(value)
}

const every = (all: readonly Match[]): Match =>
  all.includes('no') ? 'no' : all.includes('cannot-tell') ? 'cannot-tell' : 'yes'

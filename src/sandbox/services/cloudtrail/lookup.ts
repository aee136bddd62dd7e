/** CloudTrail event history (LookupEvents API reference): 90 days, one Region, newest first, one attribute. */
import type * as sdk from '@aws-sdk/client-cloudtrail'
import { page } from '../../paging.ts'
import { AwsError, type Handlers } from '../../service.ts'
import type { HistoryEvent } from '../../world.ts'

const DAY = 86_400_000
const DAYS = 90

const READ: Record<string, (event: HistoryEvent) => string | undefined> = {
  EventId: (e) => e.id,
  EventName: (e) => e.name,
  ReadOnly: (e) => String(e.readOnly ?? false),
  Username: (e) => e.username,
  EventSource: (e) => e.source,
  AccessKeyId: (e) => e.accessKeyId,
}

interface Resource {
  ResourceType?: string
  ResourceName?: string
}

/** Resources of a record, in the form that LookupEvents shows. */
const resources = (event: HistoryEvent): Resource[] =>
  ((event.record.resources ?? []) as { type?: string; ARN?: string; resourceName?: string }[]).map((r) => ({
    ...(r.type && { ResourceType: r.type }),
    ResourceName: r.resourceName ?? r.ARN,
  }))

function attributeTest(given: readonly sdk.LookupAttribute[] | undefined): (event: HistoryEvent) => boolean {
  if (!given?.length) return () => true
  const bad = (why: string): AwsError => new AwsError('InvalidLookupAttributesException', why)
  if (given.length > 1) throw bad('You can only use one lookup attribute.')
  const { AttributeKey: key, AttributeValue: value } = given[0]!
  if (!value) throw bad('The lookup attribute value must not be empty.')
  if (key === 'ResourceType') return (e) => resources(e).some((r) => r.ResourceType === value)
  if (key === 'ResourceName') return (e) => resources(e).some((r) => r.ResourceName === value)
  const read = READ[key ?? '']
  if (!read) throw bad(`Invalid lookup attribute: ${key}`)
  if (key === 'ReadOnly') return (e) => read(e) === value.toLowerCase()
  return (e) => read(e) === value
}

export const lookup: Handlers<typeof sdk> = {
  LookupEvents(input, call) {
    const size = input.MaxResults ?? 50
    if (size < 1 || size > 50) {
      throw new AwsError(
        'InvalidMaxResultsException',
        'The maximum number of results must be between 1 and 50.',
      )
    }
    const { StartTime, EndTime } = input
    if (StartTime && EndTime && StartTime > EndTime) {
      throw new AwsError(
        'InvalidTimeRangeException',
        'The specified start time is after the specified end time.',
      )
    }
    if (input.EventCategory !== undefined && input.EventCategory !== 'insight') {
      throw new AwsError(
        'InvalidEventCategoryException',
        `Invalid event category: ${String(input.EventCategory)}`,
      )
    }
    const test = attributeTest(input.LookupAttributes)
    const oldest = Math.max(call.now.getTime() - DAYS * DAY, StartTime?.getTime() ?? 0)
    const newest = Math.min(call.now.getTime(), EndTime?.getTime() ?? Number.POSITIVE_INFINITY)
    const found = call.caller.account.events
      .filter((e) => {
        const at = Date.parse(e.at)
        return e.region === call.region && at >= oldest && at <= newest && test(e)
      })
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    const { NextToken, MaxResults: _, ...bind } = input
    const { items, next } = page(call, input.EventCategory ? [] : found, {
      token: NextToken,
      size,
      bind: [call.region, bind],
      invalid: () =>
        new AwsError(
          'InvalidNextTokenException',
          'Invalid NextToken. Specify the same parameters that were used in the initial call.',
        ),
    })
    return {
      Events: items.map((e) => ({
        EventId: e.id,
        EventName: e.name,
        ReadOnly: String(e.readOnly ?? false),
        ...(e.accessKeyId && { AccessKeyId: e.accessKeyId }),
        EventTime: new Date(e.at),
        EventSource: e.source,
        ...(e.username !== undefined && { Username: e.username }),
        Resources: resources(e),
        CloudTrailEvent: JSON.stringify(e.record),
      })),
      NextToken: next,
    }
  },
}

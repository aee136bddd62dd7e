import { type Listed, pages, type Source } from '../aws/index.ts'
import type { Iso } from '../model/index.ts'

/** One event of CloudTrail's event history; `record` is the whole record as CloudTrail wrote it. */
export interface TrailEvent {
  id: string
  at: Date
  name: string
  source: string
  /** The Region in whose history it was found. */
  region?: string
  record: TrailRecord
}

/** The parts of a CloudTrail record that are read here (CloudTrail user guide, "record contents"). */
export interface TrailRecord {
  eventType?: string
  errorCode?: string
  errorMessage?: string
  sourceIPAddress?: string
  userAgent?: string
  userIdentity?: {
    type?: string
    arn?: string
    accountId?: string
    userName?: string
    accessKeyId?: string
    invokedBy?: string
    sessionContext?: {
      assumedRoot?: string | boolean
      attributes?: { mfaAuthenticated?: string }
      sessionIssuer?: { arn?: string; userName?: string }
    }
  }
  requestParameters?: Record<string, unknown> | null
  responseElements?: Record<string, unknown> | null
  additionalEventData?: { MFAUsed?: string; MFAIdentifier?: string; LoginTo?: string }
}

export interface History {
  events: readonly TrailEvent[]
  /** How far back it was looked, complete or not. */
  since: Date
  /** False: there was more than was read; events before `since` were not seen. */
  complete: boolean
  at: Iso
}

/** Event history reaches back this many days, and no further (CloudTrail API reference, LookupEvents). */
export const historyDays = 90
const dayMs = 86_400_000
/** 50 events a page, 2 requests a second: twenty pages are ten seconds. */
const mostPages = 20

/**
 * Reads the event history of one Region, newest first, by one attribute: LookupEvents takes only one. Default: the Region in
 * which sign-in and IAM events are recorded.
 */
export async function lookUp(
  source: Source,
  key: 'Username' | 'EventName' | 'EventSource' | 'AccessKeyId',
  value: string,
  region: string = source.globalRegion,
): Promise<{ ok: true; history: History } | Extract<Listed<never>, { ok: false }>> {
  const start = new Date(source.now.getTime() - historyDays * dayMs)
  const listed = await pages(
    source,
    'cloudtrail:LookupEvents',
    {
      LookupAttributes: [{ AttributeKey: key, AttributeValue: value }],
      StartTime: start,
      EndTime: source.now,
      MaxResults: 50,
    },
    (o) => ({ items: o.Events, next: o.NextToken ? { NextToken: o.NextToken } : undefined }),
    { region, most: mostPages },
  )
  if (!listed.ok) return listed
  const events = listed.items.flatMap((event): TrailEvent[] => {
    if (!event.EventId || !event.EventTime) return []
    return [
      {
        id: event.EventId,
        at: event.EventTime,
        name: event.EventName ?? '',
        source: event.EventSource ?? '',
        region,
        record: parseRecord(event.CloudTrailEvent),
      },
    ]
  })
  const oldest = events.reduce((least, e) => (e.at < least ? e.at : least), source.now)
  return {
    ok: true,
    history: { events, since: listed.complete ? start : oldest, complete: listed.complete, at: listed.at },
  }
}

function parseRecord(json: string | undefined): TrailRecord {
  if (!json) return {}
  try {
    return JSON.parse(json) as TrailRecord
  } catch {
    return {}
  }
}

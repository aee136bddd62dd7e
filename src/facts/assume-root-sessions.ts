import { type Fetcher, observed, type Source } from '../aws/index.ts'
import { known, valueOf } from '../model/index.ts'
import { lookUp, type TrailEvent } from './event-history.ts'
import type { AssumedSession } from './root-event.ts'

/** By the access key id that STS handed out. */
export type AssumeRootSessions = ReadonlyMap<string, AssumedSession>

const perRegion = new Map<string, Fetcher<AssumeRootSessions>>()

/**
 * The root sessions that the account opened in its members through the STS endpoint of one Region: the event stands where
 * the call was made (IAM user guide, "Track privileged tasks in AWS CloudTrail").
 */
export function assumeRootSessions(region: string): Fetcher<AssumeRootSessions> {
  const existing = perRegion.get(region)
  if (existing) return existing
  const fetcher: Fetcher<AssumeRootSessions> = {
    name: `assume-root-sessions:${region}`,
    reads: ['cloudtrail:LookupEvents'],
    async collect(source) {
      const answer = await lookUp(source, 'EventName', 'AssumeRoot', region)
      if (!answer.ok) return answer.unknown
      const sessions = new Map(answer.history.events.flatMap(opened))
      return known(sessions, [
        observed('cloudtrail:LookupEvents', answer.history.at, { region, assumeRoot: sessions.size }),
      ])
    },
  }
  perRegion.set(region, fetcher)
  return fetcher
}

/**
 * The sessions that are known to have been opened centrally, as seen from the account that looks at its members. Where
 * that cannot be seen there are none: an event without the mark then stays ambiguous.
 */
export async function assumedRootKeys(source: Source, region: string): Promise<AssumeRootSessions> {
  if (!source.centre) return new Map()
  return valueOf(await source.centre.get(assumeRootSessions(region))) ?? new Map()
}

/** A refused call opened nothing. */
function opened({ at, record }: TrailEvent): [string, AssumedSession][] {
  if (record.errorCode) return []
  const credentials = record.responseElements?.['credentials'] as { accessKeyId?: unknown } | null | undefined
  const key = credentials?.accessKeyId
  if (typeof key !== 'string') return []
  const task = record.requestParameters?.['taskPolicyArn'] as { arn?: unknown } | null | undefined
  const target = record.requestParameters?.['targetPrincipal']
  return [
    [
      key,
      {
        at,
        ...(typeof task?.arn === 'string' ? { task: task.arn.split('/').at(-1)! } : {}),
        ...(typeof target === 'string' ? { target: /\d{12}/.exec(target)?.[0] ?? target } : {}),
      },
    ],
  ]
}

/** Events as EventBridge carries them (EventBridge User Guide, "Event structure" and "AWS service events delivered via AWS CloudTrail"). */
import type { HistoryEvent } from '../world.ts'

export interface BusEvent {
  version: '0'
  id: string
  'detail-type': string
  source: string
  account: string
  time: string
  region: string
  resources: string[]
  detail: Record<string, unknown>
}

/**
 * What each kind of record is called on the bus. Of sign-in the Knowledge Center and deployed rules say "Sign In", the user
 * guide says "Signin": the first is taken (assumed).
 */
const DETAIL_TYPES: Record<string, string> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
}

/** The event that EventBridge makes of a record of CloudTrail; undefined for a kind of record that it does not carry. */
export function trailEvent(
  account: string,
  { id, at, region, source, record }: HistoryEvent,
): BusEvent | undefined {
  const detailType = DETAIL_TYPES[String(record.eventType)]
  if (!detailType) return undefined
  return {
    version: '0',
    id,
    'detail-type': detailType,
    source: `aws.${source.split('.')[0]}`,
    account,
    time: `${at.slice(0, 19)}Z`,
    region,
    resources: [],
    detail: record,
  }
}

/**
 * Calls that only read reach no rule but those in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. It goes by the
 * name's first word, but for STS's two (EventBridge User Guide, "AWS service events delivered via AWS CloudTrail").
 */
export const isReadingCall = ({ detail }: BusEvent): boolean =>
  /^(?!GetFederationToken$|GetSessionToken$)(Get|List|Describe)/.test(String(detail.eventName ?? ''))

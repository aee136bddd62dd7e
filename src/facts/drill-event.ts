/** The event by which an alarm on root is drilled: one of our own, since nobody may put one of AWS's on a bus. */
import type { Sample, Where } from './root-event-samples.ts'

/** "Source must not begin with aws." (EventBridge API reference, PutEventsRequestEntry): a drill can never pass for root. */
export const drillSource = 'neverroot.drill'
export const drillDetailType = 'Root alarm drill'

/** What a drill says: for a rule that shapes its mail by our template, for one of before drills, and for a raw event. */
export interface DrillWords {
  account: string
  /** Its id, where the account is in one. */
  organization?: string
  code: string
}

/**
 * The detail of the event. `drill` is what our template puts before its words; the other fields are those that a mail about
 * root is made of, so that a rule with other words tells that it is a drill, too.
 */
export function drillDetail({ account, organization, code }: DrillWords): Readonly<Record<string, string>> {
  const whose = organization === undefined ? '' : ` (organization ${organization})`
  return {
    drill: `THIS IS A DRILL of the root alarm of AWS account ${account}${whose}: root was not used. Your code: ${code}. Answer with: neverroot drill alarm. Nobody asks you for a password, and there is no link to click. What a real alarm would say: `,
    code,
    eventName: `nothing, this is a drill with code ${code}`,
    eventSource: drillSource,
    sourceIPAddress: 'nowhere',
    errorCode: 'none',
  }
}

/** A drill as EventBridge would carry it. */
export function drillSample({ account, region }: Where, words: DrillWords = { account, code: '' }): Sample {
  return {
    name: 'a drill',
    kind: 'call',
    event: {
      version: '0',
      id: '00000000-0000-4000-8000-000000000004',
      'detail-type': drillDetailType,
      source: drillSource,
      account,
      time: '2026-11-23T06:30:00Z',
      region,
      resources: [],
      detail: drillDetail(words),
    },
  }
}

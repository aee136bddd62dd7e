import { type Fetcher, observed } from '../aws/index.ts'
import { known } from '../model/index.ts'
import { type History, lookUp, type TrailEvent } from './event-history.ts'

/** Changes to the account's own details and switches, from both of the sources that record them. */
export interface AccountChanges {
  events: readonly TrailEvent[]
  since: Date
}

/**
 * Contact changes appear under account.amazonaws.com when made through the API, and under billingconsole.amazonaws.com
 * when made on the older console page; the IAM-access-to-billing switch only under the latter (AWS Billing user guide,
 * "Logging with CloudTrail"; Account Management reference guide, "Logging calls").
 */
export const accountChanges: Fetcher<AccountChanges> = {
  name: 'account-changes',
  reads: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const [account, billing] = await Promise.all([
      lookUp(source, 'EventSource', 'account.amazonaws.com'),
      lookUp(source, 'EventSource', 'billingconsole.amazonaws.com'),
    ])
    if (!account.ok) return account.unknown
    if (!billing.ok) return billing.unknown
    const worked = (h: History) =>
      h.events.filter((e) => !e.record.errorCode && !/^(Get|List|Describe)/.test(e.name))
    const events = [...worked(account.history), ...worked(billing.history)].sort((a, b) => +b.at - +a.at)
    const since = new Date(Math.max(+account.history.since, +billing.history.since))
    return known({ events, since }, [
      observed('cloudtrail:LookupEvents', account.history.at, {
        since: since.toISOString(),
        changes: [...new Set(events.map((e) => e.name))],
      }),
    ])
  },
}

/** The events that change what AWS knows about how to reach the owner. */
export const contactChangeNames: ReadonlySet<string> = new Set([
  'PutContactInformation',
  'PutAlternateContact',
  'DeleteAlternateContact',
  'StartPrimaryEmailUpdate',
  'AcceptPrimaryEmailUpdate',
  'PutAccountName',
  'SetAdditionalContacts',
  'SetContactAddress',
  'SetAccountPreferences',
])

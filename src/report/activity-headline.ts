import type { Activity } from '../model/index.ts'
import { agoOf, kindWords } from './activity-words.ts'
import { count } from './style.ts'

/** What it comes to, in one or two sentences: the value, not an adjective; and never more than was looked at. */
export function activityHeadline(seen: Activity): string {
  const { conclusion, unplanned, at } = seen
  switch (conclusion) {
    case 'used':
      return `Root was used without a plan: ${count(unplanned.count, 'event')}, the last ${agoOf(unplanned.last!, at)}${howLast(seen)}.${missing(seen)}`
    case 'planned':
      return `Every use of root was planned${places(seen)}.`
    case 'not-seen':
      return `No use of root${places(seen)}.`
    case 'cannot-tell':
      return `Cannot tell whether root was used: ${why(seen)}.`
  }
}

/** The newest unplanned use, in words; where no event shows it, it is the credential report's. */
function howLast({ events, unplanned, report }: Activity): string {
  const event = events.find(({ at, planned }) => at === unplanned.last && !planned)
  if (event) {
    const { kind, mfa, source, name, region } = event
    if (kind === 'console') return ` (console sign-in${mfa === false ? ' without MFA' : ''})`
    return ` (${kindWords[kind]}, ${source.replace(/\.amazonaws\.com$/, '')}:${name} in ${region})`
  }
  const key = report?.keys.find(({ lastUsed }) => lastUsed === unplanned.last)
  if (key)
    return ` (access key, ${[key.service, key.region].filter(Boolean).join(' in ') || 'service not said'}, by the credential report)`
  return ' (console, by the credential report)'
}

function places({ looked, notLooked }: Activity): string {
  const where =
    looked.length > 3 ? count(looked.length, 'Region') : looked.map(({ region }) => region).join(' and ')
  const rest = notLooked?.length === 0 ? '' : ', and none elsewhere by the credential report'
  return ` in ${where} in the last 90 days${rest}`
}

const missing = ({ couldNotLook }: Activity): string =>
  couldNotLook.some(({ use }) => use) ? ' Not everything could be looked at.' : ''

function why({ couldNotLook, events }: Activity): string {
  const gaps = couldNotLook.filter(({ use }) => use)
  const unclear = events.filter(({ kind, planned }) => kind === 'ambiguous' && !planned).length
  const parts = [
    gaps.length > 0 &&
      `none was seen, and ${gaps.length === 1 ? `${gaps[0]!.what} could not be looked at` : `${gaps.length} things could not be looked at`}`,
    unclear > 0 &&
      `${count(unclear, 'event')} may be a person's or of a session that was opened centrally; the management account can tell`,
  ]
  return parts.filter(Boolean).join('; ')
}

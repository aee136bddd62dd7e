/** Counting people behind the addresses that a spend alert goes to. */
import type { Recipient } from '../../facts/spend-recipients.ts'
import { mailboxOf } from './addresses.ts'
import { maskEmail } from './mask.ts'
import { list } from './words.ts'

export interface Counted {
  /** Mailboxes that really get the alert, each once: plus-aliases and capitals are one mailbox. */
  reached: readonly string[]
  /** Subscriptions that wait for a click on AWS's mail. */
  waiting: readonly string[]
  /** Confirmed without a sign-in: a mail scanner may have clicked, and anybody on a list can end it. */
  doubtful: readonly string[]
  /** Subscribed with a filter that keeps the alert back. */
  filtered: readonly string[]
}

/** `read`: mailboxes that answered a drill, so that it was no scanner that confirmed. */
export function countPeople(recipients: readonly Recipient[], read: readonly string[] = []): Counted {
  const reached = new Set<string>()
  const doubtful = new Set<string>()
  const waiting = new Set<string>()
  const filtered = new Set<string>()
  for (const r of recipients) {
    const mailbox = mailboxOf(r.address)
    if (r.filtered) filtered.add(mailbox)
    else if (!r.confirmed) waiting.add(mailbox)
    else if (r.through === 'topic' && r.authenticated !== true && !read.includes(mailbox))
      doubtful.add(mailbox)
    else reached.add(mailbox)
  }
  const without = (set: Set<string>, ...others: Set<string>[]) =>
    [...set].filter((m) => !others.some((o) => o.has(m)))
  return {
    reached: [...reached],
    doubtful: without(doubtful, reached),
    waiting: without(waiting, reached, doubtful),
    filtered: without(filtered, reached, doubtful),
  }
}

export const masked = (mailboxes: readonly string[]): string => list(mailboxes.map(maskEmail))

/** Notices to an SNS topic: one Publish each, and to no other topic. */
import type { Door } from '../aws/index.ts'
import type { WatchNotice } from '../model/index.ts'
import type { Posted } from '../send/post.ts'
import { letterOf } from './letter.ts'

export interface TopicTarget {
  kind: 'sns'
  /** An ARN. */
  topic: string
}

/** Sends to the topic; made by whoever holds a door that may. */
export type Publish = (notice: WatchNotice) => Promise<Posted>

export const regionOf = (topic: string): string => topic.split(':')[3]!
export const nameOf = (topic: string): string => topic.split(':')[5]!

/** Characters that a message may have (Publish API reference: 262,144 bytes), with room for what is not ASCII. */
const mostBytes = 262_144

/** Publishes through a door that may publish to this topic. Throws only where somebody said stop. */
export const publisher =
  (door: Door, { topic }: TopicTarget): Publish =>
  async (notice) => {
    const { subject, text } = letterOf(notice)
    const answer = await door.call(
      'sns:Publish',
      { TopicArn: topic, Subject: subject, Message: clipped(text) },
      { region: regionOf(topic) },
    )
    return answer.ok ? { ok: true } : { ok: false, ...wordsOf(answer.code) }
  }

/** A notice of 200 long messages may be too much: what it leaves out is in the audit. */
function clipped(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= mostBytes) return text
  const more = '\n... and more: neverroot audit\n'
  return `${bytes
    .subarray(0, mostBytes - more.length - 3)
    .toString('utf8')
    .replace(/\u{fffd}+$/u, '')}${more}`
}

/** By AWS's codes (Publish API reference, Errors; "Common error types"). */
function wordsOf(code: string): { because: string; again: boolean } {
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(code))
    return { because: `SNS asks to send less (${code})`, again: true }
  if (/Authorization|AccessDenied|UnauthorizedOperation/.test(code))
    return {
      because: `AWS does not allow sns:Publish to it (${code}): neverroot permissions watch`,
      again: false,
    }
  if (/^NotFound/.test(code)) return { because: 'there is no such topic', again: false }
  if (/^KMS/.test(code))
    return { because: `the key that the topic is encrypted with cannot be used (${code})`, again: false }
  if (/^Invalid/.test(code)) return { because: `SNS does not take it (${code})`, again: false }
  return { because: `SNS did not take it (${code})`, again: true }
}

/** Notices as other programs take them: JSON with a signature, and Slack's. */
import { createHmac } from 'node:crypto'
import type { Drift, WatchNotice } from '../model/index.ts'

/** Changes in one message: a receiver that takes a megabyte takes this. */
export const mostInOne = 200
/** Lines in a channel: nobody reads more there. */
const mostLines = 20

/** What a notice is posted as: the headers say whose it is, and when it was signed. */
export interface Envelope {
  body: string
  headers: Readonly<Record<string, string>>
}

/**
 * For a webhook. The signature is HMAC-SHA256 over `<timestamp>.<body>`, so that neither can be changed and an old message
 * cannot be sent again later; the id is the same for each try.
 */
export function signedEnvelope(notice: WatchNotice, secret: string, at: Date): Envelope {
  const body = JSON.stringify(notice)
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'neverroot',
      'idempotency-key': notice.id,
      'neverroot-timestamp': timestamp,
      'neverroot-signature': `sha256=${signature}`,
    },
  }
}

/** What a change is called in a sentence. */
export const kindWords: Record<Drift['kind'], string> = {
  fail: 'new failure',
  unknown: 'cannot tell any more',
  review: 'a question now',
  lapsing: 'lapses soon',
  fixed: 'fixed',
}

/** For Slack's incoming webhooks, and whatever else takes `{"text": ...}`. */
export function slackEnvelope(notice: WatchNotice): Envelope {
  const { subject, sandbox, drift, gap, signs } = notice
  const name = subject.name === subject.id ? '' : ` ${subject.name}`
  const shown = drift.slice(0, mostLines).map((one) => {
    const until = one.expires ? ` (until ${one.expires.slice(0, 10)})` : ''
    const where = one.subject.id === subject.id ? '' : ` in ${one.subject.id}`
    return `• *${kindWords[one.kind]}*${until}: ${one.control}, ${one.severity}${where}\n   ${one.message}`
  })
  const lines = [
    `${sandbox ? `[sandbox ${sandbox}] ` : ''}neverroot: what changed in ${subject.id}${name}`,
    ...(gap ? [`Nobody looked from ${minute(gap.since)} to ${minute(gap.until)} UTC.`] : []),
    ...(signs ?? []).map((sign) => `• *sign of a takeover*: ${sign}`),
    ...shown,
    ...(drift.length > mostLines ? [`and ${drift.length - mostLines} more: neverroot audit`] : []),
  ]
  return {
    body: JSON.stringify({ text: escaped(lines.join('\n')) }),
    headers: { 'content-type': 'application/json', 'user-agent': 'neverroot' },
  }
}

export const minute = (iso: string) => iso.slice(0, 16).replace('T', ' ')

/** Names that others wrote must not become mentions or links (Slack API, "Escaping text"). */
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

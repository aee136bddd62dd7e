/** Notices as people read them in a mailbox: a subject, and plain text. */
import { maskEmail } from '../facts/mask.ts'
import { type Drift, driftKinds, type WatchNotice } from '../model/index.ts'
import { kindWords, minute } from './notices.ts'

export interface Letter {
  subject: string
  text: string
}

/** Amazon SNS takes fewer than 100 characters, of ASCII alone (Publish API reference, Subject). */
const mostSubject = 99

/** For e-mail and SNS. What looks like an address is masked, wherever it came from. */
export function letterOf(notice: WatchNotice): Letter {
  const { subject, sandbox, gap, signs = [], drift, id } = notice
  const name = subject.name === subject.id ? '' : ` ${subject.name}`
  const counts = driftKinds.flatMap((kind) => {
    const n = drift.filter((one) => one.kind === kind).length
    return n > 0 ? [`${n} ${kindWords[kind]}`] : []
  })
  const what = [
    ...(signs.length > 0 ? ['signs of a takeover'] : []),
    ...counts,
    ...(gap ? ['nobody looked for a while'] : []),
  ]
  const lines = [
    `neverroot: what changed in ${subject.id}${name}, ${minute(notice.at)} UTC`,
    ...(sandbox ? [`This is about the sandbox ${sandbox}, and no real account.`] : []),
    ...(gap ? ['', `Nobody looked from ${minute(gap.since)} to ${minute(gap.until)} UTC.`] : []),
    ...(signs.length > 0 ? ['', 'Somebody else may have been in the account:'] : []),
    ...signs.map((sign) => `- ${sign}`),
    ...drift.flatMap((one) => ['', ...change(one, subject.id)]),
    '',
    'Look yourself: neverroot audit',
    `Notice ${id}: the same however often it comes.`,
  ]
  const tag = sandbox ? `[sandbox ${sandbox}] ` : ''
  return {
    subject: ascii(masked(`${tag}neverroot ${subject.id}${name}: ${what.join(', ')}`)),
    text: `${masked(lines.join('\n'))}\n`,
  }
}

function change(one: Drift, whole: string): string[] {
  const { kind, control, severity, subject, expires, message } = one
  const until = expires ? ` (until ${expires.slice(0, 10)})` : ''
  const where = subject.id === whole ? '' : ` in ${subject.id}`
  return [`${kindWords[kind]}${until}: ${control}, ${severity}${where}`, `  ${message}`]
}

/** Addresses are masked in reports already; in a mail that travels none goes through by mistake. */
const masked = (text: string): string =>
  text.replace(/[\w!#$%&'*+/=?^`{|}~.-]+@[\w-]+(?:\.[\w-]+)+/g, (address) =>
    /^\S?\.\.\.@/.test(address) ? address : maskEmail(address),
  )

/** One line, of what every mail program and SNS take. */
function ascii(text: string): string {
  const plain = text.replace(/[^ -~]+/g, '?')
  return plain.length > mostSubject ? `${plain.slice(0, mostSubject - 3)}...` : plain
}

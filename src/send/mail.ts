/** The door through which a message leaves this machine by e-mail. Nothing else of it goes there. */
import { isLoopback } from './post.ts'

/** `implicit`: TLS from the first byte; `starttls`: before anything is said; `none`: on this machine alone. */
export type MailTls = 'implicit' | 'starttls' | 'none'

export interface MailServer {
  host: string
  port: number
  tls: MailTls
  /** Of the account that may send; absent: the server asks nobody. */
  login?: { user: string; password: string }
}

export interface Mail {
  from: string
  to: readonly string[]
  subject: string
  text: string
  /** The same for each try: what gets there twice can be told. */
  id: string
  at: Date
}

/** What came of one attempt: who took it. `again`: it may work in a moment for those who did not. */
export interface Mailed {
  took: readonly string[]
  /** Why somebody did not, in a sentence without an address. */
  because?: string
  again: boolean
  /** It ended before the message was spoken of: it is about the server, and nobody got anything. */
  before?: true
  /** It ended while the message was handed over, without a word about it: it may have arrived. */
  unsure?: true
}

export interface MailOptions {
  /** For the whole of it. */
  timeoutMs: number
  signal?: AbortSignal
}

/** What nodemailer says of a failure. */
interface Failure extends Error {
  code?: string
  responseCode?: number
  recipient?: string
  rejectedErrors?: readonly Failure[]
}

/** Where nobody said how: port 465 is TLS from the start, and only this machine goes without. */
export const usualTls = (host: string, port: number): MailTls =>
  port === 465 ? 'implicit' : isLoopback(host) ? 'none' : 'starttls'

/**
 * Sends once. Nothing is said to a server without TLS but on this machine, and a certificate that does not hold ends it.
 * Rejects only where somebody said stop.
 */
export async function mail(
  { host, port, tls, login }: MailServer,
  message: Mail,
  { timeoutMs, signal }: MailOptions,
): Promise<Mailed> {
  if (tls === 'none' && !isLoopback(host))
    return { took: [], because: 'nothing is sent without TLS', again: false, before: true }
  const [{ default: SMTPConnection }, { default: MailComposer }] = await Promise.all([
    import('nodemailer/lib/smtp-connection'),
    import('nodemailer/lib/mail-composer'),
  ])
  const { from, to, subject, text, id, at } = message
  const raw = await new MailComposer({
    from,
    to: [...to],
    subject,
    text,
    date: at,
    messageId: `<${id}@neverroot.invalid>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
  signal?.throwIfAborted()
  const connection = new SMTPConnection({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    tls: { minVersion: 'TLSv1.2' },
  })
  return new Promise((resolve, reject) => {
    const settle = (come: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      come()
      // It says that it ends, which is nothing new by now.
      connection.close()
    }
    const done = (mailed: Mailed) => settle(() => resolve(mailed))
    let handing = false
    const failed = (error: Failure) =>
      done({
        took: [],
        ...wordsOf(error, timeoutMs),
        ...(handing ? {} : { before: true as const }),
        // An address that cannot be said at all was not said.
        ...(handing && error.responseCode === undefined && error.code !== 'EENVELOPE'
          ? { unsure: true as const }
          : {}),
      })
    const stop = () => settle(() => reject(signal!.reason as Error))
    // The whole of it: a server that says a line now and then would hold us for ever.
    const timer = setTimeout(
      () => failed(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
      timeoutMs,
    )
    signal?.addEventListener('abort', stop, { once: true })
    // Also after it was settled: an error that nobody hears would end the process.
    connection.on('error', failed)
    // What it said before it hung up is told first, and says more.
    connection.on('end', () =>
      setImmediate(() => failed(Object.assign(new Error('closed'), { code: 'ECONNECTION' }))),
    )
    const send = () => {
      handing = true
      connection.send({ from, to: [...to] }, raw, (error, info) => {
        if (error) return failed(error)
        const refused = info?.rejectedErrors as readonly Failure[] | undefined
        done({
          took: (info?.accepted ?? []).map(String),
          again: refused?.some((one) => wordsOf(one, timeoutMs).again) ?? false,
          ...(refused?.[0] ? { because: wordsOf(refused[0], timeoutMs).because } : {}),
        })
      })
    }
    connection.connect((error) => {
      if (error) return failed(error)
      if (!login) return send()
      connection.login({ user: login.user, pass: login.password }, (refusal) =>
        refusal ? failed(refusal) : send(),
      )
    })
  })
}

/** Without what the server wrote, which may name people: its number says enough (RFC 5321, 4.2). */
function wordsOf(error: Failure, timeoutMs: number): { because: string; again: boolean } {
  const { code, responseCode: answer, message } = error
  const cause = (error.cause as Failure | undefined)?.code ?? ''
  const all = `${code} ${cause} ${message}`
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return answer !== undefined && answer < 500
      ? { because: `it cannot check the password just now (${answer})`, again: true }
      : { because: `it does not take the user and the password${answer ? ` (${answer})` : ''}`, again: false }
  if (code === 'ETLS' && answer !== undefined)
    return { because: 'it does not offer TLS, and nothing is sent without', again: false }
  if (answer === 421) return { because: 'it answered 421: it takes no mail just now', again: true }
  if (answer === 550) return { because: 'it answered 550: it takes no mail for that address', again: false }
  if (answer !== undefined) return { because: `it answered ${answer}`, again: answer < 500 }
  if (code === 'ETIMEDOUT') return { because: `no answer in ${timeoutMs / 1000} seconds`, again: true }
  if (/certificate|CERT|self-signed|altnames/i.test(all))
    return { because: 'its certificate is not accepted', again: false }
  if (code === 'ETLS' || /\bTLS\b|SSL/i.test(all))
    return { because: 'it does not offer TLS, and nothing is sent without', again: false }
  if (code === 'EDNS' || /ENOTFOUND|EAI_AGAIN/.test(all))
    return { because: 'its name is not found', again: true }
  if (/ECONNREFUSED/.test(all)) return { because: 'it refuses connections', again: true }
  if (code === 'ECONNECTION' || /ECONNRESET|EPIPE/.test(all))
    return { because: 'it closed the connection', again: true }
  return { because: `the connection failed (${code ?? 'unknown'})`, again: true }
}

/** A mail server on this machine, for tests: it behaves in every way that a server can. */
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface GotMail {
  from: string
  to: string[]
  /** As it came, headers and all. */
  raw: string
  secure: boolean
  user?: string
}

/** What a server says instead of yes. */
export const says = (code: number, text = 'no') => Object.assign(new Error(text), { responseCode: code })

export interface MailServerHere {
  port: number
  got: GotMail[]
  close(): Promise<void>
}

export interface MailServerOptions extends SMTPServerOptions {
  /** Waited for once it has a mail, and before it says so. */
  taken?(mail: GotMail): Promise<void>
}

/** Takes every mail, unless `options` say otherwise. */
export async function mailServer({ taken, ...options }: MailServerOptions = {}): Promise<MailServerHere> {
  const got: GotMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 50,
    onData(stream, session, done) {
      let raw = ''
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => (raw += text))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail: GotMail = {
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          secure: session.secure,
          ...(typeof session.user === 'string' ? { user: session.user } : {}),
        }
        got.push(mail)
        if (taken) void taken(mail).then(() => done())
        else done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    got,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

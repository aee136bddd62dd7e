/** The mail door against a real SMTP server on this machine. */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { mailServer, says } from '../../test/support/mail-server.ts'
import { mail, type MailServer, usualTls } from './mail.ts'

const closing: (() => unknown)[] = []
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))))

const message = {
  from: 'neverroot@corp.example',
  to: ['sec@corp.example', 'cfo@corp.example'],
  subject: 'neverroot 111111111111: 1 new failure',
  text: 'Zwölf Zeichen = zwölf\n.\nnach dem Punkt\n',
  id: '0123456789abcdef',
  at: new Date('2026-11-23T06:30:00Z'),
}

async function send(options: SMTPServerOptions, more: Partial<MailServer> = {}, timeoutMs = 5_000) {
  const server = await mailServer(options)
  closing.push(server.close)
  const at = { host: '127.0.0.1', port: server.port, tls: 'none' as const, ...more }
  return { came: await mail(at, message, { timeoutMs }), got: server.got }
}

/** A server that says what it is told to, and nothing more. */
async function rawServer(speak: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    closing.push(() => socket.destroy())
    speak(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

describe('a mail', () => {
  it('arrives whole, with an id that is the same each time', async () => {
    const { came, got } = await send({})
    expect(came).toEqual({ took: message.to, again: false })
    const [{ raw, to, from }] = got as [(typeof got)[number]]
    expect({ to, from }).toEqual({ to: message.to, from: message.from })
    expect(raw).toContain('Message-ID: <0123456789abcdef@neverroot.invalid>')
    expect(raw).toContain('Date: Mon, 23 Nov 2026 06:30:00 +0000')
    expect(raw).toContain('Auto-Submitted: auto-generated')
    expect(raw).toContain('Content-Type: text/plain; charset=utf-8')
    expect(raw).toMatch(/nach dem Punkt/)
  })

  const auth = (check: (user?: string, password?: string | null) => Error | null): SMTPServerOptions => ({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) => {
      const error = check(username ?? '', password)
      if (error) done(error)
      else done(null, { user: username ?? '' })
    },
  })
  const good = auth((user, password) => (user === 'bot' && password === 'hunter2' ? null : says(535)))

  it('is sent by an account where one is declared', async () => {
    const { came, got } = await send(good, { login: { user: 'bot', password: 'hunter2' } })
    expect(came.took).toHaveLength(2)
    expect(got[0]!.user).toBe('bot')
  })

  it.each<[when: string, SMTPServerOptions, Partial<MailServer>, because: RegExp, again: boolean]>([
    [
      'the password is wrong',
      good,
      { login: { user: 'bot', password: 'hunter3' } },
      /^it does not take the user and the password \(535\)$/,
      false,
    ],
    [
      'it cannot check the password',
      auth(() => says(454)),
      { login: { user: 'bot', password: 'x' } },
      /^it cannot check the password just now \(454\)$/,
      true,
    ],
    ['no password is given where one is needed', good, {}, /^it answered 530$/, false],
    [
      'busy at the greeting',
      { onConnect: (_, done) => done(says(421)) },
      {},
      /^it answered 421: it takes no mail just now$/,
      true,
    ],
    ['busy at the mail', { onMailFrom: (_, __, done) => done(says(421)) }, {}, /^it answered 421/, true],
    [
      'no such person',
      { onRcptTo: (_, __, done) => done(says(550, 'sec@corp.example unknown')) },
      {},
      /^it answered 550: it takes no mail for that address$/,
      false,
    ],
    ['asked to come later', { onRcptTo: (_, __, done) => done(says(450)) }, {}, /^it answered 450$/, true],
    [
      'no room',
      { onData: (stream, _, done) => void stream.resume().on('end', () => done(says(452))) },
      {},
      /^it answered 452$/,
      true,
    ],
    [
      'not wanted after all',
      { onData: (stream, _, done) => void stream.resume().on('end', () => done(says(554))) },
      {},
      /^it answered 554$/,
      false,
    ],
    [
      'no TLS where it is needed',
      {},
      { tls: 'starttls' },
      /^it does not offer TLS, and nothing is sent without$/,
      false,
    ],
    [
      'a certificate that nobody vouches for',
      { disabledCommands: [] },
      { tls: 'starttls' },
      /^its certificate is not accepted$/,
      false,
    ],
    [
      'the same, from the start',
      { secure: true },
      { tls: 'implicit' },
      /^its certificate is not accepted$/,
      false,
    ],
    ['no TLS from the start', {}, { tls: 'implicit' }, /./, false],
    ['nobody there', {}, { port: 1 }, /^it refuses connections$/, true],
    ['elsewhere without TLS', {}, { host: 'smtp.corp.example' }, /^nothing is sent without TLS$/, false],
  ])('is not taken: %s', async (when, options, more, because, again) => {
    const { came, got } = await send(options, more)
    const { before, ...rest } = came
    expect(rest).toEqual({ took: [], because: expect.stringMatching(because) as string, again: came.again })
    // An answer to what was said of the message is no doubt, and nothing about the server as a whole.
    expect(before ?? false).toBe(
      !/^(no password|busy at the mail|no such|asked|no room|not wanted)/.test(when),
    )
    if (because.source !== '.') expect(came.again).toBe(again)
    expect(JSON.stringify(came)).not.toMatch(/hunter|corp\.example/)
    expect(got).toEqual([])
  })

  it('to what is no address goes to nobody, for sure', async () => {
    const server = await mailServer()
    closing.push(server.close)
    const at = { host: '127.0.0.1', port: server.port, tls: 'none' as const }
    const came = await mail(
      at,
      { ...message, to: ['sec@corp.example>\r\nRCPT TO:<x@y.example'] },
      { timeoutMs: 5_000 },
    )
    expect(came.took).toEqual([])
    expect(came.unsure).toBeUndefined()
    expect(JSON.stringify(came)).not.toContain('@')
    expect(server.got).toEqual([])
  })

  it('is taken for some and not for others', async () => {
    const { came, got } = await send({
      onRcptTo: ({ address }, _, done) => done(address.startsWith('cfo') ? says(550) : undefined),
    })
    expect(came).toMatchObject({
      took: ['sec@corp.example'],
      again: false,
      because: expect.stringContaining('550') as string,
    })
    expect(got[0]!.to).toEqual(['sec@corp.example'])
  })

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['that says nothing', () => undefined, /^no answer in 0\.2 seconds$/],
    [
      'that never ends to greet',
      (socket) => void setInterval(() => socket.write('220-wait\r\n'), 20).unref(),
      /^no answer in 0\.2 seconds$/,
    ],
    ['that hangs up', (socket) => socket.end(), /^it closed the connection$/],
    [
      'that is none',
      (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /^(the connection failed|it closed|it answered)/,
    ],
  ])('is not lost in a server %s', async (_, speak, because) => {
    const port = await rawServer(speak)
    const came = await mail({ host: '127.0.0.1', port, tls: 'none' }, message, { timeoutMs: 200 })
    expect(came.took).toEqual([])
    expect(came.because).toMatch(because)
  })

  it.each<[string, SMTPServerOptions, object]>([
    ['at the address', { onRcptTo: () => undefined }, { unsure: true }],
    ['once it has the message', { onData: (stream) => void stream.resume() }, { unsure: true }],
    ['at the greeting', { onConnect: () => undefined }, { before: true }],
  ])('may have arrived or not where the server falls silent %s', async (_, options, doubt) => {
    const server = await mailServer(options)
    closing.push(server.close)
    const came = await mail({ host: '127.0.0.1', port: server.port, tls: 'none' }, message, {
      timeoutMs: 300,
    })
    const because = 'no answer in 0.3 seconds'
    expect(came).toEqual({ took: [], because, again: true, ...doubt })
  })

  it('is given up on when somebody says stop', async () => {
    const port = await rawServer(() => undefined)
    const stop = new AbortController()
    const sending = mail({ host: '127.0.0.1', port, tls: 'none' }, message, {
      timeoutMs: 5_000,
      signal: stop.signal,
    })
    setTimeout(() => stop.abort(), 20)
    await expect(sending).rejects.toThrow(/abort/i)
  })
})

it('knows which server goes without TLS', () => {
  expect(usualTls('localhost', 25)).toBe('none')
  expect(usualTls('localhost.corp.example', 25)).toBe('starttls')
  expect(usualTls('localhost', 465)).toBe('implicit')
})

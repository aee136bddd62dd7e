/** `neverroot watch --send` to mailboxes and to a topic: told once, nothing lost, and no secret anywhere. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { WatchPass } from '../../src/index.ts'
import { needs } from '../tools.ts'
import { mailServer, says } from '../support/mail-server.ts'
import { Home, run } from './run.ts'

const scenario = 'neglected-personal'
const once = (...args: string[]) => ['watch', '--sandbox', scenario, '--once', '--format', 'json', ...args]
const act = (home: Home, ...acts: string[]) =>
  run(['sandbox', scenario, ...acts.flatMap((one) => ['--act', one])], { home })
const passOf = (stdout: string) => JSON.parse(stdout) as WatchPass

async function withHome(use: (home: Home) => Promise<void>): Promise<void> {
  const home = new Home()
  await use(home).finally(() => home.remove())
}
const configured = (home: Home, port: number, more = '') =>
  home.file(
    'work/neverroot.yaml',
    `watch:\n  email: { host: 127.0.0.1, port: ${port}, from: bot@corp.example, to: [sec@corp.example]${more} }\n`,
  )

describe.concurrent('by e-mail', () => {
  it('what changed, once; what the server refuses goes out at the next pass', () =>
    withHome(async (home) => {
      let code = 550
      const server = await mailServer({
        onRcptTo: (_, __, done) => done(code === 250 ? undefined : says(code)),
      })
      configured(home, server.port)
      await run(once('--send'), { home })
      await act(home, 'register-mfa=mia')
      const refused = await run(once('--send'), { home })
      expect(refused.stderr).toBe(
        'What changes is sent to 1 address by way of 127.0.0.1: controls, accounts and messages as a report has them.\n',
      )
      expect(passOf(refused.stdout).deliveries).toEqual({
        email: {
          to: '127.0.0.1',
          sent: 0,
          unsent: 1,
          because: 'it answered 550: it takes no mail for that address',
        },
      })
      code = 250
      const sent = await run(once('--send'), { home })
      expect(passOf(sent.stdout).deliveries.email).toEqual({ to: '127.0.0.1', sent: 1, unsent: 0 })
      await run(once('--send'), { home })
      expect(server.got).toHaveLength(1)
      const { raw } = server.got[0]!
      expect(raw).toMatch(/^Subject: \[sandbox neglected-personal\] neverroot 111111111111 mia-lab: 1 a/m)
      expect(raw).toContain('administrators-have-mfa, critical')
      expect(raw).not.toMatch(/@(?!corp\.example|neverroot\.invalid)/)
      await server.close()
    }))

  it.each<[how: string, env: Record<string, string>]>([
    ['in a variable', { MAIL_PASSWORD: 'hunter2' }],
    ['from a command', { MAIL_PASSWORD_COMMAND: 'printf "hunt%s\\n" er2' }],
  ])('by an account whose password is %s, which shows nowhere', (_, env) =>
    withHome(async (home) => {
      const server = await mailServer({
        authOptional: false,
        allowInsecureAuth: true,
        onAuth: ({ username, password }, _session, done) =>
          password === 'hunter2' ? done(null, { user: username ?? '' }) : done(says(535)),
      })
      configured(home, server.port, ', userEnv: MAIL_USER, passwordEnv: MAIL_PASSWORD')
      const all = { home, env: { ...env, MAIL_USER: 'bot' } }
      await run(once('--send'), all)
      await act(home, 'register-mfa=mia')
      const ran = await run(once('--send', '--calls', '--verbose'), all)
      expect(server.got.map(({ user }) => user)).toEqual(['bot'])
      const written = home.files().map(([path, text]) => `${path} ${String(text)}`)
      expect([ran.stdout, ran.stderr, ...written].join('\n')).not.toMatch(/hunter2|hunt%s/)
      await server.close()
    }),
  )

  it.each<[when: string, yaml: string, env: Record<string, string>, says: RegExp]>([
    [
      'the command fails',
      ', userEnv: MAIL_USER, passwordEnv: MAIL_PASSWORD',
      { MAIL_USER: 'bot', MAIL_PASSWORD_COMMAND: 'echo hunter2 >&2; exit 3' },
      /^neverroot: The command in MAIL_PASSWORD_COMMAND ended with 3\.\n/,
    ],
    [
      'the command prints nothing',
      ', userEnv: MAIL_USER, passwordEnv: MAIL_PASSWORD',
      { MAIL_USER: 'bot', MAIL_PASSWORD_COMMAND: 'true' },
      /^neverroot: The command in MAIL_PASSWORD_COMMAND printed nothing\.\n/,
    ],
    [
      'the variable is not set',
      ', userEnv: MAIL_USER, passwordEnv: MAIL_PASSWORD',
      { MAIL_USER: 'bot' },
      /^neverroot: The environment variable MAIL_PASSWORD, which watch\.email\.passwordEnv names, is not set\.\n/,
    ],
    [
      'a user without a password',
      ', userEnv: MAIL_USER',
      {},
      /^neverroot: \S+, line 2: watch\.email takes userEnv and passwordEnv together, or neither/,
    ],
    [
      'the password is in the file',
      ', password: hunter2',
      {},
      /^neverroot: \S+, line 2: .*watch\.email\.?.*password/,
    ],
    ['the server is none', ', port: 0', {}, /^neverroot: /],
  ])('%s: two lines, and nothing is sent', (_, yaml, env, said) =>
    withHome(async (home) => {
      configured(home, 2525, yaml)
      const ran = await run(once('--send'), { home, env })
      expect(ran.stderr).toMatch(said)
      expect(ran.stderr.trimEnd().split('\n')).toHaveLength(2)
      expect(ran.stderr).not.toContain('hunter2')
      expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' })
    }),
  )
})

/** A certificate for this machine, made on the spot. */
function certificate(home: Home): { key: string; cert: string; path: string } {
  const [key, path] = [join(home.work, 'key.pem'), join(home.work, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  execFileSync(openssl.path, [...made, ...subject, '-keyout', key, '-out', path], { stdio: 'ignore' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(path, 'utf8'), path }
}
const openssl = needs('openssl')

openssl.describe('by e-mail with TLS', () => {
  it.each<[tls: string, options: object, trusted: boolean, because: string | undefined]>([
    ['starttls', { disabledCommands: [] }, true, undefined],
    ['implicit', { secure: true }, true, undefined],
    ['starttls', { disabledCommands: [] }, false, 'its certificate is not accepted'],
    ['starttls', {}, true, 'it does not offer TLS, and nothing is sent without'],
  ])('%s %j, trusted: %s', (tls, options, trusted, because) =>
    withHome(async (home) => {
      const { key, cert, path } = certificate(home)
      const server = await mailServer({ ...options, key, cert })
      home.file(
        'work/neverroot.yaml',
        `watch:\n  email: { host: localhost, port: ${server.port}, tls: ${tls}, from: bot@corp.example, to: [sec@corp.example] }\n`,
      )
      const env = trusted ? { NODE_EXTRA_CA_CERTS: path } : {}
      await run(once(), { home })
      await act(home, 'register-mfa=mia')
      const { deliveries } = passOf((await run(once('--send'), { home, env })).stdout)
      expect(deliveries.email?.because).toBe(because)
      expect(server.got.map(({ secure }) => secure)).toEqual(because ? [] : [true])
      await server.close()
    }),
  )
})

const topicOf = (name: string) => `arn:aws:sns:us-east-1:111111111111:${name}`

describe.concurrent('to a topic', () => {
  it('that there is not waits, and nothing is sent without --send', () =>
    withHome(async (home) => {
      const topic = ['--topic', topicOf('nobody')]
      await run(once(...topic), { home })
      await act(home, 'register-mfa=mia')
      expect(passOf((await run(once(...topic), { home })).stdout).deliveries).toEqual({
        sns: { to: 'sns', sent: 0, unsent: 1, because: 'nothing is sent without --send' },
      })
      const refused = await run(once('--send', ...topic), { home })
      expect(refused.stderr).toContain(`What changes is sent to the topic ${topicOf('nobody')}: `)
      expect(passOf(refused.stdout).deliveries).toEqual({
        sns: { to: 'nobody', sent: 0, unsent: 1, because: 'there is no such topic' },
      })
    }))

  it.each([
    [
      'a FIFO topic',
      topicOf('x.fifo'),
      /^neverroot: \S+ is a FIFO topic, which delivers to queues alone\.\n/,
    ],
    ['a name', 'notices', /^neverroot: "notices" is not the ARN of an SNS topic\.\n/],
  ])('refuses %s', (_, topic, said) =>
    withHome(async (home) => {
      const ran = await run(once('--send', '--topic', topic), { home })
      expect(ran.stderr).toMatch(said)
      expect([ran.code, ran.stdout]).toEqual([2, ''])
    }),
  )
})

describe.concurrent('permissions watch', () => {
  const policy = async (home: Home, ...args: string[]) => {
    const ran = await run(['permissions', 'watch', ...args], { home })
    expect(ran.code).toBe(0)
    return (JSON.parse(ran.stdout) as { Statement: { Action: string[]; Resource: string }[] }).Statement
  }

  it('is what an audit reads, and the topic where one is named', () =>
    withHome(async (home) => {
      const audit = JSON.parse((await run(['permissions', 'audit'], { home })).stdout) as {
        Statement: unknown[]
      }
      expect(await policy(home)).toEqual(audit.Statement)
      const send = {
        Sid: 'NeverrootSend',
        Effect: 'Allow',
        Action: ['sns:Publish'],
        Resource: topicOf('notices'),
      }
      expect(await policy(home, '--topic', topicOf('notices'))).toEqual([...audit.Statement, send])
      home.file('work/neverroot.yaml', `watch: { sns: { topic: "${topicOf('notices')}" } }\n`)
      expect(await policy(home)).toEqual([...audit.Statement, send])
    }))

  it('--topic belongs to it alone', () =>
    withHome(async (home) => {
      const ran = await run(['permissions', 'audit', '--topic', topicOf('x')], { home })
      expect(ran.stderr).toMatch(
        /^neverroot: --topic is about watch, and permissions audit sends nothing\.\n/,
      )
      expect(ran.code).toBe(2)
    }))
})

it('the schema knows every place that notices go to', () => {
  const schema = readFileSync(join(import.meta.dirname, '../../schema/watch.schema.json'), 'utf8')
  expect(schema).toMatch(/"email"/)
  expect(schema).toMatch(/"sns"/)
})

import { describe, expect, it } from 'vitest'
import type { WatchConfiguration } from '../model/index.ts'
import { targetsOf } from './targets.ts'

const secret = 'a secret of the receiver'
const webhook = { url: 'https://hooks.corp.example/x', secretEnv: 'SECRET' }
const environment = {
  SECRET: secret,
  URL: 'https://hooks.corp.example/token',
  PLAIN: 'http://hooks.corp.example/',
}

const print = async () => 'from a command'
const target = (declared: WatchConfiguration | undefined, more: Record<string, string> = {}) =>
  targetsOf(declared, { ...environment, ...more }, print)

const email = { host: 'smtp.corp.example', from: 'neverroot@corp.example', to: ['sec@corp.example'] }
const topic = 'arn:aws:sns:eu-central-1:111111111111:neverroot'

describe('where notices go', () => {
  it('comes from the configuration, what is secret from the environment', async () => {
    expect(await target({ webhook, slack: { urlEnv: 'URL' }, email, sns: { topic } })).toEqual({
      webhook: { kind: 'webhook', url: new URL(webhook.url), secret },
      slack: { kind: 'slack', url: new URL(environment.URL) },
      email: {
        kind: 'email',
        server: { host: email.host, port: 587, tls: 'starttls' },
        from: email.from,
        to: email.to,
      },
      sns: { kind: 'sns', topic },
    })
  })

  it.each<[when: string, more: Partial<WatchConfiguration['email']>, server: object]>([
    ['the usual port', {}, { port: 587, tls: 'starttls' }],
    ['the port that is TLS from the start', { port: 465 }, { port: 465, tls: 'implicit' }],
    ['another port', { port: 2525 }, { port: 2525, tls: 'starttls' }],
    ['said otherwise', { port: 2525, tls: 'implicit' }, { port: 2525, tls: 'implicit' }],
    ['this machine', { host: '127.0.0.1', port: 25 }, { tls: 'none' }],
    ['this machine by IPv6', { host: '::1', port: 25 }, { tls: 'none' }],
    ['this machine, encrypted all the same', { host: 'localhost', tls: 'starttls' }, { tls: 'starttls' }],
    ['a name that only looks like it', { host: '127.0.0.1.example' }, { tls: 'starttls' }],
  ])('by e-mail: %s', async (_, more, server) => {
    const { email: found } = await target({ email: { ...email, ...more } })
    expect(found!.server).toMatchObject(server)
    expect(found!.server.login).toBeUndefined()
  })

  it.each<[when: string, variables: Record<string, string>, password: string]>([
    ['in the variable', { PASS: 'word' }, 'word'],
    ['printed by the command beside it', { PASS_COMMAND: 'op read x' }, 'from a command'],
    ['in both: the variable is nearer', { PASS: 'word', PASS_COMMAND: 'op read x' }, 'word'],
  ])('the password of the mail server is %s', async (_, variables, password) => {
    const login = { userEnv: 'USER_NAME', passwordEnv: 'PASS' }
    const found = await target({ email: { ...email, ...login } }, { USER_NAME: 'bot', ...variables })
    expect(found.email!.server.login).toEqual({ user: 'bot', password })
  })

  it.each<[when: string, declared: WatchConfiguration | undefined, code: string]>([
    ['nothing is declared', undefined, 'nowhere-to-send'],
    ['only an interval is declared', { every: '6h' }, 'nowhere-to-send'],
    ['the secret is not set', { webhook: { ...webhook, secretEnv: 'NONE' } }, 'no-such-variable'],
    ['the address is not set', { slack: { urlEnv: 'NONE' } }, 'no-such-variable'],
    ['it is not encrypted', { slack: { urlEnv: 'PLAIN' } }, 'bad-address'],
    ['it is no address', { slack: { urlEnv: 'SECRET' } }, 'bad-address'],
    ['the secret is short', { webhook: { ...webhook, secretEnv: 'SHORT' } }, 'weak-secret'],
    [
      'the user is not set',
      { email: { ...email, userEnv: 'NONE', passwordEnv: 'SECRET' } },
      'no-such-variable',
    ],
    ['nor the password', { email: { ...email, userEnv: 'SECRET', passwordEnv: 'NONE' } }, 'no-such-variable'],
    ['a FIFO topic', { sns: { topic: `${topic}.fifo` } }, 'bad-topic'],
    ['no topic', { sns: { topic: 'arn:aws:sqs:eu-central-1:111111111111:q' } }, 'bad-topic'],
  ])('%s: a mistake that shows no value', async (_, declared, code) => {
    const error: unknown = await target(declared, { SHORT: 'hunter2' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hunter2|a secret of|token/)
  })

  it('may be this machine without encryption, and no name that only looks like it', async () => {
    const at = (url: string) => target({ webhook: { ...webhook, url } })
    expect((await at('http://127.0.0.1:8080/')).webhook?.url.port).toBe('8080')
    await expect(at('http://127.0.0.1.example/')).rejects.toThrow(/not encrypted/)
    await expect(at('ftp://hooks.corp.example/')).rejects.toThrow(/not encrypted/)
  })
})

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

describe('where notices go', () => {
  it('comes from the configuration, what is secret from the environment', () => {
    expect(targetsOf({ webhook, slack: { urlEnv: 'URL' } }, environment)).toEqual({
      webhook: { kind: 'webhook', url: new URL(webhook.url), secret },
      slack: { kind: 'slack', url: new URL(environment.URL) },
    })
  })

  it.each<[when: string, declared: WatchConfiguration | undefined, code: string]>([
    ['nothing is declared', undefined, 'nowhere-to-send'],
    ['only an interval is declared', { every: '6h' }, 'nowhere-to-send'],
    ['the secret is not set', { webhook: { ...webhook, secretEnv: 'NONE' } }, 'no-such-variable'],
    ['the address is not set', { slack: { urlEnv: 'NONE' } }, 'no-such-variable'],
    ['it is not encrypted', { slack: { urlEnv: 'PLAIN' } }, 'bad-address'],
    ['it is no address', { slack: { urlEnv: 'SECRET' } }, 'bad-address'],
    ['the secret is short', { webhook: { ...webhook, secretEnv: 'SHORT' } }, 'weak-secret'],
  ])('%s: a mistake that shows no value', (_, declared, code) => {
    let error: unknown
    try {
      targetsOf(declared, { ...environment, SHORT: 'hunter2' })
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ code })
    expect(JSON.stringify(error) + String(error)).not.toMatch(/hunter2|a secret of|token/)
  })

  it('may be this machine without encryption, and no name that only looks like it', () => {
    const at = (url: string) => targetsOf({ webhook: { ...webhook, url } }, environment)
    expect(at('http://127.0.0.1:8080/').webhook?.url.port).toBe('8080')
    expect(() => at('http://127.0.0.1.example/')).toThrow(/not encrypted/)
    expect(() => at('ftp://hooks.corp.example/')).toThrow(/not encrypted/)
  })
})

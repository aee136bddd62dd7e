import { afterEach, describe, expect, it } from 'vitest'
import { answerFor, type Registered, registry, type Registry } from '../../test/support/registry.ts'
import type { Reply } from '../../test/support/http-server.ts'
import { openWeb } from '../directory/index.ts'
import { type Json, valueOf } from '../model/index.ts'
import { openRdap } from './rdap.ts'

let server: Registry | undefined
afterEach(() => server?.close())

const now = () => new Date('2026-11-23T06:30:00Z')
const plain: Registered = { expires: '2027-06-01T00:00:00Z', registrar: 'Example Registrar' }

async function ask(
  domain: string,
  domains: Readonly<Record<string, Registered>>,
  { endings, list }: { endings?: string[]; list?: Reply } = {},
) {
  server = await registry(domains, endings, list)
  const web = openWeb({ timeoutMs: 200, attempts: 2, longestWaitMs: 1_000, pause: async () => undefined })
  const fact = await openRdap({ bootstrap: server.bootstrap, web, now }).registration(domain)
  return { fact, asked: server.asked.map(({ path }) => path) }
}

describe('a registration', () => {
  it.each<[string, string, Record<string, Registered>, object | string, string[]?]>([
    [
      'end, registrar and states of the name',
      'corp.example',
      { 'corp.example': { ...plain, status: ['client transfer prohibited', 'active'] } },
      {
        name: 'corp.example',
        expires: '2027-06-01T00:00:00.000Z',
        registrar: 'Example Registrar',
        statuses: ['active', 'client transfer prohibited'],
      },
    ],
    [
      'a name below the registered one',
      'aws.mail.corp.example',
      { 'corp.example': plain },
      { name: 'corp.example' },
    ],
    ['nobody has registered it', 'corp.example', {}, 'none'],
    [
      'what the registry says of its own second level is not about us',
      'corp.co.uk',
      { 'co.uk': plain },
      'none',
      ['uk'],
    ],
    [
      'a third level of a registry',
      'aws.corp.co.uk',
      { 'corp.co.uk': plain },
      { name: 'corp.co.uk' },
      ['uk'],
    ],
    [
      'a Unicode name is asked about as A-labels',
      'bücher.example',
      { 'xn--bcher-kva.example': plain },
      { name: 'xn--bcher-kva.example' },
    ],
    [
      'states in the words of EPP',
      'corp.example',
      { 'corp.example': { status: ['clientHold', 'redemptionPeriod'] } },
      { statuses: ['client hold', 'redemption period'] },
    ],
    [
      'a registrar that writes to the terminal',
      'corp.example',
      { 'corp.example': { registrar: 'Evil\u001b[2J\u202e Ltd' } },
      { registrar: 'Evil[2J Ltd' },
    ],
    [
      'a registry that takes the longer name for none',
      'aws.corp.example',
      { 'aws.corp.example': { reply: { status: 400 } }, 'corp.example': plain },
      { name: 'corp.example' },
    ],
  ])('%s', async (_, domain, domains, expected, endings) => {
    const { fact } = await ask(domain, domains, endings ? { endings } : {})
    const value = valueOf(fact)
    if (typeof expected === 'string') expect(value).toBe(expected)
    else expect(value).toMatchObject(expected)
    expect(fact.state === 'known' && fact.evidence[0]).toMatchObject({ source: 'rdap' })
  })

  const of = (reply: Reply): Record<string, Registered> => ({ 'corp.example': { reply } })
  it.each<[string, Record<string, Registered>, { endings?: string[]; list?: Reply }, RegExp]>([
    [
      'the registry hangs',
      of({ hang: true }),
      {},
      /^the registration of corp\.example could not .*no answer in/,
    ],
    ['the registry answers nonsense', of({ raw: '<html>' }), {}, /something else than JSON$/],
    [
      'it answers about another name',
      of({ json: answerFor('other.example', plain) }),
      {},
      /no registration of it$/,
    ],
    [
      'it answers about something else',
      of({ json: { objectClassName: 'entity' } }),
      {},
      /no registration of it$/,
    ],
    [
      'it is asked too often',
      of({ status: 429, headers: { 'retry-after': '3600' } }),
      {},
      /asked too often, and wants 3600 seconds of rest \(429\)$/,
    ],
    [
      'it sends on',
      of({ status: 302, headers: { location: 'https://x.example' } }),
      {},
      /redirects are not followed$/,
    ],
    [
      'the ending has no RDAP',
      {},
      { endings: ['com'] },
      /^the registry of \.example answers no look-ups over RDAP$/,
    ],
    [
      'the list is none',
      {},
      { list: { json: { services: 'no' } } },
      /^the list of registries could not be read: .*something else$/,
    ],
    [
      'the list cannot be had',
      {},
      { list: { status: 503 } },
      /^the list of registries could not be read: .*503/,
    ],
  ])('%s: unknown, in one sentence', async (_, domains, how, message) => {
    const { fact } = await ask('corp.example', domains, how)
    expect(fact).toMatchObject({ state: 'unknown', message: expect.stringMatching(message) })
  })

  it('list and answer are kept, each for its time', async () => {
    server = await registry({ 'corp.example': plain })
    const kept = new Map<string, { value: Json; until: Date }>()
    const cache = {
      read: async (key: string) => structuredClone(kept.get(key)?.value),
      write: async (key: string, value: Json, until: Date) => void kept.set(key, { value, until }),
    }
    const web = openWeb()
    const first = await openRdap({ bootstrap: server.bootstrap, web, now, cache }).registration(
      'corp.example',
    )
    const later = () => new Date('2026-11-23T18:30:00Z')
    const second = await openRdap({ bootstrap: server.bootstrap, web, now: later, cache }).registration(
      'corp.example',
    )
    expect(second).toEqual(first)
    expect(server.asked).toHaveLength(2)
    const days = [...kept].map(([key, { until }]) => [
      key.startsWith('rdap-registries') ? 'list' : key,
      (until.getTime() - now().getTime()) / 86_400_000,
    ])
    expect(days).toEqual([
      ['list', 7],
      ['rdap-corp.example', 1],
    ])
  })

  it('a list that somebody broke on the disk is read anew', async () => {
    server = await registry({ 'corp.example': plain })
    const cache = {
      read: async (key: string) => (key.includes('registries') ? 'x' : undefined),
      write: async () => undefined,
    }
    const fact = await openRdap({ bootstrap: server.bootstrap, web: openWeb(), now, cache }).registration(
      'corp.example',
    )
    expect(fact.state).toBe('known')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameServer, type NameServer } from '../../test/support/name-server.ts'
import { registry, type Registry } from '../../test/support/registry.ts'
import { configurationSchema } from '../config/schema.ts'
import type { LookupsConfiguration } from '../model/index.ts'
import { lookupHosts } from './hosts.ts'
import { openLookups } from './open.ts'

const now = () => new Date('2026-11-23T06:30:00Z')

describe('what the configuration allows', () => {
  let names: NameServer
  let domains: Registry
  beforeAll(async () => {
    names = await nameServer({ 'corp.example': { MX: [[1, 'mx.corp.example']], NS: ['ns.corp.example'] } })
    domains = await registry({ 'corp.example': {} })
  })
  afterAll(() => Promise.all([names.close(), domains.close()]))

  it.each<[string, LookupsConfiguration | undefined]>([
    ['nothing is declared', undefined],
    ['an empty section', {}],
    ['both are off', { dns: false, rdap: false }],
  ])('%s: nobody is asked', (_, declared) => {
    expect(openLookups(declared, { now })).toBeUndefined()
  })

  it('one of the two: the other is unknown, and says by which setting', async () => {
    const lookups = openLookups({ dns: true, resolvers: [names.address] }, { now })!
    expect((await lookups.mail('corp.example')).state).toBe('known')
    expect(await lookups.registration('corp.example')).toMatchObject({
      why: 'unsupported',
      message: expect.stringContaining('lookups.rdap'),
    })
    const other = openLookups({ rdap: true, bootstrap: domains.bootstrap }, { now })!
    expect(await other.mail('corp.example')).toMatchObject({
      why: 'unsupported',
      message: expect.stringContaining('lookups.dns'),
    })
  })

  it('a domain is asked about once, however many accounts have it; each question is told', async () => {
    const told: string[] = []
    const before = names.asked.length
    const lookups = openLookups(
      { dns: true, rdap: true, resolvers: [names.address], bootstrap: domains.bootstrap },
      { now, onLookup: (what) => told.push(what) },
    )!
    await Promise.all(Array.from({ length: 50 }, () => lookups.mail('corp.example')))
    await Promise.all(Array.from({ length: 50 }, () => lookups.registration('Corp.Example')))
    expect(names.asked.slice(before).sort()).toEqual([
      'A mx.corp.example',
      'AAAA mx.corp.example',
      'MX corp.example',
    ])
    expect(told.sort()).toEqual([
      'A of mx.corp.example',
      'AAAA of mx.corp.example',
      'MX of corp.example',
      'registration of corp.example',
      'the list of registries',
    ])
  })

  it.each<[LookupsConfiguration, string[]]>([
    [{ dns: true }, ['DNS: the name servers of this machine']],
    [
      { dns: true, rdap: true, resolvers: ['10.0.0.53'] },
      ['DNS: 10.0.0.53', 'RDAP: data.iana.org and the registry of each domain'],
    ],
    [{}, []],
  ])('says beforehand who is asked: %j', (declared, said) => {
    expect(lookupHosts(declared)).toEqual(said)
  })

  it.each<[string, object, string | undefined]>([
    ['both', { dns: true, rdap: true }, undefined],
    [
      'own name servers',
      { dns: true, resolvers: ['10.0.0.53', '[2001:db8::53]:5353', '127.0.0.1:5353'] },
      undefined,
    ],
    [
      'a name instead of an address',
      { dns: true, resolvers: ['ns.corp.example'] },
      'address of a name server',
    ],
    ['a port that is none', { dns: true, resolvers: ['10.0.0.53:99999'] }, 'address of a name server'],
    ['name servers and no leave to ask them', { resolvers: ['10.0.0.53'] }, 'lookups.dns: true'],
    [
      'a list over plain HTTP',
      { rdap: true, bootstrap: 'http://rdap.corp.example/dns.json' },
      'is not an address such as',
    ],
    ['a slip of the keyboard', { dsn: true }, 'dsn'],
  ])('neverroot.yaml: %s', (_, lookups, message) => {
    const parsed = configurationSchema.safeParse({ lookups })
    if (message === undefined) expect(parsed.error).toBeUndefined()
    else expect(JSON.stringify(parsed.error?.issues)).toContain(message)
  })
})

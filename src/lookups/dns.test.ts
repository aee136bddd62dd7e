import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameServer, type NameServer, type Records } from '../../test/support/name-server.ts'
import { type Fact, valueOf } from '../model/index.ts'
import { type Dns, openDns } from './dns.ts'

const table: Record<string, Records> = {
  'corp.example': {
    MX: [
      [20, 'mx2.corp.example'],
      [10, 'MX1.corp.example'],
    ],
    NS: ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'],
  },
  'mx1.corp.example': { A: ['192.0.2.1'], AAAA: ['2001:db8::1'] },
  'mx2.corp.example': {},
  'aws.corp.example': { MX: [[1, 'mx1.corp.example']] },
  'parked.example': { A: ['192.0.2.9'] },
  'null.example': { MX: [[0, '']] },
  'both.example': {
    MX: [
      [0, ''],
      [10, 'mx1.corp.example'],
    ],
  },
  'dangling.example': { MX: [[10, 'gone.example']] },
  'xn--bcher-kva.example': { MX: [[10, 'mx1.corp.example']] },
  'hangs.example': { trouble: 'silence' },
  'broken.example': { trouble: 'SERVFAIL' },
  'refused.example': { trouble: 'REFUSED' },
  'nonsense.example': { trouble: 'nonsense' },
  'half.example': { MX: [[10, 'slow.half.example']] },
  'slow.half.example': { trouble: 'SERVFAIL' },
}

describe('mail servers and zones', () => {
  let server: NameServer
  let dns: Dns
  const said: string[] = []
  beforeAll(async () => {
    server = await nameServer(table)
    dns = openDns({
      resolvers: [server.address],
      timeoutMs: 150,
      now: () => new Date('2026-11-23T06:30:00Z'),
      onLookup: (what, host) => said.push(`${what} at ${host}`),
    })
  })
  afterAll(() => server.close())

  const words = (fact: Fact<unknown>) => (fact.state === 'unknown' ? fact.message : fact.state)

  it('the preferred server comes first, with its addresses', async () => {
    const fact = await dns.mail('corp.example')
    expect(valueOf(fact)).toEqual({
      accepts: 'servers',
      servers: [
        { name: 'mx1.corp.example', addresses: ['192.0.2.1', '2001:db8::1'] },
        { name: 'mx2.corp.example', addresses: [], gone: true },
      ],
    })
    expect(fact.state === 'known' && fact.evidence[0]).toMatchObject({ source: 'dns' })
    expect(said).toContain(`MX of corp.example at ${server.address}`)
  })

  it.each([
    ['a domain without MX', 'parked.example', 'no-mx'],
    ['a null MX', 'null.example', 'refuses'],
    ['a null MX beside a server says nothing', 'both.example', 'servers'],
    ['a domain that is not there', 'nobody.example', 'no-such-domain'],
    ['a Unicode domain is asked about as A-labels', 'Bücher.example', 'servers'],
    ['a dot at the end', 'parked.example.', 'no-mx'],
  ])('%s', async (_, domain, accepts) => {
    expect(valueOf(await dns.mail(domain))?.accepts).toBe(accepts)
  })

  it('a server whose name is nowhere is gone; one that could not be looked up is not', async () => {
    expect(valueOf(await dns.mail('dangling.example'))?.servers).toEqual([
      { name: 'gone.example', addresses: [], gone: true },
    ])
    expect(valueOf(await dns.mail('half.example'))?.servers).toEqual([
      { name: 'slow.half.example', addresses: [] },
    ])
  })

  it.each([
    ['nobody answers', 'hangs.example', /^MX of hangs\.example could not be looked up: no answer from 127/],
    ['SERVFAIL', 'broken.example', /could not find out \(SERVFAIL\)$/],
    ['REFUSED', 'refused.example', /refuses to answer \(REFUSED\)$/],
    ['nonsense', 'nonsense.example', /could not be looked up: /],
    ['no name', 'corp', /^"corp" is not a name that can be looked up$/],
    ['an address', '192.0.2.1', /is not a name/],
    ['a label that is too long', `${'a'.repeat(64)}.example`, /is not a name/],
    ['what moves the cursor', 'corp\u001b[2J.example', /^"corp\[2J\.example" is not a name/],
  ])('%s is unknown, in one sentence', async (_, domain, message) => {
    expect(words(await dns.mail(domain))).toMatch(message)
  })

  it('the zones that lead to a domain, the nearest first', async () => {
    expect(valueOf(await dns.zones('aws.corp.example'))).toEqual([
      { name: 'corp.example', nameServers: ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'] },
    ])
    expect(valueOf(await dns.zones('nobody.example'))).toEqual([])
    expect(words(await dns.zones('broken.example'))).toMatch(/^NS of broken\.example .*SERVFAIL/)
  })

  it('stops when the run is interrupted', async () => {
    const stop = new AbortController()
    const stopping = openDns({
      resolvers: [server.address],
      timeoutMs: 10_000,
      now: () => new Date(),
      signal: stop.signal,
    })
    const asked = stopping.mail('hangs.example')
    stop.abort()
    await expect(asked).rejects.toThrow()
  })
})

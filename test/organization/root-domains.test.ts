/** The domain that many root addresses share: looked up once, however many accounts have it, and told with its end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organizationOf } from '../support/organizations.ts'
import { nameServer, type NameServer } from '../support/name-server.ts'
import { registry, type Registry } from '../support/registry.ts'

let names: NameServer
let domains: Registry
beforeAll(async () => {
  names = await nameServer({
    'corp-old.example': { MX: [[10, 'mx.corp-old.example']], NS: ['ns1.dnshost.example'] },
    'mx.corp-old.example': { A: ['192.0.2.1'] },
    'corp.example': { A: ['192.0.2.80'] },
  })
  domains = await registry({
    'corp-old.example': { expires: '2027-06-02T12:00:00Z' },
    'corp.example': { expires: '2026-12-13T12:00:00Z' },
  })
})
afterAll(() => Promise.all([names.close(), domains.close()]))

describe('root domains of an organization', () => {
  it('are told as before where nobody may be asked', async () => {
    const { tail } = await (await organizationOf('neglected-organization')).look()
    const shared = tail.clusters?.filter(({ cause }) => cause.includes('root domain')) ?? []
    expect(shared.length).toBeGreaterThan(0)
    expect(shared.map(({ status, cause }) => [status, /example$/.test(cause)])).toEqual(
      shared.map(() => ['review', true]),
    )
  })

  it('are looked up once each, and the bad ones fail', async () => {
    const neglected = await organizationOf('neglected-organization')
    const { tail, of } = await neglected.look({
      configuration: {
        lookups: { dns: true, rdap: true, resolvers: [names.address], bootstrap: domains.bootstrap },
      },
    })
    const told = (tail.clusters ?? []).flatMap(({ cause, status }) =>
      cause.includes('root domain') ? [[status, cause]] : [],
    )
    expect(told).toContainEqual([
      'fail',
      expect.stringMatching(/^share the root domain corp\.example: registered until 2026-12-13, 20 days/),
    ])
    // What Route 53 says of a domain of its own counts; members cost no call.
    expect(of('root-email-domain-is-safe', '111111111111')).toMatchObject({
      status: 'review',
      message: expect.stringContaining('41 days from now'),
    })
    expect(of('root-email-lives-outside-the-account', '111111111111')?.status).toBe('fail')
    expect(of('root-email-domain-is-safe', '333333333333')?.status).toBe('not-applicable')
    const asked = domains.asked.map(({ path }) => path).filter((path) => path.includes('/domain/'))
    expect(new Set(asked).size).toBe(asked.length)
  })
})

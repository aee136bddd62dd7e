/** Root's mail domain, from the packet to the finding: a name server, a registry and an AWS on loopback. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Configuration, Notice } from '../../src/index.ts'
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { auditWorld, began } from '../support/audit.ts'
import { nameServer, type NameServer, type Records } from '../support/name-server.ts'
import { registry, type Registered, type Registry } from '../support/registry.ts'

const me = '111111111111'
const other = '222222222222'

const ofRoute53 = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com']
const outside: Record<string, Records> = {
  'corp.example': { MX: [[10, 'mx.mailhost.example']], NS: ['ns1.dnshost.example'] },
  'mx.mailhost.example': { A: ['198.51.100.9'] },
}
const registered: Record<string, Registered> = {
  'corp.example': { expires: '2028-06-01T00:00:00Z', status: ['client transfer prohibited'] },
}

/** A management account whose root address is at corp.example. */
function company(
  describe: (a: AccountBuilder) => unknown = () => undefined,
  email = 'aws-root@corp.example',
): World {
  return newWorld({ scenario: 'mail-domain', began })
    .account(me, (a) => {
      a.named('payer')
        .email(email)
        .user('admin', (u) => u.admin().key().isCaller())
      describe(a)
    })
    .account(other, (a) => a.email('aws-root+other@corp.example'))
    .organization(me, (o) => o.member(other))
    .build()
}

let names: NameServer | undefined
let domains: Registry | undefined
afterEach(async () => {
  await Promise.all([names?.close(), domains?.close()])
  names = domains = undefined
})

interface Setup {
  dns?: Record<string, Records>
  rdap?: Record<string, Registered>
  configuration?: Configuration
}

async function audited(world: World, { dns, rdap, configuration = {} }: Setup) {
  names = await nameServer(dns ?? {})
  domains = await registry(rdap ?? {})
  const notices: Notice[] = []
  const calls: string[] = []
  const report = await auditWorld(world, {
    as: 'business',
    only: ['root-email-domain-is-safe', 'root-email-lives-outside-the-account'],
    configuration: {
      ...configuration,
      lookups: {
        ...(dns ? { dns: true, resolvers: [names.address] } : {}),
        ...(rdap ? { rdap: true, bootstrap: domains.bootstrap } : {}),
      },
    },
    host: { notify: (notice) => notices.push(notice) },
    serve: { onRequest: ({ operation }) => calls.push(operation) },
  })
  const told = (id: string) => {
    const { status, message, needs } = report.of(id)
    return { status, message, ...(needs ? { needs } : {}) }
  }
  return {
    safe: told('root-email-domain-is-safe'),
    outside: told('root-email-lives-outside-the-account'),
    lookups: notices.flatMap((n) => (n.code === 'lookup' ? [n.data.what] : [])),
    calls,
    report,
  }
}

const says = (status: string, words: string) => ({ status, message: expect.stringContaining(words) })

describe('the mail domain of root', () => {
  it.each<[string, World, Setup, { safe?: object; outside?: object }]>([
    [
      'all outside and far from its end',
      company(),
      { dns: outside, rdap: registered },
      {
        safe: says(
          'pass',
          'mail arrives at mx.mailhost.example, and corp.example is registered until 2028-06-01',
        ),
        outside: says(
          'review',
          'the zone, the registration and the mail servers of corp.example are not in this',
        ),
      },
    ],
    [
      'the registration ends in 20 days',
      company(),
      { dns: outside, rdap: { 'corp.example': { expires: '2026-12-13T12:00:00Z' } } },
      { safe: says('fail', '20 days from now') },
    ],
    [
      'the zone that the world asks is in the account',
      company((a) => a.hostedZone('corp.example', { nameServers: ofRoute53 })),
      { dns: { ...outside, 'corp.example': { ...outside['corp.example'], NS: ofRoute53 } } },
      { outside: says('fail', 'The zone corp.example (Route 53) is in this account') },
    ],
    [
      'a zone of the name is in the account, and the world asks another',
      company((a) => a.hostedZone('corp.example').hostedZone('corp.example', { private: true })),
      { dns: outside },
      { outside: says('review', 'not in this account') },
    ],
    [
      'a zone of the name is in the account, and nobody allows DNS',
      company((a) => a.hostedZone('corp.example')),
      {},
      { outside: says('unknown', 'lookups.dns'), safe: says('unknown', 'were not looked up') },
    ],
    [
      'registered through the account, which renews it by itself',
      company((a) => a.registers('corp.example', '2027-01-20T00:00:00Z')),
      { dns: outside },
      {
        safe: says('pass', 'and renews itself'),
        outside: says('fail', 'The registration of corp.example (Route 53 Domains) is in this account'),
      },
    ],
    [
      'mail arrives through SES of the account',
      company((a) => a.receivesMail('corp.example', { region: 'eu-west-1', recipients: ['corp.example'] })),
      {
        dns: {
          'corp.example': { MX: [[10, 'inbound-smtp.eu-west-1.amazonaws.com']] },
          'inbound-smtp.eu-west-1.amazonaws.com': { A: ['192.0.2.7'] },
        },
      },
      { outside: says('fail', 'The mail of corp.example (SES in eu-west-1) is in this account') },
    ],
    [
      'SES takes mail for all verified domains, and this is one',
      company((a) => a.receivesMail('corp.example', { region: 'eu-west-1' })),
      {
        dns: {
          'corp.example': { MX: [[10, 'inbound-smtp.eu-west-1.amazonaws.com']] },
          'inbound-smtp.eu-west-1.amazonaws.com': { A: ['192.0.2.7'] },
        },
      },
      { outside: says('fail', 'SES in eu-west-1') },
    ],
    [
      'SES of another account takes the mail: the rule here is for somebody else',
      company((a) =>
        a.receivesMail('shop.example', {
          region: 'eu-west-1',
          recipients: ['shop.example', 'other@corp.example.net'],
        }),
      ),
      {
        dns: {
          'corp.example': { MX: [[10, 'inbound-smtp.eu-west-1.amazonaws.com']] },
          'inbound-smtp.eu-west-1.amazonaws.com': { A: ['192.0.2.7'] },
        },
      },
      { outside: says('unknown', 'whether WorkMail of this account does is not seen') },
    ],
    [
      'the rule of SES is off',
      company((a) => a.receivesMail('corp.example', { region: 'eu-west-1', enabled: false })),
      {
        dns: {
          'corp.example': { MX: [[10, 'inbound-smtp.eu-west-1.amazonaws.com']] },
          'inbound-smtp.eu-west-1.amazonaws.com': { A: ['192.0.2.7'] },
        },
      },
      { outside: says('unknown', 'whether WorkMail of this account does is not seen') },
    ],
    [
      'the mail server has an address of the account, in another Region than the one that looks',
      company((a) => a.elasticIp('198.51.100.9', { region: 'eu-central-1' })),
      { dns: outside },
      {
        outside: says(
          'fail',
          'The mail server at 198.51.100.9 (Elastic IP address in eu-central-1) is in this account',
        ),
      },
    ],
    [
      'a public provider',
      company(undefined, 'mia.aws@gmail.com'),
      { dns: outside, rdap: registered },
      { safe: says('not-applicable', 'gmail.com'), outside: says('pass', 'gmail.com') },
    ],
    [
      'a domain that is parked',
      company(),
      { dns: { 'corp.example': { A: ['192.0.2.80'], NS: ['ns1.park.example'] } }, rdap: registered },
      { safe: says('fail', 'no MX record') },
    ],
    [
      'nobody has registered it',
      company(),
      { dns: {}, rdap: {} },
      { safe: says('fail', 'registered by nobody') },
    ],
    [
      'DNS hangs',
      company(),
      { dns: { 'corp.example': { trouble: 'REFUSED' } }, rdap: registered },
      { safe: says('unknown', 'REFUSED'), outside: says('unknown', 'REFUSED') },
    ],
  ])('%s', async (_, world, setup, expected) => {
    const { safe, outside: lives } = await audited(world, setup)
    expect({ safe, outside: lives }).toMatchObject(expected)
  })

  it('nobody outside AWS is asked without leave, nor about a public provider', async () => {
    const first = await audited(company(), {})
    expect(first.lookups).toEqual([])
    expect(names!.asked).toEqual([])
    expect(domains!.asked).toEqual([])
    await Promise.all([names!.close(), domains!.close()])
    const second = await audited(company(undefined, 'mia@gmail.com'), { dns: outside, rdap: registered })
    expect([second.lookups, names!.asked, domains!.asked]).toEqual([[], [], []])
    expect(second.calls.filter((call) => /^(route53|ses|ec2)/.test(call))).toEqual([])
  })

  it('each question is told, and the addresses of Regions are asked only where there is a server to look for', async () => {
    const { lookups, calls } = await audited(company(), { dns: outside, rdap: registered })
    expect(lookups.sort()).toEqual([
      'A of mx.mailhost.example',
      'AAAA of mx.mailhost.example',
      'MX of corp.example',
      'registration of corp.example',
      'the list of registries',
    ])
    const asked = calls.filter((call) => /^(route53|ses|ec2)/.test(call))
    expect([...new Set(asked)].sort()).toEqual([
      'ec2:DescribeAddresses',
      'route53:ListHostedZonesByName',
      'route53domains:ListDomains',
    ])
    await Promise.all([names!.close(), domains!.close()])
    const google = {
      'corp.example': { MX: [[1, 'smtp.google.com']] },
      'smtp.google.com': { A: ['192.0.2.25'] },
    } as const
    const quiet = await audited(company(), { dns: google })
    expect(quiet.calls).not.toContain('ec2:DescribeAddresses')
    expect(quiet.outside).toMatchObject(says('review', 'not in this account'))
  })

  it('a standalone account is asked about the domain that the configuration declares', async () => {
    const alone = () =>
      newWorld({ scenario: 'alone', began })
        .account(me, (a) =>
          a
            .user('admin', (u) => u.admin().key().isCaller())
            .registers('corp.example', '2026-12-01T00:00:00Z'),
        )
        .build()
    const without = await audited(alone(), { dns: outside, rdap: registered })
    expect(without.safe.status).toBe('review')
    expect(without.calls.some((call) => call.startsWith('route53'))).toBe(false)
    await Promise.all([names!.close(), domains!.close()])
    const { safe, outside: lives } = await audited(alone(), {
      dns: outside,
      configuration: { contacts: { root: { email: 'aws-root+{account}@corp.example' } } },
    })
    expect({ safe, lives }).toMatchObject({
      safe: says('fail', '7 days from now'),
      lives: says('fail', 'Route 53 Domains'),
    })
  })

  it('evidence names the domain and no mailbox', async () => {
    const { report } = await audited(company(), { dns: outside, rdap: registered })
    const written = JSON.stringify(report.findings)
    expect(written).toContain('corp.example')
    expect(written).not.toContain('aws-root@')
  })
})

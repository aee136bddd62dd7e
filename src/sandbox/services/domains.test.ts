import * as ec2 from '@aws-sdk/client-ec2'
import * as route53 from '@aws-sdk/client-route-53'
import * as domains from '@aws-sdk/client-route-53-domains'
import * as ses from '@aws-sdk/client-ses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { refusal, settings } from '../testing.ts'

const ID = '111111111111'
const NOW = '2026-11-23T06:30:00Z'

const world = () =>
  newWorld({ scenario: 'domains', began: NOW })
    .account(ID, (a) =>
      a
        .user('admin', (u) => u.admin().key().isCaller())
        .user('guest', (u) => u.key())
        .hostedZone('corp.example')
        .hostedZone('corp.example', { private: true })
        .hostedZone('shop.corp.example', { nameServers: ['ns-1.awsdns-01.com'] })
        .hostedZone('other.test')
        .registers('corp.example', '2027-03-01T00:00:00Z')
        .registers('corp.example.net', '2027-04-01T00:00:00Z', { autoRenew: false, transferLock: false })
        .registers('other.test', '2027-05-01T00:00:00Z')
        .receivesMail('corp.example', { region: 'eu-west-1', recipients: ['corp.example'] })
        .elasticIp('192.0.2.1', { instance: 'i-0123456789abcdef0' })
        .elasticIp('192.0.2.2')
        .elasticIp('198.51.100.1', { region: 'eu-west-1' }),
    )
    .build()

describe('domains and mail', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await createSandbox({ world: world() })
  })
  afterAll(() => sandbox.close())
  const guest = { account: ID, user: 'guest' }

  it.each<[string, object, string[]]>([
    [
      'all, by the reversed name',
      {},
      ['corp.example.', 'corp.example.', 'shop.corp.example.', 'other.test.'],
    ],
    ['from a name on', { DNSName: 'shop.corp.example' }, ['shop.corp.example.', 'other.test.']],
    [
      'from a name on that no zone has',
      { DNSName: 'mail.corp.example.' },
      ['shop.corp.example.', 'other.test.'],
    ],
    ['as many as are wanted', { DNSName: 'corp.example', MaxItems: 2 }, ['corp.example.', 'corp.example.']],
  ])('ListHostedZonesByName: %s', async (_, input, names) => {
    const client = new route53.Route53Client(settings(sandbox))
    const listed = await client.send(new route53.ListHostedZonesByNameCommand(input))
    expect(listed.HostedZones?.map((zone) => zone.Name)).toEqual(names)
    expect(listed.IsTruncated).toBe('MaxItems' in input)
    if (listed.IsTruncated) expect(listed.NextDNSName).toBe('shop.corp.example.')
  })

  it('GetHostedZone tells the name servers of a public zone', async () => {
    const client = new route53.Route53Client(settings(sandbox))
    const listed = await client.send(new route53.ListHostedZonesByNameCommand({ DNSName: 'corp.example' }))
    const sets = await Promise.all(
      listed
        .HostedZones!.slice(0, 2)
        .map(({ Id }) => client.send(new route53.GetHostedZoneCommand({ Id: Id! }))),
    )
    expect(
      sets.map((set) => [set.HostedZone?.Config?.PrivateZone, set.DelegationSet?.NameServers?.length]).sort(),
    ).toEqual([
      [false, 4],
      [true, undefined],
    ])
    const gone = await refusal(client.send(new route53.GetHostedZoneCommand({ Id: 'Z000' })))
    expect(gone).toMatchObject({ name: 'NoSuchHostedZone', $metadata: { httpStatusCode: 404 } })
    expect(
      await refusal(client.send(new route53.ListHostedZonesByNameCommand({ HostedZoneId: 'Z1' }))),
    ).toMatchObject({
      name: 'InvalidInput',
    })
  })

  it('ListDomains: those whose name begins so, in pages', async () => {
    const client = new domains.Route53DomainsClient(settings(sandbox))
    const filter = {
      FilterConditions: [{ Name: 'DomainName', Operator: 'BEGINS_WITH', Values: ['corp.example'] }],
      MaxItems: 1,
    } as const
    const first = await client.send(
      new domains.ListDomainsCommand({ ...filter, FilterConditions: [...filter.FilterConditions] as never }),
    )
    const second = await client.send(
      new domains.ListDomainsCommand({
        ...filter,
        FilterConditions: [...filter.FilterConditions] as never,
        Marker: first.NextPageMarker!,
      }),
    )
    expect([...first.Domains!, ...second.Domains!]).toEqual([
      {
        DomainName: 'corp.example',
        AutoRenew: true,
        TransferLock: true,
        Expiry: new Date('2027-03-01T00:00:00Z'),
      },
      {
        DomainName: 'corp.example.net',
        AutoRenew: false,
        TransferLock: false,
        Expiry: new Date('2027-04-01T00:00:00Z'),
      },
    ])
    expect(second.NextPageMarker).toBeUndefined()
    expect(await refusal(client.send(new domains.ListDomainsCommand({ MaxItems: 101 })))).toMatchObject({
      name: 'InvalidInput',
    })
  })

  it('SES tells what comes in, Region by Region', async () => {
    const here = new ses.SESClient(settings(sandbox, undefined, 'eu-west-1'))
    const set = await here.send(new ses.DescribeActiveReceiptRuleSetCommand({}))
    expect(set.Rules?.map((rule) => [rule.Name, rule.Enabled, rule.Recipients])).toEqual([
      ['inbound', true, ['corp.example']],
    ])
    const seen = await here.send(
      new ses.GetIdentityVerificationAttributesCommand({ Identities: ['corp.example', 'nobody.example'] }),
    )
    expect(seen.VerificationAttributes).toEqual({ 'corp.example': { VerificationStatus: 'Success' } })
    const there = new ses.SESClient(settings(sandbox))
    expect((await there.send(new ses.DescribeActiveReceiptRuleSetCommand({}))).Rules).toBeUndefined()
  })

  it.each<[string, object, string[]]>([
    ['all of the Region', {}, ['192.0.2.1', '192.0.2.2']],
    [
      'by a filter that some match',
      { Filters: [{ Name: 'public-ip', Values: ['192.0.2.1', '203.0.113.9'] }] },
      ['192.0.2.1'],
    ],
    ['by a filter that none matches', { Filters: [{ Name: 'public-ip', Values: ['203.0.113.9'] }] }, []],
    ['by name', { PublicIps: ['192.0.2.2'] }, ['192.0.2.2']],
  ])('DescribeAddresses: %s', async (_, input, ips) => {
    const client = new ec2.EC2Client(settings(sandbox))
    const { Addresses } = await client.send(new ec2.DescribeAddressesCommand(input))
    expect((Addresses ?? []).map((address) => address.PublicIp)).toEqual(ips)
  })

  it('DescribeAddresses refuses what it does not have, and whoever may not', async () => {
    const ask = (who?: typeof guest) =>
      refusal(
        new ec2.EC2Client(settings(sandbox, who)).send(
          new ec2.DescribeAddressesCommand({ PublicIps: ['203.0.113.9'] }),
        ),
      )
    expect(await ask()).toMatchObject({ name: 'InvalidAddress.NotFound' })
    expect(await ask(guest)).toMatchObject({
      name: 'UnauthorizedOperation',
      message: expect.stringContaining('not authorized to perform: ec2:DescribeAddresses'),
    })
  })

  it('whoever may not is refused in the words of each service', async () => {
    const codes = await Promise.all([
      refusal(
        new route53.Route53Client(settings(sandbox, guest)).send(
          new route53.ListHostedZonesByNameCommand({}),
        ),
      ),
      refusal(
        new domains.Route53DomainsClient(settings(sandbox, guest)).send(new domains.ListDomainsCommand({})),
      ),
      refusal(
        new ses.SESClient(settings(sandbox, guest)).send(new ses.DescribeActiveReceiptRuleSetCommand({})),
      ),
    ])
    expect(codes.map(({ name }) => name)).toEqual(['AccessDenied', 'AccessDeniedException', 'AccessDenied'])
  })
})

/** Where requests go: by partition, by the environment, by a flag. Nothing is sent beyond this machine. */
import { describe, expect, it } from 'vitest'
import { type Operation, placeFor } from '../../src/aws/index.ts'
import { UserError } from '../../src/index.ts'
import { packages, type ServicePrefix } from '../../src/aws/operations.ts'
import { environment, loopback } from '../support/environment.ts'
import { type Way, ways } from '../support/ways.ts'

/** Services that are sent something to, and never read. */
const sentTo = ['securityhub'] as const
type Read = Exclude<ServicePrefix, (typeof sentTo)[number]>

/** One read of every other service. */
const reads: Record<Read, Operation> = {
  iam: 'iam:GetAccountSummary',
  sts: 'sts:GetCallerIdentity',
  organizations: 'organizations:DescribeOrganization',
  account: 'account:ListRegions',
  backup: 'backup:ListBackupVaults',
  budgets: 'budgets:DescribeBudgets',
  ce: 'ce:GetCostAndUsage',
  cloudtrail: 'cloudtrail:LookupEvents',
  events: 'events:ListRules',
  sns: 'sns:ListTopics',
  kms: 'kms:ListAliases',
  sso: 'sso:ListInstances',
  identitystore: 'identitystore:ListUsers',
  s3: 's3:ListBuckets',
  sesv2: 'sesv2:GetAccount',
  freetier: 'freetier:GetAccountPlanState',
  route53: 'route53:ListHostedZonesByName',
  route53domains: 'route53domains:ListDomains',
  ses: 'ses:DescribeActiveReceiptRuleSet',
  ec2: 'ec2:DescribeAddresses',
}
const inputs: Partial<Record<ServicePrefix, object>> = {
  budgets: { AccountId: '111111111111' },
  ce: {
    TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
    Granularity: 'DAILY',
    Metrics: ['UnblendedCost'],
  },
  identitystore: { IdentityStoreId: 'd-1234567890' },
}
const services = (Object.keys(packages) as ServicePrefix[]).filter(
  (s): s is Read => !sentTo.some((other) => other === s),
)

const keys = async () => ({ accessKeyId: 'AKIASANDBOX000000001', secretAccessKey: 'x'.repeat(40) })

/** Host and signing Region of one request of a service in a Region; undefined where none would be sent. */
async function hostOf(open: Way, service: Read, region: string) {
  let seen: [string, string] | undefined
  const door = open({
    credentials: keys,
    place: await placeFor(region, undefined),
    requestHandler: {
      handle: async (request: { hostname: string; headers: Record<string, string> }) => {
        const scope = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
        seen = [request.hostname, scope ?? '']
        throw new Error('not sent')
      },
      destroy: () => undefined,
    },
  })
  const answer = await door.call(reads[service], (inputs[service] ?? {}) as never)
  door.close()
  if (!seen) expect(answer).toMatchObject({ ok: false, unknown: { why: 'unsupported' } })
  return seen
}

type Hosts = Partial<Record<ServicePrefix, [host: string, signedFor: string]>>

/** What the SDK's rules give; services that a partition lacks are not asked at all. */
const partitions: {
  region: string
  partition: string
  suffix: RegExp
  home: string
  lacks: ServicePrefix[]
  hosts: Hosts
}[] = [
  {
    region: 'eu-west-1',
    partition: 'aws',
    suffix: /\.amazonaws\.com$|\.api\.aws$/,
    home: 'us-east-1',
    lacks: [],
    hosts: {
      iam: ['iam.amazonaws.com', 'us-east-1'],
      account: ['account.us-east-1.amazonaws.com', 'us-east-1'],
      organizations: ['organizations.us-east-1.amazonaws.com', 'us-east-1'],
      budgets: ['budgets.amazonaws.com', 'us-east-1'],
      ce: ['ce.us-east-1.amazonaws.com', 'us-east-1'],
      cloudtrail: ['cloudtrail.eu-west-1.amazonaws.com', 'eu-west-1'],
      sts: ['sts.eu-west-1.amazonaws.com', 'eu-west-1'],
      freetier: ['freetier.us-east-1.api.aws', 'us-east-1'],
    },
  },
  {
    region: 'us-gov-east-1',
    partition: 'aws-us-gov',
    suffix: /\.us-gov(-[a-z]+-\d)?\.amazonaws\.com$/,
    home: 'us-gov-west-1',
    lacks: ['budgets', 'freetier'],
    hosts: {
      iam: ['iam.us-gov.amazonaws.com', 'us-gov-west-1'],
      organizations: ['organizations.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
      sts: ['sts.us-gov-east-1.amazonaws.com', 'us-gov-east-1'],
    },
  },
  {
    region: 'cn-north-1',
    partition: 'aws-cn',
    suffix: /\.amazonaws\.com\.cn$/,
    home: 'cn-northwest-1',
    lacks: ['freetier'],
    hosts: {
      iam: ['iam.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
      organizations: ['organizations.cn-northwest-1.amazonaws.com.cn', 'cn-northwest-1'],
      ce: ['ce.cn-northwest-1.amazonaws.com.cn', 'cn-northwest-1'],
      budgets: ['budgets.amazonaws.com.cn', 'cn-northwest-1'],
    },
  },
  {
    region: 'eusc-de-east-1',
    partition: 'aws-eusc',
    suffix: /\.amazonaws\.eu$|\.api\.amazonwebservices\.eu$/,
    home: 'eusc-de-east-1',
    lacks: ['freetier'],
    hosts: {
      iam: ['iam.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1'],
      budgets: ['budgets.eusc-de-east-1.api.amazonwebservices.eu', 'eusc-de-east-1'],
    },
  },
]

describe.each(ways)('through %s: endpoints by partition', (_name, way) => {
  it.each(partitions)('$partition', async ({ region, partition, suffix, home, lacks, hosts }) => {
    environment()
    expect(await placeFor(region, undefined)).toEqual({ region, partition, globalRegion: home })
    const found: Hosts = {}
    for (const service of services) {
      const seen = await hostOf(way, service, region)
      if (seen) found[service] = seen
    }
    expect(services.filter((s) => !found[s]).sort()).toEqual(lacks)
    for (const [service, [host, signedFor]] of Object.entries(found)) {
      expect(`${service} ${host}`).toMatch(suffix)
      // What is signed for a Region of another partition is refused there.
      expect(`${service} ${(await placeFor(signedFor, undefined)).partition}`).toBe(`${service} ${partition}`)
    }
    expect(found).toMatchObject(hosts)
  })
})

describe.each(ways)('through %s: other endpoints than AWS', (_name, open) => {
  const server = () => loopback(() => ({ status: 400, body: { __type: 'ValidationException' } }))
  const ask = async (service: Read, endpoint?: string, profile?: string) => {
    const door = open({
      credentials: keys,
      place: await placeFor('eu-west-1', undefined),
      ...(endpoint ? { endpoint } : {}),
      ...(profile ? { profile } : {}),
    })
    await door.call(reads[service], (inputs[service] ?? {}) as never)
    door.close()
  }

  it.each(services)('the flag, for %s, over the environment', async (service) => {
    const [flagged, other] = [await server(), await server()]
    environment({ AWS_ENDPOINT_URL: other.url })
    await ask(service, flagged.url)
    expect([flagged.requests.length, other.requests.length]).toEqual([1, 0])
  })

  it.each(services)('AWS_ENDPOINT_URL, for %s', async (service) => {
    const { url, requests } = await server()
    environment({ AWS_ENDPOINT_URL: url })
    await ask(service)
    expect(requests.length).toBe(1)
  })

  it('AWS_ENDPOINT_URL_<SERVICE> over AWS_ENDPOINT_URL', async () => {
    const [one, all] = [await server(), await server()]
    environment({ AWS_ENDPOINT_URL: all.url, AWS_ENDPOINT_URL_COST_EXPLORER: one.url })
    await ask('ce')
    await ask('iam')
    expect([one.requests.length, all.requests.length]).toEqual([1, 1])
  })

  it.each([
    ['the environment over the profile', { env: 'AWS_ENDPOINT_URL' }],
    ['the environment for one service over the profile', { env: 'AWS_ENDPOINT_URL_COST_EXPLORER' }],
    ['the profile for one service over the profile for all', { section: true }],
  ] as [string, { env?: string; section?: boolean }][])('%s', async (_when, { env, section }) => {
    const [first, second] = [await server(), await server()]
    environment(env ? { [env]: first.url } : {}, {
      config: `[profile lab]\nendpoint_url = ${second.url}\n${section ? `services = local\n[services local]\ncost_explorer =\n  endpoint_url = ${first.url}\n` : ''}`,
    })
    await ask('ce', undefined, 'lab')
    expect([first.requests.length, second.requests.length]).toEqual([1, 0])
  })

  it('a path and a trailing slash of an endpoint are kept apart from the request', async () => {
    const { url, requests } = await server()
    environment()
    await ask('iam', `${url}/aws/`)
    await ask('account', `${url}/aws/`)
    await ask('account', `${url}/`)
    process.env.AWS_ENDPOINT_URL = `${url}/`
    await ask('account')
    expect(requests).toEqual([
      'POST /aws/',
      'POST /aws/listRegions',
      'POST /listRegions',
      'POST /listRegions',
    ])
  })
})

describe('the Region', () => {
  const config = '[default]\nregion = eu-north-1\n[profile lab]\nregion = ap-southeast-2\n[profile bare]\n'
  it.each([
    ['nothing: where global services are', {}, undefined, undefined, '', 'us-east-1'],
    ['the default profile', {}, undefined, undefined, config, 'eu-north-1'],
    ['a profile', {}, undefined, 'lab', config, 'ap-southeast-2'],
    ['AWS_PROFILE', { AWS_PROFILE: 'lab' }, undefined, undefined, config, 'ap-southeast-2'],
    ['a profile without one', {}, undefined, 'bare', config, 'us-east-1'],
    [
      'AWS_DEFAULT_REGION over the profile',
      { AWS_DEFAULT_REGION: 'eu-west-2' },
      undefined,
      'lab',
      config,
      'eu-west-2',
    ],
    [
      'AWS_REGION over AWS_DEFAULT_REGION',
      { AWS_REGION: 'eu-west-3', AWS_DEFAULT_REGION: 'eu-west-2' },
      undefined,
      'lab',
      config,
      'eu-west-3',
    ],
    [
      'an empty AWS_REGION is none',
      { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2' },
      undefined,
      undefined,
      '',
      'eu-west-2',
    ],
    ['the flag over all', { AWS_REGION: 'eu-west-3' }, 'us-west-2', 'lab', config, 'us-west-2'],
    ['a profile that does not exist', {}, undefined, 'nobody', config, 'us-east-1'],
  ] as [string, Record<string, string>, string | undefined, string | undefined, string, string][])(
    '%s',
    async (_when, variables, flag, profile, text, region) => {
      environment(variables, { config: text })
      expect((await placeFor(flag, profile)).region).toBe(region)
    },
  )

  it.each(['moon', 'us-east', 'US-EAST-1', 'eu-west-1.evil.example', 'eu west 1', '../etc'])(
    '%s is no Region',
    async (flag) => {
      environment()
      await expect(placeFor(flag, undefined)).rejects.toBeInstanceOf(UserError)
    },
  )
})

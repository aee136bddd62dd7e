import { IAMClient } from '@aws-sdk/client-iam'
import { partition } from '@aws-sdk/core/client'
import { describe, expect, it } from 'vitest'
import { mayHearSecrets } from './secret-hosts.ts'

/** A Region of every partition that the SDK knows, and what it calls the partition. */
const regions: [region: string, name: string][] = [
  ['us-east-1', 'aws'],
  ['eu-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eu-isoe-west-1', 'aws-iso-e'],
  ['us-isof-south-1', 'aws-iso-f'],
  ['eusc-de-east-1', 'aws-eusc'],
]
const flavours = [
  {},
  { useFipsEndpoint: true },
  { useDualstackEndpoint: true },
  { useFipsEndpoint: true, useDualstackEndpoint: true },
]

/** Where the SDK sends what is for IAM. */
async function hostOf(region: string, flavour: object): Promise<URL> {
  const config = new IAMClient({ region, ...flavour }).config
  const given = {
    Region: region,
    UseFIPS: await config.useFipsEndpoint(),
    UseDualStack: await config.useDualstackEndpoint(),
  }
  return config.endpointProvider(given, {}).url
}

describe('who may be sent a password', () => {
  it.each(regions)('IAM of %s (%s), in every flavour', async (region, name) => {
    expect(partition(region).name).toBe(name)
    for (const flavour of flavours) {
      const url = await hostOf(region, flavour)
      expect(mayHearSecrets(url.hostname, url.protocol), url.href).toBe(true)
      expect(mayHearSecrets(url.hostname, 'http:'), url.href).toBe(false)
    }
  })

  it.each<[who: string, url: string, may: boolean]>([
    ['IAM in capitals', 'https://IAM.AMAZONAWS.COM', true],
    ['a VPC endpoint of IAM', 'https://vpce-0a1b2c3d-x1y2.iam.us-east-1.vpce.amazonaws.com', true],
    ['this machine', 'http://localhost:4566', true],
    ['this machine by number', 'http://127.0.0.1:4566', true],
    ['this machine by another number', 'https://127.1.2.3', true],
    ['this machine by six', 'http://[::1]:4566', true],

    ['a stranger', 'https://aws.evil.example', false],
    ['AWS as a part of a stranger', 'https://iam.amazonaws.com.evil.example', false],
    ['AWS as the end of a word', 'https://iam.xamazonaws.com', false],
    ['AWS as the end of one word', 'https://xamazonaws.com', false],
    ['AWS behind a dash', 'https://iam-amazonaws.com', false],
    ['AWS of another end', 'https://iam.amazonaws.co', false],
    ['AWS as a name before @', 'https://iam.amazonaws.com@evil.example', false],
    ['the suffix alone', 'https://amazonaws.com', false],
    ['the suffix behind a dot', 'https://.amazonaws.com', false],
    ['a China look-alike', 'https://iam.cn-north-1.amazonaws.com.cn.evil.example', false],
    ["somebody's API", 'https://iam.execute-api.us-east-1.amazonaws.com', false],
    ["somebody's bucket", 'https://iam.s3.amazonaws.com', false],
    ["somebody's bucket of a Region", 'https://iam.s3-us-west-2.amazonaws.com', false],
    ["somebody's load balancer", 'https://iam-1234567890.us-east-1.elb.amazonaws.com', false],
    ["somebody's machine", 'https://ec2-3-1-2-3.compute-1.amazonaws.com', false],
    [
      "somebody's service behind a VPC endpoint",
      'https://vpce-0a-b.vpce-svc-1.us-east-1.vpce.amazonaws.com',
      false,
    ],
    ['another service', 'https://sts.amazonaws.com', false],
    ['a name that leads to this machine', 'http://localhost.localstack.cloud:4566', false],
    ['a name below localhost', 'http://iam.localhost:4566', false],
    ['a name that begins like this machine', 'http://localhost.evil.example', false],
    ['a name that begins with its number', 'http://127.0.0.1.evil.example', false],
    ['another machine', 'http://10.0.0.1:4566', false],
    ['every machine', 'http://0.0.0.0:4566', false],
    ['another machine by six', 'http://[::2]', false],
    ['a container', 'http://localstack:4566', false],
    ['the sandbox in this process, to a socket', 'http://sandbox.invalid', false],
  ])('%s', (_who, url, may) => {
    // What is no URL at all never becomes a request.
    const { hostname, protocol } = URL.canParse(url)
      ? new URL(url)
      : { hostname: url.slice(8), protocol: 'https:' }
    expect(mayHearSecrets(hostname, protocol)).toBe(may)
  })
})

/**
 * Every reading operation of every service: a shared door sends, byte for byte, what the SDK's own client sends, to the
 * same host and signed for the same Region. Shared doors use what the SDK keeps half private (protocols, endpoint rules);
 * when a new SDK moves it, this says so.
 */
import { NormalizedSchema } from '@smithy/core/schema'
import { beforeAll, describe, expect, it } from 'vitest'
import { openDoor, type Operation, placeFor } from '../../src/aws/index.ts'
import { isRead, packages, type ServicePrefix } from '../../src/aws/operations.ts'
import { environment } from '../support/environment.ts'
import { sharedDoor, type Way } from '../support/ways.ts'
import { Generator, random } from './generate.ts'

interface Sent {
  protocol: string
  hostname: string
  port?: number
  method: string
  path: string
  query: object
  headers: Record<string, string>
  body?: string | Uint8Array
}

const keys = async () => ({ accessKeyId: 'ASIA0', secretAccessKey: 'x'.repeat(40), sessionToken: 'token' })

/** Opens a way whose requests are only written down. */
async function recording(open: Way, region: string, endpoint?: string) {
  const sent: Sent[] = []
  const door = open({
    credentials: keys,
    place: await placeFor(region, undefined),
    ...(endpoint ? { endpoint } : {}),
    requestHandler: {
      handle: async (request: Sent) => {
        sent.push(request)
        throw new Error('not sent')
      },
    },
  })
  return async (operation: Operation, input: object) => {
    sent.length = 0
    const answer = await door.call(operation, input as never)
    return sent.length > 0 ? sent.map(told) : [answer.ok ? '' : answer.code, answer.ok ? '' : answer.message]
  }
}

/** Without what differs from one request to the next. */
function told({ protocol, hostname, port, method, path, query, headers, body }: Sent) {
  const { authorization = '', ...rest } = headers
  const [, day, scope, names] = /\/(\d+)\/(\S+), SignedHeaders=(\S+), Signature=/.exec(authorization) ?? []
  const random = { 'x-amz-date': 'now', 'amz-sdk-invocation-id': 'id' }
  // After the name of the product stand what the SDK notes of its own features.
  const agent = rest['user-agent']?.replace(/ m\/\S*/, '')
  expect(day).toMatch(/^\d{8}$/)
  expect(Object.keys(rest)).toEqual(expect.arrayContaining(Object.keys(random)))
  return {
    url: `${protocol}//${hostname}:${port ?? ''}${path}`,
    method,
    query: { ...query },
    body: typeof body === 'string' || body === undefined ? body : new TextDecoder().decode(body),
    headers: { ...rest, ...random, 'user-agent': agent },
    scope,
    names,
  }
}

const places: [region: string, variables: Record<string, string>, endpoint?: string][] = [
  ['us-east-1', {}],
  ['eu-west-1', {}],
  ['us-gov-east-1', {}],
  ['cn-north-1', {}],
  ['eusc-de-east-1', {}],
  ['us-west-2', { AWS_USE_FIPS_ENDPOINT: 'true' }],
  ['eu-west-1', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }],
  ['eu-west-1', { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566/aws' }],
  ['eu-west-1', { AWS_ENDPOINT_URL_IAM: 'https://vpce-1.iam.vpce.amazonaws.com' }],
  ['eu-west-1', {}, 'http://[::1]:4566/'],
  // A contradiction: nothing is sent, and both say so.
  ['eu-west-1', { AWS_USE_FIPS_ENDPOINT: 'true' }, 'http://127.0.0.1:4566'],
]

/** Of S3 what plans ask, with a name that the SDK takes: it looks at the bucket's before anything is sent. */
const neverAsked =
  /^s3:(?!(ListBuckets|GetPublicAccessBlock|GetBucketPolicy|GetBucketLifecycleConfiguration)$)/
const named = (operation: Operation, input: object): object =>
  operation.startsWith('s3:') && 'Bucket' in input ? { ...input, Bucket: 'a-bucket' } : input

type Schema = [number, string, string, unknown, unknown, unknown]
const operations: { operation: Operation; schema: Schema }[] = []

beforeAll(async () => {
  for (const service of Object.keys(packages) as ServicePrefix[]) {
    const namespace = (await packages[service].load()) as unknown as Record<string, unknown>
    for (const [name, value] of Object.entries(namespace)) {
      const operation = `${service}:${name.replace(/Command$/, '')}` as Operation
      if (!/[a-z]Command$/.test(name) || !isRead(operation) || neverAsked.test(operation)) continue
      const Command = value as new (input: object) => { schema: Schema }
      operations.push({ operation, schema: new Command({}).schema })
    }
  }
})

describe('what a shared door sends is what the SDK sends', () => {
  it.each(places)(
    'in %s with %j, endpoint %s',
    async (region, variables, endpoint) => {
      environment(variables)
      const [bySdk, byUs] = [
        await recording(openDoor, region, endpoint),
        await recording(sharedDoor, region, endpoint),
      ]
      const generator = new Generator(random(20261123))
      expect(operations.length).toBeGreaterThan(250)
      for (const { operation, schema } of operations) {
        const input = named(operation, generator.value(NormalizedSchema.of(schema[4] as never)) as object)
        expect(await byUs(operation, input), operation).toEqual(await bySdk(operation, input))
      }
    },
    60_000,
  )
})

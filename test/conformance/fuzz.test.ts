/**
 * Every operation of every service, both ways over the wire with the real client: what it sends is read back the same,
 * and what the sandbox answers arrives the same. The schemas that this rests on are only half public; when a new SDK
 * moves them, this says so.
 */
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../../src/sandbox/builder.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import type { Sandbox } from '../../src/sandbox/index.ts'
import { AwsError } from '../../src/sandbox/service.ts'
import type { Service } from '../../src/sandbox/service.ts'
import { services } from '../../src/sandbox/services/index.ts'
import { readServiceSchema } from '../../src/sandbox/wire/service-schema.ts'
import type { ServiceSchema } from '../../src/sandbox/wire/service-schema.ts'
import { Generator, normal, random } from './generate.ts'

const SEEDS = { default: 20261123, cbor: 7 }

/** Operations that nobody signs: the client proves who it is with a document in the request. */
const UNSIGNED = new Set(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])

/** Of S3 the operations that are simulated: the SDK's client streams the objects of others and checks what it is given. */
const operationsOf = (service: Service, { operations, protocol }: ServiceSchema) =>
  [...operations.values()].filter(({ name }) => !protocol.endsWith('#restXml') || service.handlers[name])

/** What the SDK's client of S3 looks at or fills in itself, so that chance may not choose it. */
const chosen = (service: Service, input: unknown): object =>
  service.prefix === 's3' && 'Bucket' in (input as object)
    ? { ...(input as object), Bucket: 'a-bucket', ContentMD5: undefined, ChecksumAlgorithm: undefined }
    : (input as object)

/** Without what the client of S3 adds by itself. */
const asGiven = (input: unknown): unknown => ({ ...(input as object), ChecksumAlgorithm: undefined })

/** What the next request is answered with, and what the sandbox read of it. */
interface Exchange {
  output: unknown
  error?: AwsError
  seen?: { operation: string; input: unknown }
}
let exchange: Exchange = { output: {} }

/** A service whose every operation answers with the exchange at hand. */
const echo = (service: Service): Service => ({
  ...service,
  permissions: new Proxy({}, { get: () => ({ action: false }) }),
  handlers: new Proxy(
    {},
    {
      get: (_target, operation: string) => (input: unknown) => {
        exchange.seen = { operation, input }
        if (exchange.error) throw exchange.error
        return exchange.output
      },
    },
  ),
})

type Command = new (input: unknown) => object
type Client = { send(command: object): Promise<unknown>; destroy(): void }
type ClientClass = new (config: object) => Client

describe('the wire', () => {
  let sandbox: Sandbox
  let unverified: Sandbox
  beforeAll(async () => {
    const world = newWorld({ scenario: 'fuzz', began: '2026-11-23T06:30:00Z' })
      .account('111111111111')
      .build()
    sandbox = await createSandbox({ world, services: services.map(echo) })
    unverified = await createSandbox({ world, services: services.map(echo), verify: false })
  })
  afterAll(() => Promise.all([sandbox.close(), unverified.close()]))

  const open = (namespace: Record<string, unknown>, service: Service, extra: object): Client =>
    new (namespace[service.client] as ClientClass)({
      region: 'us-east-1',
      endpoint: sandbox.url,
      credentials: sandbox.credentials(),
      maxAttempts: 1,
      ...extra,
    })

  for (const service of services) {
    for (const variant of ['default', 'cbor'] as const) {
      it(`of ${service.prefix} carries every operation both ways, ${variant} protocol`, async () => {
        const namespace = await service.load()
        const schema = readServiceSchema(namespace, service.client)
        // A restJson1 service has no RPC form.
        if (variant === 'cbor' && schema.protocol.includes('rest')) return
        const protocol = variant === 'cbor' ? { protocol: AwsSmithyRpcV2CborProtocol } : {}
        const client = open(namespace, service, protocol)
        const withoutSignature = open(namespace, service, { ...protocol, endpoint: unverified.url })
        const generator = new Generator(random(SEEDS[variant]))
        for (const operation of operationsOf(service, schema)) {
          const input = chosen(service, generator.value(NormalizedSchema.of(operation.input)))
          const output = generator.value(NormalizedSchema.of(operation.output))
          exchange = { output }
          const Command = namespace[`${operation.name}Command`] as Command
          const sender = UNSIGNED.has(operation.name) ? withoutSignature : client
          const got = await sender.send(new Command(input))
          expect(exchange.seen?.operation).toBe(operation.name)
          expect(normal(asGiven(exchange.seen?.input)), `input of ${operation.name}`).toEqual(
            normal(asGiven(input)),
          )
          expect(normal(got), `output of ${operation.name}`).toEqual(normal(output))
        }
        client.destroy()
      })

      it(`of ${service.prefix} carries every modelled error, ${variant} protocol`, async () => {
        const namespace = await service.load()
        const schema = readServiceSchema(namespace, service.client)
        if (variant === 'cbor' && schema.protocol.includes('rest')) return
        const protocol = variant === 'cbor' ? { protocol: AwsSmithyRpcV2CborProtocol } : {}
        const client = open(namespace, service, protocol)
        const [first] = operationsOf(service, schema)
        const Command = namespace[`${first!.name}Command`] as Command
        for (const shape of modelled(schema, namespace)) {
          exchange = { output: {}, error: new AwsError(shape, 'boom é') }
          const thrown = await client.send(new Command(chosen(service, { Bucket: 'a-bucket' }))).then(
            () => undefined,
            (error: Error) => error,
          )
          expect(thrown, shape).toBeInstanceOf(namespace[shape])
          expect(thrown?.message, shape).toBe('boom é')
        }
        client.destroy()
      })
    }
  }
})

function modelled(schema: ServiceSchema, namespace: Record<string, unknown>): string[] {
  const names = new Set([...schema.errors.values()].map((shape) => shape.name))
  return [...names].filter((name) => namespace[name] !== undefined && !name.endsWith('ServiceException'))
}

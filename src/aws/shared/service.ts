/**
 * What one SDK client knows about its service, without its middleware: where requests go, how they are written and
 * answers read. Made once for a service and a Region, it serves every caller. That is the larger part of what the SDK
 * spends on a call, and types, endpoints and errors stay the SDK's own.
 */
import { userAgentMiddleware } from '@aws-sdk/core/client'
import { getEndpointFromInstructions, toEndpointV1 } from '@smithy/core/endpoints'
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols'
import { operation as operationSchema } from '@smithy/core/schema'
import { type ClientSettings, makeClient, type Namespace } from '../client.ts'
import type { ServicePrefix } from '../operations.ts'
import { quicken } from './quicken.ts'
import type { Scope } from './sign.ts'

/** One operation, ready to be called by anybody. */
export interface Wired {
  name: string
  scope: Scope
  /** Everything but the signature and what tells attempts apart. */
  write(input: unknown): Promise<HttpRequest>
  /** The output, or throws the error that the answer says, as the SDK's client does. */
  read(response: HttpResponse): Promise<{ $metadata: { attempts?: number } }>
}

/** The half of an SDK client that its packages share, as far as it is used here. */
interface Config {
  defaultSigningName: string
  region(): Promise<string>
  bodyLengthChecker(body: unknown): number | undefined
  protocol: {
    serializeRequest(schema: unknown, input: unknown, context: object): Promise<HttpRequest>
    deserializeResponse(schema: unknown, context: object, response: HttpResponse): Promise<never>
  }
}
interface Command {
  new (input: unknown): { schema: [number, string, string, unknown, unknown, unknown] }
  getEndpointParameterInstructions(): Record<string, { type: string }>
}

/** Opens a service in a Region: what it gives wires the operations of that service. */
export async function openService(
  service: ServicePrefix,
  region: string,
  { endpoint, profile }: Pick<ClientSettings, 'endpoint' | 'profile'>,
): Promise<(name: string) => Promise<Wired>> {
  quicken()
  const { namespace, client } = await makeClient(service, region, {
    endpoint,
    profile,
    // Nothing goes through the client itself.
    credentials: () => Promise.reject(new Error('a shared client has no credentials')),
    requestHandler: { handle: () => Promise.reject(new Error('a shared client sends nothing')) },
  })
  const config = client.config as unknown as Config
  const agent = await userAgentOf(config)
  const known = new Map<string, Promise<Wired>>()
  return (name) => {
    let wired = known.get(name)
    if (!wired) known.set(name, (wired = wire(name, namespace, config, agent)))
    return wired
  }
}

async function wire(name: string, namespace: Namespace, config: Config, agent: string): Promise<Wired> {
  const Command = namespace[`${name}Command`] as unknown as Command
  const instructions = Command.getEndpointParameterInstructions()
  // S3 finds its host by the bucket; for the others one look is enough.
  const byInput = Object.values(instructions).some(({ type }) => /^(operationC|c)ontextParams$/.test(type))
  const endpointFor = (input: object) =>
    getEndpointFromInstructions(input, Command as never, { ...config } as never, {})
  const endpoint = await endpointFor(byInput ? { Bucket: 'any-bucket' } : {})
  const scheme = (endpoint.properties?.authSchemes as SigningScheme[] | undefined)?.find(
    (candidate) => candidate.name === 'sigv4',
  )
  const [, space, own, traits, input, output] = new Command({}).schema
  const schema = operationSchema(space, own, traits as never, input as never, output as never)
  const url = toEndpointV1(endpoint)
  const context = { ...config, endpoint: async () => url }
  return {
    name,
    scope: {
      service: scheme?.signingName ?? config.defaultSigningName,
      region: scheme?.signingRegion ?? (await config.region()),
    },
    async write(given) {
      const here = byInput ? toEndpointV1(await endpointFor(given as object)) : undefined
      const request = await config.protocol.serializeRequest(
        schema,
        given,
        here ? { ...context, endpoint: async () => here } : context,
      )
      request.headers['user-agent'] = agent
      request.headers.host ??= request.port ? `${request.hostname}:${request.port}` : request.hostname
      const length = request.body === undefined ? undefined : config.bodyLengthChecker(request.body)
      if (length) request.headers['content-length'] = String(length)
      return request
    },
    async read(response) {
      try {
        return await config.protocol.deserializeResponse(schema, context, response)
      } catch (error) {
        throw withResponse(error as SdkError, response)
      }
    },
  }
}

interface SigningScheme {
  name: string
  signingName?: string
  signingRegion?: string
}
type SdkError = Error & { $metadata?: object; $response?: HttpResponse }

/** What the SDK's deserializer middleware adds to an error: retries, refusals and the clock are read off it. */
function withResponse(error: SdkError, response: HttpResponse): SdkError {
  Object.defineProperty(error, '$response', { value: response, enumerable: false })
  if (!error.$metadata)
    error.$metadata = {
      httpStatusCode: response.statusCode,
      requestId: response.headers['x-amzn-requestid'],
    }
  return error
}

/** The header is the same for every call of a client. */
async function userAgentOf(config: Config): Promise<string> {
  const request = new HttpRequest({ headers: {} })
  await userAgentMiddleware(config as never)(async () => ({}) as never, {})({ request, input: {} })
  return request.headers['user-agent'] ?? ''
}

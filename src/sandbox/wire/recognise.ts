import type { ServiceSchema } from './service-schema.ts'
import { rpcV2Cbor } from './cbor.ts'
import { json10, json11 } from './json.ts'
import { query } from './query.ts'
import { restJson } from './rest-json.ts'
import { restXml } from './rest-xml.ts'
import { routeToBucket } from './rest-xml-route.ts'
import type { Codec, WireCall, WireRequest } from './types.ts'

/** The services of the sandbox, each read when it is first asked for. */
export interface Catalogue {
  /** More than one where a service has two versions of its API. */
  byPrefix(prefix: string): Promise<ServiceSchema[]>
  all(): Promise<ServiceSchema[]>
}

/** A request that names no operation of the services here. `code` is AWS's wire code for it. */
export class Unrecognised extends Error {
  constructor(
    readonly codec: Codec,
    readonly code: 'InvalidAction' | 'UnknownOperationException',
    readonly operation: string,
    readonly service?: ServiceSchema,
  ) {
    super(`The sandbox does not know the operation ${operation}.`)
  }
}

/** The protocol of a request, from its headers and the service that its signature names. */
export function protocolOf(request: WireRequest, signingName?: string): Codec {
  // Their requests look like those of restJson1.
  if (signingName === 's3' || signingName === 'route53') return restXml
  const type = request.headers['content-type'] ?? ''
  if (request.headers['x-amz-target']) return type.includes('1.0') ? json10 : json11
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return rpcV2Cbor
  if (type.startsWith('application/x-www-form-urlencoded') || request.query.has('Action')) return query
  return restJson
}

/**
 * Finds service and operation. `signingName` is the service in the signature's scope: it decides which service's
 * schemas are read, so that one request does not load them all. Throws `Unrecognised`.
 */
export async function recognise(
  catalogue: Catalogue,
  request: WireRequest,
  signingName: string | undefined,
): Promise<WireCall> {
  const codec = protocolOf(request, signingName)
  const candidates = await (signingName === undefined ? catalogue.all() : catalogue.byPrefix(signingName))
  switch (codec.kind) {
    case 'json': {
      const target = String(request.headers['x-amz-target'])
      const dot = target.lastIndexOf('.')
      // Older clients write CloudTrail's target with its Java package before it: com.amazonaws.cloudtrail.v20131101.
      const prefix = `.${target.slice(0, dot)}`
      return named(codec, candidates, (s) => prefix.endsWith(`.${s.target}`), target.slice(dot + 1))
    }
    case 'cbor': {
      const [, target = '', name = ''] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(request.path) ?? []
      return named(codec, candidates, (s) => s.target === target, name)
    }
    case 'query': {
      const form = request.body.length ? new URLSearchParams(request.body.toString('utf8')) : request.query
      const version = form.get('Version')
      return { ...named(codec, candidates, (s) => s.version === version, form.get('Action') ?? ''), form }
    }
    case 'rest-json':
      return routed(codec, candidates, request)
    case 'rest-xml': {
      const buckets = candidates.find(({ prefix }) => prefix === 's3')
      if (!buckets) return routed(codec, candidates, request)
      const route = routeToBucket(buckets, request)
      if (!route) throw unroutable(codec, request)
      return { service: buckets, operation: route.route.operation, codec, route }
    }
  }
}

function named(
  codec: Codec,
  candidates: ServiceSchema[],
  matches: (service: ServiceSchema) => boolean,
  name: string,
): WireCall {
  const service = candidates.find(matches)
  const operation = service?.operations.get(name)
  if (!service || !operation) {
    const code = codec.kind === 'query' ? 'InvalidAction' : 'UnknownOperationException'
    throw new Unrecognised(codec, code, service ? `${service.prefix}:${name}` : name, service)
  }
  return { service, operation, codec }
}

function routed(codec: Codec, candidates: ServiceSchema[], request: WireRequest): WireCall {
  for (const service of candidates)
    for (const route of service.routes) {
      if (route.method !== request.method) continue
      const match = route.pattern.exec(request.path)
      if (!match || !route.query.every(([key, value]) => request.query.get(key) === value)) continue
      return { service, operation: route.operation, codec, route: { route, labels: match.slice(1) } }
    }
  throw unroutable(codec, request)
}

const unroutable = (codec: Codec, { method, path }: WireRequest): Unrecognised =>
  new Unrecognised(codec, 'UnknownOperationException', `${method} ${path}`)

import type { $SchemaRef, StaticErrorSchema } from '@smithy/types'
import { NormalizedSchema, deref } from '@smithy/core/schema'

/** What the wire needs to know of one operation. */
export interface Operation {
  name: string
  input: $SchemaRef
  output: $SchemaRef
  /** The awsQuery codec keeps its response envelope here. */
  envelope?: unknown
}

/** A restJson1 operation's HTTP binding. */
export interface Route {
  operation: Operation
  method: string
  status: number
  pattern: RegExp
  labels: string[]
  /** Fixed query parameters that select the operation. */
  query: [string, string][]
}

export interface ErrorShape {
  name: string
  schema: StaticErrorSchema
  status: number | undefined
  /** The code and status that the awsQuery protocol uses instead of the shape's name. */
  query?: { code: string; status: number }
}

/** One service as its SDK client package describes it. */
export interface ServiceSchema {
  /** SigV4 name, which is also the IAM action prefix of every service here. */
  prefix: string
  /** Prefix of `X-Amz-Target`, and the service's name in RPC v2 paths. */
  target: string
  version: string
  xmlNamespace: string
  /** Shape id of the client's default protocol, such as `aws.protocols#awsQuery`. */
  protocol: string
  operations: Map<string, Operation>
  routes: Route[]
  /** By shape name, and by awsQuery code where there is one. */
  errors: Map<string, ErrorShape>
}

interface ClientConfig {
  defaultSigningName: string
  protocol: { getShapeId(): string }
  protocolSettings: { serviceTarget?: string; version?: string; xmlNamespace?: string }
}

const OPERATION = 9
const ERROR = -3

/**
 * Reads the schemas that a client package exports beside its commands: no network, no credentials. The package's
 * namespace must hold the client class `clientName`.
 */
export function readServiceSchema(namespace: Record<string, unknown>, clientName: string): ServiceSchema {
  const Client = namespace[clientName] as new (config: object) => { config: ClientConfig }
  // The SDK warns about Node 20 on stderr; whoever runs the sandbox cannot act on it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const { config } = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  })
  const schema: ServiceSchema = {
    prefix: config.defaultSigningName,
    target: config.protocolSettings.serviceTarget ?? '',
    version: config.protocolSettings.version ?? '',
    xmlNamespace: config.protocolSettings.xmlNamespace ?? '',
    protocol: config.protocol.getShapeId(),
    operations: new Map(),
    routes: [],
    errors: new Map(),
  }
  for (const exported of Object.values(namespace)) {
    if (!Array.isArray(exported)) continue
    if (exported[0] === OPERATION) addOperation(schema, exported)
    else if (exported[0] === ERROR) addError(schema, exported as StaticErrorSchema)
  }
  return schema
}

function addOperation(schema: ServiceSchema, exported: unknown[]): void {
  const [, , name, traits, input, output] = exported as [number, string, string, unknown, never, never]
  const operation: Operation = {
    name,
    input: deref(input) as $SchemaRef,
    output: deref(output) as $SchemaRef,
  }
  schema.operations.set(name, operation)
  const http = (traits as { http?: [string, string, number?] } | undefined)?.http
  if (http)
    schema.routes.push({ operation, method: http[0], status: http[2] ?? 200, ...compilePath(http[1]) })
}

function addError(schema: ServiceSchema, exported: StaticErrorSchema): void {
  const traits = NormalizedSchema.of(exported).getMergedTraits()
  const query = traits.awsQueryError as [string, number] | undefined
  const shape: ErrorShape = {
    name: exported[2],
    schema: exported,
    status: traits.httpError as number | undefined,
    ...(query ? { query: { code: query[0], status: query[1] } } : {}),
  }
  schema.errors.set(shape.name, shape)
  if (shape.query && !schema.errors.has(shape.query.code)) schema.errors.set(shape.query.code, shape)
}

/**
 * `/path/{Label}/{Greedy+}?fixed=value` as a pattern. A slash may end it: older models of AWS Backup write
 * `/backup-vaults/`, newer ones leave it out, and clients made from either are answered.
 */
function compilePath(uri: string): Pick<Route, 'pattern' | 'labels' | 'query'> {
  const [path = '', query = ''] = uri.split('?')
  const labels: string[] = []
  const pattern = path
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{(\w+)(\\\+)?\}/g, (_all, name: string, greedy?: string) => {
      labels.push(name)
      return greedy ? '(.+)' : '([^/]+)'
    })
  return {
    pattern: new RegExp(`^${pattern.replace(/\/$/, '')}/?$`),
    labels,
    query: [...new URLSearchParams(query)],
  }
}

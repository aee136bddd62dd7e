/** Making the SDK's clients as the doors want them. */
import type { Credentials } from './credentials.ts'
import { configuredEndpoint } from './endpoint.ts'
import { packages, type ServicePrefix } from './operations.ts'
import { tool } from '../version.ts'

export interface ClientSettings {
  credentials: Credentials
  requestHandler: object
  /** Replaces AWS's own endpoints for every service. */
  endpoint?: string
  /** The profile whose endpoints and other settings hold, where it is not the one that AWS_PROFILE names. */
  profile?: string
  retryStrategy?: object
  /** What requests say of it; how often is tried is the strategy's to decide. */
  maxAttempts?: number
}

/** What all clients of the SDK have in common, as far as it is needed here. */
export interface AnyClient {
  send(command: unknown, options: { abortSignal: AbortSignal }): Promise<{ $metadata: { attempts?: number } }>
  middlewareStack: { add(middleware: unknown, options: unknown): void }
  config: { serviceId: string }
}
export type Namespace = Record<string, new (input: unknown) => unknown>

/** A client of a service in a Region, and the package that it comes from. */
export async function makeClient(
  service: ServicePrefix,
  region: string,
  settings: ClientSettings,
): Promise<{ namespace: Namespace; client: AnyClient }> {
  const namespace = (await packages[service].load()) as unknown as Namespace
  // The SDK warns about Node 20 on stderr; our users cannot act on it, and package.json says what we support.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const Client = namespace[packages[service].client]!
  const { endpoint: given, profile, ...rest } = settings
  const make = (endpoint: string | undefined) =>
    new Client({
      region,
      ...rest,
      ...(endpoint ? { endpoint } : {}),
      // An endpoint that stands for AWS has no host for each bucket.
      ...(endpoint && service === 's3' ? { forcePathStyle: true } : {}),
      ...(profile ? { profile } : {}),
      // Says who asks and nothing about the machine; the SDK's own would look for TypeScript and runtimes on disk.
      defaultUserAgentProvider: async () => [['neverroot', tool.version]],
    }) as AnyClient
  // The SDK puts a path behind a path as it is; people end endpoints with a slash.
  const client = make(given?.replace(/\/+$/, ''))
  if (!profile || given) return { namespace, client }
  const declared = await configuredEndpoint(client.config.serviceId, profile)
  return { namespace, client: declared ? make(declared) : client }
}

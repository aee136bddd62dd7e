/** What the door adds to the SDK's clients: counting attempts, AWS's clock, and refusals of its own. */
import type { Meter } from './meter.ts'
import { mayHearSecrets } from './secret-hosts.ts'

/** A difference below this is the second that a Date header rounds away, and the network. */
const skewWorthKnowingMs = 60_000

/**
 * Some services have no host in every partition, and the SDK's rules then name one of `aws` (Budgets for GovCloud; Free
 * Tier has its one host there). Credentials of one partition mean nothing to another, so nothing is sent.
 */
export function stayInPartition(partition: string) {
  const foreign = (host: string) =>
    partition !== 'aws' &&
    /\.(amazonaws\.com|api\.aws)$/.test(host) &&
    !(partition === 'aws-us-gov' && /\.us-gov[-.]/.test(host))
  return <R>(next: (args: unknown) => Promise<R>) =>
    (args: { request?: { hostname?: string } }): Promise<R> => {
      const host = args.request?.hostname ?? ''
      if (!foreign(host)) return next(args)
      throw Object.assign(new Error(`${host} is not in ${partition}`), { name: 'NotInPartition' })
    }
}

/** The host of the sandbox in this process: reserved for no use (RFC 2606), and no socket is opened for it. */
const inProcessHost = 'sandbox.invalid'

/**
 * An endpoint can be set by a variable or a profile, for trying things out, and forgotten there. Whatever holds a
 * password (CreateLoginProfile, UpdateLoginProfile, ChangePassword) is sent to IAM or to this machine, or not at all.
 * `inProcess`: requests go to a handler in this process.
 */
export function keepSecrets(inProcess: boolean) {
  const holdsPassword = (input: object) =>
    Object.entries(input).some(([name, value]) => /password$/i.test(name) && typeof value === 'string')
  type Args = { input?: object; request?: { hostname?: string; protocol?: string } }
  return <R>(next: (args: unknown) => Promise<R>) =>
    (args: Args): Promise<R> => {
      const { hostname = '', protocol = '' } = args.request ?? {}
      const fine = (inProcess && hostname === inProcessHost) || mayHearSecrets(hostname, protocol)
      if (fine || !holdsPassword(args.input ?? {})) return next(args)
      throw Object.assign(new Error(`${hostname} is neither AWS nor this machine`), { name: 'SecretsStay' })
    }
}

/**
 * A proxy's page or an empty body can pass for an answer without content, and "there is none" would be a lie: AWS
 * answers in XML, JSON or CBOR, and a read never with nothing.
 */
function refuseForeign(headers: Record<string, string>, command: string): void {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const nothing = headers['content-length'] === '0' && /^(Get|List|Describe|Lookup)/.test(command)
  if (type !== 'text/html' && !nothing) return
  throw Object.assign(new Error('not an answer of AWS'), {
    name: 'NotAws',
    $response: { headers: { 'content-type': nothing ? 'empty' : type } },
  })
}

/** Sits below the SDK's retries, so that it sees every attempt; it also reads AWS's clock off the answers. */
export function countAttempts(meter: Meter, clock: { offset: number }) {
  type Result = { response?: { headers?: Record<string, string> } }
  return (next: (args: unknown) => Promise<Result>, context: { commandName?: string }) => {
    return async (args: { request?: { headers?: Record<string, string> } }) => {
      const attempt = /attempt=(\d+)/.exec(args.request?.headers?.['amz-sdk-request'] ?? '')?.[1]
      meter.attempted(Number(attempt ?? 1))
      try {
        const result = await next(args)
        const headers = result.response?.headers ?? {}
        refuseForeign(headers, context.commandName ?? '')
        const offset = Date.parse(headers.date ?? '') - Date.now()
        if (Math.abs(offset) > skewWorthKnowingMs) clock.offset = offset
        return result
      } catch (error) {
        const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
        if (status === 429 || /throttl|TooManyRequests|RateExceeded|SlowDown/i.test((error as Error).name))
          meter.throttled()
        throw error
      }
    }
  }
}

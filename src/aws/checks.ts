/** Refusals of our own and what is read off every answer, for whichever way a request takes to AWS. */
import { mayHearSecrets } from './secret-hosts.ts'

/**
 * Some services have no host in every partition, and the SDK's rules then name one of `aws` (Budgets for GovCloud; Free
 * Tier has its one host there). Credentials of one partition mean nothing to another, so nothing is sent.
 */
export function refuseOtherPartition(partition: string, host: string): void {
  const foreign =
    partition !== 'aws' &&
    /\.(amazonaws\.com|api\.aws)$/.test(host) &&
    !(partition === 'aws-us-gov' && /\.us-gov[-.]/.test(host))
  if (foreign) throw Object.assign(new Error(`${host} is not in ${partition}`), { name: 'NotInPartition' })
}

/** The host of the sandbox in this process: reserved for no use (RFC 2606), and no socket is opened for it. */
const inProcessHost = 'sandbox.invalid'

const holdsPassword = (input: object) =>
  Object.entries(input).some(([name, value]) => /password$/i.test(name) && typeof value === 'string')

/**
 * An endpoint can be set by a variable or a profile, for trying things out, and forgotten there. Whatever holds a
 * password (CreateLoginProfile, UpdateLoginProfile, ChangePassword) is sent to IAM or to this machine, or not at all.
 * `inProcess`: requests go to a handler in this process.
 */
export function refuseStrangers(
  inProcess: boolean,
  input: object,
  { hostname = '', protocol = '' }: { hostname?: string; protocol?: string },
): void {
  const fine = (inProcess && hostname === inProcessHost) || mayHearSecrets(hostname, protocol)
  if (!fine && holdsPassword(input))
    throw Object.assign(new Error(`${hostname} is neither AWS nor this machine`), { name: 'SecretsStay' })
}

/**
 * A proxy's page or an empty body can pass for an answer without content, and "there is none" would be a lie: AWS
 * answers in XML, JSON or CBOR, and a read never with nothing. `name`: of the operation or its command.
 */
export function refuseForeignAnswer(headers: Record<string, string>, name: string): void {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const nothing = headers['content-length'] === '0' && /^(Get|List|Describe|Lookup)/.test(name)
  if (type !== 'text/html' && !nothing) return
  throw Object.assign(new Error('not an answer of AWS'), {
    name: 'NotAws',
    $response: { headers: { 'content-type': nothing ? 'empty' : type } },
  })
}

/** A difference below this is the second that a Date header rounds away, and the network. */
const skewWorthKnowingMs = 60_000

/** Reads AWS's clock off an answer: `offset` is how far it is ahead of ours. */
export function noteClock(clock: { offset: number }, headers: Record<string, string>): void {
  const offset = Date.parse(headers.date ?? '') - Date.now()
  if (Math.abs(offset) > skewWorthKnowingMs) clock.offset = offset
}

/** True for an error by which AWS says that it was asked too often. */
export function saysTooOften(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  return (
    $metadata?.httpStatusCode === 429 || /throttl|TooManyRequests|RateExceeded|SlowDown/i.test(name ?? '')
  )
}

/** Which hosts may be sent a password: IAM of AWS itself, and this machine. */

/**
 * What the hosts of AWS's own services end with, in every partition: the SDK's partitions, `dnsSuffix` and
 * `dualStackDnsSuffix`.
 */
const suffixes = [
  'amazonaws.com',
  'api.aws',
  'amazonaws.com.cn',
  'api.amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
  'c2s.ic.gov',
  'api.aws.ic.gov',
  'sc2s.sgov.gov',
  'api.aws.scloud',
  'cloud.adc-e.uk',
  'api.cloud-aws.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.hci.ic.gov',
] as const

/**
 * What stands before the suffix for IAM, the only service that is sent passwords: `iam`, `iam.us-gov`, `iam.global`,
 * `iam-fips.us-iso-east-1`, or a VPC endpoint of IAM. Not everything below these suffixes is AWS's: customers' load
 * balancers, APIs, buckets and machines have names there too.
 */
const iam =
  /^(iam|iam-fips)(\.(global|[a-z]{2,5}(-[a-z]+)+(-\d{1,2})?))?$|^vpce-[\w-]+\.iam(\.[a-z\d-]+)?\.vpce$/

/** Names of this machine. `localhost.example` is none, and neither is a name that happens to lead here. */
const loopback = (host: string) =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

/** True where a password may be sent: to IAM over TLS, or to this machine. */
export function mayHearSecrets(hostname: string, protocol: string): boolean {
  const host = hostname.toLowerCase()
  if (loopback(host)) return true
  if (protocol !== 'https:') return false
  return suffixes.some((suffix) => host.endsWith(`.${suffix}`) && iam.test(host.slice(0, -suffix.length - 1)))
}

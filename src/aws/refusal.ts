import { type AwsAction, type Unknown, unknown } from '../model/index.ts'

/** Raised when the person (or the program around us) said stop. */
export class Interrupted extends Error {
  /** `message`: what is left behind, where it is not the usual nothing. */
  constructor(message = 'interrupted; nothing was changed.') {
    super(message)
    this.name = 'Interrupted'
  }
}

interface SdkError {
  name?: string
  code?: string
  message?: string
  cause?: { code?: string }
  $metadata?: { httpStatusCode?: number; attempts?: number }
  $response?: { statusCode?: number; headers?: Record<string, string> }
}

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'UnauthorizedOperation',
  'NotAuthorizedException',
  'KMSAccessDeniedException',
])

/** Codes that say the credentials themselves are no good; the message is for the person who holds them. */
const badCredentials = new Map(
  Object.entries({
    ExpiredToken: 'the credentials have expired',
    ExpiredTokenException: 'the credentials have expired',
    InvalidAccessKeyId: 'AWS does not know these credentials',
    InvalidClientTokenId: 'AWS does not know these credentials',
    UnrecognizedClientException: 'AWS does not know these credentials',
    SignatureDoesNotMatch: 'the secret access key does not belong to the access key id',
    InvalidSignatureException: 'the secret access key does not belong to the access key id',
    MissingAuthenticationToken: 'the request carried no credentials',
    MissingAuthenticationTokenException: 'the request carried no credentials',
    IncompleteSignature: 'the credentials are malformed',
    OptInRequired: 'this account may not use the service',
  }),
)

const unsupported = new Set([
  'NotImplemented',
  'NotImplementedException',
  'UnknownOperationException',
  'InvalidAction',
  'UnsupportedOperation',
])

const untrusted =
  'its certificate is not trusted (behind a proxy, NODE_EXTRA_CA_CERTS names the one to trust)'

const network = new Map(
  Object.entries({
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'its name cannot be found',
    EAI_AGAIN: 'its name cannot be looked up just now',
    ECONNRESET: 'the connection was cut',
    EPIPE: 'the connection was cut',
    ETIMEDOUT: 'the connection timed out',
    EHOSTUNREACH: 'there is no way to it',
    ENETUNREACH: 'there is no network to it',
    CERT_HAS_EXPIRED: 'its certificate has expired',
    ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
    DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
    SELF_SIGNED_CERT_IN_CHAIN: untrusted,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  }),
)

/** True where the error is about the credentials, not about one permission: nothing else can be read either. */
export function credentialTrouble(code: string): string | undefined {
  return badCredentials.get(code)
}

/** The code of an error that the SDK threw: AWS's own code where it has one. */
export function codeOf(error: unknown): string {
  const e = error as SdkError
  const net = e.code ?? e.cause?.code
  if (net && network.has(net)) return net
  return e.name ?? 'Error'
}

/** True where AWS says that an organization's policy denied it: then no permission of the caller helps. */
export function deniedByPolicy(message: string): boolean {
  return /explicit deny in a (service|resource) control policy/i.test(message)
}

/**
 * What an error means for a fact: always unknown, with the reason and the missing IAM action. A collector that knows
 * an error to be an answer (NoSuchEntity: there is none) reads its code first.
 */
export function classify(error: unknown, permission: AwsAction): Unknown {
  const e = error as SdkError
  const code = codeOf(error)
  const status = e.$metadata?.httpStatusCode ?? e.$response?.statusCode
  if (code === 'TimeoutError' || code === 'CallTimedOut')
    return unknown('failed', `${permission} got no answer in time`)
  const trouble = badCredentials.get(code)
  if (trouble) return unknown('failed', `${permission} failed: ${trouble}`)
  // Who makes a trail for an organization makes CloudTrail's role with it.
  if (code === 'InsufficientDependencyServiceAccessPermissionException')
    return unknown('denied', `iam:CreateServiceLinkedRole was denied, which ${permission} needs too`, [
      'iam:CreateServiceLinkedRole',
    ])
  if (denied.has(code)) {
    // Who hands a role to a service needs that permission besides the one of the call, and AWS's message names it.
    if (/not authorized to perform: iam:PassRole\b/.test(e.message ?? ''))
      return unknown('denied', `iam:PassRole was denied, which ${permission} needs too`, ['iam:PassRole'])
    return deniedByPolicy(e.message ?? '')
      ? unknown('denied', `${permission} was denied by a service control policy`, [permission])
      : unknown('denied', `${permission} was denied`, [permission])
  }
  if (code === 'NotInPartition')
    return unknown('unsupported', `AWS does not offer ${permission} in this partition`)
  if (code === 'SecretsStay')
    return unknown(
      'failed',
      `${permission} was not sent: a password goes to AWS over https or to this machine, to no other endpoint`,
    )
  const cut = network.get(code)
  if (cut) return unknown('failed', `${permission} failed: ${cut}`)
  if (unsupported.has(code) || status === 501)
    return unknown('unsupported', `this endpoint does not offer ${permission}`)
  if (
    code === 'NotAws' ||
    e instanceof SyntaxError ||
    /deserializ|not valid (json|xml)|unexpected token|unclosed|XML/i.test(e.message ?? '')
  ) {
    const type = e.$response?.headers?.['content-type']?.split(';')[0]
    return unknown('failed', `${permission} got an answer that is not AWS's${type ? ` (${type})` : ''}`)
  }
  if (status === 403) return unknown('denied', `${permission} was denied`, [permission])
  if (status === 429 || /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded/i.test(code))
    return unknown('failed', `${permission} was throttled ${e.$metadata?.attempts ?? 1} times`)
  return unknown(
    'failed',
    `${permission} failed: ${code}${status && status >= 500 ? ` (HTTP ${status})` : ''}`,
  )
}

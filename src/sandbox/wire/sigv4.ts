/**
 * Signature Version 4 as AWS checks it (IAM User Guide, "AWS Signature Version 4 for API requests"), for requests with
 * an Authorization header and for presigned ones. The Region of the credential scope is not compared with an endpoint:
 * with an endpoint of its own a client signs with whatever Region it was given.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { ProtocolKind, WireError, WireRequest } from './types.ts'

/** IAM User Guide, "Elements of an AWS API request signature": a request must arrive within five minutes. */
export const TOLERANCE_MS = 5 * 60_000

/** What a request says of its own signature. */
export interface Signature {
  accessKeyId: string
  /** yyyymmdd */
  day: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
  /** When it was signed, `yyyymmddThhmmssZ`. */
  time: string
  token: string | undefined
  presigned: boolean
  /** Seconds a presigned request stays good. */
  expires?: number
}

/** A refusal in AWS's terms; `wireError` gives it the code of a protocol. */
export type Refusal =
  | { kind: 'missing' }
  | { kind: 'incomplete'; detail: string }
  | { kind: 'unknown-key' }
  | { kind: 'expired-token' }
  | { kind: 'mismatch' }
  | { kind: 'not-now'; detail: string }

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)\s*$/

/** Takes the signature out of a request; undefined when it carries none, a refusal when it is malformed. */
export function readSignature(request: WireRequest): Signature | Refusal | undefined {
  const header = request.headers.authorization
  if (header !== undefined) {
    const match = AUTHORIZATION.exec(header)
    if (!match) return incomplete('Authorization header requires Credential, SignedHeaders and Signature.')
    const [, credential = '', signedHeaders = '', signature = ''] = match
    return complete(credential, {
      signedHeaders: signedHeaders.split(';'),
      signature,
      time: one(request.headers['x-amz-date']) ?? compactDate(one(request.headers.date)),
      token: one(request.headers['x-amz-security-token']),
      presigned: false,
    })
  }
  const query = request.query
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return undefined
  return complete(query.get('X-Amz-Credential') ?? '', {
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    time: query.get('X-Amz-Date') ?? '',
    token: query.get('X-Amz-Security-Token') ?? undefined,
    presigned: true,
    expires: Number(query.get('X-Amz-Expires') ?? 0),
  })
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value

const compactDate = (date: string | undefined): string => {
  const at = new Date(date ?? NaN)
  return Number.isNaN(at.getTime()) ? '' : compact(at)
}

const compact = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '')

const incomplete = (detail: string): Refusal => ({ kind: 'incomplete', detail })

type Rest = Omit<Signature, 'accessKeyId' | 'day' | 'region' | 'service'>

function complete(credential: string, rest: Rest): Signature | Refusal {
  const [accessKeyId, day, region, service, end] = credential.split('/')
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request')
    return incomplete(
      'Credential must have exactly 5 slash-delimited elements: key, date, region, service, aws4_request.',
    )
  if (!/^\d{8}T\d{6}Z$/.test(rest.time)) return incomplete('Date must be in ISO-8601 basic format.')
  if (!rest.signedHeaders.includes('host'))
    return incomplete("'Host' must be a 'SignedHeader' in the AWS Authorization.")
  return { accessKeyId, day, region, service, ...rest }
}

/**
 * Checks time and signature against the secret key that belongs to the access key id, at the server's clock `now`.
 * Undefined when all is well.
 */
export function checkSignature(
  request: WireRequest,
  signature: Signature,
  secret: string,
  now: Date,
): Refusal | undefined {
  return checkTime(signature, now) ?? checkMac(request, signature, secret)
}

function checkTime({ time, day, presigned, expires = 0 }: Signature, now: Date): Refusal | undefined {
  if (!time.startsWith(day))
    return {
      kind: 'not-now',
      detail: `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${time.slice(0, 8)}', from '${time}'.`,
    }
  const signed = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const window = presigned ? expires * 1000 : TOLERANCE_MS
  const minutes = `${Math.round(window / 60_000)} min.`
  if (signed + window < now.getTime()) {
    const oldest = compact(new Date(now.getTime() - window))
    return {
      kind: 'not-now',
      detail: `Signature expired: ${time} is now earlier than ${oldest} (${compact(now)} - ${minutes})`,
    }
  }
  if (signed - TOLERANCE_MS > now.getTime()) {
    const latest = compact(new Date(now.getTime() + TOLERANCE_MS))
    return {
      kind: 'not-now',
      detail: `Signature not yet current: ${time} is still later than ${latest} (${compact(now)} + 5 min.)`,
    }
  }
  return undefined
}

function checkMac(request: WireRequest, signature: Signature, secret: string): Refusal | undefined {
  const scope = `${signature.day}/${signature.region}/${signature.service}/aws4_request`
  const text = `AWS4-HMAC-SHA256\n${signature.time}\n${scope}\n${sha256(canonicalRequest(request, signature))}`
  const wanted = hmac(signingKey(secret, signature), text)
  const given = Buffer.from(signature.signature, 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : { kind: 'mismatch' }
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()

/** The hash of the body is always computed here: a request whose own hash header lies does not verify. */
function canonicalRequest(request: WireRequest, { signedHeaders, presigned, service }: Signature): string {
  const headers = signedHeaders.map(
    (name) => `${name}:${(one(request.headers[name]) ?? '').trim().replace(/\s+/g, ' ')}\n`,
  )
  // Every service but S3 signs a path whose segments are encoded twice.
  const path = service === 's3' ? request.path : request.path.split('/').map(escape).join('/')
  return [
    request.method,
    path || '/',
    canonicalQuery(request.query, presigned),
    headers.join(''),
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n')
}

function canonicalQuery(query: URLSearchParams, presigned: boolean): string {
  const pairs: [string, string][] = []
  for (const [name, value] of query)
    if (!presigned || name !== 'X-Amz-Signature') pairs.push([escape(name), escape(value)])
  return pairs
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map((pair) => pair.join('='))
    .join('&')
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const escape = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

const KEYS_KEPT = 1000
const keys = new Map<string, Buffer>()

function signingKey(secret: string, { day, region, service }: Signature): Buffer {
  const name = `${secret}/${day}/${region}/${service}`
  let key = keys.get(name)
  if (!key) {
    key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request')
    if (keys.size >= KEYS_KEPT) keys.clear()
    keys.set(name, key)
  }
  return key
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

/**
 * AWS's code and words for a refusal: awsQuery services answer 403 with the short codes, JSON services 400 with codes
 * that end in Exception, restJson1 the same with 403 (each service's "Common Errors" page; statuses of JSON assumed).
 */
export function wireError(refusal: Refusal, protocol: ProtocolKind): WireError {
  if (protocol === 'rest-xml') return s3Error(refusal)
  const query = protocol === 'query'
  const status = query || protocol === 'rest-json' ? 403 : 400
  switch (refusal.kind) {
    case 'missing':
      return query
        ? { name: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token', status }
        : { name: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token', status }
    case 'incomplete':
      return {
        name: query ? 'IncompleteSignature' : 'IncompleteSignatureException',
        message: refusal.detail,
        status: query ? 400 : status,
      }
    case 'unknown-key':
      return {
        name: query ? 'InvalidClientTokenId' : 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
        status,
      }
    case 'expired-token':
      return {
        name: query ? 'ExpiredToken' : 'ExpiredTokenException',
        message: 'The security token included in the request is expired',
        status,
      }
    case 'mismatch':
      return {
        name: query ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        message: MISMATCH,
        status,
      }
    case 'not-now':
      return {
        name: query ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        message: refusal.detail,
        status,
      }
  }
}

/** Amazon S3 has words of its own (API reference, "Error responses"). */
function s3Error(refusal: Refusal): WireError {
  switch (refusal.kind) {
    case 'missing':
      return { name: 'AccessDenied', message: 'Access Denied', status: 403 }
    case 'incomplete':
      return { name: 'AuthorizationHeaderMalformed', message: refusal.detail, status: 400 }
    case 'unknown-key':
      return {
        name: 'InvalidAccessKeyId',
        message: 'The AWS Access Key Id you provided does not exist in our records.',
        status: 403,
      }
    case 'expired-token':
      return { name: 'ExpiredToken', message: 'The provided token has expired.', status: 400 }
    case 'mismatch':
      return { name: 'SignatureDoesNotMatch', message: MISMATCH, status: 403 }
    case 'not-now':
      return {
        name: 'RequestTimeTooSkewed',
        message: 'The difference between the request time and the current time is too large.',
        status: 403,
      }
  }
}

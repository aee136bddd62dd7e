/**
 * Signature Version 4 (IAM User Guide, "Create a signed AWS API request"). The SDK's signer is right too, but hashes
 * asynchronously and remembers the keys of 50 callers in all: with thousands it derives the key anew for each request,
 * and that is half of what a request costs.
 */
import { createHmac, hash } from 'node:crypto'
import type { AwsCredentialIdentity } from '@smithy/types'

export interface Signable {
  method: string
  path: string
  query: Record<string, string | string[] | null>
  /** Names in lower case, the host among them. */
  headers: Record<string, string>
  body?: string | Uint8Array
}

export interface Scope {
  region: string
  service: string
}

/** Proxies may change these on the way (the list of the SDK's signer). */
const unsigned =
  /^(authorization|cache-control|connection|expect|from|keep-alive|max-forwards|pragma|referer|te|trailer|transfer-encoding|upgrade|user-agent|x-amzn-trace-id)$|^(proxy|sec)-/

/** Signs for one caller: their keys are derived once a day for each service and Region. */
export class Signer {
  #secret = ''
  readonly #keys = new Map<string, Buffer>()

  /** The headers with those of the signature. */
  sign(request: Signable, scope: Scope, caller: AwsCredentialIdentity, now: Date): Record<string, string> {
    const time = `${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
    const day = time.slice(0, 8)
    const payload = hash('sha256', request.body ?? '')
    const headers: Record<string, string> = {
      ...request.headers,
      'x-amz-date': time,
      'x-amz-content-sha256': payload,
    }
    if (caller.sessionToken) headers['x-amz-security-token'] = caller.sessionToken
    const names = Object.keys(headers)
      .filter((name) => !unsigned.test(name))
      .sort()
    const list = names.join(';')
    let canonical = `${request.method}\n${scope.service === 's3' ? request.path : canonicalPath(request.path)}\n${canonicalQuery(request.query)}\n`
    for (const name of names) canonical += `${name}:${headers[name]!.trim().replace(/\s+/g, ' ')}\n`
    canonical += `\n${list}\n${payload}`
    const credential = `${day}/${scope.region}/${scope.service}/aws4_request`
    const text = `AWS4-HMAC-SHA256\n${time}\n${credential}\n${hash('sha256', canonical)}`
    const signature = createHmac('sha256', this.#key(caller.secretAccessKey, day, scope))
      .update(text)
      .digest('hex')
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${caller.accessKeyId}/${credential}, SignedHeaders=${list}, Signature=${signature}`
    return headers
  }

  #key(secret: string, day: string, { region, service }: Scope): Buffer {
    if (secret !== this.#secret) this.#keys.clear()
    this.#secret = secret
    const name = `${day}/${region}/${service}`
    let key = this.#keys.get(name)
    if (!key) {
      key = [day, region, service, 'aws4_request'].reduce<Buffer>(
        (last, part) => createHmac('sha256', last).update(part).digest(),
        Buffer.from(`AWS4${secret}`),
      )
      this.#keys.set(name, key)
    }
    return key
  }
}

/** RFC 3986: all but letters, digits and `-._~`. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** Without empty and dotted segments, and escaped once more than on the wire; S3 alone takes the path as it is. */
function canonicalPath(path: string): string {
  if (path === '/') return path
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(escaped(segment))
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`
}

/** As it is signed, and as it may be sent: sorted by name, then by value, and escaped. */
export function canonicalQuery(query: Signable['query']): string {
  const names = Object.keys(query)
  if (names.length === 0) return ''
  return names
    .map((name) => [escaped(name), query[name] ?? ''] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => `${name}=${escaped(one)}`).sort(),
    )
    .join('&')
}

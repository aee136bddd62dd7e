import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { checkSignature, readSignature, wireError } from './sigv4.ts'
import type { Refusal, Signature } from './sigv4.ts'
import type { WireRequest } from './types.ts'

const NOW = new Date('2026-11-23T06:30:00Z')
const SECRET = 'sandbox/secret'

class Sha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string)
  }
  update(data: unknown): void {
    this.#hash.update(data as string)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }
}

const signer = (secret = SECRET, sessionToken?: string) =>
  new SignatureV4({
    service: 'iam',
    region: 'us-east-1',
    sha256: Sha256 as never,
    credentials: {
      accessKeyId: 'AKIASANDBOX000000001',
      secretAccessKey: secret,
      ...(sessionToken ? { sessionToken } : {}),
    },
  })

interface Draft {
  method: string
  path: string
  query?: Record<string, string | string[]>
  body?: string
  headers?: Record<string, string>
}

const draft: Draft = {
  method: 'POST',
  path: '/',
  body: 'Action=GetAccountSummary&Version=2010-05-08',
  headers: { host: '127.0.0.1:4000', 'content-type': 'application/x-www-form-urlencoded' },
}

interface Signed {
  method: string
  path: string
  query?: object
  headers: object
  body?: unknown
}

/** As the server would receive what the SDK's own signer made. */
function received(signed: Signed): WireRequest {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(signed.query ?? {}) as [string, string | string[]][])
    for (const one of [value].flat()) query.append(key, one)
  return {
    method: signed.method,
    target: signed.path,
    path: signed.path,
    query,
    headers: signed.headers as never,
    body: Buffer.from((signed.body as string | undefined) ?? ''),
  }
}

async function sign(
  change: Partial<Draft> = {},
  at = NOW,
  secret = SECRET,
  token?: string,
): Promise<WireRequest> {
  const request = { protocol: 'http:', hostname: '127.0.0.1', query: {}, headers: {}, ...draft, ...change }
  const signed: unknown = await signer(secret, token).sign(request as never, { signingDate: at })
  return received(signed as Signed)
}

function verdict(request: WireRequest, now = NOW, secret = SECRET): string {
  const signature = readSignature(request)
  if (!signature) return 'missing'
  if ('kind' in signature) return signature.kind
  return checkSignature(request, signature, secret, now)?.kind ?? 'good'
}

const minutes = (n: number): Date => new Date(NOW.getTime() + n * 60_000)

describe('a signature in the header', () => {
  const cases: [string, () => Promise<string>, string][] = [
    ['of the SDK is good', async () => verdict(await sign()), 'good'],
    ['covers a session token', async () => verdict(await sign({}, NOW, SECRET, 'token')), 'good'],
    [
      'covers a query in any order, with repeated and strange values',
      async () => verdict(await sign({ method: 'GET', body: '', query: { b: ['2', '1'], a: 'x y/ü*' } })),
      'good',
    ],
    [
      'covers a path whose parts are encoded',
      async () => verdict(await sign({ path: '/label%2F1%20x/y' })),
      'good',
    ],
    ['made with another secret is a mismatch', async () => verdict(await sign({}, NOW, 'other')), 'mismatch'],
    [
      'over another body is a mismatch',
      async () => verdict({ ...(await sign()), body: Buffer.from('Action=ListUsers') }),
      'mismatch',
    ],
    [
      'over another path is a mismatch',
      async () => verdict({ ...(await sign()), path: '/other' }),
      'mismatch',
    ],
    [
      'over another method is a mismatch',
      async () => verdict({ ...(await sign()), method: 'PUT' }),
      'mismatch',
    ],
    ['four minutes old is good', async () => verdict(await sign(), minutes(4)), 'good'],
    ['six minutes old has expired', async () => verdict(await sign(), minutes(6)), 'not-now'],
    ['four minutes early is good', async () => verdict(await sign(), minutes(-4)), 'good'],
    ['six minutes early is not yet current', async () => verdict(await sign(), minutes(-6)), 'not-now'],
    ['that is absent is missing', async () => verdict(received({ ...draft, headers: {} })), 'missing'],
    [
      'without its parts is incomplete',
      async () =>
        verdict(received({ ...draft, headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } })),
      'incomplete',
    ],
    [
      'without a date is incomplete',
      async () => {
        const request = await sign()
        delete request.headers['x-amz-date']
        return verdict(request)
      },
      'incomplete',
    ],
  ]
  it.each(cases)('%s', async (_name, act, expected) => {
    expect(await act()).toBe(expected)
  })

  it('with a changed signed header is a mismatch', async () => {
    const request = await sign({}, NOW, SECRET, 'token')
    expect(verdict({ ...request, headers: { ...request.headers, 'x-amz-security-token': 'forged' } })).toBe(
      'mismatch',
    )
  })

  it('whose scope is of another day is refused', async () => {
    const request = await sign()
    const authorization = request.headers.authorization!.replace('/20261123/', '/20261122/')
    expect(verdict({ ...request, headers: { ...request.headers, authorization } })).toBe('not-now')
  })

  it('says what it is scoped to', async () => {
    expect(readSignature(await sign())).toMatchObject({
      accessKeyId: 'AKIASANDBOX000000001',
      region: 'us-east-1',
      service: 'iam',
      presigned: false,
    } satisfies Partial<Signature>)
  })
})

describe('a presigned request', () => {
  const presign = async (): Promise<WireRequest> =>
    received(
      (await signer().presign(
        {
          protocol: 'http:',
          hostname: '127.0.0.1',
          ...draft,
          method: 'GET',
          body: '',
          query: { Action: 'GetCallerIdentity' },
        } as never,
        { signingDate: NOW, expiresIn: 600 },
      )) as Signed,
    )

  it.each([
    ['is good at once', 0, 'good'],
    ['is good for as long as it says', 9, 'good'],
    ['is not good for longer', 11, 'not-now'],
  ])('%s', async (_name, later, expected) => {
    expect(verdict(await presign(), minutes(later))).toBe(expected)
  })

  it('with another parameter is a mismatch', async () => {
    const request = await presign()
    request.query.set('Action', 'AssumeRole')
    expect(verdict(request)).toBe('mismatch')
  })
})

describe('a refusal', () => {
  const unknown: Refusal = { kind: 'unknown-key' }
  it.each([
    [unknown, 'query', 'InvalidClientTokenId', 403],
    [unknown, 'json', 'UnrecognizedClientException', 400],
    [unknown, 'rest-json', 'UnrecognizedClientException', 403],
    [{ kind: 'expired-token' }, 'query', 'ExpiredToken', 403],
    [{ kind: 'expired-token' }, 'json', 'ExpiredTokenException', 400],
    [{ kind: 'mismatch' }, 'query', 'SignatureDoesNotMatch', 403],
    [{ kind: 'mismatch' }, 'json', 'InvalidSignatureException', 400],
    [{ kind: 'missing' }, 'query', 'MissingAuthenticationToken', 403],
    [{ kind: 'not-now', detail: 'Signature expired' }, 'query', 'SignatureDoesNotMatch', 403],
    [{ kind: 'not-now', detail: 'Signature expired' }, 'json', 'InvalidSignatureException', 400],
  ] as const)('%o has its code in %s', (refusal, protocol, name, status) => {
    expect(wireError(refusal, protocol)).toMatchObject({ name, status })
  })
})

import { Hash } from '@smithy/core/serde'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Signer } from './sign.ts'

const now = new Date('2026-11-23T06:30:00.000Z')
const mia = { accessKeyId: 'AKIASANDBOX000000001', secretAccessKey: 'x'.repeat(40) }

/** What the SDK's own signer makes of a request. */
async function bySdk(
  request: HttpRequest,
  scope: { region: string; service: string },
  caller = mia,
  at = now,
) {
  const signer = new SignatureV4({
    credentials: caller,
    ...scope,
    sha256: Hash.bind(null, 'sha256') as never,
  })
  return (await signer.sign(request, { signingDate: at })).headers.authorization
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('a  b', " !'()*~", 'é/%2F&=+'),
)
const header = fc.string({ unit: fc.constantFrom(...'abc XYZ09\t,;=/'), maxLength: 30 })
const requests = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  path: fc.oneof(
    fc.constant('/'),
    fc
      .array(
        text.map((t) => encodeURIComponent(t)),
        { maxLength: 4 },
      )
      .map((parts) => `/${parts.join('/')}`),
    fc.constantFrom('/a/../b', '/a//b/', '/./x/', '//'),
  ),
  query: fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { maxKeys: 4 }),
  headers: fc.record({
    host: fc.constantFrom('iam.amazonaws.com', '127.0.0.1:4566'),
    'content-type': header,
    'x-amz-target': header,
    'user-agent': header,
    connection: header,
    'proxy-authorization': header,
    'amz-sdk-request': header,
  }),
  body: fc.oneof(text, fc.uint8Array(), fc.constant(undefined)),
})
const scopes = fc.record({
  region: fc.constantFrom('us-east-1', 'cn-north-1'),
  service: fc.constantFrom('iam', 'sts'),
})

describe('the signature', () => {
  it("is the SDK's, whatever the request", async () => {
    const signer = new Signer()
    await fc.assert(
      fc.asyncProperty(requests, scopes, fc.boolean(), async (request, scope, temporary) => {
        const caller = temporary ? { ...mia, sessionToken: 'token' } : mia
        const own = signer.sign(request, scope, caller, now)
        expect(own.authorization).toBe(await bySdk(new HttpRequest(request as never), scope, caller))
      }),
      { seed: 20261123, numRuns: 300 },
    )
  })

  it.each<[when: string, caller: typeof mia, at: Date]>([
    ['the day changes', mia, new Date('2026-11-24T00:00:00.000Z')],
    ['the credentials change', { accessKeyId: 'AKIASANDBOX000000002', secretAccessKey: 'y'.repeat(40) }, now],
  ])('keeps up when %s', async (_when, caller, at) => {
    const signer = new Signer()
    const request = {
      method: 'POST',
      path: '/',
      query: {},
      headers: { host: 'iam.amazonaws.com' },
      body: 'x',
    }
    const scope = { region: 'us-east-1', service: 'iam' }
    signer.sign(request, scope, mia, now)
    const own = signer.sign(request, scope, caller, at)
    expect(own.authorization).toBe(await bySdk(new HttpRequest(request), scope, caller, at))
  })
})

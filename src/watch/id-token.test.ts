import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type PublishedKey, readIdToken } from './id-token.ts'

const now = new Date('2026-11-23T06:30:00Z')
const seconds = now.getTime() / 1000
const issuer = 'https://login.corp.example'
const expected = {
  issuer,
  audience: 'drills',
  since: new Date('2026-11-23T06:00:00Z'),
  now,
  challenge: 'this-drill',
}
const good = { iss: issuer, aud: 'drills', sub: 'U1', iat: seconds - 60, exp: seconds + 600 }

const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed: generateKeyPairSync('ed25519'),
}
const published: PublishedKey[] = Object.entries(pairs).map(([kid, { publicKey }]) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
}))
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(claims: object, header: object = {}, key: KeyObject = pairs.rsa.privateKey): string {
  const head = { alg: 'RS256', kid: 'rsa', ...header }
  const data = `${part(head)}.${part(claims)}`
  const hash = head.alg === 'EdDSA' ? null : 'sha256'
  const how = head.alg.startsWith('PS')
    ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    : { key, dsaEncoding: 'ieee-p1363' as const }
  return `${data}.${sign(hash, Buffer.from(data), how).toString('base64url')}`
}

describe('a token of an identity provider', () => {
  it.each<[string, object, KeyObject]>([
    ['RS256', { alg: 'RS256', kid: 'rsa' }, pairs.rsa.privateKey],
    ['PS256', { alg: 'PS256', kid: 'rsa' }, pairs.rsa.privateKey],
    ['ES256', { alg: 'ES256', kid: 'ec' }, pairs.ec.privateKey],
    ['EdDSA', { alg: 'EdDSA', kid: 'ed' }, pairs.ed.privateKey],
    ['RS256 without a key id', { alg: 'RS256', kid: undefined }, pairs.rsa.privateKey],
  ])('names somebody: %s', (_, header, key) => {
    expect(readIdToken(token(good, header, key), published, expected)).toEqual({ name: 'U1' })
  })

  it.each<[when: string, claims: object, more: object, name: string]>([
    [
      'an address that was verified',
      { email: 'Mia@corp.example', email_verified: true },
      { claim: 'email' },
      'mia@corp.example',
    ],
    ['several audiences, and meant for us', { aud: ['drills', 'x'], azp: 'drills' }, {}, 'U1'],
    ['the nonce of the drill', { nonce: 'this-drill' }, { nonce: true }, 'U1'],
    ['a sign-in of a moment ago', { auth_time: seconds - 120 }, {}, 'U1'],
    ['a clock that runs ahead', { iat: seconds + 60 }, {}, 'U1'],
  ])('with %s', (_, claims, more, name) => {
    expect(readIdToken(token({ ...good, ...claims }), published, { ...expected, ...more })).toEqual({ name })
  })

  it.each<[because: RegExp, claims: object, more?: object]>([
    [/another issuer/, { iss: 'https://login.corp.example/' }],
    [/another application/, { aud: 'mail' }],
    [/another application/, { aud: undefined }],
    [/several applications/, { aud: ['drills', 'mail'] }],
    [/expired/, { exp: seconds - 121 }],
    [/expired/, { exp: undefined }],
    [/does not say when/, { iat: undefined }],
    [/does not say when/, { iat: 'now' }],
    [/no time at which/, { auth_time: 'today' }],
    [/in the future/, { iat: seconds + 300 }],
    [/before the drill was opened/, { iat: seconds - 1800 - 121 }],
    [/before the drill was opened/, { auth_time: seconds - 7200 }],
    [/more than 15 minutes ago/, { iat: seconds - 901 }],
    [/its nonce must be this-drill/, { nonce: 'other' }, { nonce: true }],
    [/its nonce must be this-drill/, {}, { nonce: true }],
    [/names nobody \(sub\)/, { sub: undefined }],
    [/names nobody \(email\)/, {}, { claim: 'email' }],
    [/did not verify/, { email: 'mia@corp.example' }, { claim: 'email' }],
  ])('is refused: %s %j', (because, claims, more = {}) => {
    const read = readIdToken(token({ ...good, ...claims }), published, { ...expected, ...more })
    expect(read).toEqual({ because: expect.stringMatching(because) as string })
    expect(JSON.stringify(read)).not.toMatch(/U1|mia@/)
  })

  it('is refused where it is not what the issuer signed', () => {
    const whole = token(good)
    const [head, body, signature] = whole.split('.') as [string, string, string]
    const shared = `${part({ alg: 'HS256', kid: 'rsa' })}.${body}`
    const pem = pairs.rsa.publicKey.export({ format: 'pem', type: 'spki' })
    const cases: [RegExp, string][] = [
      [/three parts/, 'hello'],
      [/three parts/, `${whole}.x`],
      [/way that is not taken \(none\)/, `${part({ alg: 'none' })}.${body}.`],
      // The public key taken as a shared secret.
      [
        /way that is not taken \(HS256\)/,
        `${shared}.${createHmac('sha256', pem).update(shared).digest('base64url')}`,
      ],
      [/not signed by a key/, `${head}.${part({ ...good, sub: 'U2' })}.${signature}`],
      [/not signed by a key/, token(good, { kid: 'unknown' })],
      [/not signed by a key/, token(good, { alg: 'ES256', kid: 'rsa' }, pairs.ec.privateKey)],
      [
        /not signed by a key/,
        token(good, {}, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      ],
    ]
    for (const [because, text] of cases)
      expect(readIdToken(text, published, expected)).toEqual({
        because: expect.stringMatching(because) as string,
      })
    const forEncryption = published.map((key) => ({ ...key, use: 'enc' }))
    expect(readIdToken(whole, forEncryption, expected)).toHaveProperty('because')
  })
})

import { describe, expect, it } from 'vitest'
import { secretIn } from './ledger-secrets.ts'

// Put together here, so that no scanner takes this file for a leak.
const key = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/')
const seed = 'JBSWY3DPEHPK3PXP'.repeat(4)

describe('secretIn', () => {
  it.each([
    ['an AWS secret access key', key],
    ['an AWS secret access key', `the key (${key}) is gone`],
    ['an AWS secret access key', `AKIAIOSFODNN7EXAMPLE,${key}`],
    ['an MFA seed', `otpauth://totp/AWS:root?secret=${seed}`],
    ['an MFA seed', 'otpauth-migration://offline?data=x'],
    ['an MFA seed', `seed ${seed}`],
    ['an MFA seed', 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp'],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['a private key', '-----BEGIN PRIVATE KEY-----'],
    ['a session token', `IQoJb3JpZ2luX2Vj${'aB3+'.repeat(30)}==`],
    ['a token', `ghp_${'a1B2'.repeat(9)}`],
    ['a password', 'password: hunter2hunter2'],
    ['a password', 'pwd=Tr0ub4dor&3x'],
  ])('%s: %s', (what, text) => {
    expect(secretIn(text)).toBe(what)
  })

  it.each([
    'Mia Okafor',
    'mia.okafor@posteo.example',
    'rotated, in the manager since 1 November',
    'the password is long, random and in the manager',
    'password: changed on Monday, see ticket OPS-1234',
    'commit 3f9a0d7c1b2e4f5a6b7c8d9e0f1a2b3c4d5e6f70',
    'AKIAIOSFODNN7EXAMPLE is not in use',
    'arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_0123456789abcdef',
    'https://wiki.corp.example/space/Security/Runbooks/BreakGlass/2026/November/Custody-Record-Number-1234',
    'this list must have been read once more when they left',
    'YubiKey serial ends in 4711, safe B, custodians Tom and Ann, seal 0815',
    '日本語のメモ',
  ])('nothing: %s', (text) => {
    expect(secretIn(text)).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { judgePhone } from './phone.ts'
import { isPlaceholderEmail, isPlaceholderPhone } from './placeholder.ts'

describe('judgePhone', () => {
  it.each([
    [
      'an Australian mobile',
      '+61412345600',
      { ok: true, e164: '+61412345600', kind: 'mobile', country: 'AU' },
    ],
    ['spaces, as people write it', '+61 2 9374 4000', { ok: true, e164: '+61293744000', kind: 'fixed line' }],
    ['hyphens and brackets', '+1 (206) 266-1000', { ok: true, kind: 'mobile or fixed line', country: 'US' }],
    ['a zero that Italy keeps', '+390288210011', { ok: true, country: 'IT' }],
    ['no country code', '0412 345 600', { ok: false, because: 'no-country-code' }],
    ['00 instead of +', '0061412345600', { ok: false, because: 'no-country-code' }],
    ['a zero that is dialled at home only', '+61 (0)2 9374 4000', { ok: false, because: 'trunk-zero' }],
    ['the same without brackets', '+4407400123456', { ok: false, because: 'trunk-zero' }],
    ['too short', '+61 412 345', { ok: false, because: 'no-such-number' }],
    ['a country code that nobody has', '+999412345600', { ok: false, because: 'no-such-number' }],
    ['toll-free', '+1 800 266 1000', { ok: false, because: 'toll-free' }],
    ['toll-free elsewhere', '+611800123456', { ok: false, because: 'toll-free' }],
    ['zeros', '+0000000000', { ok: false, because: 'placeholder' }],
    ['a number of films that is otherwise valid', '+1 202 555 0123', { ok: false, because: 'placeholder' }],
    ['nothing', '', { ok: false, because: 'placeholder' }],
    ['words', '+call me', { ok: false, because: 'placeholder' }],
  ])('%s', (_case, number, expected) => expect(judgePhone(number)).toMatchObject(expected))
})

describe('isPlaceholderPhone', () => {
  it.each([
    ['+0000000000', true],
    ['+61 000 000 000', true],
    ['+1 111 111 1111', true],
    ['+1234567890', true],
    ['1234567890', true],
    ['+49 0123456789', true],
    ['+1 555 0100', true],
    ['+1 206 555 0142', true],
    ['+1 555 555 0199', true],
    ['+61 412 345 600', false],
    ['+61 412 345 678', false],
    ['+44 20 7183 8750', false],
    // 555 is an ordinary exchange elsewhere, and in America beyond 01xx.
    ['+61 2 5550 0142', false],
    ['+1 206 555 1212', false],
  ])('%s: %s', (number, so) => expect(isPlaceholderPhone(number)).toBe(so))
})

describe('isPlaceholderEmail', () => {
  it.each([
    ['noreply@corp.example', true],
    ['No-Reply@corp.example', true],
    ['test@corp.example', true],
    ['test2@corp.example', true],
    ['aws@example.com', true],
    ['aws@mail.example.org', true],
    ['aws@corp.invalid', true],
    ['aws@corp.example', false],
    ['aws-test@corp.example', false],
    ['contest@corp.example', false],
    ['aws@notexample.com', false],
  ])('%s: %s', (address, so) => expect(isPlaceholderEmail(address)).toBe(so))
})

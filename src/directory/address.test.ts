import { describe, expect, it } from 'vitest'
import { addressKey, samePhone, withoutTag } from './address.ts'

describe('one address in two spellings', () => {
  it.each([
    ['capitals', 'Mia.Example@Corp.Example', 'mia.example@corp.example', true],
    ['a Unicode domain and its ASCII form', 'mia@bücher.example', 'mia@xn--bcher-kva.example', true],
    ['composed and decomposed letters', 'jose\u0301@corp.example', 'jos\u00e9@corp.example', true],
    ['a dot at the end of the domain', 'mia@corp.example.', 'mia@corp.example', true],
    ['spaces around it', ' mia@corp.example ', 'mia@corp.example', true],
    ['a plus tag is an address of its own', 'mia+aws@corp.example', 'mia@corp.example', false],
    ['dots in the local part are letters', 'mi.a@corp.example', 'mia@corp.example', false],
    ['domains that only look alike', 'mia@corp.example', 'mia@c\u043erp.example', false],
  ])('%s', (_, a, b, same) => expect(addressKey(a) === addressKey(b)).toBe(same))

  it.each([
    ['mia+aws@corp.example', 'mia@corp.example'],
    ['Mia+a+b@CORP.example', 'mia@corp.example'],
    ['mia@corp.example', undefined],
    ['+aws@corp.example', undefined],
    ['mia@corp+x.example', undefined],
  ])('%s without its tag', (address, plain) => expect(withoutTag(address)).toBe(plain))
})

describe('one telephone number in two spellings', () => {
  it.each([
    ['spaces and brackets', '+61 (2) 9374-4000', '+61293744000', true],
    ['with 00 instead of +', '0061 2 9374 4000', '+61293744000', true],
    ['without the country, as people type it', '(02) 9374 4000', '+61293744000', true],
    ['the zero that nobody dials', '+49 (0)30 1234567', '+49301234567', true],
    ['an extension', '+61 2 9374 4000 ext. 12', '+61293744000', true],
    ['another country', '+1 2 9374 4000', '+61293744000', false],
    ['too short to be anybody’s', '4000', '+61293744000', false],
    ['seven digits may be of any town', '3744000', '+61293744000', false],
    ['nothing', '', '', false],
  ])('%s', (_, a, b, same) => {
    expect(samePhone(a, b)).toBe(same)
    expect(samePhone(b, a)).toBe(same)
  })
})

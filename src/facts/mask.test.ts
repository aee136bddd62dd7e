import { describe, expect, it } from 'vitest'
import { maskEmail, maskPhone } from './mask.ts'

describe('maskEmail', () => {
  it.each([
    ['an address', 'mia.example@posteo.example', 'm...@posteo.example'],
    ['a plus-alias', 'Mia+aws@Posteo.example', 'm...@posteo.example'],
    ['spaces around it, which the API allows', ' mia@posteo.example ', 'm...@posteo.example'],
    ['no address at all', 'Mia Example', 'm...'],
    ['nothing before the @', '@posteo.example', '...@posteo.example'],
    ['nothing', '', '...'],
  ])('%s', (_case, address, shown) => expect(maskEmail(address)).toBe(shown))
})

describe('maskPhone', () => {
  it.each([
    ['a two-digit calling code', '+61412345600', '+61 ........00'],
    ['a one-digit calling code', '+1 206 555 0142', '+1 ........42'],
    ['a three-digit calling code', '+353 1 234 5678', '+353 ........78'],
    ['no calling code', '0412 345 600', '........00'],
    ['all zeros', '+0000000000', '+000 ........00'],
    ['too short to hide anything', '+612', '+61 ........'],
  ])('%s', (_case, number, shown) => expect(maskPhone(number)).toBe(shown))
})

import { describe, expect, it } from 'vitest'
import { maskAddress, maskAgent, maskEmail, maskPhone } from './mask.ts'

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

describe('maskAddress', () => {
  it.each([
    ['203.0.113.77', '203.0.113.*'],
    [' 10.0.0.1 ', '10.0.0.*'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:*'],
    ['fe80::1', 'fe80:*'],
    ['::1', ':*'],
    ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
    ['AWS Internal', 'AWS Internal'],
    ['', ''],
  ])('%s is shown as %s', (address, shown) => expect(maskAddress(address)).toBe(shown))
})

describe('maskAgent', () => {
  it.each([
    ['[aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0 exec-env/mias-laptop]', 'aws-cli/2.9.19'],
    ['Boto3/1.34.1 md/Botocore#1.34.1 ua/2.0 os/linux', 'Boto3/1.34.1'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 'a browser'],
    ['signin.amazonaws.com', 'signin.amazonaws.com'],
    ['mia@corp.example backup', 'm...@corp.example'],
    ['', ''],
  ])('%s is shown as %s', (agent, shown) => expect(maskAgent(agent)).toBe(shown))
})

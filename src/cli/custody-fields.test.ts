import { describe, expect, it } from 'vitest'
import { checkFields } from './custody-fields.ts'

const good = {
  label: 'root key A',
  last4: '7F2K',
  place: 'safe',
  custodians: ['Mia Okafor', 'Tom Reyes'],
  seal: '0042',
}

describe('a record of custody', () => {
  it('is kept as it was given, the serial in capitals', () => {
    expect(checkFields({ ...good, last4: '7f2k' })).toEqual(good)
  })

  it.each<[when: string, more: Partial<typeof good>]>([
    ['the label holds the last four alone', { label: 'YubiKey 7F2K' }],
    ['the seal is a long number of its own', { seal: '20261123' }],
    ['a bank', { place: 'bank' }],
    ['a notary', { place: 'notary' }],
    ['two people of one family name', { custodians: ['Ann Lee', 'Bob Lee'] }],
  ])('is taken: %s', (_, more) => {
    expect(checkFields({ ...good, ...more })).toEqual({ ...good, ...more })
  })

  it.each<[when: string, more: Partial<typeof good>, says: RegExp]>([
    ['the whole serial', { last4: '12347F2K' }, /was given 8: the whole serial is never kept/],
    ['five characters of it', { last4: '47F2K' }, /was given 5/],
    ['three', { last4: 'F2K' }, /"F2K" is not the last four/],
    ['no letters or digits', { last4: '12-4' }, /"12-4" is not the last four/],
    ['nothing', { last4: '' }, /"" is not the last four/],
    ['the serial in the label', { label: 'YubiKey 12347F2K' }, /^--label holds more of the serial/],
    ['the serial in small letters in the seal', { seal: '12347f2k' }, /^--seal holds more of the serial/],
    ['an address for a place', { place: 'Bahnhofstr. 1, Bonn' }, /is not a kind of place/],
    ['a kind that there is not', { place: 'drawer' }, /"drawer" is not a kind of place/],
    ['nobody', { custodians: [] }, /two custodians, and 0 are named/],
    ['one custodian', { custodians: ['Mia'] }, /two custodians, and 1 is named/],
    ['three', { custodians: ['A', 'B', 'C'] }, /two custodians, and 3 are named/],
    ['the same one twice', { custodians: ['Mia Okafor', 'Mia Okafor'] }, /"Mia Okafor" is named twice/],
    ['the same one, written otherwise', { custodians: ['Mia Okafor', ' mia  OKAFOR'] }, /is named twice/],
    ['a secret in the label', { label: 'password: hunter2hunter2' }, /seems to hold a password/],
    ['a seed in the seal', { seal: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }, /seems to hold an MFA seed/],
    ['an address in the label', { label: 'key of mia@corp.example' }, /^--label holds an e-mail address/],
    ['a long label', { label: 'x'.repeat(61) }, /^--label has 61 characters, 60 are allowed/],
    ['two lines', { seal: 'a\nb' }, /^--seal has a character that cannot be printed/],
    ['an escape sequence', { label: 'a\u001b[31m' }, /cannot be printed/],
  ])('is refused: %s', (_, more, says) => {
    let error: unknown
    try {
      checkFields({ ...good, ...more })
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ name: 'UserError', message: expect.stringMatching(says) as string })
    // What is no last four, is secret or is a serial is not written out again.
    expect(String(error) + JSON.stringify(error)).not.toMatch(/1234|hunter2|JBSWY/)
  })
})

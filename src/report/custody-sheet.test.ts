import { describe, expect, it } from 'vitest'
import { custodySheet, type CustodySheet } from './custody-sheet.ts'

const sheet: CustodySheet = {
  account: '111111111111',
  key: {
    label: 'root key A',
    last4: '7F2K',
    place: 'bank',
    custodians: ['Mia Okafor', 'Tom Reyes'],
    seal: '0042',
    at: '2026-11-23T06:30:00.000Z',
    expires: '2027-05-22T06:30:00.000Z',
  },
  keys: 2,
  now: new Date('2026-11-24T06:30:00Z'),
}
const text = (html: string) =>
  html
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

describe('the sheet of a key', () => {
  it('says what the register says, and what to do', () => {
    const told = text(custodySheet(sheet))
    for (const part of [
      '111111111111',
      'root key A',
      '7F2K',
      'a bank&#39;s deposit box',
      '0042',
      'Mia Okafor and Tom Reyes',
      '2027-05-22',
    ])
      expect(told).toContain(part)
    expect(told).toContain('neverroot drill root --open --account 111111111111')
    expect(told).toContain('neverroot custody --renew &#39;root key A&#39; --account 111111111111 --seal NEW')
  })

  it('has a label for the key that does not say what it opens', () => {
    const label = /<section class="key">.*?<\/section>/s.exec(custodySheet(sheet))![0]
    expect(label).toContain('root key A')
    expect(label).not.toContain('111111111111')
    expect(label).not.toMatch(/AWS/)
  })

  it('rests on nothing of elsewhere: no script, no picture, no font', () => {
    const html = custodySheet(sheet)
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|src=|href=/)
    expect(html).toContain('@media print')
  })

  it.each<[when: string, change: Partial<CustodySheet['key']>]>([
    ['in the label', { label: `"><script>alert('x')</script>` }],
    ['in the seal', { seal: '<img src=x onerror=alert(1)>&' }],
    ['in a name', { custodians: ['</title><b>Mia', 'Tom & "Jo"'] }],
    ['in the last four', { last4: '<b>"' }],
  ])('takes what would be markup for text: %s', (_, change) => {
    const plain = custodySheet(sheet)
    const html = custodySheet({ ...sheet, key: { ...sheet.key, ...change } })
    const tags = (from: string) => (from.match(/<[^>]*>/g) ?? []).length
    expect(tags(html)).toBe(tags(plain))
    expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
  })

  it('warns where the record lapsed, and where it is the only key', () => {
    const late = text(custodySheet({ ...sheet, keys: 1, now: new Date('2027-06-01') }))
    expect(late).toContain('lapsed on 2027-05-22')
    expect(late).toContain('the only key in the register')
    const good = text(custodySheet(sheet))
    expect(good).not.toMatch(/lapsed on|the only key/)
  })
})

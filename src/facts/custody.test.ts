import { describe, expect, it } from 'vitest'
import { fakeSource } from '../../test/support/fake-source.ts'
import { type CustodyRecord, noRecords } from '../model/index.ts'
import { custodyRegister } from './custody.ts'

const now = new Date('2026-11-23T06:30:00Z')
const record = (more: Partial<CustodyRecord> = {}): CustodyRecord => ({
  label: 'A',
  last4: '7F2K',
  place: 'safe',
  custodians: ['Mia Okafor', 'Tom Reyes'],
  seal: '42',
  at: '2026-10-01T00:00:00.000Z',
  expires: '2027-03-30T00:00:00.000Z',
  entry: 3,
  hash: 'a'.repeat(64),
  ...more,
})
const read = async (...keys: CustodyRecord[]) => {
  const records = { ...noRecords, custody: () => keys }
  const fact = await custodyRegister.collect(fakeSource({}, { now, records }).source)
  if (fact.state !== 'known') throw new Error('not known')
  return fact
}

describe('the custody register', () => {
  it('is empty where nobody recorded a key, and rests on nothing', async () => {
    expect(await read()).toMatchObject({ value: [], evidence: [] })
  })

  it('is a word of both custodians, with its place in the ledger', async () => {
    const { value, evidence } = await read(record())
    expect(value).toMatchObject([{ label: 'A', lapsed: false, expires: new Date('2027-03-30T00:00:00Z') }])
    expect(evidence).toEqual([
      {
        kind: 'attestation',
        source: 'ledger',
        at: '2026-10-01T00:00:00.000Z',
        saw: { entry: 3, hash: 'a'.repeat(64), last4: '7F2K', place: 'safe' },
        control: 'root-mfa-is-in-custody',
        by: 'Mia Okafor and Tom Reyes',
        holds: true,
        expires: '2027-03-30T00:00:00.000Z',
      },
    ])
  })

  it.each<[when: string, more: Partial<CustodyRecord>, lapsed: boolean]>([
    ['the day before it ends', { expires: '2026-11-24T06:30:00.000Z' }, false],
    ['the moment it ends', { expires: '2026-11-23T06:30:00.000Z' }, true],
    [
      'said to count for years',
      { at: '2026-05-01T00:00:00.000Z', expires: '2036-01-01T00:00:00.000Z' },
      true,
    ],
    ['in its 180 days', { at: '2026-05-28T00:00:00.000Z', expires: '2036-01-01T00:00:00.000Z' }, false],
  ])('lapses: %s', async (_, more, lapsed) => {
    const { value, evidence } = await read(record(more))
    expect(value[0]!.lapsed).toBe(lapsed)
    // What lapsed is no evidence any more.
    expect(evidence).toHaveLength(lapsed ? 0 : 1)
  })

  it('masks a custodian who is an address, and counts one who is named twice once', async () => {
    const { value } = await read(
      record({ custodians: ['mia@corp.example', 'Tom'] }),
      record({ label: 'B', custodians: ['Tom Reyes', 'tom  reyes'] }),
    )
    expect(value.map(({ custodians }) => custodians)).toEqual([['m...@corp.example', 'Tom'], ['tom  reyes']])
  })
})

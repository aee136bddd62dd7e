import { describe, expect, it } from 'vitest'
import { fakeSource } from '../../test/support/fake-source.ts'
import { type Attestation, noRecords } from '../model/index.ts'
import { statement, vouchedSince } from './statement.ts'

const said = (over: Partial<Attestation> = {}): Attestation => ({
  kind: 'attestation',
  source: 'ledger',
  control: 'root-password-is-fresh',
  by: 'first.admin@corp.example',
  holds: true,
  at: '2026-11-20T00:00:00Z',
  expires: '2027-11-20T00:00:00Z',
  saw: null,
  ...over,
})
const source = (attestation?: Attestation) =>
  fakeSource({}, { records: { ...noRecords, attestation: () => attestation } }).source

describe('statements', () => {
  const asked = statement('root-password-is-fresh', 'Was it changed?')

  it('keep the address of whoever said it out of facts and evidence', async () => {
    const fact = await source(said()).get(asked)
    expect(fact).toMatchObject({ state: 'known', value: { by: 'f...@corp.example' } })
    expect(JSON.stringify(fact)).not.toContain('first.admin')
  })

  it.each<[when: string, days: number, attestation: Attestation, then: 'known' | 'unattested']>([
    ['lapses when it says so', 365, said({ expires: '2026-11-23T06:00:00Z' }), 'unattested'],
    ['counts until then', 365, said(), 'known'],
    ['counts no longer than its control allows, whatever it says', 2, said(), 'unattested'],
    ['counts as long as that', 30, said(), 'known'],
  ])('%s', async (when, days, attestation, state) => {
    const asked = statement(`made-for-${days}-days ${when}`, 'Is it so?', days)
    expect((await source(attestation).get(asked)).state).toBe(state)
  })

  it.each<[when: string, attestation: Attestation | undefined, moment: string, then: boolean]>([
    ['said later', said(), '2026-11-19', true],
    ['said before', said(), '2026-11-21', false],
    ['said that it is not so', said({ holds: false }), '2026-11-19', false],
    ['lapsed yesterday', said({ expires: '2026-11-22T00:00:00Z' }), '2026-11-19', false],
    ['nobody said', undefined, '2026-11-19', false],
  ])('vouch for what happened before: %s', (_when, attestation, moment, then) =>
    expect(vouchedSince(source(attestation), 'root-password-is-fresh', new Date(moment))).toBe(then),
  )
})

import { describe, expect, it } from 'vitest'
import { noRecords, type Records } from '../model/index.ts'
import { inherited } from './records.ts'

const saying = (by: string, ...controls: string[]): Records => ({
  ...noRecords,
  attestation: (control) =>
    controls.includes(control)
      ? { kind: 'attestation', source: 'ledger', at: '', saw: {}, control, by, holds: true, expires: '' }
      : undefined,
  windows: () => [{ from: by, until: '', by, reason: '' }],
})

describe('what is said about an account of an organization', () => {
  const records = inherited(saying('team', 'a'), saying('ciso', 'a', 'b'))
  it.each([
    ['a', 'team'],
    ['b', 'ciso'],
    ['c', undefined],
  ])('%s: by %s', (control, by) => expect(records.attestation(control)?.by).toBe(by))
  it('planned uses of both count', () => expect(records.windows().map((w) => w.by)).toEqual(['ciso', 'team']))
})

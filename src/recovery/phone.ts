import type { RecoveryNode } from '../model/index.ts'
import type { RecoveryFacts } from './input.ts'
import { type Group, whoMay } from './principals.ts'
import { people, system } from './ways.ts'

/**
 * Who answers the phone number on file, or brings it to another phone: who carries it, the carrier (and whoever talks it into
 * a new SIM), and every principal that may write another number (account:PutContactInformation).
 */
export function phoneNodes(
  { phone, powers }: RecoveryFacts,
  groups: readonly Group[],
  central: readonly string[],
): RecoveryNode[] {
  const holders: RecoveryNode[] =
    phone === false
      ? []
      : [
          people('phone-holder', 'whoever answers the phone number on file'),
          { ...system('carrier', 'phone carrier (a SIM swap)'), state: 'known' },
        ]
  const changers: RecoveryNode[] =
    powers === undefined
      ? [
          {
            id: 'phone-change',
            kind: 'thing',
            label: 'principals that may change the number',
            takes: 'any',
            of: ['phone-changers'],
            state: 'perhaps',
            because: 'the users and roles of the account could not be seen',
          },
          { ...people('phone-changers', 'principal with account:PutContactInformation'), who: 'principal' },
        ]
      : whoMay(groups, 'phone', { id: 'phone-change', label: 'principals that may change the number' })
  return [
    {
      id: 'phone',
      kind: 'thing',
      label: 'phone number on file',
      takes: 'any',
      of: [...holders.map(({ id }) => id), ...changers.slice(0, 1).map(({ id }) => id), ...central],
      state: 'known',
      ...(phone === false
        ? { because: 'there is no number on file: who could set one could answer it' }
        : {}),
    },
    ...holders,
    ...changers,
  ]
}

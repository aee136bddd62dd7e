/** What undo of a contact says: whatever it brings back or takes away, AWS's warnings may reach nobody then. */
import { expect, it } from 'vitest'
import { remedy } from '../../../test/support/spend.ts'
import type { AlternateContact } from '../../facts/alternate-contacts.ts'
import control from '../alternate-contacts-are-set.ts'

const declared = {
  name: 'Security Team',
  title: 'Team',
  email: 'aws-security@corp.example',
  phone: '+61 2 9374 4000',
}
const stands = (over: Partial<typeof declared>): AlternateContact => ({ set: true, ...declared, ...over })

it.each<[when: string, security: AlternateContact, back: string | undefined]>([
  [
    'an address that was another one',
    stands({ email: 'noreply@example.com' }),
    'account:PutAlternateContact',
  ],
  ['a number that was another one', stands({ phone: '+0000000000' }), 'account:PutAlternateContact'],
  ['a contact that was not there', { set: false }, 'account:DeleteAlternateContact'],
  ['nothing, where it stands as declared', stands({}), undefined],
])('undo weakens: %s', (_when, security, back) => {
  const { steps = [] } = remedy(
    control,
    { billing: stands({}), operations: stands({}), security },
    { configuration: { contacts: { security: declared } } },
  )
  expect(steps.map(({ action, undo }) => [action, undo?.action, undo?.weakens])).toEqual(
    back === undefined ? [] : [['account:PutAlternateContact', back, true]],
  )
})

import { describe, expect, it } from 'vitest'
import { account, stepOf } from '../../../test/support/plans.ts'
import { resolve } from '../plan/references.ts'
import { meaningsOf } from './meanings.ts'

const member = '222222222222'
const phone = { $observed: 'primaryContact.PhoneNumber' }

describe('what references stand for', () => {
  it('is of the account that a step is about, and looked up once for each', async () => {
    const asked: string[] = []
    const meanings = await meaningsOf(
      [
        stepOf('a/1', { input: { PhoneNumber: phone } }),
        stepOf('a/2', { input: { PhoneNumber: phone, Name: { $observed: 'primaryContact.FullName' } } }),
        stepOf('b/1', { account: member, input: {}, undo: { action: 'iam:DeleteGroup', input: phone } }),
      ],
      { alerts: { emails: ['a@corp.example'] } },
      account,
      {
        observed: async (name, of) => {
          asked.push(`${name} ${of}`)
          return { PhoneNumber: of }
        },
      },
    )
    expect(asked).toEqual([`primaryContact ${account}`, `primaryContact ${member}`])
    expect(meanings.observed!('primaryContact.PhoneNumber')).toBe(account)
    expect(meanings.observed!('primaryContact.PhoneNumber', member)).toBe(member)
    expect(meanings.observed!('primaryContact.FullName', member)).toBeUndefined()
    expect(resolve({ $config: 'alerts.emails.0' }, meanings)).toBe('a@corp.example')
  })
})

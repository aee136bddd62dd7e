import { describe, expect, it } from 'vitest'
import { account, itemOf, planOf, stepOf } from '../../../test/support/plans.ts'
import type { Configuration, Json } from '../../model/index.ts'
import type { Host } from '../../ports.ts'
import { confirm, confirmWeakening } from './confirm.ts'

const configuration: Configuration = { contacts: { primary: { phone: '+61 2 9374 4000' } } }
const change = stepOf('a/1')
const contact = (phone: Json) =>
  stepOf('b/1', {
    action: 'account:PutContactInformation',
    input: { ContactInformation: { FullName: 'M', PhoneNumber: phone } },
  })
const newPhone = contact({ $config: 'contacts.primary.phone' })
const samePhone = contact({ $observed: 'primaryContact.PhoneNumber' })

/** A person who types these answers, in order; what was asked. */
function person(...answers: (string | undefined)[]) {
  const asked: string[] = []
  const host: Host = {
    notify: () => undefined,
    ask: async ({ code }) => {
      asked.push(code)
      return answers.shift()
    },
  }
  return { asked, host }
}
const nobody: Host = { notify: () => undefined }

describe('a change', () => {
  it.each<[string, (typeof change)[], (string | undefined)[], string[]]>([
    ['by the account id', [change], [account], ['confirm-account']],
    ['with spaces around it', [change], [` ${account} `], ['confirm-account']],
    [
      'of the phone number, typed as well',
      [change, newPhone],
      [account, '+61293744000'],
      ['confirm-account', 'confirm-phone'],
    ],
    ['of other fields only', [samePhone], [account], ['confirm-account']],
  ])('is confirmed: %s', async (_name, steps, answers, questions) => {
    const { asked, host } = person(...answers)
    await confirm(planOf([itemOf('a', steps)]), { host, configuration })
    expect(asked).toEqual(questions)
  })

  it.each<[string, (typeof change)[], (string | undefined)[], RegExp]>([
    [
      'another account',
      [change],
      ['222222222222'],
      /"222222222222" is not 111111111111\. Nothing was changed/,
    ],
    ['a part of it', [change], ['1111'], /"1111" is not/],
    ['y', [change], ['y'], /"y" is not/],
    ['an empty line', [change], [''], /^Not confirmed\. Nothing was changed/],
    ['nothing, since nobody is there', [change], [undefined], /Nobody is here to confirm/],
    [
      'another number',
      [newPhone],
      [account, '+61 2 9374 4001'],
      /number that was typed is not contacts\.primary\.phone/,
    ],
    ['no number', [newPhone], [account, undefined], /number that was typed/],
  ])('is not confirmed by %s', async (_name, steps, answers, told) => {
    const { host } = person(...answers)
    await expect(confirm(planOf([itemOf('a', steps)]), { host, configuration })).rejects.toMatchObject({
      code: 'not-confirmed',
      message: expect.stringMatching(told),
    })
  })

  it('of a number that stands there already, spelled otherwise, is no change of it', async () => {
    const { asked, host } = person(account)
    await confirm(planOf([itemOf('a', [newPhone])]), { host, configuration, phoneNow: '+61293744000' })
    expect(asked).toEqual(['confirm-account'])
  })

  it('is confirmed by the id on the command line, and nobody is asked', async () => {
    const { asked, host } = person()
    await confirm(planOf([itemOf('a', [newPhone])]), { host, configuration, confirmed: account })
    expect(asked).toEqual([])
  })

  it.each([['222222222222'], ['']])('is not confirmed by "%s" on the command line', async (confirmed) => {
    const { asked, host } = person(account)
    const confirming = confirm(planOf([itemOf('a', [change])]), { host, configuration, confirmed })
    await expect(confirming).rejects.toMatchObject({ code: 'not-confirmed' })
    expect(asked).toEqual([])
  })

  it('is not confirmed where nobody can be asked; it is said how', async () => {
    await expect(
      confirm(planOf([itemOf('a', [change])]), { host: nobody, configuration }),
    ).rejects.toMatchObject({
      hint: `Without a terminal: --confirm ${account}`,
    })
  })

  it('tells how many calls it is', async () => {
    const told: Json[] = []
    const host: Host = { notify: () => undefined, ask: async ({ data }) => (told.push(data), account) }
    await confirm(planOf([itemOf('a', [change, change]), itemOf('b', [samePhone])]), { host, configuration })
    expect(told).toEqual([{ account, calls: 3 }])
  })
})

describe('taking back what made it safer', () => {
  const run = '2026-11-23T0630'

  it.each<[string, string | undefined, boolean]>([
    ['the name of the run', run, true],
    ['with spaces', ` ${run} `, true],
    ['another run', '2026-11-23T0631', false],
    ['the account id again', account, false],
    ['nothing', undefined, false],
  ])('%s', async (_name, typed, fine) => {
    const { asked, host } = person(typed)
    const confirming = confirmWeakening(run, { host, configuration })
    if (fine) await confirming
    else
      await expect(confirming).rejects.toMatchObject({
        code: 'not-confirmed',
        hint: expect.stringContaining(run),
      })
    expect(asked).toEqual(['confirm-weakening'])
  })
})

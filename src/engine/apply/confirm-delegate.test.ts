import { describe, expect, it } from 'vitest'
import { itemOf, stepOf } from '../../../test/support/plans.ts'
import { confirmDelegate } from './confirm-delegate.ts'

const delegate = '222222222222'
const configuration = { organization: { delegatedAdministrator: delegate } }
const naming = [itemOf('a', [stepOf('a/1', { action: 'organizations:RegisterDelegatedAdministrator' })])]

describe('who is about to act for the management account', () => {
  const asking = (answer?: string) => {
    const asked: string[] = []
    const host = {
      notify: () => undefined,
      ask: async ({ code }: { code: string }) => (asked.push(code), answer),
    }
    return { asked, host }
  }

  it.each([
    ['is typed', delegate],
    ['is typed with a space', ` ${delegate} `],
  ])('%s', async (_how, answer) => {
    const { asked, host } = asking(answer)
    await confirmDelegate({ items: naming, configuration, host })
    expect(asked).toEqual(['confirm-delegate'])
  })

  it.each([
    ['another account', '333333333333'],
    ['nothing', ''],
    ['no answer', undefined],
  ])('is not confirmed by %s', async (_how, answer) => {
    const { host } = asking(answer)
    await expect(confirmDelegate({ items: naming, configuration, host })).rejects.toMatchObject({
      code: 'not-confirmed',
    })
  })

  it('is not asked about where nobody is named, nor where the plan was confirmed on the command line', async () => {
    const { asked, host } = asking()
    await confirmDelegate({ items: [itemOf('a', [stepOf('a/1')])], configuration, host })
    await confirmDelegate({ items: naming, configuration, host, confirmed: 'o-1' })
    expect(asked).toEqual([])
  })
})

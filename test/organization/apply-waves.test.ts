/** Applying goes through an organization in waves, and stops where too much goes wrong. */
import { describe, expect, it } from 'vitest'
import type { AppliedToMany } from '../../src/index.ts'
import { badIn, callsIn, type Company, order } from '../support/applying-to-many.ts'
import { calm, idOf, isChange, management, smallCompany, strike } from '../support/small-company.ts'

/** Each write of a run with the account that it was made in. */
function writesOf(company: Company): string[] {
  const accounts: string[] = []
  strike(company, (operation, account) => void (isChange(operation) && accounts.push(account)))
  return accounts
}

const denyIn = (company: Company, ...accounts: string[]) =>
  strike(company, (operation, account) =>
    isChange(operation) && accounts.includes(account) ? 'deny' : undefined,
  )

const wavesOf = ({ waves }: AppliedToMany) => waves.map(({ name, accounts }) => [name, accounts.length])

describe('the order', () => {
  it('the canary alone, then more and more, the management account last', async () => {
    const company = await smallCompany(8)
    const plan = await company.plan()
    const writes = writesOf(company)
    const applied = await company.apply(plan)
    expect(wavesOf(applied)).toEqual([
      ['canary', 1],
      ['one in a hundred', 1],
      ['one in ten', 1],
      ['the rest', 5],
      ['the management account', 1],
    ])
    const canary = applied.waves[0]!.accounts[0]!
    const perAccount = callsIn(plan).filter((call) => call.startsWith(canary)).length
    expect(new Set(writes.slice(0, perAccount))).toEqual(new Set([canary]))
    const centre = writes.indexOf(management)
    expect(writes.slice(centre).every((account) => account === management)).toBe(true)
    const told = company.notices.flatMap((n) => (n.code === 'wave' ? [n.data] : []))
    expect(told).toEqual(applied.waves.map(({ name, accounts }) => ({ name, accounts: accounts.length })))
  })

  it('--canary goes first', async () => {
    const company = await smallCompany(4)
    const plan = await company.plan()
    const applied = await company.apply(plan, { canary: idOf(4) })
    expect(applied.waves[0]).toMatchObject({ name: 'canary', accounts: [idOf(4)], good: 1 })
    expect(order(company.notices)[0]).toBe(idOf(4))
    expect(order(company.notices)).toHaveLength(5)
  })

  it.each([
    ['an account that is in no plan', '999999999999'],
    ['the management account', management],
  ])('a canary that is %s is refused', async (_what, canary) => {
    const company = await smallCompany(2)
    const plan = await company.plan()
    const writes = writesOf(company)
    await expect(company.apply(plan, { canary })).rejects.toMatchObject({
      code: 'no-such-canary',
      message: `The plan makes no call in a member ${canary}: it cannot go first.`,
      hint: expect.stringContaining(idOf(2)),
    })
    expect(writes).toEqual([])
  })
})

describe('an account that is not good', () => {
  it('as the canary ends it: no other account is tried', async () => {
    const company = await smallCompany(4)
    const plan = await company.plan()
    denyIn(company, idOf(3))
    const applied = await company.apply(plan, { canary: idOf(3) })
    expect(applied).toMatchObject({ complete: false, left: [idOf(2), idOf(4), idOf(5), management] })
    expect(badIn(applied)).toEqual({ [idOf(3)]: expect.stringMatching(/^alternate contact|.*denied/i) })
    expect([...applied.ends.keys()]).toEqual([idOf(3)])
  })

  it.each([
    [1, 2],
    [2, 3],
  ])('with --stop-after %i the wave after that is not begun', async (stopAfter, tried) => {
    const company = await smallCompany(8)
    const plan = await company.plan()
    denyIn(company, idOf(3), idOf(4), idOf(5))
    const applied = await company.apply(plan, { canary: idOf(2), stopAfter, width: 1 })
    expect(applied.ends.size).toBe(tried)
    expect(Object.keys(badIn(applied))).toHaveLength(stopAfter)
    expect(applied.left).toHaveLength(9 - tried)
    expect(applied.left).toContain(management)
  })

  it('beside others is carried on with once the cause is gone, and the good ones are left alone', async () => {
    const company = await smallCompany(4)
    const plan = await company.plan()
    denyIn(company, idOf(4))
    const first = await company.apply(plan, { stopAfter: 2 })
    expect(Object.keys(badIn(first))).toEqual([idOf(4)])
    expect(first).toMatchObject({ complete: false, left: [] })
    // The cause is still there: it says so again, and nobody else is touched.
    denyIn(company, idOf(4))
    const second = await company.apply('resume')
    expect(Object.keys(badIn(second))).toEqual([idOf(4)])
    const writes = writesOf(company)
    const third = await company.apply('resume')
    expect(third).toMatchObject({ complete: true, left: [] })
    expect(new Set(writes)).toEqual(new Set([idOf(4)]))
    calm(company)
    expect(callsIn(await company.plan())).toEqual([])
  })

  it('early on is carried on with, and then all the others', async () => {
    const company = await smallCompany(4)
    denyIn(company, idOf(2))
    const plan = await company.plan()
    expect((await company.apply(plan, { canary: idOf(2) })).left).toHaveLength(4)
    calm(company)
    expect(await company.apply('resume')).toMatchObject({ complete: true })
    expect(callsIn(await company.plan())).toEqual([])
  })

  it('when it is taken back leaves the others taken back, and can be taken back later', async () => {
    const company = await smallCompany(4)
    await company.apply(await company.plan())
    denyIn(company, idOf(4))
    const first = await company.undo({ stopAfter: 2 })
    expect(Object.keys(badIn(first))).toEqual([idOf(4)])
    expect(first.complete).toBe(false)
    calm(company)
    const second = await company.undo()
    expect([...second.ends.keys()]).toEqual([idOf(4)])
    expect(second.complete).toBe(true)
  })

  it('and of which nothing was done has nothing to be taken back, and is no obstacle', async () => {
    const company = await smallCompany(4)
    const plan = await company.plan()
    denyIn(company, idOf(2))
    await company.apply(plan, { canary: idOf(2), stopAfter: 5 })
    calm(company)
    const undone = await company.undo()
    expect(undone).toMatchObject({ complete: true, left: [] })
    expect(undone.ends.get(idOf(2))!.because).toMatch(/nothing to take back/)
  })
})

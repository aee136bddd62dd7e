/**
 * What a fix must not do (docs/threat-model.md), for many accounts, asked of generated organizations in which everything may be
 * planned that can hurt: nobody is locked out, at no moment is anything less safe than it has to be, undo says what it weakens.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/index.ts'
import type { World } from '../../src/sandbox/index.ts'
import { stops } from './accidents.ts'
import { accountsIn, badIn, statusesOf } from './applying-to-many.ts'
import { expectAccounts, expectPlan, lasting, ofAll, opened, stepsOf } from './guarded-company.ts'
import { isChange } from './small-company.ts'
import { guardedOrganizations, type GuardedSpec } from './worlds/guarded-organization.ts'
import { memberId } from './worlds/organization.ts'

/** Makes so many plans, and counts what can hurt in them: properties of nothing hold always. */
async function whatIsMet(seed: number, runs: number) {
  const met = { roots: 0, mailboxes: 0, numbers: 0, weakening: 0, organizations: 0 }
  for (const spec of fc.sample(guardedOrganizations, { seed, numRuns: runs })) {
    const given = await opened(spec)
    if (given) expectPlan(given)
    const steps = stepsOf(given?.plan.items ?? [])
    met.roots += Number(steps.some(({ as }) => as.startsWith('root-task:')))
    met.mailboxes += Number(steps.some(({ action }) => action === 'account:StartPrimaryEmailUpdate'))
    met.numbers += Number(steps.some(({ action }) => action === 'account:PutContactInformation'))
    met.weakening += Number(steps.some(({ undo }) => undo?.weakens))
    met.organizations += Number(steps.some(({ action }) => action.startsWith('organizations:')))
  }
  return met
}

/** There and back: in order at every moment, and what undo makes worse is said and typed for. */
async function inOrderThereAndBack(spec: GuardedSpec): Promise<void> {
  const given = await opened(spec)
  if (!given || accountsIn(given.plan).length === 0) return
  const { company, plan, asked, watch, before } = given
  expectPlan(given)
  const first = statusesOf(await company.audit())
  const applied = await company.apply(plan, { stopAfter: 99 })
  expect(applied.left).toEqual([])
  expectAccounts(given, Object.keys(badIn(applied)).length === 0)
  const after = statusesOf(await company.audit())
  // Somebody declares one list for two contacts; an amount may fit what a budget counted before.
  const declared =
    /^(daily-budget-fits-typical-spend|alternate-contacts-are-separate-lists|root-email-is-dedicated) /
  const worse = Object.keys(first).filter((key) => first[key] === 'pass' && after[key] === 'fail')
  expect(worse.filter((key) => !declared.test(key))).toEqual([])
  // What is done in other accounts makes nothing worse here.
  const touched = accountsIn(plan)
  expect(worse.filter((key) => !touched.includes(key.split(' ')[1]!))).toEqual([])

  const changed = structuredClone(company.world.accounts)
  const unsaid = { stopAfter: 99, confirmed: undefined } as const
  const weakens = stepsOf(plan.items).some((step) => step.undo?.weakens)
  const notSo = async (question: { code: string; data: unknown }) =>
    question.code === 'confirm-weakening' ? 'yes' : company.organization
  if (weakens) {
    await expect(
      company.undo({ ...unsaid, host: { notify: () => undefined, ask: notSo } }),
    ).rejects.toMatchObject({ code: 'not-confirmed' })
    expect(company.world.accounts).toEqual(changed)
  }
  asked.length = 0
  await company.undo(unsaid)
  expect(asked.includes('confirm-weakening')).toBe(weakens)
  const last = statusesOf(await company.audit())
  for (const item of plan.items) {
    const key = `${item.control} ${item.subject.id}`
    if (item.steps.length > 0 && after[key] === 'pass' && last[key] === 'fail')
      expect(
        item.steps.some((step) => step.undo?.weakens),
        `undo weakens ${key}`,
      ).toBe(true)
  }
  expect(lasting(company.world, given)).toEqual(lasting(before, given))
  expect(ofAll(company.world)).toEqual(ofAll(before))
  expect([...watch.wrong]).toEqual([])
}

/** Wherever it is cut off: in order up to there, and in order to the end or back. */
async function inOrderWhenCutOff(spec: GuardedSpec, cut: Cut): Promise<void> {
  const given = await opened(spec)
  if (!given || accountsIn(given.plan).length === 0) return
  const { company, plan, watch, before } = given
  const stop = new AbortController()
  let count = 0
  watch.meanwhile((operation) => {
    if (!isChange(operation) || ++count !== cut.nth) return undefined
    stop.abort()
    return cut.accident === 'stop before' ? 'hang' : cut.accident === 'stop during' ? 'lost' : undefined
  })
  const ended = await company
    .apply(plan, { signal: stop.signal, stopAfter: 99 })
    .catch((error: Error) => error)
  watch.meanwhile(() => undefined)
  if (ended instanceof Error) expect(ended.name).toBe('Interrupted')
  expectAccounts(given, false)
  if (cut.then === 'finish') {
    if (ended instanceof Error) await company.apply('resume', { stopAfter: 99 })
    expectAccounts(given, false)
  } else {
    await company.undo({ stopAfter: 99 }).catch((error: unknown) => {
      if (!(error instanceof UserError && error.code === 'nothing-to-undo')) throw error
    })
    expect(lasting(company.world, given)).toEqual(lasting(before, given))
    expect(ofAll(company.world)).toEqual(ofAll(before))
  }
  expect([...watch.wrong]).toEqual([])
}

/** Whoever chose some accounts: no session is opened in the others, and nothing of theirs is another. */
async function withinTheChoice(spec: GuardedSpec): Promise<void> {
  const given = await opened(spec, spec.choice)
  if (!given) return
  const { company, plan, before } = given
  const { accounts, exclude = [], units } = spec.choice
  const unit = (id: string) => {
    const name = spec.organization.members.find((_, i) => memberId(i) === id)?.unit
    return name && { A: 'Root/A', B: 'Root/B', C: 'Root/A/C' }[name]
  }
  const isChosen = (id: string) =>
    (accounts?.includes(id) ?? true) &&
    (units?.some((path) => unit(id)?.startsWith(path)) ?? true) &&
    !exclude.some((one) => one === id || unit(id)?.startsWith(one))
  await company.apply(plan, { stopAfter: 99 })
  const others = Object.keys(before.accounts).filter((id) => !isChosen(id))
  expect(stepsOf(plan.items).filter((step) => others.includes(step.account))).toEqual([])
  const opened_ = company.world.sessions.map(({ account }) => account)
  expect(others.filter((id) => id !== company.management && opened_.includes(id))).toEqual([])
  const quiet = ({ events: _, ...account }: World['accounts'][string]) => account
  for (const id of others) expect(quiet(company.world.accounts[id]!), id).toEqual(quiet(before.accounts[id]!))
  if (!isChosen(company.management)) expect(ofAll(company.world)).toEqual(ofAll(before))
}

interface Cut {
  nth: number
  accident: (typeof stops)[number]
  then: 'finish' | 'take back'
}

const cuts: fc.Arbitrary<Cut> = fc.record({
  nth: fc.integer({ min: 1, max: 20 }),
  accident: fc.constantFrom(...stops),
  then: fc.constantFrom('finish' as const, 'take back' as const),
})

/** Asks of so many made organizations what must hold; half as many are cut off, and half as many chosen from. */
export function askWhetherSafe(seed: number, runs: number): void {
  const how = { seed, endOnFailure: process.env.NEVERROOT_SHRINK === undefined }
  const half = { ...how, numRuns: Math.ceil(runs / 2) }
  describe('whatever can hurt in an organization', { timeout: runs * 30_000 }, () => {
    it('is planned, and only where it may be', async () => {
      const met = await whatIsMet(seed, runs * 3)
      expect(Object.entries(met).filter(([, n]) => n === 0)).toEqual([])
    })

    it('is done in order, there and back', () =>
      fc.assert(fc.asyncProperty(guardedOrganizations, inOrderThereAndBack), { ...how, numRuns: runs }))

    it('is in order wherever it is cut off', () =>
      fc.assert(fc.asyncProperty(guardedOrganizations, cuts, inOrderWhenCutOff), half))

    it('stays in the accounts that were chosen', () =>
      fc.assert(fc.asyncProperty(guardedOrganizations, withinTheChoice), half))
  })
}

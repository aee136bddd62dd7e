/** Root's own keys: switched off, watched, deleted; and never before another way in was seen to work. */
import { describe, expect, it } from 'vitest'
import { type Applied, isEmpty, type Plan, type Records } from '../../src/index.ts'
import { signInAsRoot } from '../../src/sandbox/index.ts'
import { type Stage, stageOf } from '../support/applying.ts'
import { type Given, id, keys as control, said, unused, world } from '../support/root-credentials.ts'

const open = (given: Given = {}, over: { records?: Records } = {}) =>
  stageOf(world({ root: { keys: [unused] }, ...given }), { only: [control], configuration: {}, ...over })
const keys = ({ world: of }: Stage) => of.accounts[id]!.root.accessKeys
const calls = (plan: Plan) => plan.items.flatMap((i) => i.steps.map((s) => `${s.action} ${s.risk}`))
const results = (applied: Applied) => applied.outcomes.map((o) => `${o.action} ${o.result}`)
const waits = (plan: Plan) => plan.items.flatMap((i) => i.waiting ?? []).join(' ')
/** The administrator is not seen any more: gone, or only without signing in. */
const forget = ({ world: of }: Stage) => {
  of.accounts[id]!.iam.users = []
  delete of.accounts[id]!.iam.credentialReport
}
const off = ['iam:UpdateAccessKey disruptive']
const gone = ['iam:DeleteAccessKey irreversible']

describe('a root key', () => {
  it('is switched off, watched for a week, and deleted by a later plan; only the first is taken back', async () => {
    const stage = await open()
    const first = await stage.plan()
    expect(calls(first)).toEqual(off)
    const { run } = await stage.apply(first)
    expect(keys(stage)).toMatchObject([{ status: 'Inactive' }])
    stage.pass(24 * 6)
    expect(isEmpty(await stage.plan()), 'six days are too few').toBe(true)
    stage.pass(24 * 2)
    const second = await stage.plan()
    expect(calls(second)).toEqual(gone)
    const deleted = await stage.apply(second)
    expect([keys(stage), deleted.lasting]).toEqual([[], [expect.stringMatching(/is deleted for good/)]])
    expect(isEmpty(await stage.plan())).toBe(true)
    await expect(stage.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' })
    const undone = await stage.undo({ run })
    expect(results(undone), 'a key that is gone is not switched on').toEqual(['iam:UpdateAccessKey refused'])
  })

  it('is switched on again by undo, which is said to make the account less safe', async () => {
    const stage = await open()
    await stage.apply(await stage.plan())
    const undone = await stage.undo()
    expect(keys(stage)).toMatchObject([{ status: 'Active' }])
    expect(undone.shown.plan.items[0]!.steps).toMatchObject([
      { action: 'iam:UpdateAccessKey', weakens: true },
    ])
  })

  it.each<[string, Given]>([
    ['nobody else is there', { mia: false }],
    ['the administrator was never seen', { mia: 'with MFA' }],
  ])('waits where %s', async (_name, given) => {
    const stage = await open(given)
    for (const user of stage.world.accounts[id]!.iam.users) delete user.password!.lastUsed
    const plan = await stage.plan()
    expect([isEmpty(plan), waits(plan)]).toEqual([true, expect.stringContaining('no administrator was seen')])
    expect(await stage.apply(plan)).toMatchObject({ outcomes: [] })
    expect(keys(stage)).toMatchObject([{ status: 'Active' }])
  })

  it('is not deleted where the administrator has no MFA', async () => {
    const stage = await open({
      root: { keys: [{ ...unused, inactive: true }] },
      offFor: 20,
      mia: 'without MFA',
    })
    const plan = await stage.plan()
    expect([isEmpty(plan), waits(plan)]).toEqual([true, expect.stringContaining('has no MFA')])
  })

  it('stays as it is where the administrator is gone by the time the plan is applied', async () => {
    const stage = await open()
    const plan = await stage.plan()
    forget(stage)
    const applied = await stage.apply(plan)
    expect(results(applied)).toEqual(['iam:UpdateAccessKey refused'])
    expect(applied.outcomes[0]!.message).toMatch(/no administrator was seen to work within 30 days/)
    expect([applied.complete, keys(stage)[0]!.status]).toEqual([false, 'Active'])
  })

  it('is not deleted where the administrator has lost their MFA by the time the plan is applied', async () => {
    const stage = await open({ root: { keys: [{ ...unused, inactive: true }] }, offFor: 20 })
    const plan = await stage.plan()
    expect(calls(plan)).toEqual(gone)
    stage.world.accounts[id]!.iam.virtualMfaDevices = stage.world.accounts[id]!.iam.virtualMfaDevices.filter(
      (device) => device.assignedTo === 'root',
    )
    const applied = await stage.apply(plan)
    expect([results(applied), keys(stage).length]).toEqual([['iam:DeleteAccessKey refused'], 1])
    expect(applied.outcomes[0]!.message).toMatch(/has no MFA/)
  })

  it('is not touched by who works with it', async () => {
    const stage = await open({ caller: 'key' })
    const plan = await stage.plan()
    expect([isEmpty(plan), waits(plan)]).toEqual([true, expect.stringContaining('runs with it')])
  })

  it('is not touched by who works with it, whoever made the plan', async () => {
    const stage = await open()
    const plan = await stage.plan()
    const withKey = { credentials: async () => stage.sandbox.credentials(keys(stage)[0]!.id) }
    await expect(stage.apply(plan, withKey)).rejects.toMatchObject({ code: 'facts-moved' })
    expect(keys(stage)).toMatchObject([{ status: 'Active' }])
  })

  it('is not touched by who carries on with it', async () => {
    const stage = await open({ root: { keys: [unused, unused] } })
    const plan = await stage.plan()
    expect(calls(plan)).toEqual([...off, ...off])
    stage.sandbox.faults.add({ kind: 'deny', operation: 'iam:UpdateAccessKey' })
    expect(results(await stage.apply(plan))).toEqual([
      'iam:UpdateAccessKey refused',
      'iam:UpdateAccessKey skipped',
    ])
    stage.sandbox.faults.clear()
    const withKey = { credentials: async () => stage.sandbox.credentials(keys(stage)[1]!.id) }
    const resumed = await stage.apply('resume', withKey)
    expect(results(resumed)).toEqual(['iam:UpdateAccessKey applied', 'iam:UpdateAccessKey refused'])
    expect(keys(stage).map((k) => k.status)).toEqual(['Inactive', 'Active'])
    expect(results(await stage.apply('resume'))).toEqual([
      'iam:UpdateAccessKey applied',
      'iam:UpdateAccessKey applied',
    ])
  })

  it('is left to root, by apply and by undo: to others it looks as if it were gone', async () => {
    const stage = await open({ root: { keys: [unused, unused] } })
    const mia = stage.world.accounts[id]!.iam.users[0]!.accessKeys[0]!.id
    const as = { credentials: async () => stage.sandbox.credentials(mia) }
    const plan = await stage.plan()
    await expect(stage.apply(plan, as)).rejects.toMatchObject({ code: 'facts-moved' })
    stage.sandbox.faults.add({ kind: 'deny', operation: 'iam:UpdateAccessKey' })
    await stage.apply(plan)
    stage.sandbox.faults.clear()
    expect(results(await stage.apply('resume', as))[0]).toBe('iam:UpdateAccessKey refused')
    await stage.apply('resume')
    const undone = await stage.undo(as)
    expect(undone.outcomes[0]!.message).toMatch(/only root reaches root's own credentials/)
    expect(keys(stage).map((k) => k.status)).toEqual(['Inactive', 'Inactive'])
    expect(await stage.undo()).toMatchObject({ complete: true })
  })

  it('is not deleted by a plan of the time before somebody switched it on again', async () => {
    const stage = await open({ root: { keys: [{ ...unused, inactive: true }] }, offFor: 20 })
    const plan = await stage.plan()
    keys(stage)[0]!.status = 'Active'
    await expect(stage.apply(plan)).rejects.toMatchObject({ code: 'facts-moved' })
    expect(keys(stage)).toHaveLength(1)
  })

  it('is not deleted by a plan of the time before somebody said that it is needed', async () => {
    const word: { of: Records } = { of: said(control, 1, true) }
    const stage = await open({ root: { keys: [{ ...unused, inactive: true }] }, offFor: 20 })
    const plan = await stage.plan({ records: async () => word.of })
    expect(calls(plan)).toEqual(gone)
    word.of = said(control, 0, false)
    await expect(stage.apply(plan, { records: async () => word.of })).rejects.toMatchObject({
      code: 'facts-moved',
    })
    expect(keys(stage)).toHaveLength(1)
  })
})

describe("root's own sign-in", () => {
  it('is no proof that an administrator works', async () => {
    const stage = await open({ mia: false })
    signInAsRoot(stage.world, id, stage.sandbox.clock.now())
    expect(isEmpty(await stage.plan())).toBe(true)
  })
})

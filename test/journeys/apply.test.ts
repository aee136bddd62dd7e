/** Every scenario, there and back: audited, planned, applied, looked at again, taken back. */
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/index.ts'
import { makeScenario } from '../../src/sandbox/index.ts'
import { contents, journals, mails, untrue } from '../support/accidents.ts'
import { atThePhone, callsOf, declared, type Stage, stageOf, statuses } from '../support/applying.ts'
import { type Audited, began } from '../support/audit.ts'
import { unproven, untilReported, unverified } from '../support/planned-worlds.ts'
import { profiles, scenarioNames } from '../support/sights.ts'

const worlds = scenarioNames.flatMap((scenario) => profiles.map((as) => [scenario, as] as const))

describe.each(worlds)('%s as %s', (scenario, as) => {
  const open = async () => {
    const stage = await stageOf(await makeScenario(scenario, began), { as })
    return { stage, before: contents(stage.world) }
  }
  const apply = (stage: Stage, plan: Plan) => stage.apply(plan, { host: atThePhone(stage) })

  it('is put right, and nothing is left to do', async () => {
    const { stage } = await open()
    const plan = await stage.plan()
    const applied = await apply(stage, plan)
    const results = applied.outcomes.map((o) => o.result)
    expect(results.filter((r) => !['applied', 'already-so', 'waiting'].includes(r))).toEqual([])
    expect(applied.complete).toBe(true)
    expect(applied.outcomes.map((o) => o.step)).toEqual(plan.items.flatMap((i) => i.steps.map((s) => s.id)))
    expect(callsOf(await stage.plan()), 'at once').toEqual([])
    stage.pass(untilReported)
    expect(callsOf(await stage.plan()), 'when the report is renewed').toEqual([])
  })

  it('claims as fixed only what passes, at once and when the report is renewed', async () => {
    const { stage } = await open()
    const applied = await apply(stage, await stage.plan())
    const fixed = applied.items.filter((item) => item.result === 'fixed').map((item) => item.control)
    const notPassing = (audited: Audited) =>
      fixed.filter((control) => !['pass', 'not-applicable'].includes(audited.of(control).status))
    expect(notPassing(await stage.audit())).toEqual([])
    stage.pass(untilReported)
    expect(notPassing(await stage.audit())).toEqual([])
  })

  it('makes nothing worse: what passed before passes afterwards', async () => {
    const { stage } = await open()
    const first = await stage.audit()
    await stage.apply(await stage.plan(), { host: atThePhone(stage, 1 / 60) })
    stage.pass(untilReported)
    const after = await stage.audit()
    const worse = first.findings
      .filter((f) => f.status === 'pass' && after.of(f.control).status !== 'pass')
      .map((f) => f.control)
    expect(worse).toEqual([])
  })

  it('is taken back as it was, once', async () => {
    const { stage, before } = await open()
    const first = statuses(await stage.audit())
    await apply(stage, await stage.plan())
    const undone = await stage.undo()
    expect(undone.outcomes.map((o) => o.result)).toEqual(undone.outcomes.map(() => 'applied'))
    expect(undone.complete).toBe(true)
    expect(unverified(contents(stage.world))).toEqual(unverified(before))
    const last = statuses(await stage.audit())
    const others = Object.keys(first).filter((control) => first[control] !== last[control])
    expect(others.filter((control) => !unproven.includes(control))).toEqual([])
    await expect(stage.undo()).rejects.toMatchObject({ code: 'no-such-run' })
    await expect(stage.undo({ run: undone.undoes! })).rejects.toMatchObject({ code: 'undone-already' })
    await expect(stage.apply('resume')).rejects.toMatchObject({ code: 'nothing-to-resume' })
  })

  it('can be put right again after it was taken back', async () => {
    const { stage } = await open()
    const plan = await stage.plan()
    await apply(stage, plan)
    const after = contents(stage.world)
    await stage.undo()
    await apply(stage, await stage.plan())
    expect(unverified(contents(stage.world))).toEqual(unverified(after))
  })

  it('is not put right twice by one plan', async () => {
    const { stage } = await open()
    const plan = await stage.plan()
    await apply(stage, plan)
    const after = contents(stage.world)
    const sent = mails(stage.world)
    await expect(apply(stage, plan)).rejects.toMatchObject({ code: 'facts-moved' })
    expect([contents(stage.world), mails(stage.world)]).toEqual([after, sent])
  })

  it('is written down truly, and holds no address, number or password but in one file', async () => {
    const { stage } = await open()
    const seen: unknown[] = [await stage.plan()]
    seen.push(await apply(stage, seen[0] as Plan), stage.notices, await stage.undo())
    expect(journals(stage.folder).flatMap((lines) => untrue(lines))).toEqual([])
    const secrets = [
      ...[...JSON.stringify(declared).matchAll(/"([^"]*(?:@|\+\d)[^"]*)"/g)].map(([, text]) => text!),
      ...stage.sink.given.map((given) => given.password),
    ]
    expect(secrets.length).toBeGreaterThan(8)
    const texts = stage.files().filter(([path]) => path !== 'before-images.json')
    expect(texts.length).toBeGreaterThan(3)
    for (const [where, text] of [...texts, ['what was said', JSON.stringify(seen)]] as const)
      expect(
        secrets.filter((secret) => text.includes(secret)),
        where,
      ).toEqual([])
  })
})

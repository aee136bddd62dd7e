import { expect, it, vi } from 'vitest'
import { makeScenario, readCode } from '../../src/sandbox/index.ts'
import { began } from '../support/audit.ts'
import { stageOf, type Stage } from '../support/applying.ts'
import { type Accident, calm, changes, contents, journals, mails, passing, stops, strikeWrite, untrue } from '../support/accidents.ts'
vi.mock('node:timers/promises', async (original) => ({ ...(await original<object>()), setTimeout: async () => undefined }))

const withCode = (stage: { world: any }) => ({
  host: { notify: () => undefined, ask: async ({ code }: { code: string }) => code === 'phone-code' ? readCode(stage.world, '+61293744000') : undefined },
})
for (const scenario of ['neglected-business', 'fresh-personal'])
  it(`faults: ${scenario}`, async () => {
    const open = async () => stageOf(await makeScenario(scenario, began), { as: 'business', timeoutMs: 500 })
    const good = await open()
    const plan = await good.plan()
    await good.apply(plan, withCode(good))
    const want = { contents: contents(good.world), mails: mails(good.world), changes: changes(good.world, good.account) }
    const writes = plan.items.flatMap((i) => i.steps).length
    for (const kind of [...passing, ...stops, 'deny'] as Accident[]) {
      const t = performance.now()
      for (let n = 1; n <= writes; n++) {
        const stage = await open()
        const signal = strikeWrite(stage, n, kind)
        const what = `${kind} ${n}`
        const first = await stage.apply(plan, { ...withCode(stage), signal }).catch((e: Error) => e)
        calm(stage)
        const unfinished = first instanceof Error ? first.name === 'Interrupted' : !first.complete
        if (first instanceof Error && !unfinished) console.log(what, first)
        const done = unfinished ? await stage.apply('resume', withCode(stage)).catch((e: Error) => e) : first
        if (done instanceof Error) { console.log(what, 'resume', done.message); continue }
        const bad = done.outcomes.filter((o) => !['applied', 'already-so', 'waiting'].includes(o.result))
        if (bad.length || !done.complete) console.log(what, bad)
        try {
          expect(contents(stage.world)).toEqual(want.contents)
          expect(mails(stage.world)).toEqual(want.mails)
          expect(changes(stage.world, stage.account)).toEqual(want.changes)
          expect(journals(stage.folder).flatMap((l) => untrue(l, kind.startsWith('stop') ? 1 : 0))).toEqual([])
        } catch (e) { console.log(what, (e as Error).message.slice(0, 2000)) }
      }
      console.log(scenario, kind, performance.now() - t)
    }
  }, 600_000)

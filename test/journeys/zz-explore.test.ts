import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { makeScenario } from '../../src/sandbox/index.ts'
import { began } from '../support/audit.ts'
import { stageOf } from '../support/applying.ts'
vi.mock('node:timers/promises', async (original) => ({ ...(await original<object>()), setTimeout: async () => undefined }))

const journal = (folder: string) => readdirSync(join(folder, 'journal')).map((r) => { try { return readFileSync(join(folder, 'journal', r, 'journal.jsonl'), 'utf8') } catch { return 'none' } })

for (const scenario of ['neglected-business', 'fresh-personal'])
  it(`interrupted: ${scenario}`, async () => {
    const calm = await stageOf(await makeScenario(scenario, began), { as: 'business' })
    const plan = await calm.plan()
    await calm.apply(plan)
    const writes = plan.items.flatMap((i) => i.steps).length
    for (const kind of ['lost', 'hang'] as const)
      for (let n = 1; n <= writes; n++) {
        const stage = await stageOf(await makeScenario(scenario, began), { as: 'business' })
        const stop = new AbortController()
        let count = 0
        const strike = stage.sandbox.faults.strike.bind(stage.sandbox.faults)
        stage.sandbox.faults.strike = (op, key) => {
          if (/:(Get|List|Describe|Lookup|Generate)/.test(op)) return strike(op, key)
          if (++count !== n) return undefined
          stop.abort()
          return kind
        }
        try { await stage.apply(plan, { signal: stop.signal }) } catch (e) { if ((e as Error).name !== 'Interrupted') console.log(kind, n, 'apply threw', e) }
        stage.sandbox.faults.strike = strike
        try {
          const done = await stage.apply('resume')
          const bad = done.outcomes.filter((o) => !['applied', 'already-so', 'waiting'].includes(o.result))
          if (bad.length || !done.complete) console.log(kind, n, bad)
        } catch (e) { console.log(kind, n, 'resume threw', (e as Error).message) }
      }
  })

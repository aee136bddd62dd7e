import fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { it } from 'vitest'
import { stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'
import { accounts, fullConfigurations, worldOf } from '../support/worlds.ts'
it('probe', async () => {
  const counts = new Map<string, number>()
  const crashes: unknown[] = []
  const errors = new Map<string, { n: number; spec: unknown }>()
  for (const [spec, configuration] of fc.sample(fc.tuple(accounts, fullConfigurations), { seed: 11, numRuns: 150 })) {
    const stage = await stageOf(worldOf(spec, began), { configuration, as: spec.business ? 'business' : 'personal', serve: { onRequest: (l) => { if (l.error && /^(?!NoSuch|ResourceNotFound|AWSOrg|NotFound|AccessDenied|DataUnav|OrganizationNotFound)/.test(l.error)) { const k = `${l.operation} ${l.error}`; const e = errors.get(k) ?? { n: 0, spec }; e.n++; errors.set(k, e) } } } })
    try {
      const plan = await stage.plan()
      const done = await stage.apply(plan) as any
      for (const o of done.outcomes ?? done.items ?? []) { const k = `${o.result} ${o.action ?? o.step?.action ?? o.step} ${o.result === 'failed' || o.result === 'refused' ? o.message : ''}`; counts.set(k, (counts.get(k) ?? 0) + 1) }
      const again = await stage.plan()
      for (const i of again.items) for (const s of i.steps) { const k = `again ${i.control} ${s.action}`; counts.set(k, (counts.get(k) ?? 0) + 1) }
    } catch (e: any) { crashes.push([e.name, e.code, e.message, e.stack?.split('\n').slice(0, 6), spec]) }
  }
  writeFileSync('/tmp/probe/apply.json', JSON.stringify({ counts: [...counts].sort(), errors: [...errors].map(([k, v]) => [k, v.n, v.spec]), crashes }, null, 1))
}, 900000)

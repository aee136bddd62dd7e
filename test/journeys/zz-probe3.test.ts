import fc from 'fast-check'
import { it } from 'vitest'
import { stageOf } from '../support/applying.ts'
import { began } from '../support/audit.ts'
import { accounts, fullConfigurations, worldOf } from '../support/worlds.ts'
it('probe', async () => {
  let shown = 0
  for (const [spec, configuration] of fc.sample(fc.tuple(accounts, fullConfigurations), { seed: 11, numRuns: 60 })) {
    const stage = await stageOf(worldOf(spec, began), { configuration, as: spec.business ? 'business' : 'personal' })
    const plan = await stage.plan()
    const done = await stage.apply(plan) as any
    const bad = done.outcomes.filter((o: any) => o.result === 'failed')
    if (bad.length && shown++ < 3) {
      console.log(JSON.stringify([spec.contact, configuration.contacts?.primary, spec.caller, bad]))
      for (const i of plan.items) for (const s of i.steps) if (s.action === 'account:PutContactInformation') console.log(i.control, JSON.stringify(s.input))
      console.log(JSON.stringify(stage.world.accounts['111111111111']!.events.filter(e => e.name === 'PutContactInformation').map(e => e.record), null, 1).slice(0, 2500))
    }
  }
}, 900000)

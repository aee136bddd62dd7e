import { it } from 'vitest'
import { newWorld } from '../../src/sandbox/builder.ts'
import { began } from '../support/audit.ts'
import { stageOf, statuses } from '../support/applying.ts'
const id = '111111111111'
it('mends', async () => {
  for (const over of [{ credits: true }, { at: 80 }, { limit: 100 }, { limit: 100, at: 80 }, { credits: true, at: 80, limit: 100}] as any[]) {
  const world = newWorld({ scenario: 'test', began }).account(id, (a) => {
    a.created(900).root({ password: {}, mfa: ['virtual'] }).user('mia', (u) => u.console({ lastUsed: 1 }).admin().key().isCaller())
      .contact({ PhoneNumber: '+61293744000' })
      .budget('Daily', { period: 'DAILY', limit: 15, at: 100, type: 'ACTUAL', recipients: ['aws-alerts@corp.example'], ...over })
      .dailySpend({ days: 60, usd: 10, wobble: 0.05 })
  }).build()
  const stage = await stageOf(world, { as: 'personal' })
  const first = await stage.audit()
  const plan = await stage.plan()
  console.log(JSON.stringify(over), plan.items.filter(i => i.steps.length).map((i) => `${i.control} ${i.steps.map((s) => s.action + ' ' + JSON.stringify(s.input))}`).join('\n'))
  const applied = await stage.apply(plan)
  console.log(applied.outcomes.map((o) => `${o.step} ${o.action} ${o.result} ${o.message ?? ''}`).join('\n  '))
  console.log((await stage.plan()).items.flatMap((i) => i.steps.map(s => s.action)))
  const undone = await stage.undo()
  console.log('UNDO', undone.outcomes.map((o) => `${o.step} ${o.action} ${o.result} ${o.message ?? ''}`).join('\n  '))
  const last = await stage.audit()
  const [a, b] = [statuses(first), statuses(last)]
  console.log('DIFF', Object.keys(a).filter((k) => a[k] !== b[k]).map((k) => `${k}: ${a[k]} -> ${b[k]} ${last.of(k).message}`))
  }
})

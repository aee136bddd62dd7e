/** Every operation of an audit, with everything that can go wrong with it: the audit ends and tells no lie. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditPermissions, controls } from '../../src/index.ts'
import { type Operation, permissionFor } from '../../src/aws/index.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { makeScenario } from '../../src/sandbox/scenarios/index.ts'
import { type Audited, auditWorld, began } from '../support/audit.ts'
import {
  changes,
  type Fault,
  profiles,
  randomFrom,
  scenarioNames,
  type Sights,
  sightsOf,
  wrongWithLess,
} from '../support/sights.ts'

/** Faults that outlast the retries: the operation gives nothing. */
const lasting = ['deny', 'html', '501', 'drop', '5xx', 'hang', 'lost'] as const
/** How long one call may take in a sweep: a hang and a row of retries end here. */
const timeoutMs = 250

/** The controls whose facts may ask for an operation. */
function restingOn(operation: string): Set<string> {
  const action = permissionFor(operation as Operation)
  const reads = (collectors: object) =>
    Object.values(collectors).some((c: { reads: readonly string[] }) => c.reads.includes(action))
  return new Set(controls.filter((c) => reads(c.requires) || reads(c.considers)).map((c) => c.id))
}

/** What the frame tells (whose account, in which organization) rests on these, and every finding may rest on that. */
const framing = new Set(['organizations:DescribeOrganization'])

describe.each(scenarioNames)('%s', (scenario) => {
  let sights: Sights
  let full: Audited
  let operations: string[]
  beforeAll(async () => {
    sights = await sightsOf(scenario, 'business')
    full = await sights.look([])
    operations = sights.asked().filter((o) => o !== 'sts:GetCallerIdentity')
  })
  afterAll(() => sights.close())

  it.each(lasting)(
    '%s of any one operation changes what rests on it, and nothing to the better',
    async (kind) => {
      const wrong: string[] = []
      let looks = 0
      for (const operation of operations) {
        const less = await sights.look([{ kind, operation }], { timeoutMs })
        looks++
        wrong.push(...wrongWithLess(full, less).map((w) => `${kind} ${operation}: ${w}`))
        const resting = restingOn(operation)
        if (framing.has(operation)) continue
        for (const change of changes(full, less))
          if (!resting.has(change.split(':')[0]!))
            wrong.push(`${kind} ${operation}: does not rest on it: ${change}`)
      }
      expect(looks).toBeGreaterThan(10)
      expect(wrong).toEqual([])
    },
  )

  it.each(['throttle', '5xx', 'drop', 'lost'] as const)('%s that passes changes nothing', async (kind) => {
    const wrong: string[] = []
    // All operations at once: each is struck, tried again, and answered.
    const faults = operations.map((operation): Fault => ({
      kind,
      operation,
      times: kind === 'throttle' ? 1 : 2,
    }))
    const struck = await sights.look(faults)
    wrong.push(...changes(full, struck))
    expect(wrong).toEqual([])
    expect(struck.tail.calls.retried).toBeGreaterThanOrEqual(operations.length)
    expect(struck.tail.calls.total).toBe(full.tail.calls.total)
  })

  it('any subset of permissions', async () => {
    const random = randomFrom(1119)
    const wrong: string[] = []
    for (let round = 0; round < 60; round++) {
      const share = random()
      const actions = auditPermissions().filter(() => random() < share)
      const faults = actions.map((action): Fault => ({
        kind: 'deny',
        operation: action === 'budgets:ViewBudget' ? 'budgets:*' : action,
      }))
      const less = await sights.look(faults)
      wrong.push(...wrongWithLess(full, less).map((w) => `without ${actions.join(' ')}: ${w}`))
    }
    expect(wrong).toEqual([])
  })
})

describe('a day when everything goes wrong now and then', () => {
  const rates = { throttle: 0.05, '5xx': 0.01, drop: 0.005 }
  const seeds = Array.from({ length: 20 }, (_, i) => i + 1)

  it.each(scenarioNames)('%s: the same findings with 20 seeds, over the wire', async (scenario) => {
    for (const as of profiles) {
      const calm = await auditWorld(await makeScenario(scenario, began), { as })
      // The worlds are apart, so the seeds may run side by side: they wait for retries most of the time.
      await Promise.all(
        seeds.map(async (seed) => {
          const report = await auditWorld(await makeScenario(scenario, began), {
            as,
            serve: { faults: { ...rates, seed } },
          })
          const told = (audited: Audited) => audited.findings.map((f) => [f.control, f.status, f.message])
          expect(told(report), `seed ${seed}`).toEqual(told(calm))
        }),
      )
    }
  })

  it('credentials that expire after any number of requests: what was seen stands', async () => {
    const world = await makeScenario('neglected-business', began)
    const full = await auditWorld(structuredClone(world), { as: 'business' })
    for (let expireAfter = 1; expireAfter <= full.tail.calls.total + 1; expireAfter++) {
      const less = await auditWorld(structuredClone(world), {
        as: 'business',
        serve: { faults: { expireAfter } },
      })
      expect(wrongWithLess(full, less), `after ${expireAfter}`).toEqual([])
    }
  })

  it('leaves nothing open', async () => {
    const world = await makeScenario('neglected-business', began)
    const sandbox = await createSandbox({ world, now: began, faults: { drop: 0.2, '5xx': 0.2 } })
    await sandbox.close()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPServer/.test(kind))).toEqual([])
  })
})

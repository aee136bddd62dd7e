/** Accounts of every shape: each can be audited and planned for, without a defect on either side of the wire. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import { auditAccount, controls, planAccount, UserError } from '../../src/index.ts'
import { createSandbox, type RequestLog } from '../../src/sandbox/index.ts'
import { began, gather } from '../support/audit.ts'
import { accounts, configurations, worldOf } from '../support/worlds.ts'

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/plan.schema.json'), 'utf8'))
const keepsToSchema = addFormats.default(new Ajv2020({ strict: false })).compile(schema)

/** NEVERROOT_SEED looks at other accounts, NEVERROOT_RUNS at more of them. */
const seed = Number(process.env.NEVERROOT_SEED ?? 26)
const numRuns = Number(process.env.NEVERROOT_RUNS ?? 50)

/** What a looking client can ask for: nothing else may be asked while auditing and planning. */
const reads = /^\w[\w-]*:(Get|List|Describe|Lookup|Generate)/
/** A defect of the sandbox, or something it does not simulate. */
const defects = ['SandboxDefect', 'NotImplemented', 'SerializationException', 'InvalidAction']

describe('generated accounts', () => {
  it('are the same from the same spec, and plain JSON', () => {
    fc.assert(
      fc.property(accounts, (spec) => {
        const world = worldOf(spec, began)
        expect(worldOf(spec, began)).toEqual(world)
        expect(JSON.parse(JSON.stringify(world))).toEqual(world)
      }),
      { seed, numRuns },
    )
  })

  it('are audited and planned for', async () => {
    await fc.assert(
      fc.asyncProperty(accounts, configurations, async (spec, configuration) => {
        const log: RequestLog[] = []
        const sandbox = await createSandbox({
          world: worldOf(spec, began),
          now: began,
          port: false,
          onRequest: (line) => log.push(line),
        })
        const how = {
          endpoint: sandbox.url,
          requestHandler: sandbox.requestHandler,
          region: 'us-east-1',
          credentials: async () => sandbox.credentials(),
          now: new Date(began),
          as: spec.business ? ('business' as const) : ('personal' as const),
          configuration,
        }
        const { findings } = await gather(await auditAccount(how))
        expect(findings).toHaveLength(controls.length)

        const plan = await planAccount(how).catch((error: unknown) => {
          // An account that looks taken over is not planned for, and says so.
          if (error instanceof UserError && error.code === 'looks-taken-over') return undefined
          throw error
        })
        if (plan) {
          expect(keepsToSchema(plan), JSON.stringify(keepsToSchema.errors)).toBe(true)
          expect(plan.digest).toBe(digestOfPlan(plan))
        }
        expect(log.filter((l) => defects.includes(l.error ?? '')).map((l) => l.operation)).toEqual([])
        expect(log.map((l) => l.operation).filter((operation) => !reads.test(operation))).toEqual([])
      }),
      { seed, numRuns },
    )
  }, 300_000)
})

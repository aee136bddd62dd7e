/**
 * What a control says that its fix writes is all that its plans call, to do it and to take it back: in the scenarios, and
 * in accounts that are flawed in many ways at once.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grantStatements } from '../../src/api/policy-document.ts'
import { permissionFor } from '../../src/aws/index.ts'
import { at, resolve } from '../../src/engine/plan/references.ts'
import {
  type AwsAction,
  type Configuration,
  controls,
  type Json,
  type Plan,
  planAccount,
  type Profile,
  type Step,
} from '../../src/index.ts'
import { evaluate, parsePolicy } from '../../src/policy/index.ts'
import { createSandbox, makeScenario, standaloneScenarios, type World } from '../../src/sandbox/index.ts'
import type { Call } from '../../src/sandbox/service.ts'
import { services } from '../../src/sandbox/services/index.ts'
import { declared } from '../support/applying.ts'
import { began } from '../support/audit.ts'
import { accounts, fullConfigurations, worldOf } from '../support/worlds.ts'

/** Root's own credentials are changed by root, who needs no policy. */
const byRootAlone = ['root-has-no-access-keys', 'root-has-no-signing-certificates']

async function planOf(world: World, configuration: Configuration, as: Profile): Promise<Plan> {
  const sandbox = await createSandbox({ world, now: began, port: false })
  return planAccount({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
    now: new Date(began),
    configuration,
    as,
  })
}

/** What of a plan its controls do not declare, in words. */
function undeclared(plan: Plan, world: World, configuration: Configuration): string[] {
  const topic = `arn:aws:sns:us-east-1:${plan.account}:neverroot-spend`
  const meanings = {
    config: (path: string) => at(configuration, path),
    observed: () => 'observed',
    output: () => topic,
    secret: () => 'secret',
  }
  const account = world.accounts[plan.account]!
  const allowed = (control: string, step: Step, action: AwsAction, input: Json) => {
    const { writes = [] } = controls.find((c) => c.id === control)!
    const document = { Version: '2012-10-17', Statement: grantStatements(writes, 'aws') }
    const [prefix, operation] = action.split(':') as [string, string]
    const permission = services.find((s) => s.prefix === prefix)?.permissions[operation] ?? {}
    const region = step.region ?? 'us-east-1'
    const call = { world, account, caller: { account, kind: 'role' }, region, operation } as unknown as Call
    const given = resolve(input, meanings)
    const principal = { arn: `arn:aws:iam::${plan.account}:role/fixer`, account: plan.account }
    const decision = evaluate(
      {
        action: permissionFor(action),
        resource: permission.resource?.(given, call) ?? '*',
        context: permission.context?.(given, call) ?? {},
      },
      { identity: [parsePolicy(document as never)], principal },
    )
    return decision.decision === 'allow'
  }
  return plan.items
    .filter((item) => !byRootAlone.includes(item.control))
    .flatMap((item) =>
      item.steps.flatMap((step) => [
        ...(allowed(item.control, step, step.action, step.input)
          ? []
          : [`${item.control} calls ${step.action}`]),
        ...(!step.undo || allowed(item.control, step, step.undo.action, step.undo.input)
          ? []
          : [`${item.control} is undone by ${step.undo.action}`]),
      ]),
    )
}

describe.each(standaloneScenarios)('%s', (scenario) => {
  it.each(['personal', 'business'] as const)('as %s: every call is declared', async (as) => {
    const world = await makeScenario(scenario, began)
    const plan = await planOf(world, declared, as)
    expect(plan.items.flatMap((item) => item.steps).length).toBeGreaterThan(0)
    expect(undeclared(plan, world, declared)).toEqual([])
  })
})

it('every call of a plan for any account is declared', async () => {
  await fc.assert(
    fc.asyncProperty(
      accounts,
      fullConfigurations,
      fc.constantFrom<Profile>('personal', 'business'),
      async (spec, configuration, as) => {
        const world = worldOf(spec, began)
        const plan = await planOf(world, configuration, as).catch((error: { code?: string }) => {
          if (error.code !== 'looks-taken-over') throw error
          return undefined
        })
        expect(plan ? undeclared(plan, world, configuration) : []).toEqual([])
      },
    ),
    { seed: 1, numRuns: 80 },
  )
}, 120_000)

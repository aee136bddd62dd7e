/** Plans for tests of exports: those of the scenarios, and any by hand. */
import { digestOfPlan } from '../../src/engine/plan/make.ts'
import { fromConfiguration, resolve } from '../../src/engine/plan/references.ts'
import type { Given } from '../../src/export/given.ts'
import { type Configuration, type Plan, planAccount, referencesOf, type Step } from '../../src/index.ts'
import { createSandbox, makeScenario, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { began } from './audit.ts'

export { began } from './audit.ts'
export const account = '111111111111'

/** Declares everything that a plan can ask for; some of it is meant to be taken for code. */
export const declared: Configuration = {
  contacts: {
    primary: { phone: '+61 412 345 611' },
    billing: {
      name: 'Accounts $(id) `id` "q" O\'Brien',
      title: '${HOME} %{if} \\n',
      email: 'billing@corp.example',
      phone: '+61 2 9374 4001',
    },
    operations: {
      name: 'Sérvice Désk 漢字 😀',
      title: "'; echo gotcha; '",
      email: 'ops@corp.example',
      phone: '+61 2 9374 4002',
    },
    security: { name: 'Mia', title: 'Owner', email: 'sec@posteo.example', phone: '+61 412 345 612' },
  },
  alerts: { emails: ['mia.example@posteo.example', 'pat@mail.example'] },
  administrator: { name: 'first.admin@corp.example' },
}

/** How a test reaches a world in this process. */
export const connectionTo = (sandbox: Sandbox) => ({
  endpoint: sandbox.url,
  requestHandler: sandbox.requestHandler,
  region: 'us-east-1',
  credentials: async () => sandbox.credentials(),
  now: new Date(began),
  configuration: declared,
})

/** The plan of a world, and what its references stand for. */
export async function planned(world: World, only?: readonly string[]): Promise<Given> {
  const sandbox = await createSandbox({ world, now: began, port: false })
  const plan = await planAccount({ ...connectionTo(sandbox), ...(only ? { only } : {}) })
  return { plan, resolve, ...(await referencesOf(plan, connectionTo(sandbox))) }
}

export const plannedFor = async (scenario: string): Promise<Given> =>
  planned(await makeScenario(scenario, began))

export type Call = Pick<Step, 'action' | 'input'> & Partial<Step>

/** A plan of these calls, with what its references stand for. */
export function handMade(calls: readonly Call[], of = account): Given {
  const steps = calls.map((call, i): Step => ({
    id: `by-hand/${i + 1}`,
    account: of,
    as: 'caller',
    does: `call ${i + 1}`,
    risk: 'safe',
    ...call,
  }))
  const plan: Plan = {
    schema: 'neverroot/plan/1',
    at: began,
    expires: new Date(Date.parse(began) + 86_400_000).toISOString(),
    account: of,
    profile: 'personal',
    tool: { name: 'neverroot', version: '0.0.0' },
    digest: '',
    items: [
      {
        id: `by-hand/${of}`,
        control: 'daily-budget-exists',
        subject: { kind: 'account', id: of },
        status: 'fail',
        message: 'Made by hand.',
        basedOn: '0'.repeat(64),
        steps,
      },
    ],
  }
  return {
    plan: { ...plan, digest: digestOfPlan(plan) },
    resolve,
    config: fromConfiguration(declared),
    observed: (path) => `seen ${path}`,
  }
}

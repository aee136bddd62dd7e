/** A plan of the neglected account: complete, made of references, true to its digest, and made by reading alone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { digestOfPlan, isEmpty } from '../../src/engine/plan/make.ts'
import { type Configuration, planAccount, type PlanAccountOptions } from '../../src/index.ts'
import { createSandbox, makeScenario } from '../../src/sandbox/index.ts'
import { newWorld, rootCall } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { began } from '../support/audit.ts'

const declared: Configuration = {
  contacts: {
    primary: { phone: '+61 412 345 611' },
    security: { name: 'Mia', title: 'Owner', email: 'sec@posteo.example', phone: '+61 412 345 612' },
  },
  alerts: { emails: ['mia.example@posteo.example', 'pat@mail.example'] },
  administrator: { name: 'first.admin@corp.example' },
}

async function planned(world: World, options: Partial<PlanAccountOptions> = {}) {
  const sandbox = await createSandbox({ world, now: began, port: false })
  const plan = await planAccount({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
    now: new Date(began),
    ...options,
  })
  return { plan, requests: Object.keys(sandbox.requests) }
}

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../schema/plan.schema.json'), 'utf8'))
const ajv = addFormats.default(new Ajv2020({ strict: false })).compile(schema)

describe.each([
  'neglected-personal',
  'fresh-personal',
  'neglected-business',
  'exemplary-personal',
  'new-signup',
])('a plan for %s', (scenario) => {
  it('keeps to its schema and its digest, reads only, and holds no address or number', async () => {
    const { plan, requests } = await planned(await makeScenario(scenario, began), { configuration: declared })
    expect(ajv(plan), JSON.stringify(ajv.errors)).toBe(true)
    expect(plan.digest).toBe(digestOfPlan(plan))
    expect(requests.filter((r) => !/:(Get|List|Describe|Lookup|Generate)/.test(r))).toEqual([])
    const inputs = JSON.stringify(plan.items.map((i) => i.steps.map((s) => [s.input, s.undo])))
    expect(inputs).not.toMatch(/@(posteo|mail|corp)\.example|412 ?345/)
  })
})

describe('the neglected account', () => {
  it('gets a daily budget of half as much again as its typical day, heard by two', async () => {
    const { plan } = await planned(await makeScenario('neglected-personal', began), {
      configuration: declared,
    })
    const item = plan.items.find((i) => i.control === 'daily-budget-exists')!
    expect(item.steps.map((s) => s.action)).toEqual([
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ])
    expect(item.steps.at(-1)!.input).toMatchObject({
      Budget: {
        TimeUnit: 'DAILY',
        BudgetLimit: { Amount: '18.60', Unit: 'USD' },
        CostTypes: { IncludeCredit: false },
      },
    })
    expect(item.waiting).toHaveLength(2)
  })

  it('is asked for what the configuration does not say', async () => {
    const { plan } = await planned(await makeScenario('neglected-personal', began))
    expect(plan.items.flatMap((i) => i.asks ?? []).map((a) => a.setting)).toContain('alerts.emails')
  })

  it('gets the same plan twice, but for nothing', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map(async () => (await planned(await makeScenario('neglected-personal', began))).plan),
    )
    expect(a).toEqual(b)
  })

  it('a digest tells of any change', async () => {
    const { plan } = await planned(await makeScenario('neglected-personal', began), {
      configuration: declared,
    })
    const changed = structuredClone(plan) as unknown as { items: { steps: { does: string }[] }[] }
    changed.items.find((i) => i.steps.length > 0)!.steps[0]!.does = 'something else'
    expect(digestOfPlan(changed as never)).not.toBe(plan.digest)
  })
})

describe('no plan', () => {
  it('of hygiene while the account looks taken over', async () => {
    const world = newWorld({ scenario: 'test', began })
      .account('111111111111', (a) => {
        a.created(900)
          .root({ password: {}, mfa: ['virtual'], keys: [{ created: 2 }] })
          .user('mia', (u) => u.console({ lastUsed: 1 }).admin().key().isCaller())
        a.event(rootCall('iam', 'CreateAccessKey', { at: 2 }))
      })
      .build()
    await expect(planned(world)).rejects.toMatchObject({ code: 'looks-taken-over' })
  })

  it('makes an administrator where people come in centrally', async () => {
    const world = newWorld({ scenario: 'test', began })
      .account('999999999999')
      .account('111111111111', (a) => a.rootIsCaller())
      .organization('999999999999', (o) => o.member('111111111111'))
      .build()
    const { plan } = await planned(world, { configuration: declared, only: ['administrator-exists'] })
    expect(isEmpty(plan)).toBe(true)
  })

  it('holds a password: only that one is made when it is applied', async () => {
    const { plan } = await planned(await makeScenario('fresh-personal', began), {
      configuration: declared,
      only: ['administrator-exists'],
    })
    const last = plan.items[0]!.steps.at(-1)!
    expect(last).toMatchObject({
      action: 'iam:CreateLoginProfile',
      input: { Password: { $secret: 'password' }, PasswordResetRequired: true },
    })
  })
})

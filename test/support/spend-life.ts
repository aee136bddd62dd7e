/** One world whose spend alarm is looked at, put right and taken back, again and again, through the SDK. */
import * as budgetsSdk from '@aws-sdk/client-budgets'
import * as snsSdk from '@aws-sdk/client-sns'
import { at, fromConfiguration, resolve } from '../../src/engine/plan/references.ts'
import {
  auditAccount,
  type Configuration,
  type Json,
  noRecords,
  type Plan,
  planAccount,
  type Profile,
  type Records,
  type Step,
} from '../../src/index.ts'
import { createSandbox, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { type Audited, began, gather } from './audit.ts'

export const spendControls = [
  'daily-budget-alerts-at-its-limit',
  'daily-budget-exists',
  'daily-budget-fits-typical-spend',
  'spend-alert-reaches-teams',
  'spend-alert-reaches-two-people',
] as const

const packages = { budgets: budgetsSdk, sns: snsSdk }

export class Life {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly configuration: Configuration,
    private readonly as: Profile,
    private readonly records: Records,
  ) {}

  static async of(
    world: World,
    {
      emails = ['mia.example@posteo.example', 'pat@mail.example'],
      as = 'personal' as Profile,
      records = noRecords as Records,
    } = {},
  ): Promise<Life> {
    const sandbox = await createSandbox({ world, now: began, port: false })
    return new Life(sandbox, { alerts: { emails } }, as, records)
  }

  private get connection() {
    return {
      endpoint: 'http://sandbox.invalid',
      requestHandler: this.sandbox.requestHandler as never,
      region: 'us-east-1',
      credentials: async () => this.sandbox.credentials(),
    }
  }

  private get options() {
    const { configuration, as, records } = this
    return { ...this.connection, configuration, as, records, only: spendControls, now: new Date(began) }
  }

  /** Sends every budget that adjusts itself once more, so that its amount is what AWS makes of its days. */
  async settle(): Promise<void> {
    for (const account of Object.values(this.sandbox.world.accounts))
      for (const { budget } of account.budgets.filter((b) => b.budget.AutoAdjustData)) {
        const { BudgetLimit: _, ...form } = budget
        const dates = budget.TimePeriod as Record<string, string>
        const TimePeriod = Object.fromEntries(
          Object.entries(dates).map(([name, day]) => [name, Date.parse(day) / 1000]),
        )
        const NewBudget = JSON.parse(
          JSON.stringify({ ...form, TimePeriod, LastUpdatedTime: undefined }),
        ) as Json
        await this.call('budgets:UpdateBudget', { AccountId: account.id, NewBudget }, undefined, {})
      }
  }

  async look(): Promise<Audited> {
    return gather(await auditAccount(this.options))
  }

  async plan(): Promise<Plan> {
    return planAccount(this.options)
  }

  /** Makes the calls of a plan as they stand there; gives what must be called to take them back, last first. */
  async apply(plan: Plan): Promise<{ step: Step; undo: () => Promise<unknown> }[]> {
    const outputs: Record<string, unknown> = {}
    const done: { step: Step; undo: () => Promise<unknown> }[] = []
    for (const step of plan.items.flatMap((item) => item.steps)) {
      outputs[step.id] = await this.call(step.action, step.input, step.region, outputs)
      const { undo } = step
      if (undo) done.unshift({ step, undo: () => this.call(undo.action, undo.input, step.region, outputs) })
    }
    return done
  }

  private async call(
    action: string,
    input: Json,
    region: string | undefined,
    outputs: Record<string, unknown>,
  ): Promise<unknown> {
    const [service, name] = action.split(':') as [keyof typeof packages, string]
    const sdk = packages[service] as unknown as Record<string, new (given: unknown) => never>
    const Client = sdk[service === 'sns' ? 'SNSClient' : 'BudgetsClient'] as unknown as new (
      config: object,
    ) => { send(command: object): Promise<unknown> }
    // Nothing but JSON reaches a call: that is all a plan holds.
    const given = resolve(JSON.parse(JSON.stringify(input)) as Json, {
      config: fromConfiguration(this.configuration),
      output: (step, path) => at(outputs[step], path),
    })
    return new Client({ ...this.connection, region: region ?? 'us-east-1' }).send(
      new sdk[`${name}Command`]!(given) as object,
    )
  }
}

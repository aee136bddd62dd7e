/** Budgets, alerts and people for tests of the spend alarm: as AWS returns budgets, so that what is carried over can be told. */
import type { RawBudget } from '../../src/facts/budget-form.ts'
import { type Budget, type BudgetNotification, budgetOf } from '../../src/facts/budgets.ts'
import type { Topic } from '../../src/facts/topic.ts'
import { exampleCircumstances } from '../../src/engine/examples.ts'
import {
  type AnyControl,
  type Circumstances,
  type Fact,
  known,
  type Remediation,
  type Step,
  unattested,
  unknown,
} from '../../src/model/index.ts'

export const account = exampleCircumstances.subject.id
export const mia = 'mia.example@posteo.example'
export const pat = 'pat@mail.example'

/** CostTypes as AWS fills them in for a budget that leaves credits and refunds out, and counts tax. */
export const costTypes = {
  IncludeTax: true,
  IncludeSubscription: true,
  UseBlended: false,
  IncludeRefund: false,
  IncludeCredit: false,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeSupport: true,
  IncludeDiscount: true,
  UseAmortized: false,
}

/** A daily budget as DescribeBudgets returns it: made in 2024, 18.60 USD, and everything that AWS works out by itself. */
export function raw(over: Partial<RawBudget> = {}): RawBudget {
  return {
    BudgetName: 'Daily spend',
    BudgetType: 'COST',
    TimeUnit: 'DAILY',
    BudgetLimit: { Amount: '18.6', Unit: 'USD' },
    CostFilters: {},
    CostTypes: costTypes,
    TimePeriod: { Start: new Date('2024-05-06T00:00:00Z'), End: new Date('2087-06-15T00:00:00Z') },
    CalculatedSpend: { ActualSpend: { Amount: '3.1', Unit: 'USD' } },
    LastUpdatedTime: new Date('2026-11-22T10:00:00Z'),
    HealthStatus: { Status: 'HEALTHY' },
    BillingViewArn: `arn:aws:billing::${account}:billingview/primary`,
    ...over,
  }
}

/** What of that a request may hold. */
export const form = {
  BudgetName: 'Daily spend',
  BudgetType: 'COST',
  TimeUnit: 'DAILY',
  BudgetLimit: { Amount: '18.6', Unit: 'USD' },
  CostFilters: {},
  CostTypes: costTypes,
  TimePeriod: { Start: 1714953600, End: 3706473600 },
  BillingViewArn: `arn:aws:billing::${account}:billingview/primary`,
}

/** The right alert to these addresses; `over` changes its key. */
export function alert(emails: readonly string[] = [mia, pat], over: Partial<BudgetNotification> = {}) {
  return {
    type: 'ACTUAL' as const,
    operator: 'GREATER_THAN' as const,
    threshold: 100,
    thresholdType: 'PERCENTAGE' as const,
    subscribers: emails.map((address) => ({ kind: 'EMAIL' as const, address })),
    ...over,
  }
}

export function budget(
  over: Partial<RawBudget> = {},
  notifications: readonly BudgetNotification[] | undefined = [alert()],
  more: Partial<Budget> = {},
): Budget {
  return { ...budgetOf(raw(over), account), notifications, ...more }
}

/** What `remediate` says to these facts: a plain value is known, what is not given is unknown or unsaid. */
export function remedy(
  control: AnyControl,
  given: Record<string, unknown>,
  over: Partial<Circumstances> = {},
): Remediation {
  const circumstances: Circumstances = {
    ...exampleCircumstances,
    profile: control.profiles[0] ?? 'personal',
    configuration: { alerts: { emails: [mia, pat] } },
    ...over,
  }
  const fact = (name: string): Fact<unknown> =>
    name in given
      ? known(given[name])
      : /^(said|shown)$/.test(name)
        ? unattested('is it so?')
        : unknown('denied', 'not given')
  const facts = Object.fromEntries(
    Object.keys({ ...control.requires, ...control.considers }).map((name) => [name, fact(name)]),
  )
  return control.remediate?.(given as never, facts as never, circumstances) ?? {}
}

export const actionsOf = ({ steps = [] }: Remediation): string[] => steps.map((s) => s.action)

/** Nobody's address or number in what is sent, to do it or to take it back. */
export const holdsNobody = ({ steps = [] }: Remediation): boolean =>
  !/[^\s"]@|\+\d{6}/.test(JSON.stringify(steps.map((s: Step) => [s.input, s.undo?.input])))

export const noTopic: Topic = {
  arn: `arn:aws:sns:us-east-1:${account}:neverroot-spend`,
  account,
  region: 'us-east-1',
  exists: false,
  subscriptions: [],
}

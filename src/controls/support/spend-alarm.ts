/** What the spend-alarm controls say alike. */
import type { Budget } from '../../facts/budgets.ts'
import type { Procedure } from '../../model/index.ts'

export const budgetsGuide =
  'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html'
export const budgetsBestPractices =
  'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html'

export const spendStandards = { 'Startup baseline': ['ACCT.10'] } as const

export const budgetTriggers = [
  'budgets:CreateBudget',
  'budgets:UpdateBudget',
  'budgets:DeleteBudget',
] as const

export const dailyBudgetProcedure: Procedure = {
  title: 'A daily budget',
  steps: [
    'Open Budgets in the Billing and Cost Management console and choose Create budget.',
    'Choose Customize (advanced), then Cost budget.',
    'Period Daily, budgeting method Fixed; the amount is one and a half times what a typical day costs, at least 1 USD.',
    'Scope: all AWS services; under advanced options leave out credits and refunds.',
    'Add an alert: 100 % of the budgeted amount, trigger Actual, with at least two e-mail recipients.',
    'Create it.',
  ],
  link: 'https://console.aws.amazon.com/costmanagement/home#/budgets',
}

/** A budget for examples and tests: a good daily one with one alert to two people, unless said otherwise. */
export function exampleBudget(over: Partial<Budget> = {}): Budget {
  return {
    name: 'neverroot-daily',
    type: 'COST',
    period: 'DAILY',
    limit: 18.6,
    unit: 'USD',
    rules: { types: { IncludeCredit: false, IncludeRefund: false } },
    reach: { usage: 'all', credits: false, refunds: false, others: true, limitedBy: [] },
    healthy: true,
    notifications: [
      {
        type: 'ACTUAL',
        operator: 'GREATER_THAN',
        threshold: 100,
        thresholdType: 'PERCENTAGE',
        subscribers: [
          { kind: 'EMAIL', address: 'mia.example@posteo.example' },
          { kind: 'EMAIL', address: 'pat@mail.example' },
        ],
      },
    ],
    ...over,
  }
}

/** Spend for examples: `days` days at `usd`, some of them otherwise. */
export function exampleSpend(days: number, usd: number, spikes: Record<number, number> = {}) {
  const start = Date.UTC(2026, 8, 23)
  return {
    unit: 'USD',
    days: Array.from({ length: days }, (_, i) => ({
      day: new Date(start + i * 86_400_000).toISOString().slice(0, 10),
      byType: { Usage: { UnblendedCost: spikes[i] ?? usd } },
    })),
  }
}

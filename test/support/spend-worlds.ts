/** Worlds whose spend alarm is flawed in one way or another. */
import { type AccountBuilder, newWorld } from '../../src/sandbox/builder.ts'
import type { World } from '../../src/sandbox/index.ts'
import { began } from './audit.ts'

export const id = '111111111111'
export const mia = 'mia.example@posteo.example'
export const pat = 'pat@mail.example'

/** An account that spends 12.40 USD a day. */
export function account(describe: (a: AccountBuilder) => unknown): World {
  return newWorld({ scenario: 'test', began })
    .account(id, (a) => {
      a.named('lab')
        .created(900)
        .user('mia', (u) =>
          u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().key().isCaller(),
        )
        .dailySpend({ days: 70, usd: 12.4, wobble: 0.04 })
      describe(a)
    })
    .build()
}

/** A management account that spends 12.40 USD a day, which calls, and one member that spends 8000. */
export function organization(describe: (payer: AccountBuilder) => unknown): World {
  const payer = '999999999999'
  return newWorld({ scenario: 'test', began })
    .account(payer, (a) => {
      a.created(900)
        .dailySpend({ days: 70, usd: 12.4, wobble: 0.04 })
        .user('mia', (u) =>
          u.created(400).console({ lastUsed: 1, lastChanged: 100 }).admin().key().isCaller(),
        )
      describe(a)
    })
    .account(id, (a) => a.created(800).dailySpend({ days: 70, usd: 8_000 }))
    .organization(payer, (o) => o.member(id))
    .build()
}

export const legacy = {
  IncludeTax: false,
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
export const daily = { period: 'DAILY' as const, limit: 18.6, recipients: [mia, pat] }
export const credits = (a: AccountBuilder) => a.dailySpend({ days: 70, usd: -12.4, recordType: 'Credit' })
export const expression = { CostFilters: undefined, CostTypes: undefined, Metrics: ['UnblendedCost'] }
export const adjusting = {
  BudgetLimit: { Amount: '12.4', Unit: 'USD' },
  AutoAdjustData: { AutoAdjustType: 'HISTORICAL', HistoricalOptions: { BudgetAdjustmentPeriod: 30 } },
}

/** Adds an alert beside those of the last budget. */
export const alsoAt = (a: AccountBuilder, Threshold: number, to: string[], over: object = {}) => {
  a.account.budgets.at(-1)!.notifications.push({
    notification: {
      NotificationType: 'ACTUAL',
      ComparisonOperator: 'GREATER_THAN',
      Threshold,
      ThresholdType: 'PERCENTAGE',
      ...over,
    },
    subscribers: to.map((Address) => ({ SubscriptionType: 'EMAIL', Address })),
  })
}

/** Which daily budgets are left alone, and when an amount is set, waited for, or a person's to judge. */
import { describe, expect, it } from 'vitest'
import {
  account,
  actionsOf,
  alert,
  budget,
  costTypes,
  holdsNobody,
  mia,
  noTopic,
  remedy,
} from '../../../test/support/spend.ts'
import type { Budget } from '../../facts/budgets.ts'
import type { Circumstances } from '../../model/index.ts'
import exists from '../daily-budget-exists.ts'
import fits from '../daily-budget-fits-typical-spend.ts'
import { exampleSpend } from '../support/spend-alarm.ts'

const all = { ...costTypes, IncludeCredit: true, IncludeRefund: true }
const adjusting = {
  AutoAdjustType: 'HISTORICAL' as const,
  HistoricalOptions: { BudgetAdjustmentPeriod: 30 },
}
const spend = exampleSpend(58, 12.4)

interface Beside {
  when: string
  given: Budget[]
  says?: string
  over?: Partial<Circumstances>
  spend?: typeof spend
}

const expensive = exampleSpend(58, 12.4, Object.fromEntries([40, 42, 44, 46, 48].map((day) => [day, 400])))

const beside: Beside[] = [
  {
    when: 'watches one service',
    given: [budget({ CostFilters: { Service: ['Amazon S3'] } })],
    says: 'budget Daily spend stays as it is: it watches only a part of the spend (Service)',
  },
  {
    when: 'watches one tag',
    given: [
      budget({
        CostFilters: undefined,
        CostTypes: undefined,
        FilterExpression: { Tags: { Key: 'team', Values: ['web'] } },
        Metrics: ['UnblendedCost'],
      }),
    ],
    says: 'tag team',
  },
  {
    when: 'follows a billing view',
    given: [budget({ BillingViewArn: `arn:aws:billing::${account}:billingview/custom-1` })],
    says: 'billing view',
  },
  {
    when: 'is of no use to AWS any more',
    given: [budget({ HealthStatus: { Status: 'UNHEALTHY' } })],
    says: 'unhealthy',
  },
  {
    when: 'covers all accounts of a payer, and counts credits',
    given: [budget({ CostTypes: all })],
    over: { vantage: 'management', profile: 'business' },
  },
  {
    when: 'covers all accounts of a payer, and is never tripped from here',
    given: [
      budget({ BudgetLimit: { Amount: '10000', Unit: 'USD' } }, [alert()], {
        history: [{ limit: 10_000, actual: 8_000 }],
      }),
    ],
    over: { vantage: 'management', profile: 'business' },
    says: 'covers several accounts',
  },
  {
    when: 'is named after a person: no plan can name it',
    given: [budget({ BudgetName: `Daily ${mia}`, CostTypes: all })],
    says: 'another daily budget stays as it is',
  },
  {
    when: 'adjusts its amount by itself, and a few expensive days would spoil it',
    given: [budget({ CostTypes: all, AutoAdjustData: adjusting }, [alert([mia], { threshold: 150 })])],
    spend: expensive,
  },
  {
    when: 'adjusts its amount by itself and has none yet',
    given: [budget({ BudgetLimit: undefined, AutoAdjustData: adjusting })],
    says: 'has no amount',
  },
]

describe('a daily budget is left alone, and a new one is made beside it', () => {
  it.each(beside.map((c) => [c.when, c] as const))('%s', (_when, c) => {
    const given = { budgets: { list: c.given }, spend: c.spend ?? spend, topic: noTopic }
    const found = remedy(exists, given, c.over)
    expect(actionsOf(found)).toEqual([
      'sns:CreateTopic',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:Subscribe',
      'budgets:CreateBudget',
    ])
    const last = found.steps!.at(-1)!
    expect(last.input).toMatchObject({
      Budget: {
        BudgetName: 'neverroot-daily',
        BudgetLimit: { Amount: '18.60' },
        ...(c.over?.vantage === 'management' ? { CostFilters: { LinkedAccount: [account] } } : {}),
      },
    })
    expect(last.does).toContain(c.says ?? 'Daily spend')
    expect(holdsNobody(found)).toBe(true)
    expect(last.does).not.toContain(mia)
  })
})

const quiet = { ...costTypes, IncludeTax: false }

describe('a good daily budget gets the amount that fits', () => {
  it.each<
    [
      when: string,
      budgets: Budget[],
      amount: string | undefined,
      over?: Partial<Circumstances>,
      days?: typeof spend,
    ]
  >([
    ['too high', [budget({ BudgetLimit: { Amount: '124', Unit: 'USD' }, CostTypes: quiet })], '18.60'],
    ['too low', [budget({ BudgetLimit: { Amount: '10', Unit: 'USD' }, CostTypes: quiet })], '18.60'],
    [
      'of an idle account: the floor',
      [budget({ BudgetLimit: { Amount: '25', Unit: 'USD' }, CostTypes: quiet })],
      '1.00',
      {},
      exampleSpend(58, 0),
    ],
    ['it fits: nothing', [budget({ CostTypes: quiet })], undefined],
    [
      'ten days are no pattern: nothing',
      [budget({ BudgetLimit: { Amount: '124', Unit: 'USD' }, CostTypes: quiet })],
      undefined,
      {},
      exampleSpend(10, 12.4),
    ],
    [
      'of several accounts, by its own history',
      [budget({ BudgetLimit: { Amount: '64', Unit: 'USD' } }, [alert()], { history: days(60) })],
      '90.00',
      { vantage: 'management', profile: 'business' },
    ],
    [
      'the fixed one of two, of which the other adjusts itself',
      [
        budget(
          { BudgetName: 'auto', AutoAdjustData: adjusting, BudgetLimit: { Amount: '90', Unit: 'USD' } },
          [alert([mia], { threshold: 150 })],
        ),
        budget({ BudgetLimit: { Amount: '124', Unit: 'USD' }, CostTypes: quiet }),
      ],
      '18.60',
    ],
  ])('%s', (_when, list, amount, over = {}, days_ = spend) => {
    const found = remedy(fits, { budgets: { list }, spend: days_, topic: noTopic }, over)
    expect(actionsOf(found)).toEqual(amount ? ['budgets:UpdateBudget'] : [])
    if (!amount) return
    expect(found.steps![0]!.input).toMatchObject({
      NewBudget: { BudgetName: 'Daily spend', BudgetLimit: { Amount: amount, Unit: 'USD' } },
    })
  })

  it.each<[when: string, given: Budget, over: Partial<Circumstances>]>([
    [
      'adjusts itself to more than fits',
      budget({ AutoAdjustData: adjusting, BudgetLimit: { Amount: '90', Unit: 'USD' } }, [
        alert([mia], { threshold: 150 }),
      ]),
      {},
    ],
    [
      'is of several accounts, and would be no alarm for this one any more',
      budget({ BudgetLimit: { Amount: '1040', Unit: 'USD' } }, [alert()], { history: days(1000) }),
      { vantage: 'management', profile: 'business' },
    ],
  ])('or one is made beside it, which %s', (_when, given, over) => {
    const found = remedy(fits, { budgets: { list: [given] }, spend, topic: noTopic }, over)
    expect(found.steps!.at(-1)!.input).toMatchObject({ Budget: { BudgetLimit: { Amount: '18.60' } } })
  })

  it.each<[when: string, list: Budget[], waits: string]>([
    ['there is none', [], 'the new budget of daily-budget-exists brings it'],
    [
      'it is mended anyway',
      [budget({ CostTypes: all, BudgetLimit: { Amount: '124', Unit: 'USD' } })],
      'the mended budget of daily-budget-exists brings it',
    ],
    [
      'it adjusts itself and only lacks its alert',
      [budget({ AutoAdjustData: adjusting, BudgetLimit: { Amount: '12.4', Unit: 'USD' } })],
      'the alert of daily-budget-alerts-at-its-limit brings it',
    ],
  ])('or waits: %s', (_when, list, waits) => {
    const found = remedy(fits, { budgets: { list }, spend, topic: noTopic })
    expect([actionsOf(found), found.waiting]).toEqual([[], [waits]])
  })

  it('is a person’s to judge where somebody says that it does not fit, and it cannot be made better', () => {
    const said = { holds: false, by: 'mia', at: new Date('2026-11-01') }
    const few = exampleSpend(10, 12.4)
    const given = (Amount: string) => ({
      budgets: { list: [budget({ BudgetLimit: { Amount, Unit: 'USD' }, CostTypes: quiet })] },
      spend: few,
      said,
      topic: noTopic,
    })
    expect(actionsOf(remedy(fits, given('124')))).toEqual(['budgets:UpdateBudget'])
    expect(actionsOf(remedy(fits, given('18.6')))).toEqual([])
  })
})

function days(usd: number) {
  return Array.from({ length: 58 }, () => ({ limit: usd, actual: usd }))
}

describe('a member whose own budget is mended for its amount', () => {
  it('gets the right alert with it where only a budget that stays flawed has one', () => {
    const narrow = budget({ BudgetName: 'S3', CostFilters: { Service: ['Amazon S3'] } })
    const given = budget({ CostTypes: all, BudgetLimit: { Amount: '124', Unit: 'USD' } }, [])
    const found = remedy(
      fits,
      { budgets: { list: [narrow, given] }, spend, topic: noTopic },
      { vantage: 'member', profile: 'business' },
    )
    expect(actionsOf(found)).toEqual(['budgets:UpdateBudget', 'budgets:CreateNotification'])
  })
})

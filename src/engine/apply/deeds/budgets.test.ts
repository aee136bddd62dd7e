/** Budgets, their alerts and who gets them: so already, or still to do. */
import { check, type Table, thereOrNot } from '../../../../test/support/deed-case.ts'
import { refused } from '../../../../test/support/fake-source.ts'
import type { Json } from '../../../model/index.ts'

const none = refused('NotFoundException')
const wanted = (Budget: object) => ({ Budget: Budget as Json })
const changed = (NewBudget: object) => ({ NewBudget: NewBudget as Json })
const found = (Budget: object) => ({ Budget })
const limit = (Amount: string) => ({ BudgetName: 'b', BudgetLimit: { Amount, Unit: 'USD' } })
const ends = (End: number | string | Date) => ({ TimePeriod: { End } })

const alert = (Threshold: number, ThresholdType?: string): Record<string, string | number> => ({
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold,
  ...(ThresholdType ? { ThresholdType } : {}),
})
const alerts = (...Notifications: object[]) => ({ Notifications })
const change = { OldNotification: alert(80), NewNotification: alert(100) }
const person = { SubscriptionType: 'EMAIL', Address: 'a@b.example' }

const table: Table = [
  [
    'budgets:CreateBudget',
    'budgets:DescribeBudget',
    [
      [
        'is the same, with what AWS adds',
        wanted(limit('18.60')),
        found({ ...limit('18.6'), CostFilters: {} }),
        'yes',
      ],
      ['has another amount', wanted(limit('18.60')), found(limit('20')), 'no'],
      [
        'has another currency',
        wanted(limit('1')),
        found({ BudgetLimit: { Amount: '1', Unit: 'EUR' } }),
        'no',
      ],
      ['there is none', wanted(limit('1')), none, 'no'],
    ],
  ],
  [
    'budgets:UpdateBudget',
    'budgets:DescribeBudget',
    [
      [
        'ends on the same day, as a text',
        changed(ends('2087-06-15T00:00:00Z')),
        found(ends(new Date('2087-06-15T00:00:00Z'))),
        'yes',
      ],
      [
        'ends on the same day, in seconds',
        changed(ends(3706473600)),
        found(ends(new Date('2087-06-15T00:00:00.400Z'))),
        'yes',
      ],
      ['ends a day later', changed(ends(3706473600)), found(ends(new Date('2087-06-16T00:00:00Z'))), 'no'],
      ['counts everything', changed({ CostFilters: {} }), found({ CostFilters: {} }), 'yes'],
      ['counts everything, and AWS says nothing of it', changed({ CostFilters: {} }), found({}), 'yes'],
      [
        'counts a part only',
        changed({ CostFilters: {} }),
        found({ CostFilters: { Service: ['EC2'] } }),
        'no',
      ],
      [
        'filters otherwise',
        changed({ CostFilters: { Service: ['EC2'] } }),
        found({ CostFilters: { Service: ['EC2', 'S3'] } }),
        'no',
      ],
      [
        'counts everything in the newer form',
        changed({ Metrics: ['UnblendedCost'] }),
        found({ Metrics: ['UnblendedCost'] }),
        'yes',
      ],
      [
        'has a filter more in the newer form',
        changed({ Metrics: ['UnblendedCost'] }),
        found({ Metrics: ['UnblendedCost'], FilterExpression: { Not: {} } }),
        'no',
      ],
      [
        'is of the older form, and AWS tells it in the newer one too',
        changed({ CostTypes: { IncludeTax: false } }),
        found({ CostTypes: { IncludeTax: false }, FilterExpression: { Not: {} } }),
        'yes',
      ],
      [
        'adjusts itself since',
        changed(limit('1')),
        found({ ...limit('1'), AutoAdjustData: { AutoAdjustType: 'HISTORICAL' } }),
        'no',
      ],
      [
        'has another flag',
        changed({ CostTypes: { IncludeTax: false } }),
        found({ CostTypes: { IncludeTax: true } }),
        'no',
      ],
    ],
  ],
  [
    'budgets:DeleteBudget',
    'budgets:DescribeBudget',
    [
      ['is there', { BudgetName: 'b' }, found({}), 'no'],
      ['is gone', { BudgetName: 'b' }, none, 'yes'],
    ],
  ],
  ...thereOrNot(
    'budgets:CreateNotification',
    'budgets:DeleteNotification',
    'budgets:DescribeNotificationsForBudget',
    { Notification: alert(100, 'PERCENTAGE') },
    alerts(alert(80), alert(100)),
    alerts(alert(80), alert(100, 'ABSOLUTE_VALUE')),
  ),
  [
    'budgets:CreateNotification',
    'budgets:DescribeNotificationsForBudget',
    [['there is no budget', { Notification: alert(1) }, none, 'no']],
  ],
  [
    'budgets:DeleteNotification',
    'budgets:DescribeNotificationsForBudget',
    [['there is no budget', { Notification: alert(1) }, none, 'yes']],
  ],
  [
    'budgets:UpdateNotification',
    'budgets:DescribeNotificationsForBudget',
    [
      ['was changed', change, alerts(alert(100)), 'yes'],
      ['is still the old one', change, alerts(alert(80)), 'no'],
      ['both are there', change, alerts(alert(80), alert(100)), 'no'],
    ],
  ],
  ...thereOrNot(
    'budgets:CreateSubscriber',
    'budgets:DeleteSubscriber',
    'budgets:DescribeSubscribersForNotification',
    { Notification: alert(100), Subscriber: person },
    { Subscribers: [person] },
    { Subscribers: [] },
  ),
  [
    'budgets:DeleteSubscriber',
    'budgets:DescribeSubscribersForNotification',
    [['the alert is gone', { Subscriber: person }, none, 'yes']],
  ],
]

check(table)

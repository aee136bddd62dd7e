import type { DailySpend } from '../../facts/daily-spend.ts'
import { amountsOf, median, plainRules } from '../../facts/spend-arithmetic.ts'
import type { Circumstances, Json, Remediation, Step } from '../../model/index.ts'
import { maskEmail } from '../support/mask.ts'
import { money } from '../support/money.ts'
import { fromStep, stepsOf } from './steps.ts'

const budgetName = 'neverroot-daily'
const topicName = 'neverroot-spend'

/** Where AWS Budgets of a partition lives, and its topic with it. */
const budgetRegions: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-northwest-1',
  'aws-eusc': 'eusc-de-east-1',
}

/** What credits, refunds and taxes would hide or add is left out: a jump must show as it is. */
const costTypes = {
  IncludeCredit: false,
  IncludeRefund: false,
  IncludeTax: false,
  IncludeSubscription: true,
  IncludeSupport: true,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeDiscount: true,
  UseBlended: false,
  UseAmortized: false,
} as const

/** The limit for a daily budget: the typical day times the factor, to the cent, at least the floor. */
export function limitFor(spend: DailySpend | undefined, { baseline, subject }: Circumstances): number {
  const amounts = spend ? (amountsOf(spend, plainRules, subject.id) ?? []) : []
  const typical = median(amounts.map((d) => d.amount))
  return Math.max(baseline.budgetFloorUsd, Math.round(typical * baseline.budgetFactor * 100) / 100)
}

/** Only AWS Budgets may publish, only for this account (AWS Billing user guide, "Creating an SNS topic for budget notifications"). */
export function spendTopicPolicy(topicArn: string, account: string, partition: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'BudgetsMayPublish',
        Effect: 'Allow',
        Principal: { Service: 'budgets.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:budgets::${account}:*` },
        },
      },
    ],
  }
}

/**
 * A daily cost budget that alerts at its limit, by e-mail and through a topic of its own in the account of the budget:
 * topics of other accounts do not work for budgets. Each recipient of the topic must click on a mail from AWS.
 */
export function makeDailyBudget(
  control: string,
  spend: DailySpend | undefined,
  circumstances: Circumstances,
): Remediation {
  const { subject, configuration, partition, vantage } = circumstances
  const emails = configuration.alerts?.emails ?? []
  const limit = limitFor(spend, circumstances)
  const basis = { limit, unit: spend?.unit ?? 'USD' }
  if (emails.length === 0)
    return {
      basis,
      asks: [
        {
          setting: 'alerts.emails',
          question: 'Which two addresses, of different people, should hear of a jump in the bill?',
        },
      ],
    }
  const region = budgetRegions[partition] ?? 'us-east-1'
  const topicArn = `arn:${partition}:sns:${region}:${subject.id}:${topicName}`
  const step = stepsOf(control, subject.id)
  const addresses = emails.map((email, i) => ({
    masked: maskEmail(email),
    value: { $config: `alerts.emails.${i}` } as Json,
  }))
  const topic = step({
    action: 'sns:CreateTopic',
    input: { Name: topicName },
    region,
    does: `topic ${topicName}`,
  })
  const arn = fromStep(topic.id, 'TopicArn')
  const steps: Step[] = [
    { ...topic, undo: { action: 'sns:DeleteTopic', input: { TopicArn: topicArn } } },
    step({
      action: 'sns:SetTopicAttributes',
      input: {
        TopicArn: arn,
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify(spendTopicPolicy(topicArn, subject.id, partition)),
      },
      does: 'only AWS Budgets may publish to it, for this account',
      region,
    }),
    ...addresses.map(({ masked, value }) =>
      step({
        action: 'sns:Subscribe',
        input: { TopicArn: arn, Protocol: 'email', Endpoint: value, ReturnSubscriptionArn: true },
        does: `${masked} is asked to confirm`,
        region,
      }),
    ),
    step({
      action: 'budgets:CreateBudget',
      input: {
        AccountId: subject.id,
        Budget: {
          BudgetName: budgetName,
          BudgetType: 'COST',
          TimeUnit: 'DAILY',
          BudgetLimit: { Amount: limit.toFixed(2), Unit: 'USD' },
          CostTypes: costTypes,
          ...(vantage === 'management' ? { CostFilters: { LinkedAccount: [subject.id] } } : {}),
        },
        NotificationsWithSubscribers: [
          {
            Notification: {
              NotificationType: 'ACTUAL',
              ComparisonOperator: 'GREATER_THAN',
              Threshold: 100,
              ThresholdType: 'PERCENTAGE',
            },
            Subscribers: [
              ...addresses.map(({ value }) => ({ SubscriptionType: 'EMAIL', Address: value })),
              { SubscriptionType: 'SNS', Address: arn },
            ],
          },
        ],
      },
      does: `budget ${budgetName}: ${money(limit)} a day, alert at 100 % to ${addresses.map((a) => a.masked).join(', ')}`,
      undo: { action: 'budgets:DeleteBudget', input: { AccountId: subject.id, BudgetName: budgetName } },
    }),
  ]
  return {
    basis,
    steps,
    waiting: addresses.map(({ masked }) => `${masked} must click on the confirmation mail from AWS`),
  }
}

/** Without any daily budget there is nothing to mend: the new one brings its amount, its alert and its recipients. */
export function withTheNewBudget(daily: boolean): Remediation {
  return daily ? {} : { waiting: ['the new budget of daily-budget-exists brings it'] }
}

import * as sdk from '@aws-sdk/client-budgets'
import { afterAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { all, refusal, settings } from '../testing.ts'

const AccountId = '111111111111'
const NOW = '2026-11-23T12:00:00Z'
const daily = (name: string, more: Partial<sdk.Budget> = {}): sdk.Budget => ({
  BudgetName: name,
  BudgetType: 'COST',
  TimeUnit: 'DAILY',
  BudgetLimit: { Amount: '18.6', Unit: 'USD' },
  ...more,
})
const notification: sdk.Notification = {
  NotificationType: 'ACTUAL',
  ComparisonOperator: 'GREATER_THAN',
  Threshold: 100,
  ThresholdType: 'PERCENTAGE',
}
const email = (Address: string): sdk.Subscriber => ({ SubscriptionType: 'EMAIL', Address })

describe('Budgets', () => {
  let sandbox: Sandbox
  let client: sdk.BudgetsClient
  beforeEach(async () => {
    const world = newWorld({ scenario: 'budgets', began: NOW })
      .account(AccountId, (a) =>
        a
          .dailySpend({ days: 60, usd: 10 })
          .dailySpend({ days: 60, usd: -4, recordType: 'Credit', service: 'AWS Credits' })
          .user('admin', (u) => u.admin().key().isCaller())
          .user('viewer', (u) => u.attach('AWSBudgetsReadOnlyAccess').key()),
      )
      .build()
    sandbox = await createSandbox({ world, now: NOW })
    client = new sdk.BudgetsClient(settings(sandbox))
  })
  afterEach(() => sandbox.close())
  afterAll(() => client.destroy())

  const create = (Budget: sdk.Budget, NotificationsWithSubscribers?: sdk.NotificationWithSubscribers[]) =>
    client.send(new sdk.CreateBudgetCommand({ AccountId, Budget, NotificationsWithSubscribers }))
  const read = async (BudgetName: string, ShowFilterExpression?: boolean) =>
    (await client.send(new sdk.DescribeBudgetCommand({ AccountId, BudgetName, ShowFilterExpression })))
      .Budget!

  it('fills in what AWS fills in, and computes what was spent today', async () => {
    await create(daily('all'))
    await create(daily('usage only', { CostTypes: { IncludeCredit: false, IncludeRefund: false } }))
    const budget = await read('all')
    expect(budget).toMatchObject({
      TimePeriod: { Start: new Date('2026-11-23T00:00:00Z'), End: new Date('2087-06-15T00:00:00Z') },
      CostTypes: { IncludeCredit: true, UseBlended: false },
      CalculatedSpend: { ActualSpend: { Amount: '3', Unit: 'USD' } },
      LastUpdatedTime: new Date(NOW),
    })
    expect((await read('usage only')).CalculatedSpend!.ActualSpend!.Amount).toBe('5')
  })

  it('forecasts months, not days', async () => {
    await create(daily('month', { TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '100', Unit: 'USD' } }))
    await create(daily('day'))
    expect((await read('month')).CalculatedSpend!.ForecastedSpend).toBeDefined()
    expect((await read('day')).CalculatedSpend!.ForecastedSpend).toBeUndefined()
  })

  it('shows a filter expression only when asked, and counts by it', async () => {
    const FilterExpression: sdk.Expression = {
      Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } },
    }
    await create(daily('filtered', { FilterExpression, Metrics: ['UnblendedCost'] }))
    expect(await read('filtered')).not.toHaveProperty('FilterExpression')
    expect(await read('filtered', true)).toMatchObject({ FilterExpression, Metrics: ['UnblendedCost'] })
    expect((await read('filtered')).CalculatedSpend!.ActualSpend!.Amount).toBe('5')
  })

  it('sets an auto-adjusting limit to the mean of the past', async () => {
    await create(
      daily('auto', {
        BudgetLimit: undefined,
        CostTypes: { IncludeCredit: false },
        AutoAdjustData: { AutoAdjustType: 'HISTORICAL', HistoricalOptions: { BudgetAdjustmentPeriod: 30 } },
      }),
    )
    expect((await read('auto')).BudgetLimit).toEqual({ Amount: '10', Unit: 'USD' })
  })

  const bad: [when: string, budget: sdk.Budget][] = [
    ['a colon in the name', daily('a:b')],
    ['/action/ in the name', daily('a/action/b')],
    ['a name too long', daily('x'.repeat(101))],
    ['no limit', daily('x', { BudgetLimit: undefined })],
    ['a limit in euros', daily('x', { BudgetLimit: { Amount: '1', Unit: 'EUR' } })],
    ['both kinds of filter', daily('x', { CostTypes: { IncludeTax: true }, Metrics: ['UnblendedCost'] })],
    ['two metrics', daily('x', { Metrics: ['UnblendedCost', 'BlendedCost'] })],
    [
      '61 days of history',
      daily('x', {
        AutoAdjustData: { AutoAdjustType: 'HISTORICAL', HistoricalOptions: { BudgetAdjustmentPeriod: 61 } },
      }),
    ],
    [
      'a start after its end',
      daily('x', { TimePeriod: { Start: new Date('2027-01-01'), End: new Date('2026-01-01') } }),
    ],
  ]
  it.each(bad)('refuses %s', async (_when, budget) => {
    expect((await refusal(create(budget))).name).toBe('InvalidParameterException')
  })

  it.each([
    [
      'eleven addresses',
      Array.from({ length: 11 }, (_, i) => email(`a${i}@x.example`)),
      'CreationLimitExceededException',
    ],
    ['the same address twice', [email('a@x.example'), email('a@x.example')], 'DuplicateRecordException'],
    ['no address', [], 'InvalidParameterException'],
    ['half an address', [email('a')], 'InvalidParameterException'],
  ])('refuses a notification with %s', async (_when, Subscribers, name) => {
    const error = await refusal(create(daily('x'), [{ Notification: notification, Subscribers }]))
    expect(error.name).toBe(name)
    const { Budgets } = await client.send(new sdk.DescribeBudgetsCommand({ AccountId }))
    expect(Budgets, 'nothing was made').toEqual([])
  })

  it('keeps names unique, replaces on update, and forgets on delete', async () => {
    await create(daily('one'), [{ Notification: notification, Subscribers: [email('a@x.example')] }])
    expect(await refusal(create(daily('one')))).toMatchObject({
      name: 'DuplicateRecordException',
      $metadata: { httpStatusCode: 409 },
    })
    const NewBudget = daily('one', { BudgetLimit: { Amount: '20', Unit: 'USD' } })
    await client.send(new sdk.UpdateBudgetCommand({ AccountId, NewBudget }))
    expect((await read('one')).BudgetLimit!.Amount).toBe('20')
    const kept = await client.send(
      new sdk.DescribeNotificationsForBudgetCommand({ AccountId, BudgetName: 'one' }),
    )
    expect(kept.Notifications).toEqual([{ ...notification, NotificationState: 'OK' }])
    await client.send(new sdk.DeleteBudgetCommand({ AccountId, BudgetName: 'one' }))
    expect(await refusal(read('one'))).toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
    expect((await refusal(client.send(new sdk.UpdateBudgetCommand({ AccountId, NewBudget })))).name).toBe(
      'NotFoundException',
    )
  })

  it('adds, changes and removes notifications and subscribers; the last subscriber takes its notification', async () => {
    const BudgetName = 'one'
    const base = { AccountId, BudgetName }
    await create(daily(BudgetName, { BudgetLimit: { Amount: '2', Unit: 'USD' } }))
    const Subscribers = [email('a@x.example')]
    await client.send(new sdk.CreateNotificationCommand({ ...base, Notification: notification, Subscribers }))
    const again = client.send(
      new sdk.CreateNotificationCommand({ ...base, Notification: notification, Subscribers }),
    )
    expect((await refusal(again)).name).toBe('DuplicateRecordException')
    for (const Threshold of [50, 60, 70, 80]) {
      await client.send(
        new sdk.CreateNotificationCommand({
          ...base,
          Notification: { ...notification, Threshold },
          Subscribers,
        }),
      )
    }
    const sixth = client.send(
      new sdk.CreateNotificationCommand({
        ...base,
        Notification: { ...notification, Threshold: 90 },
        Subscribers,
      }),
    )
    expect((await refusal(sixth)).name).toBe('CreationLimitExceededException')
    await client.send(
      new sdk.UpdateNotificationCommand({
        ...base,
        OldNotification: { ...notification, Threshold: 50 },
        NewNotification: { ...notification, Threshold: 200 },
      }),
    )
    const { Notifications } = await client.send(new sdk.DescribeNotificationsForBudgetCommand(base))
    expect(Notifications!.map((n) => [n.Threshold, n.NotificationState])).toEqual([
      [100, 'ALARM'],
      [200, 'OK'],
      [60, 'ALARM'],
      [70, 'ALARM'],
      [80, 'ALARM'],
    ])

    const one = { ...base, Notification: notification }
    await client.send(new sdk.CreateSubscriberCommand({ ...one, Subscriber: email('b@x.example') }))
    const subscribers = await all(
      sdk.paginateDescribeSubscribersForNotification({ client, pageSize: 1 }, one),
      'Subscribers',
    )
    expect(subscribers).toEqual([email('a@x.example'), email('b@x.example')])
    for (const address of ['a@x.example', 'b@x.example']) {
      await client.send(new sdk.DeleteSubscriberCommand({ ...one, Subscriber: email(address) }))
    }
    const gone = client.send(new sdk.DescribeSubscribersForNotificationCommand(one))
    expect((await refusal(gone)).name).toBe('NotFoundException')
  })

  it('keeps the notifications of a budget that is replaced, whatever form it then has', async () => {
    await create(daily('one', { CostTypes: { IncludeCredit: true } }), [
      { Notification: notification, Subscribers: [email('a@x.example')] },
    ])
    const update = (more: Partial<sdk.Budget>) =>
      client.send(new sdk.UpdateBudgetCommand({ AccountId, NewBudget: daily('one', more) }))
    await update({ CostTypes: { IncludeCredit: false } })
    expect(await read('one')).toMatchObject({ CostTypes: { IncludeCredit: false, IncludeRefund: true } })
    const FilterExpression: sdk.Expression = {
      Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } },
    }
    await update({ FilterExpression, Metrics: ['UnblendedCost'] })
    const expressed = await read('one', true)
    expect(expressed).toMatchObject({ FilterExpression, Metrics: ['UnblendedCost'] })
    expect(expressed, 'nothing of the old form is left').not.toHaveProperty('CostTypes')
    expect((await refusal(update({ BudgetLimit: { Amount: 'much', Unit: 'USD' } }))).name).toBe(
      'InvalidParameterException',
    )
    expect((await read('one')).BudgetLimit!.Amount, 'a refused one changes nothing').toBe('18.6')
    const kept = await client.send(
      new sdk.DescribeSubscribersForNotificationCommand({
        AccountId,
        BudgetName: 'one',
        Notification: notification,
      }),
    )
    expect(kept.Subscribers).toEqual([email('a@x.example')])
  })

  describe('of one notification', () => {
    const topic = (name: string): sdk.Subscriber => ({
      SubscriptionType: 'SNS',
      Address: `arn:aws:sns:us-east-1:${AccountId}:${name}`,
    })
    const one = { AccountId, BudgetName: 'one', Notification: notification }
    const add = (Subscriber: sdk.Subscriber) =>
      client.send(new sdk.CreateSubscriberCommand({ ...one, Subscriber }))
    const subscribers = async () =>
      (await client.send(new sdk.DescribeSubscribersForNotificationCommand(one))).Subscribers!
    beforeEach(() =>
      create(daily('one'), [{ Notification: notification, Subscribers: [email('a@x.example')] }]),
    )

    it('the same subscriber twice is a duplicate; two topics or eleven addresses are too many', async () => {
      expect(await refusal(add(email('a@x.example')))).toMatchObject({
        name: 'DuplicateRecordException',
        $metadata: { httpStatusCode: 409 },
      })
      await add(topic('alarms'))
      expect((await refusal(add(topic('more')))).name).toBe('CreationLimitExceededException')
      for (let n = 2; n <= 10; n++) await add(email(`a${n}@x.example`))
      expect((await refusal(add(email('a11@x.example')))).name).toBe('CreationLimitExceededException')
      expect(await subscribers()).toHaveLength(11)
    })

    it('a subscriber can be replaced, not by another who is there', async () => {
      const replace = (OldSubscriber: sdk.Subscriber, NewSubscriber: sdk.Subscriber) =>
        client.send(new sdk.UpdateSubscriberCommand({ ...one, OldSubscriber, NewSubscriber }))
      await replace(email('a@x.example'), email('b@x.example'))
      await add(email('c@x.example'))
      expect((await refusal(replace(email('b@x.example'), email('c@x.example')))).name).toBe(
        'DuplicateRecordException',
      )
      expect((await refusal(replace(email('a@x.example'), email('d@x.example')))).name).toBe(
        'NotFoundException',
      )
      expect(await subscribers()).toEqual([email('b@x.example'), email('c@x.example')])
    })

    it('who is not there cannot be removed', async () => {
      const remove = new sdk.DeleteSubscriberCommand({ ...one, Subscriber: email('z@x.example') })
      expect((await refusal(client.send(remove))).name).toBe('NotFoundException')
      expect(await subscribers()).toEqual([email('a@x.example')])
    })

    it('it cannot become one that is there, nor one that AWS does not know', async () => {
      const Threshold = 80
      await client.send(
        new sdk.CreateNotificationCommand({
          ...one,
          Notification: { ...notification, Threshold },
          Subscribers: [email('a@x.example')],
        }),
      )
      const become = (from: number, NewNotification: sdk.Notification) =>
        client.send(
          new sdk.UpdateNotificationCommand({
            AccountId,
            BudgetName: 'one',
            OldNotification: { ...notification, Threshold: from },
            NewNotification,
          }),
        )
      expect((await refusal(become(Threshold, notification))).name).toBe('DuplicateRecordException')
      expect((await refusal(become(55, notification))).name).toBe('NotFoundException')
      const wrong = { ...notification, ComparisonOperator: 'ABOUT' as sdk.ComparisonOperator }
      expect((await refusal(become(Threshold, wrong))).name).toBe('InvalidParameterException')
      await client.send(new sdk.DeleteNotificationCommand(one))
      await become(Threshold, notification)
      expect(await subscribers()).toEqual([email('a@x.example')])
    })
  })

  it('pages budgets and their notifications', async () => {
    for (let i = 0; i < 5; i += 1)
      await create(daily(`b${i}`), [{ Notification: notification, Subscribers: [email('a@x.example')] }])
    expect(
      await all(sdk.paginateDescribeBudgets({ client, pageSize: 2 }, { AccountId }), 'Budgets'),
    ).toHaveLength(5)
    const pages = sdk.paginateDescribeBudgetNotificationsForAccount({ client, pageSize: 2 }, { AccountId })
    expect(await all(pages, 'BudgetNotificationsForAccount')).toHaveLength(5)
    const tooMany = client.send(new sdk.DescribeBudgetsCommand({ AccountId, MaxResults: 1001 }))
    expect((await refusal(tooMany)).name).toBe('InvalidParameterException')
    const badToken = client.send(new sdk.DescribeBudgetsCommand({ AccountId, NextToken: 'x' }))
    expect((await refusal(badToken)).name).toBe('InvalidNextTokenException')
  })

  it('remembers past days', async () => {
    await create(daily('one', { CostTypes: { IncludeCredit: false } }))
    const { BudgetPerformanceHistory: past } = await client.send(
      new sdk.DescribeBudgetPerformanceHistoryCommand({ AccountId, BudgetName: 'one' }),
    )
    const amounts = past!.BudgetedAndActualAmountsList!
    expect(amounts).toHaveLength(61)
    expect(amounts[0]).toMatchObject({ ActualAmount: { Amount: '10' }, BudgetedAmount: { Amount: '18.6' } })
  })

  it("shows no other account's budgets, and tells viewing from changing", async () => {
    const other = client.send(new sdk.DescribeBudgetsCommand({ AccountId: '222222222222' }))
    expect((await refusal(other)).name).toBe('AccessDeniedException')
    const viewer = new sdk.BudgetsClient(settings(sandbox, { account: AccountId, user: 'viewer' }))
    const error = await refusal(viewer.send(new sdk.DeleteBudgetCommand({ AccountId, BudgetName: 'x' })))
    expect(error.message).toContain('budgets:ModifyBudget')
  })
})

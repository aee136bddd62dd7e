import * as sdk from '@aws-sdk/client-cost-explorer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newWorld } from '../builder.ts'
import { createSandbox, type Sandbox } from '../index.ts'
import { refusal, settings } from '../testing.ts'

const NOW = '2026-11-23T12:00:00Z'
const PAYER = '111111111111'
const MEMBER = '222222222222'
const OFF = '333333333333'
const NEW = '444444444444'

describe('Cost Explorer', () => {
  let sandbox: Sandbox
  const as = (account: string) => new sdk.CostExplorerClient(settings(sandbox, { account }))
  const ask = (input: Partial<sdk.GetCostAndUsageCommandInput> = {}, account = PAYER) =>
    as(account).send(
      new sdk.GetCostAndUsageCommand({
        TimePeriod: { Start: '2026-11-20', End: '2026-11-24' },
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost'],
        ...input,
      }),
    )
  const amounts = (answer: sdk.GetCostAndUsageCommandOutput) =>
    answer.ResultsByTime!.map((r) => r.Total!.UnblendedCost!.Amount)

  beforeAll(async () => {
    const admin = { user: 'admin' }
    const world = newWorld({ scenario: 'ce', began: NOW })
      .account(PAYER, (a) =>
        a
          .named('payer')
          .dailySpend({ days: 60, usd: 10, service: 'Amazon EC2' })
          .dailySpend({ days: 60, usd: 2.5, service: 'Amazon S3' })
          .spend(2, -4, 'AWS Credits', 'Credit')
          .user(admin.user, (u) => u.admin().key().isCaller()),
      )
      .account(MEMBER, (a) =>
        a
          .named('member')
          .dailySpend({ days: 60, usd: 1, service: 'Amazon S3' })
          .user('admin', (u) => u.admin().key()),
      )
      .account(OFF, (a) => a.costExplorer('denied').user('admin', (u) => u.admin().key()))
      .account(NEW, (a) => a.costExplorer('no-data').user('admin', (u) => u.admin().key()))
      .organization(PAYER, (o) => o.member(MEMBER))
      .build()
    world.accounts[PAYER]!.anomalyMonitors = [
      {
        MonitorArn: 'arn:aws:ce::111111111111:anomalymonitor/1',
        MonitorName: 'services',
        MonitorType: 'DIMENSIONAL',
      },
    ]
    sandbox = await createSandbox({ world, now: NOW })
  })
  afterAll(() => sandbox.close())

  it('gives each day as a string, the last two estimated', async () => {
    const answer = await ask({}, MEMBER)
    expect(answer.ResultsByTime!.map((r) => [r.TimePeriod!.Start, r.TimePeriod!.End, r.Estimated])).toEqual([
      ['2026-11-20', '2026-11-21', false],
      ['2026-11-21', '2026-11-22', false],
      ['2026-11-22', '2026-11-23', true],
      ['2026-11-23', '2026-11-24', true],
    ])
    expect(amounts(answer)).toEqual(['1', '1', '1', '0.5'])
  })

  it('gives a payer the whole organization', async () => {
    expect(amounts(await ask())).toEqual(['13.5', '9.5', '13.5', '6.75'])
  })

  const filters: [name: string, filter: sdk.Expression, amounts: string[]][] = [
    [
      'without credits',
      { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund'] } } },
      ['13.5', '13.5', '13.5', '6.75'],
    ],
    ['one account', { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [MEMBER] } }, ['1', '1', '1', '0.5']],
    [
      'a service of one account',
      {
        And: [
          { Dimensions: { Key: 'SERVICE', Values: ['Amazon S3'] } },
          { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [PAYER] } },
        ],
      },
      ['2.5', '2.5', '2.5', '1.25'],
    ],
    [
      'one or the other service',
      {
        Or: [
          { Dimensions: { Key: 'SERVICE', Values: ['Amazon S3'] } },
          {
            Dimensions: {
              Key: 'SERVICE',
              Values: ['amazon ec'],
              MatchOptions: ['STARTS_WITH', 'CASE_INSENSITIVE'],
            },
          },
        ],
      },
      ['13.5', '13.5', '13.5', '6.75'],
    ],
  ]
  it.each(filters)('filters: %s', async (_name, Filter, expected) => {
    expect(amounts(await ask({ Filter }))).toEqual(expected)
  })

  it('groups by account, with the names of the accounts', async () => {
    const answer = await ask({
      TimePeriod: { Start: '2026-11-20', End: '2026-11-21' },
      GroupBy: [{ Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' }],
    })
    expect(answer.ResultsByTime![0]).toMatchObject({
      Total: {},
      Groups: [
        { Keys: [PAYER], Metrics: { UnblendedCost: { Amount: '12.5', Unit: 'USD' } } },
        { Keys: [MEMBER], Metrics: { UnblendedCost: { Amount: '1' } } },
      ],
    })
    expect(answer.DimensionValueAttributes).toEqual([
      { Value: PAYER, Attributes: { description: 'payer' } },
      { Value: MEMBER, Attributes: { description: 'member' } },
    ])
  })

  it('adds up months, cut at the edges of the question', async () => {
    const answer = await ask(
      { Granularity: 'MONTHLY', TimePeriod: { Start: '2026-10-30', End: '2026-11-03' } },
      MEMBER,
    )
    expect(amounts(answer)).toEqual(['2', '2'])
    expect(answer.ResultsByTime![0]!.TimePeriod).toEqual({ Start: '2026-10-30', End: '2026-11-01' })
  })

  const bad: [when: string, input: Partial<sdk.GetCostAndUsageCommandInput>, says: RegExp][] = [
    ['no days', { TimePeriod: { Start: '2026-11-20', End: '2026-11-20' } }, /before end date/],
    ['another date format', { TimePeriod: { Start: '20/11/2026', End: '2026-11-21' } }, /date format/],
    ['the far future', { TimePeriod: { Start: '2026-11-20', End: '2027-03-01' } }, /next month/],
    ['two years ago', { TimePeriod: { Start: '2024-11-20', End: '2026-11-20' } }, /14 months/],
    ['no metric', { Metrics: [] }, /Metrics/],
    ['an unknown metric', { Metrics: ['Cost'] }, /not valid/],
    [
      'three groups',
      {
        GroupBy: [
          { Type: 'DIMENSION', Key: 'SERVICE' },
          { Type: 'DIMENSION', Key: 'SERVICE' },
          { Type: 'DIMENSION', Key: 'SERVICE' },
        ],
      },
      /two group/,
    ],
    [
      'And with one operand',
      { Filter: { And: [{ Dimensions: { Key: 'SERVICE', Values: ['a'] } }] } },
      /at least 2/,
    ],
    [
      'two roots',
      {
        Filter: {
          Not: { Dimensions: { Key: 'SERVICE', Values: ['a'] } },
          Dimensions: { Key: 'SERVICE', Values: ['a'] },
        },
      },
      /exactly one/,
    ],
  ]
  it.each(bad)('refuses %s', async (_when, input, says) => {
    expect(await refusal(ask(input))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(says),
    })
  })

  it.each([
    [OFF, 'AccessDeniedException', 'User not enabled for cost explorer access'],
    [NEW, 'DataUnavailableException', /not available/],
  ])('account %s: %s', async (account, name, message) => {
    expect(await refusal(ask({}, account))).toMatchObject({ name, message: expect.stringMatching(message) })
  })

  it('rather gives no answer than a wrong one', async () => {
    const byRegion = ask({ Filter: { Dimensions: { Key: 'REGION', Values: ['eu-west-1'] } } })
    expect(await refusal(byRegion)).toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    })
  })

  it('lists the values of a dimension', async () => {
    const { DimensionValues, TotalSize } = await as(PAYER).send(
      new sdk.GetDimensionValuesCommand({
        Dimension: 'RECORD_TYPE',
        TimePeriod: { Start: '2026-11-01', End: '2026-11-24' },
      }),
    )
    expect(DimensionValues!.map((v) => v.Value)).toEqual(['Credit', 'Usage'])
    expect(TotalSize).toBe(2)
  })

  it('shows anomaly monitors and subscriptions, often none', async () => {
    const monitors = await as(PAYER).send(new sdk.GetAnomalyMonitorsCommand({}))
    expect(monitors.AnomalyMonitors!.map((m) => m.MonitorName)).toEqual(['services'])
    expect((await as(MEMBER).send(new sdk.GetAnomalySubscriptionsCommand({}))).AnomalySubscriptions).toEqual(
      [],
    )
    const unknown = as(MEMBER).send(
      new sdk.GetAnomalyMonitorsCommand({ MonitorArnList: ['arn:aws:ce::2:anomalymonitor/9'] }),
    )
    expect((await refusal(unknown)).name).toBe('UnknownMonitorException')
  })
})

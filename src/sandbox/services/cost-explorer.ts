/** AWS Cost Explorer: cost by day or month, dimension values, and what Cost Anomaly Detection has. */
import type * as sdk from '@aws-sdk/client-cost-explorer'
import { accountOf } from '../accounts/find.ts'
import { listed as shown } from '../accounts/members.ts'
import { amount, dimensionValue, knownDimension, type CostRow } from '../cost-data.ts'
import { page } from '../paging.ts'
import { AwsError, defineService, type Call } from '../service.ts'
import { remembered, sumsOf } from './cost-explorer/sums.ts'
import { available, invalid, period, rows, slices } from './cost-explorer/query.ts'

const METRICS = [
  'AmortizedCost',
  'BlendedCost',
  'NetAmortizedCost',
  'NetUnblendedCost',
  'NormalizedUsageAmount',
  'UnblendedCost',
  'UsageQuantity',
]
/** Groups on a page, over all days (the real figure is not documented: assumed). */
const PAGE = 5000

const badToken = (): AwsError => new AwsError('InvalidNextTokenException', 'The pagination token is invalid.')

function metricsOf(given: readonly string[] | undefined): string[] {
  if (!given?.length) throw invalid('Metrics must not be empty.')
  for (const metric of given) {
    if (!METRICS.includes(metric)) throw invalid(`Metric ${metric} is not valid.`)
    if (!metric.endsWith('Cost')) {
      throw new AwsError('NotImplemented', `The sandbox does not simulate the metric ${metric}.`, 501)
    }
  }
  return [...given]
}

function groupsOf(given: readonly sdk.GroupDefinition[] | undefined): ((row: CostRow) => string)[] {
  if ((given?.length ?? 0) > 2) throw invalid('Up to two group definitions are allowed.')
  return (given ?? []).map(({ Type, Key }) => {
    if (Type !== undefined && Type !== 'DIMENSION') {
      throw new AwsError('NotImplemented', `The sandbox does not simulate cost groups of type ${Type}.`, 501)
    }
    return knownDimension(Key)
  })
}

/** Accounts in the answer with their names, as AWS adds them to LINKED_ACCOUNT answers. */
const attributes = (call: Call, ids: Iterable<string>): sdk.DimensionValuesWithAttributes[] =>
  [...new Set(ids)].map((id) => ({
    Value: id,
    Attributes: { description: (shown(call.world, id) ?? accountOf(call.world, id))?.name ?? id },
  }))

/** One page of a list whose token is called NextPageToken. */
function listed<T>(
  call: Call,
  input: { NextPageToken?: string | undefined; MaxResults?: number | undefined },
  items: readonly T[],
  bind: unknown,
) {
  const size = input.MaxResults ?? 100
  if (size < 1) throw invalid('MaxResults must be at least 1.')
  return page(call, items, { token: input.NextPageToken, size, bind, invalid: badToken })
}

export default defineService<typeof sdk>({
  prefix: 'ce',
  client: 'CostExplorerClient',
  regional: false,
  load: () => import('@aws-sdk/client-cost-explorer'),
  handlers: {
    GetCostAndUsage(input, call) {
      available(call)
      const { start, end } = period(call, input.TimePeriod)
      if (input.Granularity === 'HOURLY')
        throw invalid('Hourly granularity has not been enabled for this account.')
      if (input.Granularity !== 'DAILY' && input.Granularity !== 'MONTHLY')
        throw invalid('Granularity is not valid.')
      const metrics = metricsOf(input.Metrics)
      const keys = groupsOf(input.GroupBy)
      const cost = (usd: number): Record<string, sdk.MetricValue> =>
        Object.fromEntries(metrics.map((m) => [m, { Amount: amount(usd), Unit: 'USD' }]))
      const { NextPageToken: token, ...bind } = input
      const { sums, accounts } = remembered(
        call.world,
        [call.account.id, call.now.toISOString().slice(0, 10), bind],
        () =>
          sumsOf(
            slices(call, start, end, input.Granularity === 'DAILY' ? 'DAILY' : 'MONTHLY'),
            rows(call, start, end, input.Filter),
            keys,
          ),
      )
      const widest = Math.max(1, ...sums.map(({ groups }) => (keys.length ? groups.size : 0)))
      const { items: shownSums, next } = page(call, sums, {
        token,
        size: Math.max(1, Math.floor(PAGE / widest)),
        bind,
        invalid: badToken,
      })
      const items = shownSums.map(({ slice, total, groups }) => ({
        TimePeriod: { Start: slice.start, End: slice.end },
        Total: keys.length ? {} : cost(total),
        Groups: keys.length
          ? [...groups.values()].map((group) => ({ Keys: group.keys, Metrics: cost(group.usd) }))
          : [],
        Estimated: slice.estimated,
      }))
      const byAccount = input.GroupBy?.some((g) => g.Key === 'LINKED_ACCOUNT')
      return {
        ...(input.GroupBy?.length ? { GroupDefinitions: input.GroupBy } : {}),
        ResultsByTime: items,
        DimensionValueAttributes: byAccount ? attributes(call, accounts) : [],
        NextPageToken: next,
      }
    },

    GetDimensionValues(input, call) {
      available(call)
      const { start, end } = period(call, input.TimePeriod)
      knownDimension(input.Dimension)
      const search = input.SearchString?.toLowerCase()
      const values = [
        ...new Set(rows(call, start, end, input.Filter).map((r) => dimensionValue(r, input.Dimension))),
      ]
        .filter((v) => search === undefined || v.toLowerCase().includes(search))
        .sort()
      const { NextPageToken: _, ...bind } = input
      const { items, next } = listed(call, { ...input, MaxResults: input.MaxResults ?? 1000 }, values, bind)
      return {
        DimensionValues:
          input.Dimension === 'LINKED_ACCOUNT'
            ? attributes(call, items)
            : items.map((Value) => ({ Value, Attributes: {} })),
        ReturnSize: items.length,
        TotalSize: values.length,
        NextPageToken: next,
      }
    },

    GetAnomalyMonitors(input, call) {
      const wanted = input.MonitorArnList
      const monitors = (call.caller.account.anomalyMonitors ?? []) as unknown as sdk.AnomalyMonitor[]
      const unknown = wanted?.find((arn) => !monitors.some((m) => m.MonitorArn === arn))
      if (unknown)
        throw new AwsError(
          'UnknownMonitorException',
          `The cost anomaly monitor ${unknown} doesn't exist.`,
          404,
        )
      const found = monitors.filter((m) => !wanted || wanted.includes(m.MonitorArn!))
      const { items, next } = listed(call, input, found, wanted)
      return { AnomalyMonitors: items, NextPageToken: next }
    },

    GetAnomalySubscriptions(input, call) {
      const wanted = input.SubscriptionArnList
      const all = (call.caller.account.anomalySubscriptions ?? []) as unknown as sdk.AnomalySubscription[]
      const unknown = wanted?.find((arn) => !all.some((s) => s.SubscriptionArn === arn))
      if (unknown) {
        throw new AwsError(
          'UnknownSubscriptionException',
          `The cost anomaly subscription ${unknown} doesn't exist.`,
          404,
        )
      }
      const found = all.filter(
        (s) =>
          (!wanted || wanted.includes(s.SubscriptionArn!)) &&
          (!input.MonitorArn || s.MonitorArnList?.includes(input.MonitorArn)),
      )
      const { items, next } = listed(call, input, found, [wanted, input.MonitorArn])
      return { AnomalySubscriptions: items, NextPageToken: next }
    },
  },
})

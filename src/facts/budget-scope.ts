/**
 * What a budget counts, read off its rules alone: the older CostFilters and CostTypes, or the newer FilterExpression and
 * Metrics (AWS Budgets API reference, Budget). Nothing here asks AWS.
 */

/** The metrics of Cost Explorer that a budget can follow. */
export const costMetrics = [
  'UnblendedCost',
  'BlendedCost',
  'AmortizedCost',
  'NetUnblendedCost',
  'NetAmortizedCost',
] as const
export type CostMetric = (typeof costMetrics)[number]

/** A filter as the API writes it; Cost Explorer's expressions have the same form. */
export interface FilterExpression {
  Or?: readonly FilterExpression[]
  And?: readonly FilterExpression[]
  Not?: FilterExpression
  Dimensions?: { Key?: string; Values?: readonly string[]; MatchOptions?: readonly string[] }
  Tags?: { Key?: string }
  CostCategories?: { Key?: string }
}

/** Which costs a budget counts. Absent parts limit nothing. */
export interface CostRules {
  /** CostTypes: AWS's default for each Include... is true, for each Use... false. */
  types?: Readonly<Record<string, boolean | undefined>>
  filters?: Readonly<Record<string, readonly string[]>>
  expression?: FilterExpression
  metric?: string
  /** A billing view other than the account's primary one shows a part of the costs. */
  customView?: boolean
}

/** Whether costs of a kind are counted: all of them, none, or some (it depends on service, Region, tag). */
export type Share = 'all' | 'some' | 'none'

/** What a budget sees of one account. */
export interface Reach {
  /** Plain usage of the account, whatever the service and the Region. */
  usage: Share
  credits: boolean
  refunds: boolean
  /** True: usage of other accounts is counted too, where the budget's owner sees any. */
  others: boolean
  /** The filters that leave a part out, e.g. `SERVICE`. */
  limitedBy: readonly string[]
}

interface Cost {
  account: string
  recordType: string
}

/** An account that no filter names: stands for any other account. */
const anyOther = '000000000000'

export function reachOf(rules: CostRules, account: string): Reach {
  const usage = shareOf(rules, { account, recordType: 'Usage' })
  const counts = (recordType: string) => shareOf(rules, { account, recordType }) !== 'none'
  const others = [anyOther, ...accountsNamed(rules)].filter((id) => id !== account)
  return {
    usage,
    credits: counts('Credit'),
    refunds: counts('Refund'),
    others: others.some((id) => shareOf(rules, { account: id, recordType: 'Usage' }) !== 'none'),
    limitedBy: usage === 'all' ? [] : limits(rules),
  }
}

/** Costs of one record type of one account. A budget can have old rules and new ones only one at a time; both limit. */
export function shareOf(rules: CostRules, cost: Cost): Share {
  return every([
    rules.customView ? 'some' : 'all',
    countedByType(rules.types, cost.recordType) ? 'all' : 'none',
    ...Object.entries(rules.filters ?? {}).map(([key, values]) => dimension(key, values, undefined, cost)),
    rules.expression ? share(rules.expression, cost) : 'all',
  ])
}

/** The metric that a budget follows; undefined for one that is no cost. */
export function metricOf(rules: CostRules): CostMetric | undefined {
  if (rules.metric !== undefined) return costMetrics.find((m) => m === rules.metric)
  if (rules.types?.['UseBlended']) return 'BlendedCost'
  return rules.types?.['UseAmortized'] ? 'AmortizedCost' : 'UnblendedCost'
}

/**
 * The names of record types in Cost Explorer are in no reference; these are the common ones (assumed), compared by
 * their letters only. A type that is not known counts as usage.
 */
const typeSwitches: readonly [pattern: RegExp, include: string][] = [
  [/^credit/, 'IncludeCredit'],
  [/^refund/, 'IncludeRefund'],
  [/^tax/, 'IncludeTax'],
  [/^support/, 'IncludeSupport'],
  [/upfront/, 'IncludeUpfront'],
  [/recurring/, 'IncludeRecurring'],
  [/discount$|discountprogram/, 'IncludeDiscount'],
  [/subscription/, 'IncludeOtherSubscription'],
]

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

function countedByType(types: CostRules['types'], recordType: string): boolean {
  const name = letters(recordType)
  const include = typeSwitches.find(([pattern]) => pattern.test(name))?.[1]
  return include === undefined || types?.[include] !== false
}

function share(filter: FilterExpression, cost: Cost): Share {
  const parts: Share[] = []
  if (filter.And) parts.push(every(filter.And.map((f) => share(f, cost))))
  if (filter.Or) parts.push(some(filter.Or.map((f) => share(f, cost))))
  if (filter.Not) parts.push(opposite(share(filter.Not, cost)))
  if (filter.Dimensions) {
    const { Key, Values, MatchOptions } = filter.Dimensions
    parts.push(dimension(Key ?? '', Values, MatchOptions, cost))
  }
  if (filter.Tags || filter.CostCategories) parts.push('some')
  return every(parts)
}

/** Account and record type can be answered here; every other dimension leaves a part out that nobody can size. */
function dimension(
  key: string,
  values: readonly string[] | undefined,
  options: readonly string[] | undefined,
  cost: Cost,
): Share {
  const name = letters(key)
  const actual =
    name === 'linkedaccount' ? cost.account : name === 'recordtype' ? letters(cost.recordType) : undefined
  if (actual === undefined) return 'some'
  const how = (options ?? ['EQUALS']).filter((o) => !o.startsWith('CASE_'))
  const wanted = (values ?? []).map((v) => (name === 'recordtype' ? letters(v) : v))
  if (wanted.length === 0 || how.length > 1) return 'some'
  switch (how[0] ?? 'EQUALS') {
    case 'EQUALS':
      return wanted.includes(actual) ? 'all' : 'none'
    case 'STARTS_WITH':
      return wanted.some((w) => actual.startsWith(w)) ? 'all' : 'none'
    case 'ENDS_WITH':
      return wanted.some((w) => actual.endsWith(w)) ? 'all' : 'none'
    case 'CONTAINS':
      return wanted.some((w) => actual.includes(w)) ? 'all' : 'none'
    default:
      return 'some'
  }
}

const every = (shares: readonly Share[]): Share =>
  shares.includes('none') ? 'none' : shares.includes('some') ? 'some' : 'all'
const some = (shares: readonly Share[]): Share =>
  shares.includes('all') ? 'all' : shares.includes('some') ? 'some' : 'none'
const opposite = (one: Share): Share => (one === 'all' ? 'none' : one === 'none' ? 'all' : 'some')

function leaves(filter: FilterExpression): { key: string; values: readonly string[] }[] {
  return [
    ...[...(filter.And ?? []), ...(filter.Or ?? []), ...(filter.Not ? [filter.Not] : [])].flatMap(leaves),
    ...(filter.Dimensions
      ? [{ key: filter.Dimensions.Key ?? '', values: filter.Dimensions.Values ?? [] }]
      : []),
    ...(filter.Tags ? [{ key: `tag ${filter.Tags.Key ?? ''}`.trim(), values: [] }] : []),
    ...(filter.CostCategories
      ? [{ key: `cost category ${filter.CostCategories.Key ?? ''}`.trim(), values: [] }]
      : []),
  ]
}

function allLeaves(rules: CostRules) {
  return [
    ...Object.entries(rules.filters ?? {}).map(([key, values]) => ({ key, values })),
    ...(rules.expression ? leaves(rules.expression) : []),
  ]
}

function accountsNamed(rules: CostRules): string[] {
  return allLeaves(rules).flatMap((l) => (letters(l.key) === 'linkedaccount' ? [...l.values] : []))
}

function limits(rules: CostRules): string[] {
  const keys = allLeaves(rules).map((l) => l.key)
  return [...new Set([...keys, ...(rules.customView ? ['billing view'] : [])])]
}

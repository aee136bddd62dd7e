/** IAM policy documents from grants: merged, in order, the same each time. */
import type { AwsAction, Grant } from '../model/index.ts'

type Condition = NonNullable<Grant['condition']>

export interface PolicyStatement {
  Sid: string
  Effect: 'Allow'
  Action: readonly AwsAction[]
  Resource: string | readonly string[]
  Condition?: Condition
}

export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: readonly PolicyStatement[]
}

/** The most that a managed policy may hold; white space does not count (IAM user guide, "IAM and AWS STS quotas"). */
export const mostPolicyCharacters = 6144

export const policyCharacters = (document: PolicyDocument): number =>
  JSON.stringify(document).replace(/\s/g, '').length

/** One statement; an empty list of resources means any. */
export function statement(
  Sid: string,
  Action: readonly AwsAction[],
  resources: readonly string[] = [],
  condition?: Condition,
): PolicyStatement {
  return {
    Sid,
    Effect: 'Allow',
    Action,
    Resource: resources.length === 0 ? '*' : resources.length === 1 ? resources[0]! : resources,
    ...(condition ? { Condition: condition } : {}),
  }
}

/** An action on some resources, under a condition. */
interface Part {
  action: AwsAction
  /** Empty: any. */
  resources: readonly string[]
  condition?: Condition
}

/**
 * Statements that grant exactly what the grants do: each action once for each condition, together with the others of its
 * service that have the same resources. What an action may do to any resource without a condition, it need not be granted
 * again for some. ARNs are declared for the partition `aws`; `partition` takes its place.
 */
export function grantStatements(grants: readonly Grant[], partition: string): PolicyStatement[] {
  const groups = grouped(parts(grants), ({ action, resources, condition }) =>
    text([serviceOf(action), resources, condition]),
  )
  const count = new Map<string, number>()
  return groups
    .map((group) => ({ ...group[0]!, actions: group.map(({ action }) => action).sort() }))
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    .map(({ actions, resources, condition }) => {
      const service = serviceOf(actions[0]!)
      const n = (count.get(service) ?? 0) + 1
      count.set(service, n)
      const sid = `Neverroot${service[0]!.toUpperCase()}${service.slice(1)}${n > 1 ? n : ''}`
      return inPartition(statement(sid, actions, resources, condition), partition)
    })
}

/** Each action with all of its resources, for each condition that it is granted under. */
function parts(grants: readonly Grant[]): Part[] {
  const all = grants.flatMap(({ actions, resources = [], condition }) =>
    actions.map((action): Part => ({ action, resources, ...(condition ? { condition } : {}) })),
  )
  const isFree = ({ resources, condition }: Part) => resources.length === 0 && !condition
  const free = new Set(all.filter(isFree).map(({ action }) => action))
  const needed = all.filter((part) => isFree(part) || !free.has(part.action))
  return grouped(needed, ({ action, condition }) => text([action, condition])).map((same) => ({
    ...same[0]!,
    resources: same.some(({ resources }) => resources.length === 0)
      ? []
      : [...new Set(same.flatMap(({ resources }) => resources))].sort(),
  }))
}

const orderOf = ({ actions, resources, condition }: Omit<Part, 'action'> & { actions: AwsAction[] }) =>
  text([actions[0], resources, condition])
const serviceOf = (action: AwsAction): string => action.split(':')[0]!
const text = (value: unknown): string => JSON.stringify(value)

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}

/** ARNs stand in resources and in conditions; a value of another partition stays as it is. */
function inPartition(given: PolicyStatement, partition: string): PolicyStatement {
  if (partition === 'aws') return given
  return JSON.parse(JSON.stringify(given).replaceAll('"arn:aws:', `"arn:${partition}:`)) as PolicyStatement
}

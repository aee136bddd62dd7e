import type { GuardDecision, GuardSource } from '../model/index.ts'
import { type Decision, evaluate, parsePolicy, type Policy } from '../policy/index.ts'
import type { ActionTable } from './actions/read.ts'
import { type Level, type PolicyPath, typeNames } from './path.ts'
import { callerOf, type PrincipalKind } from './principals.ts'
import { madeUpResource } from './resource.ts'
import { type RootTask, taskPolicies } from './root-tasks.ts'

/** A request that control policies are asked about. */
export interface GuardRequest {
  principal: PrincipalKind
  /** `s3:DeleteBucket`, in any case. */
  action: string
  /** Absent: a made-up resource of the service, somewhere in the account. */
  resource?: string | string[]
  /** Keys beside those of the principal; over them where both name one. */
  context?: Readonly<Record<string, string | string[]>>
  /** The account that asks, and whose resource it is. Default: some member. */
  account?: string
  /** The management account: control policies never bind it. */
  management?: boolean
  /** The task policy of an AssumeRoot session; absent: whatever the task. */
  task?: RootTask
}

const everything = parsePolicy({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
})

/**
 * What service and resource control policies decide: as if the caller's own policies allowed everything. Sources: AWS
 * Organizations User Guide, "Service control policies" and "Resource control policies": members are bound, root and its
 * AssumeRoot sessions too; the management account and service-linked roles never.
 */
export function decide(request: GuardRequest, path: PolicyPath, table: ActionTable): GuardDecision {
  const { action, principal, task } = request
  if (request.management)
    return { decision: 'not-covered', why: 'Control policies never bind the management account.' }
  if (principal === 'service-linked-role')
    return { decision: 'allow', why: 'Control policies never bind service-linked roles.' }
  const caller = callerOf(principal, request.account)
  const decision = evaluate(
    {
      action,
      resource: request.resource ?? madeUpResource(action, caller.account, table),
      context: merged(caller.context, request.context ?? {}),
    },
    {
      identity: [everything],
      principal: { arn: caller.arn, account: caller.account },
      ...(principal === 'assumed-root' && task !== undefined ? { session: [taskPolicies[task]] } : {}),
      ...(path.scp.length > 0 ? { scps: policiesOf(path.scp) } : {}),
      ...(path.rcp.length > 0 ? { rcps: policiesOf(path.rcp) } : {}),
    },
  )
  return inWords(decision, request, path, table)
}

/** Condition keys have no case: what the request says stands for what the principal would. */
function merged(
  own: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string | string[]>>,
): Record<string, string | string[]> {
  const keys = new Set(Object.keys(given).map((key) => key.toLowerCase()))
  return {
    ...Object.fromEntries(Object.entries(own).filter(([key]) => !keys.has(key.toLowerCase()))),
    ...given,
  }
}

const policiesOf = (levels: readonly Level[]): Policy[][] =>
  levels.map(({ policies }) => policies.map(({ policy }) => policy))

function inWords(
  decision: Decision,
  request: GuardRequest,
  path: PolicyPath,
  table: ActionTable,
): GuardDecision {
  const asked =
    typeof request.resource === 'string' ? `${request.action} on ${request.resource}` : request.action
  const by = sourceOf(decision, path)
  const verdict = decision.decision
  if (verdict === 'allow')
    return {
      decision: verdict,
      why:
        path.scp.length + path.rcp.length === 0
          ? `No control policy is attached: nothing limits ${asked}.`
          : `No statement denies ${asked}, and every level allows it.`,
    }
  if (by && verdict === 'cannot-tell')
    return { decision: verdict, by, why: `${nameOf(by)} may decide about ${asked}, but ${decision.doubt}.` }
  if (by)
    return { decision: verdict, by, why: `${nameOf(by)} denies ${asked}.${reachOf(by, request, table)}` }
  const { layer, level = 0 } = decision.lacking ?? {}
  if (layer !== 'scp' && layer !== 'rcp')
    return { decision: verdict, why: `The task policy ${request.task} leaves ${asked} out.` }
  return { decision: verdict, why: `No ${typeNames[layer]} at ${path[layer][level]?.name} allows ${asked}.` }
}

function sourceOf({ by }: Decision, path: PolicyPath): GuardSource | undefined {
  if (by?.layer !== 'scp' && by?.layer !== 'rcp') return undefined
  const level = path[by.layer][by.level ?? 0]
  const policy = level?.policies[by.policy]
  if (!level || !policy) return undefined
  return {
    level: level.name,
    type: by.layer,
    policy: policy.at,
    ...(policy.name === undefined ? {} : { name: policy.name }),
    ...(by.sid === undefined ? {} : { sid: by.sid }),
    index: by.statement,
  }
}

const nameOf = ({ level, type, policy, name, sid, index }: GuardSource): string =>
  name === undefined
    ? `Statement ${sid ?? index + 1} of the ${typeNames[type]} at ${level} (entry ${policy + 1})`
    : `Statement ${sid ?? index + 1} of the ${typeNames[type]} ${name} at ${level}`

/** Resource control policies reach some services only: one that denies elsewhere is no protection. */
function reachOf({ type }: GuardSource, { action }: GuardRequest, { rcpServices }: ActionTable): string {
  const service = action.slice(0, action.indexOf(':')).toLowerCase()
  return type === 'rcp' && !rcpServices.has(service)
    ? ` AWS is not known to apply resource control policies to ${service}.`
    : ''
}

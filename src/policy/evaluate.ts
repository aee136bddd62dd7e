import { allowed, cannotTell, denied, notAllowed } from './explain.ts'
import type { Denials, Gate, Place } from './gate.ts'
import { both, either, OPEN, walk } from './gate.ts'
import type { AccessRequest, Decision, Layer, PolicySet, SomeResource } from './request.ts'
import { Asked } from './request.ts'
import type { Policy } from './types.ts'

/**
 * What AWS would decide. An explicit deny anywhere wins; every level of service and resource control policies, the
 * boundary and the session policies must allow; and the identity's policies or the resource's, or across accounts
 * both. What rests on something that is not modelled is 'cannot-tell', and only that: a sure explicit deny, and a
 * lack of any possible allow, are still denials.
 *
 * In the same account, a resource-based policy that names the user or the session itself is not limited by the
 * boundary and the session policies; one that names the role is. With several resources each must be allowed.
 * Source: IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
 */
export function evaluate(request: AccessRequest, policies: PolicySet): Decision {
  if (!Array.isArray(request.resource)) return evaluateOne(request, request.resource, policies)
  const decisions = request.resource.map((resource) => evaluateOne(request, resource, policies))
  return decisions.reduce(
    (worst, decision) => (severity(decision) > severity(worst) ? decision : worst),
    decisions[0] ?? evaluateOne(request, '*', policies),
  )
}

function severity({ decision, explicit }: Decision): number {
  if (decision === 'deny') return explicit ? 3 : 2
  return decision === 'cannot-tell' ? 1 : 0
}

function evaluateOne(request: AccessRequest, on: string | SomeResource, policies: PolicySet): Decision {
  const asked = new Asked(request, on, policies.principal)
  const resource = typeof on === 'string' ? on : '*'
  const denials: Denials = { sure: undefined, unsure: undefined }
  const scp = levelsGate(policies.scps, 'scp', asked, denials)
  if (denials.sure) return denied(denials.sure, request.action, resource)
  const rcp = levelsGate(policies.rcps, 'rcp', asked, denials)
  if (denials.sure) return denied(denials.sure, request.action, resource)
  const access = accessGate(policies, asked, denials)
  if (denials.sure) return denied(denials.sure, request.action, resource)
  const gate = both(both(scp, rcp), access)
  if (gate.state === 'shut') return notAllowed(gate.place, request.action, resource)
  if (denials.unsure) return cannotTell(denials.unsure, request.action, resource)
  if (gate.state === 'doubt') return cannotTell(gate.by, request.action, resource)
  // What the control policies let through they do not give: the statement to name is the one that does.
  return allowed(access.state === 'open' ? access.by : undefined, request.action, resource)
}

function levelsGate(levels: Policy[][] | undefined, layer: Layer, asked: Asked, denials: Denials): Gate {
  let gate = OPEN
  for (let level = 0; levels !== undefined && level < levels.length; level++) {
    const { free, limited, delegated } = walk(levels[level] ?? [], { layer, level }, asked, denials)
    if (denials.sure) return gate
    const here = either(limited, either(free, delegated))
    gate = level === 0 ? here : both(gate, here)
  }
  return gate
}

const PLACES: Record<'identity' | 'boundary' | 'session' | 'resource', Place> = {
  identity: { layer: 'identity', level: undefined },
  boundary: { layer: 'boundary', level: undefined },
  session: { layer: 'session', level: undefined },
  resource: { layer: 'resource', level: undefined },
}

/** Everything but the control policies: does the identity's or the resource's side give access? */
function accessGate(policies: PolicySet, asked: Asked, denials: Denials): Gate {
  const gateOf = (kind: 'identity' | 'boundary' | 'session'): Gate => {
    const list = policies[kind]
    return list && !denials.sure ? walk(list, PLACES[kind], asked, denials).limited : OPEN
  }
  const identity = gateOf('identity')
  const limits = both(gateOf('boundary'), gateOf('session'))
  const byIdentity = both(identity, limits)
  if (!policies.resource || denials.sure) return byIdentity
  const { free, limited, delegated } = walk(policies.resource, PLACES.resource, asked, denials)
  const { principal, resourceAccount } = policies
  const granted = either(free, either(limited, delegated))
  if (principal?.service !== undefined) return granted
  const elsewhere =
    resourceAccount !== undefined && principal !== undefined && principal.account !== resourceAccount
  if (elsewhere) return both(byIdentity, granted)
  const together = policies.resourceMustAllow ? both(granted, byIdentity) : byIdentity
  return either(together, either(free, both(limited, limits)))
}

import { allowed, cannotTell, denied, notAllowed } from './explain.ts'
import type { Denials, Gate } from './gate.ts'
import { all, any, OPEN, walk } from './gate.ts'
import type { AccessRequest, Decision, Layer, PolicySet } from './request.ts'
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
  const resources = typeof request.resource === 'string' ? [request.resource] : request.resource
  const [first, ...others] = resources.length > 0 ? resources : ['*']
  let worst = evaluateOne(request, first ?? '*', policies)
  for (const resource of others) {
    const decision = evaluateOne(request, resource, policies)
    if (severity(decision) > severity(worst)) worst = decision
  }
  return worst
}

function severity({ decision, explicit }: Decision): number {
  if (decision === 'deny') return explicit ? 3 : 2
  return decision === 'cannot-tell' ? 1 : 0
}

function evaluateOne(request: AccessRequest, resource: string, policies: PolicySet): Decision {
  const asked = new Asked(request, resource, policies.principal)
  const denials: Denials = {}
  const subject = { action: request.action, resource }
  const levels = [
    ...levelGates(policies.scps, 'scp', asked, denials),
    ...(denials.sure ? [] : levelGates(policies.rcps, 'rcp', asked, denials)),
  ]
  const access = denials.sure ? OPEN : accessGate(policies, asked, denials)
  if (denials.sure) return denied(denials.sure, subject)
  const gate = all(...levels, access)
  if (gate.state === 'shut') return notAllowed(gate, subject)
  if (denials.unsure) return cannotTell(denials.unsure, 'Deny', subject)
  if (gate.state === 'doubt') return cannotTell(gate, 'Allow', subject)
  return allowed(access.state === 'open' ? access.by : undefined, subject)
}

function levelGates(levels: Policy[][] | undefined, layer: Layer, asked: Asked, denials: Denials): Gate[] {
  const gates: Gate[] = []
  if (!levels) return gates
  for (let level = 0; level < levels.length && !denials.sure; level++) {
    const { free, limited, delegated } = walk(levels[level] ?? [], { layer, level }, asked, denials)
    gates.push(any(limited, free, delegated))
  }
  return gates
}

/** Everything but the control policies: does the identity's or the resource's side give access? */
function accessGate(policies: PolicySet, asked: Asked, denials: Denials): Gate {
  const identity = walk(policies.identity, { layer: 'identity' }, asked, denials).limited
  const boundary = policies.boundary
    ? walk(policies.boundary, { layer: 'boundary' }, asked, denials).limited
    : OPEN
  const session = policies.session
    ? walk(policies.session, { layer: 'session' }, asked, denials).limited
    : OPEN
  const byIdentity = all(identity, boundary, session)
  if (!policies.resource) return byIdentity
  const { free, limited, delegated } = walk(policies.resource, { layer: 'resource' }, asked, denials)
  const { principal, resourceAccount } = policies
  const granted = any(free, limited, delegated)
  if (principal?.service !== undefined) return granted
  const elsewhere =
    resourceAccount !== undefined && principal !== undefined && principal.account !== resourceAccount
  if (elsewhere) return all(byIdentity, granted)
  return any(
    policies.resourceMustAllow ? all(granted, byIdentity) : byIdentity,
    free,
    all(limited, boundary, session),
  )
}

import type { Found, Place } from './gate.ts'
import type { Decision, Layer, Source } from './request.ts'

const NAMES: Record<Layer, string> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'resource-based policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
}

const what = (action: string, resource: string): string =>
  resource === '*' ? action : `${action} on ${resource}`

const levelName = (level: number | undefined): string =>
  level === undefined ? '' : level === 0 ? ' of the organization root' : ` at level ${level} below the root`

const statementName = ({ statement, index, policy, place }: Found): string =>
  `Statement ${statement.sid ?? index + 1} of ${NAMES[place.layer]} ${policy + 1}${levelName(place.level)}`

function source({ place, policy, statement, index }: Found): Source {
  const by: Source = { layer: place.layer, policy, statement: index }
  if (place.level !== undefined) by.level = place.level
  if (statement.sid !== undefined) by.sid = statement.sid
  return by
}

/** Everything that must allow does; the statement is the one that gives the access. */
export function allowed(by: Found | undefined, action: string, resource: string): Decision {
  if (!by) return { decision: 'allow', explicit: false, why: `Nothing limits ${what(action, resource)}.` }
  const why = `${statementName(by)} allows ${what(action, resource)}.`
  return { decision: 'allow', explicit: false, by: source(by), why }
}

/** A Deny statement matches. */
export function denied(by: Found, action: string, resource: string): Decision {
  const why = `${statementName(by)} denies ${what(action, resource)}.`
  return { decision: 'deny', explicit: true, by: source(by), why }
}

/** No Deny is needed: an allow is lacking where one must be. */
export function notAllowed({ layer, level }: Place, action: string, resource: string): Decision {
  const why = `No ${NAMES[layer]}${levelName(level)} allows ${what(action, resource)}.`
  return {
    decision: 'deny',
    explicit: false,
    lacking: level === undefined ? { layer } : { layer, level },
    why,
  }
}

/** A statement that is not wholly modelled would change the outcome. */
export function cannotTell(by: Found, action: string, resource: string): Decision {
  const verb = by.statement.effect === 'Deny' ? 'deny' : 'allow'
  const doubt = by.doubt ?? 'it is in doubt'
  const why = `${statementName(by)} may ${verb} ${what(action, resource)}, but ${doubt}.`
  return { decision: 'cannot-tell', explicit: false, by: source(by), doubt, why }
}

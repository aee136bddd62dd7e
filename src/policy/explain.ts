import type { Gate } from './gate.ts'
import type { Decision, Layer, Source } from './request.ts'

interface Subject {
  readonly action: string
  readonly resource: string
}

const NAMES: Record<Layer, string> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'resource-based policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
}

const what = ({ action, resource }: Subject): string =>
  resource === '*' ? action : `${action} on ${resource}`

const level = (number: number | undefined): string =>
  number === undefined
    ? ''
    : number === 0
      ? ' of the organization root'
      : ` at level ${number} below the root`

function place(by: Source): string {
  const statement = by.sid === undefined ? `Statement ${by.statement + 1}` : `Statement ${by.sid}`
  return `${statement} of ${NAMES[by.layer]} ${by.policy + 1}${level(by.level)}`
}

/** Everything that must allow does. */
export function allowed(by: Source | undefined, subject: Subject): Decision {
  const why = by ? `${place(by)} allows ${what(subject)}.` : `Nothing limits ${what(subject)}.`
  return { decision: 'allow', explicit: false, ...(by ? { by } : {}), why }
}

/** A Deny statement matches. */
export function denied(by: Source, subject: Subject): Decision {
  return { decision: 'deny', explicit: true, by, why: `${place(by)} denies ${what(subject)}.` }
}

/** No Deny is needed: an allow is lacking where one must be. */
export function notAllowed(gate: Extract<Gate, { state: 'shut' }>, subject: Subject): Decision {
  const lacking = gate.level === undefined ? { layer: gate.layer } : { layer: gate.layer, level: gate.level }
  const why = `No ${NAMES[gate.layer]}${level(gate.level)} allows ${what(subject)}.`
  return { decision: 'deny', explicit: false, lacking, why }
}

/** A statement that is not wholly modelled would change the outcome. */
export function cannotTell(
  gate: { by: Source; doubt: string },
  effect: 'Allow' | 'Deny',
  subject: Subject,
): Decision {
  const verb = effect === 'Deny' ? 'deny' : 'allow'
  const why = `${place(gate.by)} may ${verb} ${what(subject)}, but ${gate.doubt}.`
  return { decision: 'cannot-tell', explicit: false, by: gate.by, why }
}

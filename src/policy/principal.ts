import type { Answer, Doubt } from './answer.ts'
import type { Asked, Principal } from './request.ts'
import type { PrincipalEntry, PrincipalList } from './types.ts'

/**
 * How a Principal element came to mean the caller, which decides what the allow is worth:
 * 'free': alone enough in the same account, whatever boundary and session policies leave out;
 * 'limited': enough, within what the boundary and session policies allow;
 * 'delegated': the account is meant, so that the identity's own policies must allow too.
 */
export type Grant = 'free' | 'limited' | 'delegated'

/** `more`: why it is not known whether the caller is also meant by something that makes the grant stronger. */
export interface PrincipalMatch {
  readonly answer: Answer
  readonly grant: Grant
  readonly more?: Doubt
}

const RANK: Record<Grant, number> = { delegated: 1, limited: 2, free: 3 }
const SESSION = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\/./
const ROLE = /^arn:[^:]+:iam::(\d+):role\/(?:.*\/)?([^/]+)$/

/**
 * Whether a Principal or NotPrincipal element means the caller.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal" and "NotPrincipal", and, for what a grant is worth,
 * "How AWS enforcement code logic evaluates requests". That `*` matches AWS services too is assumed.
 */
export function matchPrincipal(list: PrincipalList, asked: Asked): PrincipalMatch {
  return list.not ? excludes(list, asked) : includes(list, asked)
}

function includes(list: PrincipalList, asked: Asked): PrincipalMatch {
  let grant: Grant | undefined
  let doubt: Doubt | undefined
  for (const entry of list.entries) {
    const found = grantOf(entry, asked)
    if (typeof found === 'object') doubt = found
    else if (found && (!grant || RANK[found] > RANK[grant])) grant = found
  }
  if (!grant) return { answer: doubt ?? false, grant: 'free' }
  return doubt && grant === 'delegated' ? { answer: true, grant, more: doubt } : { answer: true, grant }
}

/**
 * AWS asks that NotPrincipal lists every face of the caller (the session, its role, its account), or the caller
 * may be meant after all: some but not all of them listed is a doubt.
 */
function excludes(list: PrincipalList, asked: Asked): PrincipalMatch {
  const caller = asked.principal
  const grant = caller ? everyone(caller) : 'limited'
  const listed = new Set<Face>()
  for (const entry of list.entries) {
    if (entry.value === '*' && entry.type === 'AWS') return { answer: false, grant }
    if (!caller) return { answer: { doubt: 'it is not known who asks' }, grant }
    const face = faceOf(entry, caller, asked)
    if (typeof face === 'object') return { answer: face, grant }
    if (face) listed.add(face)
  }
  if (listed.size === 0) return { answer: true, grant }
  const faces = caller ? facesOf(caller) : []
  if (faces.every((face) => listed.has(face))) return { answer: false, grant }
  return {
    answer: { doubt: 'NotPrincipal lists the caller but not each of its session, role and account' },
    grant,
  }
}

type Face = 'self' | 'role' | 'account'

function facesOf(caller: Principal): Face[] {
  if (caller.service !== undefined) return ['self']
  if (isRoot(caller)) return ['account']
  return SESSION.test(caller.arn) ? ['self', 'role', 'account'] : ['self', 'account']
}

function faceOf(entry: PrincipalEntry, caller: Principal, asked: Asked): Face | undefined | Doubt {
  switch (entry.type) {
    case 'Service':
      if (entry.value === '*' && caller.service !== undefined)
        return { doubt: 'the principal Service * is not modelled' }
      return entry.value === caller.service ? 'self' : undefined
    case 'Federated':
      return entry.value === caller.arn ? 'self' : undefined
    case 'AWS':
      if (caller.service !== undefined) return undefined
      if (isAccount(entry.value, caller.account)) return 'account'
      if (entry.value === caller.arn) return 'self'
      return isRoleOf(entry.value, caller, asked) ? 'role' : undefined
    default:
      return { doubt: `a principal of type ${entry.type} is not modelled` }
  }
}

function grantOf(entry: PrincipalEntry, asked: Asked): Grant | undefined | Doubt {
  const caller = asked.principal
  if (entry.type === 'AWS' && entry.value === '*') return caller ? everyone(caller) : 'limited'
  if (!caller) return { doubt: 'it is not known who asks' }
  const face = faceOf(entry, caller, asked)
  if (typeof face === 'object' || face === undefined) return face
  if (face === 'role') return 'limited'
  if (face === 'account') return isRoot(caller) ? 'limited' : 'delegated'
  return ROLE.test(caller.arn) ? 'limited' : 'free'
}

/** What a grant to everyone is worth to this caller: a role's session stays within its boundary (assumed). */
function everyone(caller: Principal): Grant {
  return caller.service !== undefined || /^arn:[^:]+:iam::\d+:user\//.test(caller.arn) ? 'free' : 'limited'
}

function isRoot(caller: Principal): boolean {
  return /^arn:[^:]+:iam::\d+:root$/.test(caller.arn)
}

function isAccount(value: string, account: string): boolean {
  return value === account || (value.endsWith(`:iam::${account}:root`) && value.startsWith('arn:'))
}

/** The role behind a session: aws:PrincipalArn knows its path; without that key the name must do. */
function isRoleOf(value: string, caller: Principal, asked: Asked): boolean {
  const session = SESSION.exec(caller.arn)
  const role = ROLE.exec(value)
  if (!session || !role || session[1] !== role[1]) return false
  const known = asked.context.get('aws:principalarn')?.[0]
  return known && ROLE.test(known) ? known === value : session[2] === role[2]
}

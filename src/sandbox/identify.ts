import { accountOf } from './accounts/find.ts'
import { ownerOfKey } from './accounts/owners.ts'
import { sessionOf } from './accounts/sessions.ts'
import type { Caller } from './service.ts'
import type { AccessKey, Account, Session, World } from './world.ts'

/** The owner of an access key id: who it is, and what its signature is checked against. */
export interface Principal {
  caller: Caller
  secret: string
  /** The key itself, for a long-term one: its use is recorded there. */
  key?: AccessKey
  /** Set for temporary credentials. */
  session?: Session
}

/**
 * Who an access key id belongs to. Undefined when nobody has it, when it is inactive, and when its account is
 * suspended or closed (the last assumed).
 */
export function identify(world: World, accessKeyId: string): Principal | undefined {
  const session = sessionOf(world, accessKeyId)
  const principal = session ? ofSession(world, session) : ofLongTermKey(world, accessKeyId)
  const state = principal?.caller.account.state
  return state === 'SUSPENDED' || state === 'CLOSED' ? undefined : principal
}

function ofLongTermKey(world: World, accessKeyId: string): Principal | undefined {
  const account = ownerOfKey(world, accessKeyId)
  return account && keyIn(world, account, accessKeyId)?.principal
}

/** The principal is undefined for a key that is there but inactive. */
function keyIn(world: World, account: Account, id: string): { principal: Principal | undefined } | undefined {
  const rootKey = account.root.accessKeys.find((key) => key.id === id)
  if (rootKey) return { principal: active(rootKey, rootCaller(world, account, id, 'root')) }
  for (const user of account.iam.users) {
    const key = user.accessKeys.find((candidate) => candidate.id === id)
    if (key) return { principal: active(key, userCaller(world, account, user.name, id)) }
  }
  return undefined
}

const active = (key: AccessKey, caller: Caller | undefined): Principal | undefined =>
  key.status === 'Active' && caller ? { caller, secret: key.secret, key } : undefined

function ofSession(world: World, session: Session): Principal | undefined {
  const account = accountOf(world, session.account)
  if (!account) return undefined
  const caller = sessionCaller(world, account, session)
  return caller && { caller, secret: session.secret, session }
}

function sessionCaller(world: World, account: Account, session: Session): Caller | undefined {
  const { principal, accessKeyId } = session
  switch (principal.kind) {
    case 'root':
    case 'assumed-root':
      return rootCaller(world, account, accessKeyId, principal.kind)
    case 'user':
      return userCaller(world, account, principal.name, accessKeyId)
    case 'role': {
      const role = account.iam.roles.find((candidate) => candidate.name === principal.name)
      if (!role) return undefined
      return {
        account,
        arn: `arn:${world.partition}:sts::${account.id}:assumed-role/${role.name}/${principal.sessionName}`,
        userId: `${role.id}:${principal.sessionName}`,
        accessKeyId,
        kind: 'role',
        name: role.name,
      }
    }
  }
}

function rootCaller(
  world: World,
  account: Account,
  accessKeyId: string,
  kind: 'root' | 'assumed-root',
): Caller {
  return {
    account,
    arn: `arn:${world.partition}:iam::${account.id}:root`,
    userId: account.id,
    accessKeyId,
    kind,
  }
}

/** An IAM user as a caller; undefined where there is no such user. */
export function userCaller(
  world: World,
  account: Account,
  name: string,
  accessKeyId: string,
): Caller | undefined {
  const user = account.iam.users.find((candidate) => candidate.name === name)
  if (!user) return undefined
  const arn = `arn:${world.partition}:iam::${account.id}:user${user.path}${user.name}`
  return { account, arn, userId: user.id, accessKeyId, kind: 'user', name }
}

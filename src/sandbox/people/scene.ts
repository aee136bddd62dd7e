/** What the acts of people share: the account they act in, its history, and what AWS would let them do. */
import { adoptedAccount } from '../accounts/find.ts'
import { Authorizer } from '../authorize.ts'
import type { EventMaker } from '../builder/records.ts'
import { deliverRecord } from '../delivery/route.ts'
import { makeSession } from '../builder/ids.ts'
import { userCaller, type Principal } from '../identify.ts'
import { devicesOf } from '../services/iam/mfa-devices.ts'
import { SandboxUsageError } from '../usage-error.ts'
import type { Account, IamUser, Session, World } from '../world.ts'

/** So long a console session lasts, and one of `aws login` at most (Sign-In User Guide, "command line sign-in"). */
const SIGNED_IN_MS = 12 * 3_600_000

export function accountOf(world: World, id: string): Account {
  const account = adoptedAccount(world, id)
  if (account) return account
  throw new SandboxUsageError(
    `There is no account ${id} in this world.`,
    `There is: ${Object.keys(world.accounts).join(', ')}.`,
  )
}

export function userOf(world: World, accountId: string, name: string): IamUser {
  const { users } = accountOf(world, accountId).iam
  const user = users.find((candidate) => candidate.name === name)
  if (user) return user
  const names = users.map((other) => other.name)
  throw new SandboxUsageError(
    `There is no user ${name} in account ${accountId}.`,
    names.length ? `There is: ${names.join(', ')}.` : 'The account has no users.',
  )
}

/** Appends what CloudTrail would record; whoever listens for it hears of it at once. */
export function record(world: World, account: Account, ...makers: EventMaker[]): void {
  for (const make of makers) {
    const event = make({ world, account })
    account.events.push(event)
    deliverRecord(world, account, event, new Date(event.at))
  }
}

/** Whether somebody signed in to the console within the hours that a console session lasts. */
export function isSignedIn({ events }: Account, at: Date, username: string): boolean {
  return events.some(
    (event) =>
      event.name === 'ConsoleLogin' &&
      event.username === username &&
      Date.parse(event.at) <= at.getTime() &&
      Date.parse(event.at) > at.getTime() - SIGNED_IN_MS &&
      (event.record.responseElements as { ConsoleLogin?: string } | null)?.ConsoleLogin === 'Success',
  )
}

/** Throws where the user's policies do not allow it: what a person cannot do on AWS, nobody does here. */
export function requireAllowed(
  world: World,
  accountId: string,
  at: Date,
  user: IamUser,
  action: string,
  resource: string,
): void {
  const refusal = refusalOf(world, accountId, at, user, action, resource)
  if (refusal === undefined) return
  throw new SandboxUsageError(`${refusal}.`, 'Change the policies of the user or of its groups first.')
}

/** AWS's sentence where the user, signed in to the console, may not do it; undefined where it may. */
export function refusalOf(
  world: World,
  accountId: string,
  at: Date,
  user: IamUser,
  action: string,
  resource: string,
): string | undefined {
  const account = accountOf(world, accountId)
  const caller = userCaller(world, account, user.name, '')!
  const session: Session = {
    accessKeyId: '',
    secret: '',
    token: '',
    account: accountId,
    expires: new Date(at.getTime() + SIGNED_IN_MS).toISOString(),
    principal: { kind: 'user', name: user.name },
    // The console asks for MFA whenever there is a device.
    mfa: devicesOf(account, user).length > 0,
  }
  const principal: Principal = { caller, secret: '', session }
  return new Authorizer(world).decide(principal, { region: 'us-east-1', now: at }, action, resource).refusal
}

/** Credentials as `aws login` gives them, until its session ends after twelve hours. Gives their access key id. */
export function openSession(
  world: World,
  account: string,
  at: Date,
  principal: Session['principal'],
  mfa: boolean,
): string {
  const expires = new Date(at.getTime() + SIGNED_IN_MS).toISOString()
  const session = makeSession(world, { account, principal, expires, mfa })
  world.sessions.push(session)
  return session.accessKeyId
}

/** What the owner of the root user does on AWS's pages, and with `aws login`. */
import { memberOf } from '../accounts/members.ts'
import { AccountBuilder } from '../builder/account.ts'
import { billingConsoleEvent, rootCall } from '../builder/calls.ts'
import { homeRegion, rawEvent, rootIdentity } from '../builder/records.ts'
import { rootSignIn } from '../builder/sign-ins.ts'
import { devicesOfRoot } from '../services/iam/mfa-devices.ts'
import { SandboxUsageError } from '../usage-error.ts'
import type { Account, World } from '../world.ts'
import { logIn } from './log-in.ts'
import { accountOf, isSignedIn, openSession, record } from './scene.ts'

/** Of any mix of kinds (IAM User Guide, "IAM and AWS STS quotas"). */
const MOST_DEVICES = 8

/** Root signs in to the console, with the first of its MFA devices where it has any. Throws where it has no password. */
export function signInAsRoot(world: World, account: string, at: Date): void {
  const { root } = accountOf(world, account)
  if (!root.password) {
    throw new SandboxUsageError(
      `Root of ${account} has no password, so nobody can sign in as root.`,
      'The root user of a member is recovered centrally first.',
    )
  }
  record(world, accountOf(world, account), rootSignIn({ at }))
  root.password.lastUsed = at.toISOString()
}

/**
 * Somebody types a wrong password for root, which the account's history tells (CloudTrail User Guide, "Root user, unsuccessful
 * sign-in"). With a wrong address AWS would not know whose history.
 */
export function failToSignInAsRoot(world: World, account: string, at: Date): void {
  const of = accountOf(world, account)
  record(world, of, rootSignIn({ at, failed: true, mfa: false }))
}

/**
 * Somebody asks for a new root password, and perhaps sets one through the mailbox. Under which names AWS records it is known
 * from detection rules of third parties alone (assumed).
 */
export function recoverRootPassword(world: World, account: string, at: Date, completed: boolean): void {
  const of = accountOf(world, account)
  if (!of.root.password && !of.root.recoveryAllowed && memberOf(world, account))
    throw new SandboxUsageError(
      `Root of ${account} has no password, and its recovery is not allowed.`,
      'The root user of a member is recovered centrally first.',
    )
  const step = (name: string) =>
    rawEvent((c) => ({
      at,
      region: homeRegion(world),
      name,
      source: 'signin.amazonaws.com',
      type: 'AwsConsoleSignIn',
      username: 'root',
      identity: rootIdentity(c),
      response: { [name]: 'Success' },
    }))
  record(world, of, step('PasswordRecoveryRequested'))
  if (!completed) return
  record(world, of, step('PasswordRecoveryCompleted'))
  of.root.password = { ...of.root.password, lastChanged: at.toISOString() }
}

/** What root does on AWS's pages it does signed in: within twelve hours of a sign-in, else after a new one. */
function signedIn(world: World, id: string, at: Date): Account {
  const account = accountOf(world, id)
  if (!isSignedIn(account, at, 'root')) signInAsRoot(world, id, at)
  return account
}

/**
 * Root changes its password. The sign-in service records PasswordUpdated (CloudTrail User Guide, "Root user, password
 * changed"); that IAM records ChangePassword beside it is assumed.
 */
export function setRootPassword(world: World, account: string, at: Date): void {
  const of = signedIn(world, account, at)
  of.root.password = { ...of.root.password, lastChanged: at.toISOString() }
  record(
    world,
    of,
    rawEvent((c) => ({
      at,
      region: homeRegion(world),
      name: 'PasswordUpdated',
      source: 'signin.amazonaws.com',
      type: 'AwsConsoleSignIn',
      username: 'root',
      identity: rootIdentity(c),
      response: { PasswordUpdated: 'Success' },
    })),
    rootCall('iam', 'ChangePassword', { at }),
  )
}

/** A device that root registers: an authenticator app, or a passkey or security key. */
export interface NewRootDevice {
  kind: 'virtual' | 'fido'
  /** Default: AWS's own name for an app, `key` for a key. */
  name?: string
}

/** Root registers one more MFA device. Gives its serial number. */
export function registerRootMfa(
  world: World,
  account: string,
  at: Date,
  { kind, name = kind === 'virtual' ? 'root-account-mfa-device' : 'key' }: NewRootDevice,
): string {
  const of = signedIn(world, account, at)
  const before = devicesOfRoot(of)
  if (before.length >= MOST_DEVICES)
    throw new SandboxUsageError(
      `Root has ${MOST_DEVICES} MFA devices, which is the most.`,
      'Remove one first.',
    )
  if (of.iam.virtualMfaDevices.some((device) => device.serialNumber.endsWith(`:mfa/${name}`)))
    throw new SandboxUsageError(`There is an MFA device called ${name} already.`, 'Give another name.')
  new AccountBuilder(world, of).root({
    mfa: [kind === 'virtual' ? { virtual: name, enabled: at } : { fido: name, enabled: at }],
  })
  const { serialNumber } = of.root.mfaDevices.at(-1)!
  if (kind === 'virtual')
    record(
      world,
      of,
      rootCall('iam', 'CreateVirtualMFADevice', {
        at,
        request: { virtualMFADeviceName: name },
        response: { virtualMFADevice: { serialNumber } },
      }),
    )
  // "AWS ROOT USER" is what the record says (CloudTrail User Guide, "Root user, MFA changed").
  const request = { userName: 'AWS ROOT USER', serialNumber }
  record(world, of, rootCall('iam', 'EnableMFADevice', { at, request }))
  return serialNumber
}

/** Root ticks "Activate IAM Access" on the account page. What the event says of it AWS does not tell: nothing (assumed). */
export function turnOnBillingAccess(world: World, account: string, at: Date): void {
  const of = signedIn(world, account, at)
  record(world, of, billingConsoleEvent('SetIAMAccessPreference', 'root', { at }))
}

/** `aws login` as root. Gives the access key id of its session, which lasts twelve hours. */
export function rootSession(world: World, account: string, at: Date): string {
  const of = signedIn(world, account, at)
  const mfa = devicesOfRoot(of).length > 0
  record(world, of, ...logIn(at, 'root', (c) => rootIdentity(c), mfa))
  return openSession(world, account, at, { kind: 'root' }, mfa)
}

/**
 * Ends root's sessions, as `aws logout` and the fifteen minutes after which its last credentials expire do: one of them,
 * or all. Gives how many ended.
 */
export function revokeRootSession(world: World, account: string, at: Date, accessKeyId?: string): number {
  accountOf(world, account)
  const open = world.sessions.filter(
    (session) =>
      session.account === account &&
      session.principal.kind === 'root' &&
      Date.parse(session.expires) > at.getTime() &&
      (accessKeyId === undefined || session.accessKeyId === accessKeyId),
  )
  for (const session of open) session.expires = at.toISOString()
  return open.length
}

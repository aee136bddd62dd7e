/** What a person who has an IAM user does: the first sign-in, an MFA device, `aws login`. */
import { userCall } from '../builder/calls.ts'
import { nextId } from '../builder/ids.ts'
import { userIdentity } from '../builder/records.ts'
import { userSignIn } from '../builder/sign-ins.ts'
import { devicesOf } from '../services/iam/mfa-devices.ts'
import { SandboxUsageError } from '../usage-error.ts'
import type { IamUser, World } from '../world.ts'
import { logIn } from './log-in.ts'
import { accountOf, isSignedIn, openSession, record, refusalOf, requireAllowed, userOf } from './scene.ts'

/**
 * The user signs in to the console, and where the password is a first one, sets a new one on the way: that is not to be
 * done without the permission to change it, which the password policy can give as well (IAM API reference,
 * CreateLoginProfile; IAM User Guide, "Permit IAM users to change their own passwords").
 */
export function firstSignIn(world: World, account: string, at: Date, user: string): void {
  const of = accountOf(world, account)
  const person = userOf(world, account, user)
  if (!person.password)
    throw new SandboxUsageError(`${user} has no password for the console.`, 'Give the user a login profile.')
  if (person.password.resetRequired) {
    requireMayChangePassword(world, account, at, person)
    person.password = { lastChanged: at.toISOString() }
    record(world, of, userCall(user, 'iam', 'ChangePassword', { at }))
  }
  person.password.lastUsed = at.toISOString()
  const mfa = devicesOf(of, person)[0]?.serialNumber ?? false
  record(world, of, userSignIn(user, { at, mfa }))
}

function requireMayChangePassword(world: World, account: string, at: Date, user: IamUser): void {
  const of = accountOf(world, account)
  const refusal = refusalOf(world, account, at, user, 'iam:ChangePassword', arnOf(world, account, user))
  const byPolicy = of.iam.passwordPolicy?.AllowUsersToChangePassword === true
  if (refusal === undefined || (byPolicy && !refusal.includes('explicit deny'))) return
  throw new SandboxUsageError(
    `${user.name} must change the first password and may not: ${refusal}.`,
    'Allow iam:ChangePassword, or let the password policy allow users to change their password.',
  )
}

/** The user registers an authenticator app, named as the user. Gives its serial number. */
export function registerMfa(world: World, account: string, at: Date, user: string): string {
  const of = accountOf(world, account)
  const person = signedIn(world, account, at, user)
  const serialNumber = `arn:${world.partition}:iam::${account}:mfa/${user}`
  if (of.iam.virtualMfaDevices.some((device) => device.serialNumber === serialNumber))
    throw new SandboxUsageError(
      `There is an MFA device called ${user} already.`,
      'It is in use, or to be deleted.',
    )
  requireAllowed(world, account, at, person, 'iam:CreateVirtualMFADevice', serialNumber)
  requireAllowed(world, account, at, person, 'iam:EnableMFADevice', arnOf(world, account, person))
  const enabled = at.toISOString()
  const seed = nextId(world, '', 64)
  of.iam.virtualMfaDevices.push({ serialNumber, assignedTo: { user }, enabled, seed })
  record(
    world,
    of,
    userCall(user, 'iam', 'CreateVirtualMFADevice', {
      at,
      request: { virtualMFADeviceName: user },
      response: { virtualMFADevice: { serialNumber } },
    }),
    userCall(user, 'iam', 'EnableMFADevice', { at, request: { userName: user, serialNumber } }),
  )
  return serialNumber
}

/**
 * `aws login` as the user, who needs the permission for it (managed policy SignInLocalDevelopmentAccess, or an
 * administrator's). Gives the access key id of the session, which lasts twelve hours. `mfa` is true where the user has a
 * device, since the console then asks for it, unless said otherwise.
 */
export function sessionOf(
  world: World,
  account: string,
  at: Date,
  user: string,
  { mfa }: { mfa?: boolean } = {},
): string {
  const of = accountOf(world, account)
  const person = signedIn(world, account, at, user)
  const has = devicesOf(of, person).length > 0
  if (mfa && !has)
    throw new SandboxUsageError(`${user} has no MFA device to sign in with.`, 'Register one first.')
  const client = `arn:${world.partition}:signin:us-east-1:${account}:oauth2/public-client/localhost`
  for (const action of ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'])
    requireAllowed(world, account, at, person, action, client)
  record(world, of, ...logIn(at, user, (c) => userIdentity(c, user), mfa ?? has))
  return openSession(world, account, at, { kind: 'user', name: user }, mfa ?? has)
}

/** The user, signed in: within twelve hours of a sign-in, else after a new one. A first password must be changed before. */
function signedIn(world: World, account: string, at: Date, name: string): IamUser {
  const user = userOf(world, account, name)
  if (user.password?.resetRequired)
    throw new SandboxUsageError(
      `${name} has not signed in yet and still has the first password.`,
      'Let the user sign in for the first time.',
    )
  if (!isSignedIn(accountOf(world, account), at, name)) firstSignIn(world, account, at, name)
  return user
}

const arnOf = (world: World, account: string, { path, name }: IamUser): string =>
  `arn:${world.partition}:iam::${account}:user${path}${name}`

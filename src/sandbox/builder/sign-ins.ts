/** Console sign-ins (CloudTrail user guide, "AWS Management Console sign-in events"). */
import {
  homeRegion,
  rawEvent,
  roleIdentity,
  rootIdentity,
  userIdentity,
  type EventMaker,
  type EventOptions,
} from './records.ts'

const CONSOLE = 'https://console.aws.amazon.com/console/home'

interface SignIn extends EventOptions {
  /** True for a failed sign-in: wrong password. */
  failed?: boolean
  /** ARN of the MFA device used, or false for a sign-in without MFA. */
  mfa?: string | false
}

const outcome = (o: SignIn) => ({
  response: { ConsoleLogin: o.failed ? 'Failure' : 'Success' },
  ...(o.failed && { overrides: { errorMessage: 'Failed authentication', ...o.overrides } }),
})
const extra = (o: SignIn) => ({
  additionalEventData: {
    LoginTo: CONSOLE,
    MobileVersion: 'No',
    ...(o.mfa && { MFAIdentifier: o.mfa }),
    MFAUsed: o.mfa ? 'Yes' : 'No',
  },
})

/**
 * Root signs in to the console: always recorded in us-east-1. `mfa` defaults to root's first device; LookupEvents
 * files it under Username `root` (assumed for accounts with an alias; `username` says otherwise).
 */
export function rootSignIn(options: SignIn & { username?: string }): EventMaker {
  return rawEvent((c) => {
    const mfa = options.mfa ?? c.account.root.mfaDevices[0]?.serialNumber ?? false
    return {
      ...options,
      ...outcome(options),
      region: homeRegion(c.world),
      name: 'ConsoleLogin',
      source: 'signin.amazonaws.com',
      type: 'AwsConsoleSignIn',
      readOnly: false,
      identity: rootIdentity(c),
      username: options.username ?? 'root',
      extra: extra({ ...options, mfa }),
    }
  })
}

/** An IAM user signs in to the console. */
export function userSignIn(name: string, options: SignIn): EventMaker {
  return rawEvent((c) => ({
    ...options,
    ...outcome(options),
    name: 'ConsoleLogin',
    source: 'signin.amazonaws.com',
    type: 'AwsConsoleSignIn',
    readOnly: false,
    identity: userIdentity(c, name),
    username: name,
    extra: extra(options),
  }))
}

/** A person comes in through a role: Identity Center (`AWSReservedSSO_...`) or SAML. `session` is who. */
export function roleSignIn(role: string, session: string, options: EventOptions): EventMaker {
  return rawEvent((c) => ({
    ...options,
    response: { ConsoleLogin: 'Success' },
    name: 'ConsoleLogin',
    source: 'signin.amazonaws.com',
    type: 'AwsConsoleSignIn',
    readOnly: false,
    identity: roleIdentity(c, role, session),
    username: session,
    extra: { additionalEventData: { LoginTo: CONSOLE, MobileVersion: 'No', MFAUsed: 'No' } },
  }))
}

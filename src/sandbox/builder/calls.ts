/** API calls, account changes and service events for the history of a made world. */
import {
  rawEvent,
  roleIdentity,
  rootIdentity,
  userIdentity,
  type EventMaker,
  type EventOptions,
} from './records.ts'

const source = (service: string): string => (service.includes('.') ? service : `${service}.amazonaws.com`)

/** Root calls an API: with a long-term key, or from the console (`key` absent). */
export function rootCall(
  service: string,
  name: string,
  options: EventOptions & { key?: string; username?: string },
): EventMaker {
  return rawEvent((c) => ({
    ...options,
    name,
    source: source(service),
    type: 'AwsApiCall',
    identity: rootIdentity(c, options.key ?? 'ASIASANDBOX000000000'),
    username: options.username ?? 'root',
    accessKeyId: options.key ?? 'ASIASANDBOX000000000',
    ...(!options.key && { extra: { sessionCredentialFromConsole: 'true' } }),
  }))
}

/**
 * A call in a member under AssumeRoot credentials: `type: Root` too. `sessionContext.assumedRoot` is documented, yet
 * AWS's own sample of the member's record omits it, so `marked: false` leaves it out.
 */
export function assumedRootCall(
  service: string,
  name: string,
  options: EventOptions & { key: string; marked?: boolean },
): EventMaker {
  return rawEvent((c) => ({
    ...options,
    name,
    source: source(service),
    type: 'AwsApiCall',
    identity: {
      ...rootIdentity(c, options.key),
      sessionContext: {
        ...(options.marked !== false && { assumedRoot: 'true' }),
        attributes: { creationDate: c.world.began, mfaAuthenticated: 'false' },
      },
    },
    username: 'root',
    accessKeyId: options.key,
  }))
}

/** The AssumeRoot call itself, in the account of the caller. `key` is the access key id that STS handed out. */
export function assumeRootEvent(
  options: EventOptions & { role: string; session: string; target: string; task: string; key: string },
): EventMaker {
  return rawEvent((c) => ({
    ...options,
    name: 'AssumeRoot',
    source: 'sts.amazonaws.com',
    type: 'AwsApiCall',
    readOnly: true,
    identity: roleIdentity(c, options.role, options.session),
    username: options.session,
    request: {
      targetPrincipal: options.target,
      taskPolicyArn: { arn: `arn:${c.world.partition}:iam::aws:policy/root-task/${options.task}` },
    },
    response: {
      credentials: {
        accessKeyId: options.key,
        sessionToken: 'sandbox-session-not-a-secret',
        expiration: 'Jan 1, 2030, 0:00:00 AM',
      },
    },
  }))
}

/** AWS itself acts (`eventType: AwsServiceEvent`); with `asRoot` the identity says Root, invoked by the service. */
export function serviceEvent(
  service: string,
  name: string,
  options: EventOptions & { asRoot?: boolean },
): EventMaker {
  return rawEvent((c) => ({
    ...options,
    name,
    source: source(service),
    type: 'AwsServiceEvent',
    identity: options.asRoot
      ? { ...rootIdentity(c), invokedBy: source(service) }
      : { accountId: c.account.id, invokedBy: 'AWS Internal' },
    ...(options.asRoot && { username: 'root' }),
    extra: { serviceEventDetails: {} },
  }))
}

/** An IAM user calls an API. */
export function userCall(
  user: string,
  service: string,
  name: string,
  options: EventOptions & { key?: string },
): EventMaker {
  return rawEvent((c) => ({
    ...options,
    name,
    source: source(service),
    type: 'AwsApiCall',
    identity: userIdentity(c, user, options.key ?? 'ASIASANDBOX000000000'),
    username: user,
    accessKeyId: options.key ?? 'ASIASANDBOX000000000',
  }))
}

/** A role session calls an API. */
export function roleCall(
  role: string,
  session: string,
  service: string,
  name: string,
  options: EventOptions & { key?: string },
): EventMaker {
  return rawEvent((c) => ({
    ...options,
    name,
    source: source(service),
    type: 'AwsApiCall',
    identity: roleIdentity(c, role, session, options.key),
    username: session,
    accessKeyId: options.key ?? 'ASIASANDBOX000000000',
  }))
}

/** Who did it: root, or an IAM user by name. */
export type Who = 'root' | { user: string }

const by = (who: Who, service: string, name: string, options: EventOptions): EventMaker =>
  who === 'root' ? rootCall(service, name, options) : userCall(who.user, service, name, options)

/** PutContactInformation, PutAlternateContact, VerifyPhoneNumber ...: always recorded in us-east-1. */
export const accountEvent = (name: string, who: Who, options: EventOptions): EventMaker =>
  by(who, 'account', name, { response: null, ...options })

/** A change on the billing console's pages: SetIAMAccessPreference, SetAdditionalContacts, SetContactAddress ... */
export const billingConsoleEvent = (name: string, who: Who, options: EventOptions): EventMaker =>
  by(who, 'billingconsole', name, {
    ...options,
    overrides: { eventType: 'AwsConsoleAction', ...options.overrides },
  })

import type * as sdk from '@aws-sdk/client-sts'
import { makeSession } from '../../builder/ids.ts'
import { AwsError } from '../../service.ts'
import type { Call, Handlers, Permissions } from '../../service.ts'
import { detected, violations } from '../../validate.ts'
import type { Rule } from '../../validate.ts'
import type { Session } from '../../world.ts'
import { isCode } from '../iam/totp.ts'

export type Sts = typeof sdk
export type StsHandlers = Handlers<Sts>
export type StsPermissions = Permissions<Sts>

export const accessDenied = (message: string): AwsError => new AwsError('AccessDenied', message, 403)
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message, 400)

export const notAuthorized = ({ caller }: Call, action: string, resource: string): AwsError =>
  accessDenied(`User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`)

export function validate(input: object, rules: Record<string, Rule>): void {
  const found = violations(input, rules)
  if (found.length) throw validationError(detected(found.map((violation) => violation.message)))
}

/** Hands out temporary credentials for `seconds`, and forgets those that expired more than a day ago. */
export function openSession(
  call: Call,
  seconds: number,
  fields: Pick<Session, 'account' | 'principal' | 'mfa' | 'from'>,
): { AccessKeyId: string; SecretAccessKey: string; SessionToken: string; Expiration: Date } {
  const expiration = new Date(Math.floor(call.now.getTime() / 1000) * 1000 + seconds * 1000)
  const session = makeSession(call.world, { ...fields, expires: expiration.toISOString() })
  forgetOld(call)
  call.world.sessions.push(session)
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secret,
    SessionToken: session.token,
    Expiration: expiration,
  }
}

/** So many sessions are kept for a day after they expired; beyond that only those that are open. */
const MANY = 20_000

/** Looked at now and then: a long run opens thousands of sessions. */
function forgetOld({ world, now }: Call): void {
  if (world.sessions.length % 500 !== 499) return
  const dead = now.getTime() - (world.sessions.length > MANY ? 0 : 86_400_000)
  world.sessions = world.sessions.filter((session) => Date.parse(session.expires) >= dead)
}

/**
 * Whether the caller proved a second factor with this request. Throws AccessDenied for a wrong device or code. Devices
 * that were not made in this world have no seed here, so no code of theirs is right.
 */
export function provedMfa(call: Call, serial: string | undefined, code: string | undefined): boolean {
  if (serial === undefined && code === undefined) return false
  const device = call.account.iam.virtualMfaDevices.find(({ serialNumber, assignedTo }) => {
    const owner = typeof assignedTo === 'object' ? assignedTo.user : undefined
    return serialNumber === serial && owner !== undefined && owner === call.caller.name
  })
  if (device?.seed === undefined || code === undefined || !isCode(device.seed, code, call.now))
    throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.')
  return true
}

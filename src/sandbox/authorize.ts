import type { Decision } from '../policy/index.ts'
import { evaluate } from '../policy/index.ts'
import { globalContext, principalArn } from './context-keys.ts'
import type { Principal } from './identify.ts'
import { parsed, policiesOf } from './permissions.ts'
import { AwsError } from './service.ts'
import type { Call, Permission, ResourcePolicy, Service } from './service.ts'
import type { World } from './world.ts'
import type { WireCall } from './wire/types.ts'

/** Layer names in AWS's words (IAM User Guide, "Troubleshoot access denied error messages"). */
const LAYERS = {
  identity: { a: 'an identity-based policy', no: 'no identity-based policy' },
  boundary: { a: 'a permissions boundary', no: 'no permissions boundary' },
  session: { a: 'a session policy', no: 'no session policy' },
  resource: { a: 'a resource-based policy', no: 'no resource-based policy' },
  scp: { a: 'a service control policy', no: 'no service control policy' },
  rcp: { a: 'a resource control policy', no: 'no resource control policy' },
} as const

/** Decides what callers may do, through the policies of the world. */
export class Authorizer {
  readonly #world: World

  constructor(world: World) {
    this.#world = world
  }

  /** Throws the AwsError that AWS would send if the caller may not do what this request asks. */
  check(
    service: Service,
    principal: Principal,
    call: Call,
    input: Record<string, unknown>,
    wire: WireCall,
    refuseAnyway: boolean,
  ): void {
    const permission = (service.permissions[call.operation] ?? {}) as Permission
    forbidBareSessions(service.prefix, principal, call.operation)
    if (permission.action === false && !refuseAnyway) return
    const region = service.regional ? call.region : 'us-east-1'
    const given = permission.action || `${service.prefix}:${call.operation}`
    const resource = permission.resource?.(input, call) ?? '*'
    const context = permission.context?.(input, call)
    const resourcePolicy = permission.resourcePolicy?.(input, call)
    for (const action of typeof given === 'string' ? [given] : given) {
      const refusal = refuseAnyway
        ? notAllowed(principal, action, resource, {
            decision: 'deny',
            explicit: false,
            lacking: { layer: 'identity' },
            why: '',
          })
        : this.decide(principal, { ...call, region }, action, resource, context, resourcePolicy).refusal
      if (refusal !== undefined) throw accessDenied(wire, refusal)
    }
  }

  /** Whether the caller may do one more thing; `refusal` is AWS's sentence. */
  decide(
    principal: Principal,
    call: Pick<Call, 'region' | 'now'>,
    action: string,
    resource: string | string[],
    context: Record<string, string | string[]> = {},
    resourcePolicy?: ResourcePolicy,
  ): { allowed: boolean; refusal?: string } {
    const decision = evaluate(
      {
        action,
        resource,
        context: { ...globalContext(this.#world, principal, call.region, call.now), ...context },
      },
      {
        ...policiesOf(this.#world, principal),
        principal: { arn: principal.caller.arn, account: principal.caller.account.id },
        ...(resourcePolicy
          ? {
              resource: [parsed(resourcePolicy.document)],
              resourceAccount: resourcePolicy.account,
              resourceMustAllow: resourcePolicy.mustAllow ?? false,
            }
          : {}),
      },
    )
    if (decision.decision === 'allow') return { allowed: true }
    // An imitation that guessed here would teach the wrong thing.
    if (decision.decision === 'cannot-tell')
      throw new AwsError(
        'NotImplemented',
        `The sandbox cannot tell whether ${principalArn(principal)} may do this: ${decision.why}`,
        501,
      )
    return { allowed: false, refusal: notAllowed(principal, action, resource, decision) }
  }
}

function notAllowed(
  { caller }: Principal,
  action: string,
  resource: string | string[],
  { explicit, by, lacking }: Decision,
): string {
  const on = Array.isArray(resource) ? (resource[0] ?? '*') : resource
  const layer = LAYERS[(explicit ? by?.layer : lacking?.layer) ?? 'identity']
  const because = explicit
    ? `with an explicit deny in ${layer.a}`
    : `because ${layer.no} allows the ${action} action`
  return `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${on} ${because}`
}

/** awsQuery services and S3 send AccessDenied with 403; the others the exception, with the status their model gives or 400. */
function accessDenied(wire: WireCall, message: string): AwsError {
  // Amazon EC2 API reference, "Common client error codes".
  if (wire.service.prefix === 'ec2')
    return new AwsError(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. ${message}`,
      403,
    )
  if (wire.codec.kind === 'query' || wire.codec.kind === 'rest-xml')
    return new AwsError('AccessDenied', message, 403)
  return new AwsError('AccessDeniedException', message, wire.codec.kind === 'rest-json' ? 403 : 400)
}

/**
 * Credentials of GetSessionToken cannot call IAM unless MFA was given, nor STS but for AssumeRole and
 * GetCallerIdentity (STS API reference, GetSessionToken). The code is assumed.
 */
function forbidBareSessions(prefix: string, { session }: Principal, operation: string): void {
  if (session?.from !== 'GetSessionToken') return
  const iamWithoutMfa = prefix === 'iam' && !session.mfa
  const otherSts = prefix === 'sts' && !['AssumeRole', 'GetCallerIdentity'].includes(operation)
  if (iamWithoutMfa || otherSts)
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid', 403)
}

import { NormalizedSchema } from '@smithy/core/schema'
import { nextUuid } from './builder/ids.ts'
import type { Principal } from './identify.ts'
import type { Call } from './service.ts'
import type { HistoryEvent, World } from './world.ts'
import type { WireCall } from './wire/types.ts'

/**
 * Operations that only read: AWS records them too, but except for root's no question here is answered by them (assumed
 * simplification).
 */
const READ =
  /^(?!GetSessionToken$)(Get|List|Describe|Lookup|Search|Simulate|Generate|Decode|BatchGet|Test|Validate|Check|IsMember|Query)/

/** Secret although the service's model does not say so. */
const SECRET = /password|secret|token|authenticationcode|seed|qrcode|otp$/i

/**
 * Data events: no trail has them without being asked for, and the event history never (CloudTrail User Guide; of SES its
 * developer guide, "SES data events in CloudTrail").
 */
const DATA = /^(PutEvents|SendEmail)$/

export const isRead = (operation: string): boolean => READ.test(operation)

/**
 * Whether an event is made of it: of what anybody writes, and of all that is signed with a key of root or in a session that was
 * opened centrally, which leave no other trace. What root reads in its own session is left out (assumed simplification): its
 * sign-in is there.
 */
export const isRecorded = (operation: string, { caller, session }: Principal): boolean =>
  !DATA.test(operation) &&
  (!isRead(operation) || caller.kind === 'assumed-root' || (caller.kind === 'root' && session === undefined))

/** Operations whose traces must outlive the process: all that write, and the report that AWS then keeps for four hours. */
export const leavesTraces = (operation: string): boolean =>
  !isRead(operation) || operation === 'GenerateCredentialReport'

/**
 * Traces that an audit of an organization leaves in every account: in a world of thousands of accounts these are notes,
 * kept with the next change and at the end. To write the whole world for each would cost more than the audit.
 */
export const leavesNotes = ({ generated }: World, operation: string): boolean =>
  generated !== undefined && /^(AssumeRole|AssumeRoot|GenerateCredentialReport)$/.test(operation)

/**
 * Appends a management event to the caller's account, in the record's shape of the CloudTrail User Guide ("CloudTrail
 * record contents for management events"), and gives it. Global services are recorded in us-east-1.
 */
export function recordEvent(
  wire: WireCall,
  call: Call,
  principal: Principal,
  regional: boolean,
  input: Record<string, unknown>,
  outcome: { output?: Record<string, unknown>; error?: { code: string; message: string } },
): HistoryEvent {
  const { caller, now, operation } = call
  const region = regional ? call.region : 'us-east-1'
  const source = `${wire.service.prefix}.amazonaws.com`
  const readOnly = isRead(operation) || operation.startsWith('Assume') || operation === 'GetSessionToken'
  const id = nextUuid(call.world)
  forgetReads(caller.account.events)
  const at = now.toISOString()
  const event: HistoryEvent = {
    id,
    at,
    region,
    name: operation,
    source,
    username: usernameOf(principal),
    accessKeyId: caller.accessKeyId,
    readOnly,
    record: {
      eventVersion: '1.11',
      userIdentity: userIdentity(principal, now),
      eventTime: `${at.slice(0, 19)}Z`,
      eventSource: source,
      eventName: operation,
      awsRegion: region,
      sourceIPAddress: '127.0.0.1',
      userAgent: 'sandbox',
      ...(outcome.error ? { errorCode: outcome.error.code, errorMessage: outcome.error.message } : {}),
      requestParameters: visible(wire.operation.input, input),
      responseElements: outcome.output ? visible(wire.operation.output, outcome.output) : null,
      requestID: call.requestId,
      eventID: id,
      readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: caller.account.id,
      eventCategory: 'Management',
    },
  }
  caller.account.events.push(event)
  return event
}

/** So many records that change nothing (AssumeRole above all) are kept, of twice as many: an audit of an organization makes thousands. */
const MOST_READS = 2000

/** The list stays the same one; the oldest go first. AWS keeps 90 days of any number (assumed simplification). */
function forgetReads(events: HistoryEvent[]): void {
  if (events.length < 2 * MOST_READS || events.length % 100 !== 0) return
  let surplus = events.filter((event) => event.readOnly).length - MOST_READS
  if (surplus < MOST_READS) return
  const kept = events.filter((event) => !event.readOnly || (surplus -= 1) < 0)
  events.splice(0, events.length, ...kept)
}

function usernameOf({ caller, session }: Principal): string {
  if (caller.kind === 'root' || caller.kind === 'assumed-root') return 'root'
  if (session?.principal.kind === 'role') return session.principal.sessionName
  return caller.name ?? ''
}

function userIdentity({ caller, session }: Principal, now: Date): Record<string, unknown> {
  const common = {
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.account.id,
    accessKeyId: caller.accessKeyId,
  }
  const attributes = {
    creationDate: `${now.toISOString().slice(0, 19)}Z`,
    mfaAuthenticated: String(session?.mfa ?? false),
  }
  // With an alias, that is the user name of root (CloudTrail User Guide, "userIdentity element").
  const alias = caller.account.iam.alias ? { userName: caller.account.iam.alias } : {}
  switch (caller.kind) {
    case 'root':
      return { type: 'Root', ...common, ...alias, ...(session ? { sessionContext: { attributes } } : {}) }
    case 'assumed-root':
      return { type: 'Root', ...common, ...alias, sessionContext: { attributes, assumedRoot: 'true' } }
    case 'user':
      return {
        type: 'IAMUser',
        ...common,
        userName: caller.name,
        ...(session ? { sessionContext: { attributes } } : {}),
      }
    case 'role': {
      const role = caller.account.iam.roles.find((candidate) => candidate.name === caller.name)
      const partition = caller.arn.split(':')[1]
      const issuer = {
        type: 'Role',
        principalId: role?.id,
        arn: `arn:${partition}:iam::${caller.account.id}:role${role?.path ?? '/'}${caller.name}`,
        accountId: caller.account.id,
        userName: caller.name,
      }
      return { type: 'AssumedRole', ...common, sessionContext: { sessionIssuer: issuer, attributes } }
    }
  }
}

/** A value as CloudTrail prints it: names begin in lower case, secrets are left out. Null when nothing remains. */
function visible(schema: unknown, value: Record<string, unknown>): unknown {
  const normalized = NormalizedSchema.of(schema as never)
  if (normalized.isUnitSchema()) return null
  const shown = show(normalized, value) as Record<string, unknown>
  return Object.keys(shown).length ? shown : null
}

function show(schema: NormalizedSchema, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((item) => show(schema.getValueSchema(), item))
  if (!schema.isStructSchema() || typeof value !== 'object' || value === null) return value
  const out: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const item = (value as Record<string, unknown>)[name]
    if (item === undefined || item === null || SECRET.test(name) || member.getMergedTraits().sensitive)
      continue
    out[name.charAt(0).toLowerCase() + name.slice(1)] = show(member, item)
  }
  return out
}

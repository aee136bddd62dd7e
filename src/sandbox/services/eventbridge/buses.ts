/** Custom event buses, and who else may put events on a bus. */
import type * as sdk from '@aws-sdk/client-eventbridge'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import { busArn, busOf, check, invalid, paged, rulesOn } from './common.ts'

/** A custom bus has no slash in its name (API reference, CreateEventBus). */
const BUS_NAME = { min: 1, max: 256, pattern: /[.\-_A-Za-z0-9]+/ }
const STATEMENT_ID = { min: 1, max: 64, pattern: /[a-zA-Z0-9-_]+/ }
/** "Event buses: 100" for an account and Region (EventBridge quotas). */
const BUSES = 100
/** "The permission policy on the event bus cannot exceed 10 KB in size" (API reference, PutPermission). */
const POLICY_BYTES = 10 * 1024

type Bus = NonNullable<Call['caller']['account']['eventBuses']>[number]
interface Statement {
  Sid?: string
}
interface Policy {
  Version: string
  Statement: Statement[]
}

const stored = (call: Call, name: string): Bus | undefined =>
  call.caller.account.eventBuses?.find((b) => b.region === call.region && b.name === name)

/** The default bus has no entry until it has a policy. */
function entryOf(call: Call, name: string): Bus {
  const found = stored(call, name)
  if (found) return found
  const made: Bus = { region: call.region, name, created: call.now.toISOString() }
  ;(call.caller.account.eventBuses ??= []).push(made)
  return made
}

const policyOf = ({ policy }: Bus): Policy =>
  policy ? (JSON.parse(policy) as Policy) : { Version: '2012-10-17', Statement: [] }

function checkFree(call: Call, name: string | undefined): asserts name is string {
  check(name, 'name', BUS_NAME)
  if (name === 'default' || stored(call, name!))
    throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`)
  if ((call.caller.account.eventBuses ?? []).filter((b) => b.region === call.region).length >= BUSES)
    throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.')
}

/** The statement that the short form of PutPermission stands for. */
function statementOf(call: Call, bus: string, input: sdk.PutPermissionRequest): Statement & object {
  check(input.StatementId, 'statementId', STATEMENT_ID)
  check(input.Action, 'action', { values: ['events:PutEvents'] })
  check(input.Principal, 'principal', { min: 1, max: 12, pattern: /(\d{12}|\*)/ })
  const { Condition: condition } = input
  if (condition && (condition.Type !== 'StringEquals' || condition.Key !== 'aws:PrincipalOrgID'))
    throw invalid('Condition must be of type StringEquals with key aws:PrincipalOrgID.')
  const { partition } = call.world
  return {
    Sid: input.StatementId!,
    Effect: 'Allow',
    Principal: input.Principal === '*' ? '*' : { AWS: `arn:${partition}:iam::${input.Principal}:root` },
    Action: input.Action,
    Resource: busArn(call, bus),
    ...(condition && { Condition: { StringEquals: { 'aws:PrincipalOrgID': condition.Value } } }),
  } as Statement & object
}

export const buses: Handlers<typeof sdk> = {
  CreateEventBus(input, call) {
    checkFree(call, input.Name)
    entryOf(call, input.Name)
    return {
      EventBusArn: busArn(call, input.Name),
      ...(input.Description && { Description: input.Description }),
    }
  },

  // A bus that does not exist is deleted without an error; one with rules is not deleted.
  DeleteEventBus(input, call) {
    check(input.Name, 'name', BUS_NAME)
    if (input.Name === 'default') throw invalid('Cannot delete event bus default.')
    const found = stored(call, input.Name!)
    if (!found) return
    if (rulesOn(call, found.name).length > 0)
      throw invalid(`Cannot delete event bus ${found.name} since it has rules.`)
    const all = call.caller.account.eventBuses!
    all.splice(all.indexOf(found), 1)
  },

  DescribeEventBus(input, call) {
    const name = busOf(call, input.Name)
    const found = stored(call, name)
    return { Name: name, Arn: busArn(call, name), ...(found?.policy && { Policy: found.policy }) }
  },

  ListEventBuses(input, call) {
    const custom = (call.caller.account.eventBuses ?? []).filter((b) => b.region === call.region)
    const all = [
      ...(custom.some((b) => b.name === 'default') ? [] : [{ name: 'default', policy: undefined }]),
      ...custom,
    ]
    const named = all.filter((b) => b.name.startsWith(input.NamePrefix ?? ''))
    const { items, next } = paged(call, input, named, input.NamePrefix)
    return {
      EventBuses: items.map((b) => ({
        Name: b.name,
        Arn: busArn(call, b.name),
        ...(b.policy && { Policy: b.policy }),
        ...('created' in b && { CreationTime: new Date(b.created) }),
      })),
      NextToken: next,
    }
  },

  // A statement whose id is there is replaced (assumed: its API reference only says that ids are unique).
  PutPermission(input, call) {
    const name = busOf(call, input.EventBusName)
    if (input.Policy !== undefined) throw invalid('Not simulated: PutPermission with a whole policy.')
    const added = statementOf(call, name, input)
    const bus = entryOf(call, name)
    const { Version, Statement } = policyOf(bus)
    const policy = JSON.stringify({
      Version,
      Statement: [...Statement.filter((s) => s.Sid !== input.StatementId), added],
    })
    if (Buffer.byteLength(policy) > POLICY_BYTES)
      throw new AwsError('PolicyLengthExceededException', 'The policy is longer than 10240 bytes.')
    bus.policy = policy
  },

  RemovePermission(input, call) {
    const name = busOf(call, input.EventBusName)
    const bus = stored(call, name)
    const { Version, Statement } = bus ? policyOf(bus) : { Version: '', Statement: [] }
    const left = input.RemoveAllPermissions ? [] : Statement.filter((s) => s.Sid !== input.StatementId)
    if (!bus?.policy || (!input.RemoveAllPermissions && left.length === Statement.length))
      throw new AwsError('ResourceNotFoundException', `Statement ${input.StatementId} does not exist.`)
    if (left.length > 0) bus.policy = JSON.stringify({ Version, Statement: left })
    else delete bus.policy
  },
}

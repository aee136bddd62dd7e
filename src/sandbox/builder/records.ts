/**
 * CloudTrail records in AWS's shape, for the event history of a made world. The shapes follow the CloudTrail user
 * guide: "userIdentity element", "AWS Management Console sign-in events", "Track privileged tasks in CloudTrail" (IAM)
 * and "AWS service events". Each function gives a maker that the account builder calls with the account.
 */
import type { Account, HistoryEvent, Iso, World } from '../world.ts'
import { moment, nextUuid, type When } from './ids.ts'

export interface EventContext {
  world: World
  account: Account
}
/** Makes one event of the history of the account it is given. */
export type EventMaker = (context: EventContext) => HistoryEvent

/** What every record may say about itself; `overrides` replaces or adds top-level fields of the record. */
export interface EventOptions {
  at: When
  region?: string
  ip?: string
  agent?: string
  /** Error code and message, for a call that AWS refused. */
  error?: { code: string; message: string }
  request?: Record<string, unknown> | null
  response?: Record<string, unknown> | null
  overrides?: Record<string, unknown>
}

interface Raw extends EventOptions {
  name: string
  source: string
  identity: Record<string, unknown>
  type: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent' | 'AwsConsoleAction'
  readOnly?: boolean
  /** What LookupEvents shows as Username: `root`, a user name or a role session name; absent for services. */
  username?: string
  accessKeyId?: string
  extra?: Record<string, unknown>
}

/** Actions that only read, by the name's first word (CloudTrail's `readOnly`). */
const reads = (name: string): boolean => /^(Get|List|Describe|Lookup|Head|BatchGet)/.test(name)

/** The home Region of the partition, where root's sign-in and IAM events are recorded. */
export const homeRegion = (world: World): string =>
  ({ aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1', 'aws-eusc': 'eusc-de-east-1' })[
    world.partition
  ]

/** Any record at all: the makers below stand on it, and a test may use it for what they do not cover. */
export function rawEvent(raw: Raw | ((context: EventContext) => Raw)): EventMaker {
  return (context) => {
    const { world, account } = context
    const given = typeof raw === 'function' ? raw(context) : raw
    const id = nextUuid(world)
    const at: Iso = moment(world.began, given.at).replace(/\.\d+Z$/, 'Z')
    const region = given.region ?? homeRegion(world)
    const readOnly = given.readOnly ?? reads(given.name)
    const record: Record<string, unknown> = {
      eventVersion: '1.11',
      userIdentity: given.identity,
      eventTime: at,
      eventSource: given.source,
      eventName: given.name,
      awsRegion: region,
      sourceIPAddress: given.ip ?? '203.0.113.10',
      userAgent: given.agent ?? 'Mozilla/5.0',
      ...(given.error && { errorCode: given.error.code, errorMessage: given.error.message }),
      requestParameters: given.request ?? null,
      responseElements: given.response ?? null,
      ...given.extra,
      requestID: nextUuid(world),
      eventID: id,
      readOnly,
      eventType: given.type,
      managementEvent: true,
      recipientAccountId: account.id,
      eventCategory: 'Management',
      ...given.overrides,
    }
    return {
      id,
      at,
      region,
      name: given.name,
      source: given.source,
      readOnly,
      ...(given.username !== undefined && { username: given.username }),
      ...(given.accessKeyId && { accessKeyId: given.accessKeyId }),
      record,
    }
  }
}

/** userIdentity of the root user. With an account alias, `userName` is the alias (userIdentity element). */
export function rootIdentity({ world, account }: EventContext, accessKeyId = ''): Record<string, unknown> {
  return {
    type: 'Root',
    principalId: account.id,
    arn: `arn:${world.partition}:iam::${account.id}:root`,
    accountId: account.id,
    accessKeyId,
    ...(account.iam.alias && { userName: account.iam.alias }),
  }
}

/** userIdentity of an IAM user. */
export function userIdentity(
  { world, account }: EventContext,
  name: string,
  accessKeyId = '',
): Record<string, unknown> {
  const user = account.iam.users.find((u) => u.name === name)
  return {
    type: 'IAMUser',
    principalId: user?.id ?? 'AIDASANDBOX0000000000',
    arn: `arn:${world.partition}:iam::${account.id}:user${user?.path ?? '/'}${name}`,
    accountId: account.id,
    accessKeyId,
    userName: name,
  }
}

/** userIdentity of a role session. */
export function roleIdentity(
  { world, account }: EventContext,
  role: string,
  session: string,
  accessKeyId = 'ASIASANDBOX000000000',
): Record<string, unknown> {
  const found = account.iam.roles.find((r) => r.name === role)
  const id = found?.id ?? 'AROASANDBOX0000000000'
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:${world.partition}:sts::${account.id}:assumed-role/${role}/${session}`,
    accountId: account.id,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: id,
        arn: `arn:${world.partition}:iam::${account.id}:role${found?.path ?? '/'}${role}`,
        accountId: account.id,
        userName: role,
      },
      attributes: { creationDate: world.began, mfaAuthenticated: 'false' },
    },
  }
}

/** What an alarm on root is made of: the pattern, the words of its mail, the role that takes events home, the grants. */
import { drillDetailType, drillSource } from '../../facts/drill-event.ts'
import { rootUseName } from '../../facts/hearing-rules.ts'
import { otherSignInDetailType, signInDetailType } from '../../facts/root-event-samples.ts'
import type { Grant, Json } from '../../model/index.ts'
import type { Statement } from './topic-policy.ts'

/**
 * Every use of root that CloudTrail records, whatever the account, and our own drills. Sessions of AssumeRoot, which are how
 * root of members is meant to be used, have the type Root as well and are told by their mark (CloudTrail User Guide,
 * "userIdentity element"): where it is missing or says anything else, it is heard. `$or` needs two patterns or more
 * (EventBridge User Guide, "Comparison operators").
 */
export const rootPattern: string = JSON.stringify({
  $or: [
    {
      'detail-type': ['AWS API Call via CloudTrail', signInDetailType, otherSignInDetailType],
      detail: {
        userIdentity: {
          type: ['Root'],
          sessionContext: { assumedRoot: [{ exists: false }, { 'anything-but': 'true' }] },
        },
      },
    },
    { source: [drillSource], 'detail-type': [drillDetailType] },
  ],
})

/** The same for people, with room for a line to end. */
export const spacedRootPattern: string = JSON.stringify(JSON.parse(rootPattern), null, 1).replace(
  /\n\s*/g,
  ' ',
)

/**
 * Reads are heard too: in the plain state ENABLED a rule never sees a call that only lists or gets, and that is how somebody
 * who has found a root key begins. It must be so at both ends of a forwarded event (EventBridge user guide, "AWS service
 * events delivered via AWS CloudTrail").
 */
export const ruleState = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'

export const ruleDescription = 'neverroot: any use of root'

export const ruleInput = (bus: string): { [field: string]: Json } => ({
  Name: rootUseName,
  EventBusName: bus,
  EventPattern: rootPattern,
  State: ruleState,
  Description: ruleDescription,
})

/**
 * A mail that a person can act on, a drill with its own words before it, and nothing of the request itself: no raw event goes to a list. What an event lacks is
 * left empty (EventBridge user guide, "Input transformation").
 */
export const inputTransformer: Json = {
  InputPathsMap: {
    account: '$.account',
    address: '$.detail.sourceIPAddress',
    drill: '$.detail.drill',
    error: '$.detail.errorCode',
    name: '$.detail.eventName',
    region: '$.region',
    service: '$.detail.eventSource',
    time: '$.time',
  },
  InputTemplate:
    '"<drill>Root of AWS account <account> was used: <name> (<service>) in <region> at <time>, from <address>. Error, if any: <error>. If nobody of you is doing this right now, treat it as a break-in: neverroot explain takeover."',
}

export const topicTarget = (arn: Json): Json => ({
  Id: rootUseName,
  Arn: arn,
  InputTransformer: inputTransformer,
})

export const busTarget = (bus: string, role: string): Json => ({ Id: rootUseName, Arn: bus, RoleArn: role })

export const roleArn = (partition: string, account: string): string =>
  `arn:${partition}:iam::${account}:role/${rootUseName}`

/**
 * EventBridge alone assumes it, and for our own rules of this account (EventBridge user guide, "Cross-service confused deputy
 * prevention").
 */
export const roleTrust = (partition: string, account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:events:*:${account}:rule/${rootUseName}` },
        },
      },
    ],
  })

export const rolePolicy = (bus: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: bus }],
  })

/**
 * No conditions: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge" (EventBridge user guide,
 * "Using resource-based policies"), and an alarm that stays silent because of one is worse than a stray mail. The topic is
 * for this alone.
 */
export const publishStatement = (topic: string): Statement => ({
  Sid: 'EventBridgeMayPublish',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topic,
})

/**
 * A topic and a rule that are there keep their names, so those two are not held to ours; nothing is ever deleted but under
 * our own name.
 */
export const rootAlarmGrants: readonly Grant[] = [
  {
    actions: ['sns:CreateTopic', 'sns:DeleteTopic'],
    resources: [`arn:aws:sns:*:*:${rootUseName}`],
  },
  { actions: ['sns:SetTopicAttributes', 'sns:Subscribe'], resources: ['arn:aws:sns:*:*:*'] },
  {
    actions: ['events:PutRule', 'events:DeleteRule'],
    resources: [
      `arn:aws:events:*:*:rule/${rootUseName}`,
      `arn:aws:events:*:*:rule/${rootUseName}/${rootUseName}`,
    ],
  },
  {
    actions: [
      'events:CreateEventBus',
      'events:DeleteEventBus',
      'events:PutPermission',
      'events:RemovePermission',
    ],
    resources: [`arn:aws:events:*:*:event-bus/${rootUseName}`],
  },
  {
    actions: ['events:PutTargets', 'events:RemoveTargets', 'events:EnableRule', 'events:DisableRule'],
    resources: ['arn:aws:events:*:*:rule/*'],
  },
  {
    actions: ['iam:CreateRole', 'iam:DeleteRole', 'iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
    resources: [`arn:aws:iam::*:role/${rootUseName}`],
  },
  {
    actions: ['iam:PassRole'],
    resources: [`arn:aws:iam::*:role/${rootUseName}`],
    condition: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } },
  },
]

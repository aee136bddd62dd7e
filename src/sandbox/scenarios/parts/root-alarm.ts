/** An alarm for every use of root, as EventBridge sees it: one rule in every enabled Region, one topic at home. */
import type { AccountBuilder } from '../../builder.ts'

export const HOME = 'us-east-1'

/** Sign-ins and calls of root, and nothing that AWS does by itself or that only assumes root. */
export const ROOT_USE = {
  'detail-type': [
    'AWS API Call via CloudTrail',
    'AWS Console Sign In via CloudTrail',
    'AWS Console Signin via CloudTrail',
    'AWS Service Event via CloudTrail',
    'AWS Console Action via CloudTrail',
  ],
  detail: {
    // A session of AssumeRoot is of type Root, too; its mark is left out of some records (see calls.ts).
    userIdentity: { type: ['Root'], sessionContext: { assumedRoot: [{ exists: false }] } },
    eventType: [{ 'anything-but': 'AwsServiceEvent' }],
  },
}

/** At home the rule notifies; elsewhere it forwards to the bus at home. */
export function rootAlarm(a: AccountBuilder, recipients: readonly string[]): void {
  const { id } = a.account
  const topic = a.topicArn('root-use', HOME)
  const bus = `arn:aws:events:${HOME}:${id}:event-bus/default`
  const role = `arn:aws:iam::${id}:role/forward-root-events`
  a.topic('root-use', {
    region: HOME,
    publishers: ['events.amazonaws.com'],
    emails: recipients.map((address) => ({ address, authenticated: true })),
  })
  a.role('forward-root-events', {
    trust: 'events.amazonaws.com',
    inline: {
      forward: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: bus }],
      },
    },
  })
  for (const [region, state] of Object.entries(a.account.regions)) {
    if (state === 'DISABLED') continue
    a.rule('root-use', {
      region,
      state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      pattern: ROOT_USE,
      targets: [region === HOME ? topic : bus],
    })
    if (region !== HOME) a.account.eventRules.at(-1)!.targets[0]!.RoleArn = role
  }
}

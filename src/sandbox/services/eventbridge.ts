/** Amazon EventBridge: rules, targets, buses and event patterns. */
import type * as sdk from '@aws-sdk/client-eventbridge'
import { defineService, type Call } from '../service.ts'
import { buses } from './eventbridge/buses.ts'
import { busArn, ruleArn } from './eventbridge/common.ts'
import { busesOf, events } from './eventbridge/events.ts'
import { rules } from './eventbridge/rules.ts'
import { targets } from './eventbridge/targets.ts'

interface Named {
  Name?: string | undefined
  Rule?: string | undefined
  EventBusName?: string | undefined
}
const rule = {
  resource: (input: Named, call: Call): string =>
    ruleArn(call, input.EventBusName?.split('/').pop() ?? 'default', input.Name ?? input.Rule ?? '*'),
}

const bus = {
  resource: (input: Named, call: Call): string =>
    busArn(call, (input.EventBusName ?? input.Name)?.split('/').pop() ?? 'default'),
}

export default defineService<typeof sdk>({
  prefix: 'events',
  client: 'EventBridgeClient',
  regional: true,
  load: () => import('@aws-sdk/client-eventbridge'),
  handlers: { ...buses, ...events, ...rules, ...targets },
  permissions: {
    DescribeRule: rule,
    PutRule: rule,
    DeleteRule: rule,
    EnableRule: rule,
    DisableRule: rule,
    ListTargetsByRule: rule,
    PutTargets: rule,
    RemoveTargets: rule,
    CreateEventBus: bus,
    DeleteEventBus: bus,
    DescribeEventBus: bus,
    PutPermission: bus,
    RemovePermission: bus,
    PutEvents: {
      resource: busesOf,
      context: ({ Entries: entries = [] }) => ({
        'events:source': [...new Set(entries.map(({ Source }) => Source ?? ''))],
        'events:detail-type': [...new Set(entries.map(({ DetailType }) => DetailType ?? ''))],
      }),
    },
  },
})

/** Trails: reading, starting and stopping, event selectors. */
import type * as sdk from '@aws-sdk/client-cloudtrail'
import { page } from '../../paging.ts'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import type { Trail } from '../../world.ts'
import { arnOf, changeable, find, present, shape, visible } from './find.ts'

/** What a trail records when nothing was set: all management events (GetEventSelectors). */
const DEFAULT_SELECTORS: sdk.EventSelector[] = [
  {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
  },
]

const plain = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T

function setLogging(call: Call, trail: Trail, logging: boolean): void {
  trail.logging = logging
  trail.loggingChanged = call.now.toISOString()
}

export const trails: Handlers<typeof sdk> = {
  DescribeTrails(input, call) {
    const here = present(call, input.includeShadowTrails ?? true)
    const names = input.trailNameList
    const wanted = names?.length
      ? here.filter((s) => names.includes(s.trail.name) || names.includes(arnOf(call, s)))
      : here
    return { trailList: wanted.map((s) => shape(call, s)) }
  },

  GetTrail: (input, call) => ({ Trail: shape(call, find(call, input.Name)) }),

  ListTrails(input, call) {
    const { items, next } = page(call, visible(call), {
      token: input.NextToken,
      size: 100,
      invalid: () => new AwsError('InvalidNextTokenException', 'The token is not valid.'),
    })
    const Trails = items.map((s) => ({
      TrailARN: arnOf(call, s),
      Name: s.trail.name,
      HomeRegion: s.trail.homeRegion,
    }))
    return { Trails, NextToken: next }
  },

  GetTrailStatus(input, call) {
    const { trail } = find(call, input.Name)
    const at = new Date(trail.loggingChanged ?? call.world.began)
    return {
      IsLogging: trail.logging,
      ...(trail.deliveryError && { LatestDeliveryError: trail.deliveryError }),
      // CloudTrail delivers about every five minutes.
      ...(trail.logging && { LatestDeliveryTime: new Date(call.now.getTime() - 5 * 60_000) }),
      ...(trail.logging ? { StartLoggingTime: at } : trail.loggingChanged ? { StopLoggingTime: at } : {}),
    }
  },

  GetEventSelectors(input, call) {
    const seen = find(call, input.TrailName)
    const { selectors, advancedSelectors } = seen.trail
    return {
      TrailARN: arnOf(call, seen),
      ...(advancedSelectors
        ? { AdvancedEventSelectors: advancedSelectors as unknown as sdk.AdvancedEventSelector[] }
        : { EventSelectors: (selectors as sdk.EventSelector[] | undefined) ?? DEFAULT_SELECTORS }),
    }
  },

  PutEventSelectors(input, call) {
    const trail = changeable(call, input.TrailName)
    const { EventSelectors: basic, AdvancedEventSelectors: advanced } = input
    if (Boolean(basic?.length) === Boolean(advanced?.length)) {
      throw new AwsError(
        'InvalidEventSelectorsException',
        'Specify either EventSelectors or AdvancedEventSelectors, and at least one of them.',
      )
    }
    if ((basic?.length ?? 0) > 5) {
      throw new AwsError('InvalidEventSelectorsException', 'A trail can have up to five event selectors.')
    }
    delete trail.selectors
    delete trail.advancedSelectors
    if (basic?.length) {
      trail.selectors = plain(
        basic.map((s) => ({
          ReadWriteType: s.ReadWriteType ?? 'All',
          IncludeManagementEvents: s.IncludeManagementEvents ?? true,
          DataResources: s.DataResources ?? [],
          ExcludeManagementEventSources: s.ExcludeManagementEventSources ?? [],
        })),
      )
    } else trail.advancedSelectors = plain(advanced)
    const TrailARN = arnOf(call, { trail, owner: call.caller.account })
    return basic?.length
      ? { TrailARN, EventSelectors: trail.selectors as unknown as sdk.EventSelector[] }
      : { TrailARN, AdvancedEventSelectors: advanced }
  },

  StartLogging: (input, call) => setLogging(call, changeable(call, input.Name), true),
  StopLogging: (input, call) => setLogging(call, changeable(call, input.Name), false),
}

import { describe, expect, it } from 'vitest'
import type { Match } from './event-pattern.ts'
import { rootRead, rootSamples } from './root-event-samples.ts'
import { selects, type TrailState } from './trails.ts'

const where = { account: '111111111111', partition: 'aws', region: 'us-east-1', globalRegion: 'us-east-1' }
const signIn = rootSamples(where)[0]!.event.detail
const read = rootRead(where).event.detail
const trail = (over: Partial<TrailState>): TrailState => ({
  logging: true,
  classic: [],
  advanced: [],
  ...over,
})
const management = { Field: 'eventCategory', Equals: ['Management'] }
const advanced = (...FieldSelectors: object[]) =>
  trail({ advanced: [{ FieldSelectors }] as TrailState['advanced'] })

describe('what a trail logs', () => {
  it.each<[when: string, state: TrailState, signsIn: Match, reads: Match]>([
    ['no selectors: all management events', trail({}), 'yes', 'yes'],
    ['not logging', trail({ logging: false }), 'no', 'no'],
    [
      'writes only',
      trail({ classic: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }),
      'yes',
      'no',
    ],
    [
      'reads only',
      trail({ classic: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] }),
      'no',
      'yes',
    ],
    [
      'reads and writes in two selectors',
      trail({ classic: [{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }] }),
      'yes',
      'yes',
    ],
    [
      'data events only',
      trail({ classic: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }),
      'no',
      'no',
    ],
    [
      'KMS left out',
      trail({ classic: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }),
      'yes',
      'yes',
    ],
    ['advanced: management', advanced(management), 'yes', 'yes'],
    ['advanced: writes', advanced(management, { Field: 'readOnly', Equals: ['false'] }), 'yes', 'no'],
    ['advanced: data', advanced({ Field: 'eventCategory', Equals: ['Data'] }), 'no', 'no'],
    [
      'advanced: sign-in left out',
      advanced(management, { Field: 'eventSource', NotEquals: ['signin.amazonaws.com'] }),
      'no',
      'yes',
    ],
    [
      'advanced: root left out',
      advanced(management, { Field: 'userIdentity.arn', NotEndsWith: [':root'] }),
      'no',
      'no',
    ],
    [
      'advanced: a field that is not modelled',
      advanced(management, { Field: 'vpcEndpointId', Equals: ['x'] }),
      'cannot-tell',
      'cannot-tell',
    ],
  ])('%s', (_when, state, signsIn, reads) => {
    expect([selects(state, signIn), selects(state, read)]).toEqual([signsIn, reads])
  })
})

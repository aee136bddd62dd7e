/** A trail that stands and does not hear of every use of root is put right, and can be brought back as it was. */
import type { StandingTrail } from '../../facts/trail-parts.ts'
import type { TrailState } from '../../facts/trails.ts'
import type { Json, Step, Undo } from '../../model/index.ts'
import { startStep } from './trail-make.ts'
import type { stepsOf } from './steps.ts'

type Make = ReturnType<typeof stepsOf>

/** What is to be done to it; undefined: it cannot be seen well enough, or holds more than AWS's five selectors then. */
export function mendTrail(step: Make, trail: StandingTrail): Step[] | undefined {
  const { arn, name, homeRegion: region, state } = trail
  if (!state) return undefined
  const steps: Step[] = []
  if (!trail.multiRegion || !trail.globalServiceEvents) {
    const before = {
      IsMultiRegionTrail: trail.multiRegion,
      IncludeGlobalServiceEvents: trail.globalServiceEvents,
    }
    steps.push(
      step({
        action: 'cloudtrail:UpdateTrail',
        input: { Name: arn, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true },
        region,
        does: `trail ${name} logs in all Regions, sign-in and IAM among it; its bucket stays the same`,
        undo: { action: 'cloudtrail:UpdateTrail', input: { Name: arn, ...before }, weakens: true },
      }),
    )
  }
  if (!trail.hearsAll) {
    const selectors = withManagement(state)
    if (!selectors) return undefined
    steps.push(
      step({
        action: 'cloudtrail:PutEventSelectors',
        input: { TrailName: arn, ...selectors },
        region,
        does: `trail ${name} logs all management events, read and write; what else it logs stays`,
        undo: asBefore(arn, state),
      }),
    )
  }
  if (!state.logging) steps.push(startStep(step, arn, region, name))
  return steps
}

const asBefore = (TrailName: string, { classic, advanced }: TrailState): Undo => ({
  action: 'cloudtrail:PutEventSelectors',
  input: {
    TrailName,
    ...(advanced.length > 0
      ? { AdvancedEventSelectors: plain(advanced) }
      : { EventSelectors: plain(classic) }),
  },
  weakens: true,
})

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

/** "Configure up to five event selectors for a trail" (CloudTrail API reference, PutEventSelectors). */
const mostClassic = 5

/** Services whose events are many and not root's: where they were left out, they stay out (EventSelector, ExcludeManagementEventSources). */
const noisy = ['kms.amazonaws.com', 'rdsdata.amazonaws.com']

/** The same selectors, with one that takes all management events in place of those that take some. */
function withManagement({ classic, advanced }: TrailState): { [field: string]: Json } | undefined {
  if (advanced.length > 0) {
    const fieldOf = (s: TrailState['advanced'][number], name: string) =>
      s.FieldSelectors?.find(({ Field }) => Field === name)
    const isManagement = (s: TrailState['advanced'][number]) =>
      fieldOf(s, 'eventCategory')?.Equals?.includes('Management') === true
    const NotEquals = noisy.filter((source) =>
      advanced
        .filter(isManagement)
        .some((s) => fieldOf(s, 'eventSource')?.NotEquals?.includes(source) === true),
    )
    const management = {
      Name: 'Management events',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Management'] },
        ...(NotEquals.length > 0 ? [{ Field: 'eventSource', NotEquals }] : []),
      ],
    }
    return {
      AdvancedEventSelectors: plain([management, ...advanced.filter((s) => !isManagement(s))]),
    }
  }
  const data = classic
    .filter(({ DataResources = [] }) => DataResources.length > 0)
    .map((s) => ({ ...s, IncludeManagementEvents: false, ExcludeManagementEventSources: [] }))
  if (data.length >= mostClassic) return undefined
  const excluded = noisy.filter((source) =>
    classic.some((s) => s.ExcludeManagementEventSources?.includes(source)),
  )
  const management = {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: excluded,
  }
  return { EventSelectors: plain([management, ...data]) }
}

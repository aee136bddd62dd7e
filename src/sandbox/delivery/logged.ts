/** Whether a trail logs a record: without one, EventBridge gets no event of CloudTrail. */
import { accountOf } from '../accounts/find.ts'
import { memberOf } from '../accounts/members.ts'
import type { Account, HistoryEvent, Trail, World } from '../world.ts'

/** Recorded in us-east-1 for every Region; a trail of one Region may leave them out (IncludeGlobalServiceEvents). */
const GLOBAL = ['iam.amazonaws.com', 'sts.amazonaws.com', 'cloudfront.amazonaws.com', 'signin.amazonaws.com']

/** True where a trail of the account, or of its organization, logs management events like this one in its Region. */
export function isLogged(world: World, account: Account, event: HistoryEvent): boolean {
  return trailsOver(world, account).some((trail) => logs(trail, event))
}

function trailsOver(world: World, account: Account): Trail[] {
  const { organization } = world
  if (!organization || organization.managementAccountId === account.id || !memberOf(world, account.id))
    return account.trails
  const shared =
    accountOf(world, organization.managementAccountId)?.trails.filter((t) => t.organization) ?? []
  return [...account.trails, ...shared]
}

function logs(trail: Trail, event: HistoryEvent): boolean {
  if (!trail.logging) return false
  if (!trail.multiRegion) {
    if (trail.homeRegion !== event.region) return false
    if (!trail.globalServiceEvents && GLOBAL.includes(event.source)) return false
  }
  if (trail.advancedSelectors?.length)
    return trail.advancedSelectors.some((s) =>
      ((s.FieldSelectors ?? []) as FieldSelector[]).every((field) => selects(field, event)),
    )
  if (!trail.selectors?.length) return true
  return (trail.selectors as Selector[]).some(
    ({ IncludeManagementEvents: included, ReadWriteType: kind, ExcludeManagementEventSources: excluded }) =>
      included !== false &&
      (kind ?? 'All') !== (event.readOnly ? 'WriteOnly' : 'ReadOnly') &&
      !excluded?.includes(event.source),
  )
}

interface Selector {
  IncludeManagementEvents?: boolean
  ReadWriteType?: string
  ExcludeManagementEventSources?: string[]
}

/** CloudTrail API reference, AdvancedFieldSelector. */
interface FieldSelector {
  Field?: string
  Equals?: string[]
  StartsWith?: string[]
  EndsWith?: string[]
  NotEquals?: string[]
  NotStartsWith?: string[]
  NotEndsWith?: string[]
}

function selects(field: FieldSelector, { record }: HistoryEvent): boolean {
  const value = (field.Field ?? '').split('.').reduce<unknown>((at, name) => (at as Fields)?.[name], record)
  if (value === undefined || value === null) return false
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const any = (list: string[] | undefined, test: (wanted: string) => boolean): boolean =>
    list?.some(test) ?? false
  const none = (list: string[] | undefined): boolean => !list?.length
  return (
    (none(field.Equals) || any(field.Equals, (w) => text === w)) &&
    (none(field.StartsWith) || any(field.StartsWith, (w) => text.startsWith(w))) &&
    (none(field.EndsWith) || any(field.EndsWith, (w) => text.endsWith(w))) &&
    !any(field.NotEquals, (w) => text === w) &&
    !any(field.NotStartsWith, (w) => text.startsWith(w)) &&
    !any(field.NotEndsWith, (w) => text.endsWith(w))
  )
}

type Fields = Record<string, unknown>

/** What a rule hands to its target (EventBridge User Guide, "Input transformation"). */
import type { EventTarget } from '../world.ts'
import type { BusEvent } from './event.ts'

/** The text that the target gets: its fixed input, a part of the event, what its template makes of it, or the whole event. */
export function inputFor(target: EventTarget, event: BusEvent): string {
  if (target.Input !== undefined) return target.Input
  if (target.InputPath !== undefined) return JSON.stringify(at(target.InputPath, event) ?? null)
  const { InputTransformer: given } = target
  if (!given) return JSON.stringify(event)
  const paths = given.InputPathsMap ?? {}
  return given.InputTemplate.replace(/<([\w.-]+)>/g, (whole, name: string) => {
    if (name === 'aws.events.event' || name === 'aws.events.event.json') return JSON.stringify(event)
    if (name === 'aws.events.event.ingestion-time') return event.time
    const path = paths[name]
    // What is not in the event is left empty.
    return path === undefined ? whole : spelled(at(path, event))
  })
}

/** A text stands as it is, escaped as within a JSON string; whatever else there is as JSON. */
function spelled(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value)
}

/** `$.detail.userIdentity.type`, `$.resources[0]` */
const at = (path: string, event: BusEvent): unknown =>
  [...path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].reduce<unknown>(
    (value, [, name, index]) => (value as Record<string, unknown> | undefined | null)?.[name ?? index!],
    event,
  )

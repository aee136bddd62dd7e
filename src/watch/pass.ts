import type { CallCount, Report, WatchGap, WatchPass, WatchSink } from '../model/index.ts'
import { readWatch, type WatchState, writeWatch } from '../store/watch-state.ts'
import { compare } from './compare.ts'
import { deliver, type DeliverOptions, noticesOf, queue, type Targets } from './outbox.ts'

export interface PassOptions extends Pick<DeliverOptions, 'signal' | 'pauses' | 'publish'> {
  /** The state folder. */
  folder: string
  /** Seconds between two passes. */
  every: number
  /** No account and no control was left out. */
  whole: boolean
  /** Set: events led here; it is no pass of its own in time. */
  because?: { events: number; controls: readonly string[] }
  /** The sinks that are declared: what is found waits for each of them, also where nothing is sent now. */
  sinks: readonly WatchSink[]
  /** Set: what waits is sent. */
  targets?: Targets
  /** Shows the pass on the terminal. What it throws leaves the drift for the next pass. */
  tell(pass: WatchPass): Promise<void>
}

/** So many signs of a takeover are remembered; the oldest are no longer in the event history by then. */
const mostSigns = 500

/** What a pass came to. */
export interface Passed {
  drift: boolean
  /** Something was looked at and nothing could be known. */
  blind: boolean
}

/**
 * Compares a report with what was seen before, tells what changed, and sends it. What is to be told is kept before it is
 * told and forgotten after: a crash in between tells it again, under the same id, and never loses it.
 */
export async function pass(report: Report, options: PassOptions): Promise<Passed> {
  const { folder, because } = options
  const { head } = report
  const subject = head.subjects[0]!
  const before = await readWatch(folder, subject.id)
  const now = new Date(head.at)
  const compared = await compare(before, {
    now,
    subjects: head.subjects,
    findings: report.findings,
    whole: options.whole && !because,
  })
  const { calls } = await report.tail()
  // A look at some controls after an event does not stand for a pass.
  const signs = (head.incident?.signs ?? []).filter((sign) => !before.signs.includes(sign))
  const state: WatchState = {
    ...compared.state,
    ...(because ? { at: before.at } : {}),
    signs: [...before.signs, ...signs].slice(-mostSigns),
  }
  const gap = because ? undefined : gapOf(before.at, now, options.every)
  const notices = noticesOf({
    at: head.at,
    subject,
    ...(head.sandbox ? { sandbox: head.sandbox } : {}),
    ...(gap ? { gap } : {}),
    ...(signs.length > 0 ? { signs } : {}),
    drift: compared.drift,
  })
  const letGo = queue(state, notices, ['terminal', ...options.sinks])
  const keep = () => writeWatch(folder, subject.id, state)
  await keep()

  const toTell = state.unsent.terminal ?? []
  const drift = toTell.flatMap((notice) => notice.drift)
  const toldSigns = toTell.flatMap((notice) => notice.signs ?? [])
  const deliveries = await send(state, keep, options)
  await options.tell({
    schema: 'neverroot/watch/1',
    at: head.at,
    tool: head.tool,
    caller: head.caller,
    ...(head.sandbox ? { sandbox: head.sandbox } : {}),
    subject,
    ...(before.at ? { since: before.at } : {}),
    ...(because ? { because } : {}),
    ...(gap ? { gap } : {}),
    signs: toldSigns,
    notes: [...letGo, ...notesOf(before, now, compared.gone)],
    drift,
    open: compared.open,
    deliveries,
    calls: calls satisfies CallCount,
  })
  delete state.unsent.terminal
  await keep()
  return {
    drift: drift.length + toldSigns.length > 0,
    blind: compared.known === 0 && compared.open.unknown > 0,
  }
}

async function send(
  state: WatchState,
  keep: () => Promise<void>,
  { sinks, targets, signal, pauses, publish }: PassOptions,
): Promise<WatchPass['deliveries']> {
  const deliveries: WatchPass['deliveries'] = {}
  for (const sink of sinks) {
    const target = targets?.[sink]
    const unsent = state.unsent[sink]?.length ?? 0
    if (target)
      deliveries[sink] = await deliver(state, sink, target, keep, {
        ...(signal ? { signal } : {}),
        ...(pauses ? { pauses } : {}),
        ...(publish ? { publish } : {}),
      })
    else if (unsent > 0)
      deliveries[sink] = { to: sink, sent: 0, unsent, because: 'nothing is sent without --send' }
  }
  return deliveries
}

/** The pass before was too long ago: either nobody ran it, or a clock was set. */
export function gapOf(since: string | undefined, now: Date, every: number): WatchGap | undefined {
  if (since === undefined || now.getTime() - Date.parse(since) <= 2 * every * 1000) return undefined
  return { since, until: now.toISOString(), every }
}

function notesOf(before: WatchState, now: Date, gone: number): string[] {
  const late = before.at !== undefined && Date.parse(before.at) > now.getTime()
  return [
    ...(late
      ? [
          `The last pass was at ${before.at!.slice(0, 16).replace('T', ' ')} UTC, which is still to come: a clock was set. What changed is told all the same.`,
        ]
      : []),
    ...(gone > 0 ? [`${gone} account${gone === 1 ? ' is' : 's are'} no longer in the organization.`] : []),
  ]
}

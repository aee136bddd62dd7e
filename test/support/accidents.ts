/** What can happen in the middle of an apply, and what must be so afterwards, whatever happened. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRead } from '../../src/aws/index.ts'
import type { FaultKind } from '../../src/sandbox/index.ts'
import type { World } from '../../src/sandbox/index.ts'
import type { JournalLine } from '../../src/store/journal.ts'
import type { Stage } from './applying.ts'

/** Faults of one call that a run gets over by itself. */
export const passing = ['throttle', '5xx', 'drop', 'lost', 'hang', 'html'] as const
/** A person says stop: before the call is carried out, while its answer is on the way, right after the answer. */
export const stops = ['stop before', 'stop during', 'stop after'] as const
/** `lost and blind`: it is carried out, no answer comes, and nobody may look what came of it. */
export type Accident = (typeof passing)[number] | (typeof stops)[number] | 'deny' | 'lost and blind'

const faultOf: Record<(typeof stops)[number], FaultKind | undefined> = {
  'stop before': 'hang',
  'stop during': 'lost',
  'stop after': undefined,
}

/** Lets an accident happen to the n-th call that changes something. Gives the signal that a stop sends. */
export function strikeWrite({ sandbox: { faults } }: Stage, nth: number, accident: Accident): AbortSignal {
  const stop = new AbortController()
  let count = 0
  let blind = false
  faults.strike = (operation) => {
    if (isRead(operation)) return blind ? 'deny' : undefined
    blind = ++count === nth && accident === 'lost and blind'
    if (count !== nth) return undefined
    if (blind) return 'lost'
    if (!accident.startsWith('stop')) return accident as FaultKind
    stop.abort()
    return faultOf[accident as keyof typeof faultOf]
  }
  return stop.signal
}

/** Credentials that AWS takes for so many requests, and no longer. */
export function expireAfter({ sandbox: { faults } }: Stage, most: number): void {
  let count = 0
  faults.strike = () => (++count > most ? 'expire' : undefined)
}

/** From now on nothing happens any more. */
export const calm = ({ sandbox: { faults } }: Stage): void => {
  faults.strike = () => undefined
}

/** What a world holds, apart from its history, and from what is made up anew each time. */
export function contents(world: World): unknown {
  const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
  return Object.values(world.accounts).map(
    ({ events: _, ...account }) =>
      JSON.parse(
        JSON.stringify(account, (name, value: unknown) => {
          if (/^(id|token|otp|lastUsed|credentialReport|LastUpdatedTime)$/.test(name)) return undefined
          return typeof value === 'string' ? value.replace(uuid, 'UUID') : value
        }),
      ) as unknown,
  )
}

/** Every message that AWS sent to people, in the order of the alphabet. */
export const mails = ({ messages = [] }: World): string[] =>
  messages.map((m) => `${m.channel} to ${m.to}: ${m.subject}`).sort()

/** Every change that was carried out, in the order of the alphabet; of a login profile, only that there is one. */
export function changes(world: World, account: string): string[] {
  const made = world.accounts[account]!.events.filter((e) => !e.readOnly && !e.record.errorCode)
  const profiles = ['CreateLoginProfile', 'DeleteLoginProfile']
  return made.flatMap((e) => (profiles.includes(e.name) ? [] : [e.name])).sort()
}

/** The lines of each run's journal, oldest first. */
export function journals(folder: string): JournalLine[][] {
  const top = join(folder, 'journal')
  return readdirSync(top)
    .sort()
    .map((run) =>
      readFileSync(join(top, run, 'journal.jsonl'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as JournalLine),
    )
}

/**
 * What a journal tells that cannot be true, in words: a change without a beginning, a beginning without an end where
 * nothing was cut off, a number that is missing.
 */
export function untrue(lines: readonly JournalLine[], cuts = 0): string[] {
  const wrong: string[] = []
  const open = new Set<string>()
  let left = cuts
  lines.forEach((line, i) => {
    if (line.seq !== i + 1) wrong.push(`line ${i + 1} has the number ${line.seq}`)
    if (line.kind === 'resumed') {
      left -= open.size
      open.clear()
    } else if (line.kind === 'begin') open.add(line.step)
    else if (line.kind === 'end') {
      const begun = lines.slice(0, i).some((l) => l.kind === 'begin' && l.step === line.step)
      if (line.result === 'applied' && !begun) wrong.push(`${line.step} was applied and never begun`)
      open.delete(line.step)
    }
  })
  left -= open.size
  if (left < 0) wrong.push(`${-left} calls were begun and never ended: ${[...open].join(', ')}`)
  return wrong
}

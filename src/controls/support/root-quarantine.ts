/** When one of root's own keys and certificates may be switched off, must be watched, and may go for good. */
import type { RootDenial } from '../../facts/root-denial.ts'
import type { Inactivity, RootKeyQuarantine } from '../../facts/root-key-quarantine.ts'
import type { RootKeys } from '../../facts/root-keys.ts'
import type { Statement } from '../../facts/statement.ts'
import type { Circumstances, Fact, Quarantine } from '../../model/index.ts'
import { maskId } from './mask.ts'
import { ago, count, day, daysBetween } from './words.ts'

const dayMs = 86_400_000

/** For how many days a word about what still needs them counts: keys come and go. */
export const wordCountsDays = 30

/** What was used within so many days goes for good only on somebody's word. */
const usedWithinDays = 90

/** One of root's keys or certificates: what the two kinds have in common. */
export interface RootCredential {
  id: string
  active: boolean
  /** The last use that AWS tells; null: never used; undefined: AWS does not tell. */
  lastUsed: { at: Date; by?: string } | null | undefined
  runsTheTool: boolean
}

/** What is seen of root's credentials, and what somebody said about them. */
export interface Seen {
  own: Fact<RootKeys>
  quarantine: Fact<RootKeyQuarantine>
  /** Of members: since when a policy denies everything what is switched on. */
  denial?: Fact<RootDenial>
  said: Fact<Statement>
}

/** The next thing to do with one of them. */
export type NextStep =
  | { do: 'switch-off' }
  /** `denied`: it is on, and a policy has kept it from everything. */
  | { do: 'delete'; watched: Inactivity & { since: Date }; onWord: boolean; denied: boolean }
  | { do: 'wait'; why: string }

/**
 * What is to be done with one credential now. Switching off comes first; deleting needs the whole quarantine behind it,
 * and a person's word where the credential was used in the last ninety days, or where AWS does not tell.
 */
export function nextFor(
  control: string,
  { id, active, lastUsed, runsTheTool }: RootCredential,
  { quarantine, denial, said }: Seen,
  { now, baseline }: Circumstances,
): NextStep {
  if (active && runsTheTool)
    return {
      do: 'wait',
      why: 'this very command runs with it, and nothing cuts off its own hand. Sign in as root with aws login and run neverroot plan again',
    }
  const denied = active && denial?.state === 'known' && denial.value.has(id)
  if (active && !denied) return { do: 'switch-off' }
  const state = denied ? 'denied everything by policy' : 'inactive'
  const watch = denied ? denial : quarantine
  if (watch.state !== 'known')
    return {
      do: 'wait',
      why: `${state}; since when could not be seen (${reasonOf(watch)}), so it is not deleted`,
    }
  const watched = watch.value.get(id)
  const since = watched?.since
  if (!watched || !since)
    return {
      do: 'wait',
      why: `${state}; since when is not known (${watched?.because ?? 'it was not looked for'}), so it is not deleted. Run neverroot plan again in an hour, or delete it by hand: neverroot explain ${control}`,
    }
  const deletable = deletableFrom(since, baseline.quarantineDays)
  if (now < deletable)
    return {
      do: 'wait',
      why: `${state} since ${day(since)}; neverroot plan deletes it from ${day(deletable)}`,
    }
  const heard = said.state === 'known' ? said.value : undefined
  if (heard && !heard.holds)
    return { do: 'wait', why: `${heard.by} says that something still needs it, so it is not deleted` }
  const use = latest(lastUsed?.at, watched.lastCall)
  const recent = use && daysBetween(use, now) < usedWithinDays
  // Where AWS does not tell about use, it may have been yesterday: then it always takes somebody's word.
  if (!recent && lastUsed !== undefined)
    return { do: 'delete', watched: { ...watched, since }, onWord: false, denied }
  // A word counts that was given after the last use and while it was off: before, nobody could know.
  if (heard && heard.at >= latest(use, since)!)
    return { do: 'delete', watched: { ...watched, since }, onWord: true, denied }
  const because = recent
    ? `it was used ${ago(use, now)}${lastUsed?.by && use === lastUsed.at ? ` by ${lastUsed.by}` : ''}`
    : 'AWS does not tell when it was last used'
  return {
    do: 'wait',
    why: `${because}, so it is deleted only when somebody who knows says that nothing needs it: neverroot attest ${control}`,
  }
}

/** The quarantine that ends first: an item shows one. */
export function quarantineOf(
  all: readonly RootCredential[],
  { quarantine, denial }: Seen,
  { baseline, now }: Circumstances,
): Quarantine | undefined {
  const watched = all
    .flatMap((credential) => {
      const watch = credential.active ? denial : quarantine
      const inactivity = watch?.state === 'known' ? watch.value.get(credential.id) : undefined
      return inactivity?.since ? [{ credential, inactivity, since: inactivity.since }] : []
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime())[0]
  if (!watched) return undefined
  const { credential, inactivity, since } = watched
  return {
    since: since.toISOString(),
    ...(credential.active ? { denied: true } : {}),
    deletableFrom: deletableFrom(since, baseline.quarantineDays).toISOString(),
    seen: `${maskId(credential.id)}: ${usesOf(credential, now)}${callsOf(inactivity)}`,
  }
}

const usesOf = ({ lastUsed }: RootCredential, now: Date): string =>
  lastUsed === undefined
    ? 'AWS does not tell when it was last used'
    : lastUsed === null
      ? 'never used'
      : `last used ${ago(lastUsed.at, now)}`

/** An inactive key cannot sign; whether AWS records the attempt is not documented, so none is told as no more than that. */
const callsOf = ({ calls }: Inactivity): string =>
  calls === undefined
    ? ''
    : calls === 0
      ? '; since then the event history holds no call with it'
      : `; since then the event history holds ${count(calls, 'call')} with it`

const deletableFrom = (since: Date, days: number) => new Date(since.getTime() + days * dayMs)

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? (a > b ? a : b) : (a ?? b)
}

const reasonOf = (fact: Fact<unknown>): string =>
  fact.state === 'unknown' ? fact.message : 'nobody has said'

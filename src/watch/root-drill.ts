/** A break-glass drill of root: what of it is seen, and what is missing before it counts. */
import type { Activity, Iso, PlannedWindow } from '../model/index.ts'

/** What only people can say, each from whoever closes the drill. */
export interface TidyUp {
  /** How many took part. */
  people: number
  /** The MFA key lies where it belongs, sealed. */
  keyBack: boolean
  /** Root has a new password, in the password manager. */
  passwordRenewed: boolean
}

/** The first sign-in of root in a drill. */
export interface DrillSignIn {
  at: Iso
  mfa: boolean
  device?: string
  /** Since the drill was opened. */
  minutes: number
}

export interface DrillLook {
  signIn?: DrillSignIn
  /** Sentences; none: it counts. */
  missing: readonly string[]
}

/** CloudTrail shows an event "typically within 15 minutes" (CloudTrail user guide); twice that is waited for. */
const showsWithinMs = 30 * 60_000

/** Judges a drill by what CloudTrail shows of it and what people say. `now` is when it is looked at. */
export function drillLook(
  window: Pick<PlannedWindow, 'from' | 'until'>,
  { events, couldNotLook }: Pick<Activity, 'events' | 'couldNotLook'>,
  said: TidyUp,
  now: Date,
): DrillLook {
  const inside = events
    .filter(({ at }) => at >= window.from && at <= window.until)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
  const first = inside.find(({ kind, refused }) => kind === 'console' && refused === undefined)
  const blind = couldNotLook.find(({ use }) => use)
  const keys = inside.filter(({ kind }) => kind === 'access-key').length
  const missing = [
    ...(first ? [] : [unseen(window, blind?.message, now)]),
    ...(first && first.mfa !== true
      ? ['root signed in without MFA: a drill shows that the key is at hand']
      : []),
    ...(keys > 0
      ? [`root's access keys made ${keys} ${keys === 1 ? 'call' : 'calls'} in it: delete them first`]
      : []),
    ...(said.people >= 1 ? [] : ['nobody took part']),
    ...(said.keyBack ? [] : ['the MFA key is not back in its place']),
    ...(said.passwordRenewed ? [] : ["root's password was not renewed"]),
  ]
  return { ...(first ? { signIn: signInOf(first, window.from) } : {}), missing }
}

function unseen({ until }: Pick<PlannedWindow, 'until'>, blind: string | undefined, now: Date): string {
  if (blind !== undefined) return `whether root signed in cannot be seen: ${blind}`
  return now.getTime() < Date.parse(until) + showsWithinMs
    ? 'no sign-in of root is seen in it yet; CloudTrail mostly shows one within 15 minutes'
    : 'no sign-in of root was seen in it'
}

function signInOf({ at, mfa, device }: Activity['events'][number], opened: Iso): DrillSignIn {
  return {
    at,
    mfa: mfa === true,
    ...(device === undefined ? {} : { device }),
    minutes: Math.round((Date.parse(at) - Date.parse(opened)) / 60_000),
  }
}

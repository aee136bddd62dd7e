import { type Answer, credentialTrouble, type Door, type Operation } from '../../aws/index.ts'
import type { Json, Step, StepResult } from '../../model/index.ts'
import { type Deed, type Given, type IsSo, deedOf, type Sight } from './deeds/index.ts'

/** What one call came to. */
export interface Performed {
  result: StepResult
  message?: string
  /** What later steps may refer to. */
  output?: Readonly<Record<string, string>>
  /** True where nothing else can be done either: the credentials are no good any more. */
  stop?: true
  /** True where it counts as failed and may have been carried out all the same. */
  unclear?: true
}

export interface Hand {
  /** Reads. */
  read: Door['call']
  /** Writes, tried once for each call: a second try is decided here, after looking whether the first one worked. */
  write: Door['call']
  partition: string
  region: string
  pause(ms: number): Promise<void>
  now(): Date
}

export interface How {
  /** An earlier run may have made the call and was cut off. */
  begun: boolean
  /** An earlier step of the same item made something: IAM may not know it everywhere yet. */
  madeBefore: boolean
  /** Why it must not be done, asked only where it is still to be done; undefined: it may. */
  check?(): Promise<string | undefined>
  /** Said before the call is made, so that a crash in the middle can be told from a call that was never made. */
  before(): Promise<void>
}

/** How often one call is tried, and what is waited in between: half a minute in all. */
export const mostTries = 6
export const pauseAfter = (attempt: number): number => Math.min(1_000 * 2 ** (attempt - 1), 16_000)

const passing =
  /^(EntityTemporarilyUnmodifiable|ConcurrentModification|TooManyUpdates|ConcurrentModificationException|PolicyChangesInProgress|OperationAborted)/
/** Not LimitExceeded: of IAM that is a quota, and asking again changes nothing. */
const throttled = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i
/**
 * IAM takes a while to know everywhere what was just made (IAM user guide, "Changes that I make are not always immediately
 * visible"); CloudTrail that it was trusted, and that a bucket takes its files (assumed).
 */
const notThereYet =
  /^(NoSuchEntity|ServiceAccessNotEnabled|NoSuchBucket$|S3BucketDoesNotExist|InsufficientS3BucketPolicy|CloudTrailAccessNotEnabled)/
/** Said of what a call before made, where it did not show yet when it was looked for. */
const thereAlready = /^(EntityAlreadyExists|DuplicateRecordException)/

/**
 * Makes the call of one step so that it is never done twice: it looks first whether it is so already; after a broken
 * connection it looks again before it tries again.
 */
export async function perform(step: Step, given: Given, hand: Hand, how: How): Promise<Performed> {
  const deed = deedOf(step.action)
  if (!deed) return { result: 'refused', message: `${step.action} is nothing that a plan may call` }
  const first = await deed.isSo(given, sightOf(step, hand))
  const found = foundOf(deed, first, how)
  if (found) return found
  if (first.so === 'unknown' && how.begun && !deed.repeatable)
    return { result: 'failed', message: `cannot tell whether it was done: ${first.because}`, unclear: true }
  const reason = (await deed.mustNot?.(given, sightOf(step, hand))) ?? (await how.check?.())
  if (reason !== undefined) return { result: 'refused', message: reason }
  await how.before()
  return call(step, deed, given, hand, how.madeBefore)
}

/** Looks whether it is so already, without doing anything about it; undefined: it is not, or nobody can tell. */
export async function lookFirst(
  step: Step,
  given: Given,
  hand: Hand,
  how: Pick<How, 'begun'>,
): Promise<Performed | undefined> {
  const deed = deedOf(step.action)
  return deed && foundOf(deed, await deed.isSo(given, sightOf(step, hand)), how)
}

/** What a deed looks through. */
export const sightOf = (step: Step, { read, partition, region, now }: Hand): Sight => ({
  call: read,
  account: step.account,
  partition,
  region: step.region ?? region,
  now: now(),
  ...(step.denied ? { denied: true } : {}),
})

function foundOf(deed: Deed, first: IsSo, { begun }: Pick<How, 'begun'>): Performed | undefined {
  if (first.so !== 'yes' && first.so !== 'pending') return undefined
  const result = first.so === 'pending' ? 'waiting' : begun ? (deed.done ?? 'applied') : 'already-so'
  return { result, ...(first.output ? { output: first.output } : {}) }
}

async function call(
  step: Step,
  deed: Deed,
  given: Given,
  hand: Hand,
  madeBefore: boolean,
): Promise<Performed> {
  const sight = sightOf(step, hand)
  // An earlier try may have been carried out, although no good answer came.
  let maybeDone = false
  const fell = (performed: Performed): Performed => (maybeDone ? { ...performed, unclear: true } : performed)
  for (let attempt = 1; ; attempt++) {
    const answer = (await hand.write(step.action as Operation, given as never, {
      region: sight.region,
    })) as Answer<Readonly<Record<string, unknown>>>
    if (answer.ok) {
      const refused = deed.refusedIn?.(answer.output)
      if (refused !== undefined) return { result: 'failed', message: withoutPersonal(refused) }
      return {
        result: deed.done ?? 'applied',
        output: { ...texts(answer.output), ...deed.outputOf?.(answer.output) },
      }
    }
    if (maybeDone && thereAlready.test(answer.code)) return { result: deed.done ?? 'applied' }
    if (deed.already?.test(answer.code)) return { result: maybeDone ? 'applied' : 'already-so' }
    const said = deed.says?.[answer.code]?.(given)
    if (said !== undefined) return fell({ result: 'refused', message: said })
    const again = attempt < mostTries
    if (throttled.test(answer.code)) {
      if (!again) return fell({ result: 'failed', message: `AWS throttled it ${attempt} times` })
    } else if (passing.test(answer.code) || (madeBefore && notThereYet.test(answer.code))) {
      if (!again) return fell(failed(answer))
    } else if (unclear(answer)) {
      maybeDone = true
      const found = await deed.isSo(given, sight)
      const done = foundOf(deed, found, { begun: true })
      if (done) return done
      if (found.so === 'unknown' && !deed.repeatable)
        return fell({
          result: 'failed',
          message: `${answer.unknown.message}, and cannot tell whether it was done: ${found.because}`,
        })
      if (!again) return fell({ result: 'failed', message: answer.unknown.message })
    } else return fell(failed(answer))
    await hand.pause(pauseAfter(attempt))
  }
}

type Refused = Extract<Answer<never>, { ok: false }>

/** True for what passes by itself: throttling, an entity that is busy, a broken connection. */
export const mayPass = (answer: Refused): boolean =>
  throttled.test(answer.code) || passing.test(answer.code) || unclear(answer)

/** True where the call may have been carried out although no good answer came. */
function unclear({ code, unknown: { why, message } }: Refused): boolean {
  if (why !== 'failed' || credentialTrouble(code)) return false
  return (
    /^(E[A-Z]{3,}|TimeoutError|CallTimedOut|NotAws|ServiceFailure|ServiceUnavailable|Internal)/.test(code) ||
    /HTTP 5\d\d|not AWS's/.test(message)
  )
}

function failed({ code, message, unknown: { why, message: told } }: Refused): Performed {
  if (credentialTrouble(code)) return { result: 'failed', message: told, stop: true }
  if (why === 'denied' || why === 'managed-by-aws') return { result: 'refused', message: told }
  // AWS's own words say what is wrong with the request; they may repeat a value of it, so addresses and numbers go.
  return { result: 'failed', message: `${told}: ${withoutPersonal(message)}` }
}

const withoutPersonal = (message: string): string =>
  (message.split('\n')[0] ?? '')
    .replace(/[^\s@<>"']+@[^\s@<>"']+/g, '(an address)')
    .replace(/\+[\d][\d\s().-]{5,}\d/g, '(a number)')
    .slice(0, 300)

const texts = (output: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(output).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

/** A step's input as an object; every operation takes one. */
export const asGiven = (input: Json): Given =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Given) : {}

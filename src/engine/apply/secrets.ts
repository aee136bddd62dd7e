/** The two values that no plan holds: an administrator's first password, and a code that AWS sent to a phone or a mailbox. */
import { Interrupted } from '../../aws/index.ts'
import { type Json, type Step, UserError } from '../../model/index.ts'
import type { PasswordSink } from '../../ports.ts'
import { isMadeByCentre } from '../plan/guard.ts'
import { resolve } from '../plan/references.ts'
import { deedOf } from './deeds/index.ts'
import { firstPassword } from './password.ts'
import {
  asGiven,
  type Hand,
  type How,
  lookFirst,
  mayPass,
  mostTries,
  pauseAfter,
  perform,
  type Performed,
  sightOf,
} from './perform.ts'

export interface PasswordStep extends How {
  step: Step
  /** The input with everything resolved but the password. */
  input: Json
  hand: Hand
  sink: PasswordSink | undefined
  /** An earlier run had handed over the password before it was cut off. */
  delivered: boolean
  /** Written once the password has reached its place; throws UserError where it cannot be. */
  onDelivered(): void
  /** Calls that must be made although somebody said stop: to take back a password that nobody has. */
  rescue: Hand['write']
}

const signInHosts: Readonly<Record<string, string>> = {
  aws: 'signin.aws.amazon.com',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
  'aws-cn': 'signin.amazonaws.cn',
  'aws-eusc': 'signin.amazonaws-eusc.eu',
}

/**
 * Makes a login profile with a random password, and hands the password to its one reader. Where that fails the profile is
 * removed again: a password that nobody has is an account that nobody can use, and one that somebody may have seen is worse.
 */
export async function performPassword(given: PasswordStep): Promise<Performed> {
  const { step, input, hand, sink } = given
  const user = String(asGiven(input).UserName ?? '')
  const why = sink ? sink.unavailable() : 'nobody is there to take the first password'
  const lost = given.begun && !given.delivered
  if (!lost || why !== undefined) {
    const found = await lookFirst(step, asGiven(input), hand, given)
    // One that is there and whose password may be lost stays until there is somebody to take another one.
    if (found && !lost) return found
  }
  if (!sink || why !== undefined) return { result: 'skipped', message: why ?? 'nobody is there to take it' }
  if (lost) {
    const used = await usedSince(user, hand)
    if (used !== undefined) return used
    // A crash between making the profile and handing over its password: nobody has that password, so it goes.
    const stays = (await takeAway(user, hand.write, hand)) ?? (await untilGone(step, input, hand))
    if (stays !== undefined)
      return {
        result: 'failed',
        message: `a login profile whose password nobody has could not be removed: ${stays}`,
        unclear: true,
      }
  }
  const password = firstPassword(await rulesOf(hand))
  const whole = asGiven(resolve(input, { secret: (name) => (name === 'password' ? password : undefined) }))
  const done = await perform(step, whole, hand, { ...given, begun: false })
  if (done.result !== 'applied')
    return lost
      ? {
          ...done,
          message: `${done.message ?? done.result}; the login profile whose password was lost is gone`,
        }
      : done
  try {
    const host = signInHosts[hand.partition] ?? signInHosts.aws!
    await sink.deliver({
      account: step.account,
      user,
      password,
      signIn: `https://${step.account}.${host}/console`,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\.$/, '') : 'unknown'
    const stays = await takeAway(user, given.rescue, hand)
    if (error instanceof Interrupted) throw error
    const what = `the first password did not reach its place (${reason})`
    return stays === undefined
      ? { result: 'failed', message: `${what}; the login profile was removed again` }
      : {
          result: 'failed',
          message: `${what}, and the login profile could not be removed: ${stays}. Delete it in the IAM console`,
          unclear: true,
        }
  }
  try {
    given.onDelivered()
  } catch (error) {
    // Done all the same. A run that carries on makes another password and hands that one over.
    if (!(error instanceof UserError)) throw error
  }
  return done
}

/**
 * A password that must not be changed any more was changed by its owner: it was not lost, and is nobody's to take away.
 * Not knowing is no reason to take it away either.
 */
async function usedSince(user: string, { read }: Hand): Promise<Performed | undefined> {
  const answer = await read('iam:GetLoginProfile', { UserName: user })
  if (!answer.ok)
    return answer.code.startsWith('NoSuchEntity')
      ? undefined
      : {
          result: 'failed',
          message: `cannot tell whether somebody uses the password: ${answer.unknown.message}`,
        }
  return answer.output.LoginProfile?.PasswordResetRequired === true ? undefined : { result: 'applied' }
}

/** Removes a login profile; gives why it stays, where it does. */
async function takeAway(user: string, write: Hand['write'], { pause }: Hand): Promise<string | undefined> {
  for (let attempt = 1; ; attempt++) {
    const answer = await write('iam:DeleteLoginProfile', { UserName: user })
    if (answer.ok || answer.code.startsWith('NoSuchEntity')) return undefined
    if (attempt === mostTries || !mayPass(answer)) return answer.unknown.message
    // Somebody who said stop has ended all waiting: then it is tried again at once.
    await pause(pauseAfter(attempt)).catch(() => undefined)
  }
}

/** IAM may still show for a moment what was just removed, and it would be taken for what the step is to make. */
async function untilGone(step: Step, input: Json, hand: Hand): Promise<string | undefined> {
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    if (!(await lookFirst(step, asGiven(input), hand, { begun: true }))) return undefined
    await hand.pause(pauseAfter(attempt))
  }
  return 'IAM still shows it'
}

/** The account's own policy, as it is now: a step of the same plan may just have raised it. */
async function rulesOf(hand: Hand): Promise<Parameters<typeof firstPassword>[0]> {
  const answer = await hand.read('iam:GetAccountPasswordPolicy', {})
  return answer.ok ? { ...answer.output.PasswordPolicy } : {}
}

const mostCodes = 3

/**
 * Asks for the code that AWS sent, and for another one while it is wrong; without one the step waits. Nobody is asked for
 * a code that was taken already: by a run that was cut off right after it, or on AWS's own page.
 */
export async function performCode(
  step: Step,
  input: Json,
  hand: Hand,
  ask: (attempt: number) => Promise<string | undefined>,
  how: How,
): Promise<Performed> {
  const found = await lookFirst(step, asGiven(input), hand, how)
  if (found) return found
  const over = await deedOf(step.action)?.codeIsOver?.(asGiven(input), sightOf(step, hand))
  if (over !== undefined) return { result: 'waiting', message: over }
  for (let attempt = 1; ; attempt++) {
    const code = (await ask(attempt))?.trim()
    if (!code)
      return {
        result: 'waiting',
        message: `for the code that AWS sent${attempt > 1 ? ', which is not the one that was given' : ''}; type it with neverroot apply ${isMadeByCentre(step) ? '--org --resume' : '--resume'}`,
      }
    const given = asGiven(resolve(input, { secret: (name) => (name === 'code' ? code : undefined) }))
    const done = await perform(step, given, hand, how)
    if (done.result !== 'failed' || done.stop || attempt >= mostCodes) return done
  }
}

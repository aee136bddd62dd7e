/** The two values that no plan holds: an administrator's first password, and a code that AWS sent to a phone. */
import { Interrupted } from '../../aws/index.ts'
import type { Json, Step } from '../../model/index.ts'
import type { PasswordSink } from '../../ports.ts'
import { resolve } from '../plan/references.ts'
import { firstPassword } from './password.ts'
import { asGiven, type Hand, type How, perform, type Performed } from './perform.ts'

export interface PasswordStep extends How {
  step: Step
  /** The input with everything resolved but the password. */
  input: Json
  hand: Hand
  sink: PasswordSink | undefined
  /** An earlier run had handed over the password before it was cut off. */
  delivered: boolean
  /** Written once the password has reached its place. */
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
  const why = sink ? sink.unavailable() : 'nobody is there to take the first password'
  if (!sink || why !== undefined) return { result: 'skipped', message: why }
  const user = String(asGiven(input).UserName ?? '')
  if (given.begun && !given.delivered) await removeLost(user, hand)
  const password = firstPassword(await rulesOf(hand))
  const whole = asGiven(resolve(input, { secret: (name) => (name === 'password' ? password : undefined) }))
  const done = await perform(step, whole, hand, { ...given, begun: given.begun && given.delivered })
  if (done.result !== 'applied' || given.delivered) return done
  try {
    const host = signInHosts[hand.partition] ?? signInHosts.aws!
    await sink.deliver({
      account: step.account,
      user,
      password,
      signIn: `https://${step.account}.${host}/console`,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown'
    const removed = await given.rescue('iam:DeleteLoginProfile', { UserName: user })
    if (error instanceof Interrupted) throw error
    return {
      result: 'failed',
      message: removed.ok
        ? `the first password did not reach its place (${reason}); the login profile was removed again`
        : `the first password did not reach its place (${reason}), and the login profile could not be removed: ${removed.unknown.message}. Delete it in the IAM console`,
    }
  }
  given.onDelivered()
  return done
}

/** A crash between making the profile and handing over its password: nobody has that password, so it goes. */
async function removeLost(user: string, hand: Hand): Promise<void> {
  const found = await hand.read('iam:GetLoginProfile', { UserName: user })
  if (found.ok) await hand.write('iam:DeleteLoginProfile', { UserName: user })
}

/** The account's own policy, as it is now: a step of the same plan may just have raised it. */
async function rulesOf(hand: Hand): Promise<Parameters<typeof firstPassword>[0]> {
  const answer = await hand.read('iam:GetAccountPasswordPolicy', {})
  return answer.ok ? { ...answer.output.PasswordPolicy } : {}
}

const mostCodes = 3

/** Asks for the code that AWS sent, and for another one while it is wrong; without one the step waits. */
export async function performCode(
  step: Step,
  input: Json,
  hand: Hand,
  ask: (attempt: number) => Promise<string | undefined>,
  how: How,
): Promise<Performed> {
  for (let attempt = 1; ; attempt++) {
    const code = (await ask(attempt))?.trim()
    if (!code)
      return {
        result: 'waiting',
        message: 'for the code that AWS sent; type it with neverroot apply --resume',
      }
    const given = asGiven(resolve(input, { secret: (name) => (name === 'code' ? code : undefined) }))
    const done = await perform(step, given, hand, how)
    if (done.result !== 'failed' || done.stop || attempt >= mostCodes) return done
  }
}

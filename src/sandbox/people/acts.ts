/** The acts of people by name, for somebody who tries a journey by hand. */
import { becomeWorld } from '../keeper.ts'
import { SandboxUsageError } from '../usage-error.ts'
import type { World } from '../world.ts'
import { confirmSubscription, inboxOf, readCode } from './mailbox.ts'
import {
  failToSignInAsRoot,
  recoverRootPassword,
  registerRootMfa,
  revokeRootSession,
  rootSession,
  setRootPassword,
  signInAsRoot,
  turnOnBillingAccess,
} from './root.ts'
import { firstSignIn, registerMfa, sessionOf } from './user.ts'

/** What an act came to: a sentence, and what a person would now hold in their hands. */
export interface Done {
  done: string
  /** What stands in the mail, or the code in it. */
  code?: string
  /** Access key id of a session that was opened. */
  session?: string
}

export interface Act {
  /** What its value is, in a word or two; absent: it takes none. */
  takes?: string
  /** The value that stands for none; absent: there must be one. */
  otherwise?: string
  does: string
  perform(world: World, account: string, at: Date, value: string): Done
}

export const acts: Readonly<Record<string, Act>> = {
  'sign-in-as-root': {
    does: 'root signs in to the console',
    perform: (world, account, at) => {
      signInAsRoot(world, account, at)
      return { done: 'Root is signed in to the console.' }
    },
  },
  'fail-to-sign-in-as-root': {
    does: 'somebody types a wrong password for root',
    perform: (world, account, at) => {
      failToSignInAsRoot(world, account, at)
      return { done: 'AWS did not let anybody in.' }
    },
  },
  'recover-root-password': {
    takes: 'requested or completed',
    otherwise: 'completed',
    does: 'somebody resets it through the mailbox, or asks',
    perform: (world, account, at, value) => {
      if (value !== 'requested' && value !== 'completed')
        throw new SandboxUsageError(
          `"${value}" is not how far a recovery goes.`,
          'Write requested or completed.',
        )
      recoverRootPassword(world, account, at, value === 'completed')
      return {
        done:
          value === 'completed'
            ? 'Root has a new password, set through the mailbox.'
            : 'AWS wrote to the root mailbox.',
      }
    },
  },
  'set-root-password': {
    does: 'root changes its password',
    perform: (world, account, at) => {
      setRootPassword(world, account, at)
      return { done: 'Root has a new password.' }
    },
  },
  'register-root-mfa': {
    takes: 'virtual or fido',
    otherwise: 'virtual',
    does: 'root registers an authenticator app, or a key',
    perform: (world, account, at, value) => {
      const [kind, name] = value.split(':')
      if (kind !== 'virtual' && kind !== 'fido')
        throw new SandboxUsageError(
          `"${value}" is no kind of MFA device.`,
          'Write virtual or fido; fido:NAME names it.',
        )
      const serial = registerRootMfa(world, account, at, { kind, ...(name ? { name } : {}) })
      return { done: `Root has registered ${serial}.` }
    },
  },
  'turn-on-billing-access': {
    does: 'root lets IAM users see the bill',
    perform: (world, account, at) => {
      turnOnBillingAccess(world, account, at)
      return { done: 'IAM users and roles may see the bill.' }
    },
  },
  'first-sign-in': {
    takes: 'user',
    does: 'the user signs in and changes the first password',
    perform: (world, account, at, user) => {
      firstSignIn(world, account, at, user)
      return { done: `${user} is signed in to the console, with a password of their own.` }
    },
  },
  'register-mfa': {
    takes: 'user',
    does: 'the user registers an authenticator app',
    perform: (world, account, at, user) => ({
      done: `${user} has registered ${registerMfa(world, account, at, user)}.`,
    }),
  },
  'log-in': {
    takes: 'user',
    does: 'aws login as the user, who is the caller from then on',
    perform: (world, account, at, user) => {
      const session = sessionOf(world, account, at, user)
      world.defaultAccessKeyId = session
      return { done: `${user} is logged in, and is now who calls.`, session }
    },
  },
  'log-in-as-root': {
    does: 'aws login as root, who is the caller from then on',
    perform: (world, account, at) => {
      const session = rootSession(world, account, at)
      world.defaultAccessKeyId = session
      return { done: 'Root is logged in, and is now who calls.', session }
    },
  },
  'log-out-root': {
    does: "aws logout: root's sessions end",
    perform: (world, account, at) => {
      const ended = revokeRootSession(world, account, at)
      return { done: ended === 0 ? 'Root had no session.' : 'Root is logged out.' }
    },
  },
  confirm: {
    takes: 'address',
    does: "somebody clicks on the link in AWS's mail",
    perform: (world, account, at, address) => {
      const topics = confirmSubscription(world, account, at, { address })
      return { done: `${address} is subscribed to ${topics.join(', ')}.` }
    },
  },
  'confirm-signed-in': {
    takes: 'address',
    does: 'the same by a signed-in caller: no stray click unsubscribes it',
    perform: (world, account, at, address) => {
      const topics = confirmSubscription(world, account, at, { address, authenticated: true })
      return {
        done: `${address} is subscribed to ${topics.join(', ')}, to be ended by signed-in callers only.`,
      }
    },
  },
  'read-mail': {
    takes: 'address',
    does: 'the last mail that arrived there',
    perform: (world, _account, _at, address) => {
      const last = inboxOf(world, address).at(-1)
      if (!last)
        throw new SandboxUsageError(
          `Nothing has arrived at ${address}.`,
          'Mail comes to addresses that AWS writes to.',
        )
      return { done: `${last.at} to ${last.to}: ${last.subject}`, code: last.body }
    },
  },
  code: {
    takes: 'phone or address',
    does: 'the last code that AWS sent there',
    perform: (world, _account, _at, to) => ({ done: `AWS sent a code to ${to}.`, code: readCode(world, to) }),
  },
}

/**
 * Performs acts given as `name` or `name=value`, in order: all of them, or where one is not to be done none. Throws
 * SandboxUsageError.
 */
export function performActs(world: World, account: string, at: Date, wanted: readonly string[]): Done[] {
  const copy = structuredClone(world)
  const done = wanted.map((text) => {
    const equals = text.indexOf('=')
    const name = equals < 0 ? text : text.slice(0, equals)
    const act = Object.hasOwn(acts, name) ? acts[name]! : undefined
    if (!act)
      throw new SandboxUsageError(`There is no act "${name}".`, 'All of them: neverroot sandbox --list-acts')
    const value = equals < 0 ? act.otherwise : text.slice(equals + 1)
    if (act.takes !== undefined && !value)
      throw new SandboxUsageError(
        `The act "${name}" needs a value.`,
        `Write ${name}=${act.takes.toUpperCase()}.`,
      )
    if (act.takes === undefined && equals >= 0)
      throw new SandboxUsageError(`The act "${name}" takes no value.`, `Write ${name} alone.`)
    return act.perform(copy, account, at, value ?? '')
  })
  becomeWorld(world, copy)
  return done
}

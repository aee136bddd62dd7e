/** Sessions of a member's root, each held to one task: what it may do is bound when it is opened. */
import { type Answer, type Credentials, credentialTrouble, type Door } from '../aws/index.ts'
import type { Hands, NotReached } from '../engine/apply/hands.ts'
import type { Hand } from '../engine/apply/perform.ts'
import { taskOf } from '../engine/apply/root-tasks.ts'
import { sessionCredentials } from './session.ts'

/** One door that reads and one that writes, for the credentials of a session. */
export interface SessionDoors {
  read: Pick<Door, 'call' | 'close'>
  write: Pick<Door, 'call' | 'close'>
}

export interface RootHandsOptions {
  /** The door of whoever applies: sessions are opened through it. */
  door: Pick<Door, 'call'>
  /** The caller's own hand: Region, partition and waiting are the same. */
  own: Pick<Hand, 'partition' | 'region' | 'pause' | 'now'>
  open(credentials: Credentials): SessionDoors
}

interface Opened {
  hand: Hand
  until: Date
}

/** A session is not begun with in its last minute. */
const spareMs = 60_000

/**
 * A hand for each account and task: an AssumeRoot session with the task policy that the step names, for at most 15 minutes
 * (STS API reference, AssumeRoot).
 */
export function rootHands({ door, own, open }: RootHandsOptions): Hands & { close(): void } {
  const opened = new Map<string, Opened>()
  const doors: SessionDoors[] = []
  return {
    async of({ account, as }) {
      const task = taskOf(as)
      if (task === undefined) return { refused: `nothing acts as ${as} of ${account} here` }
      const key = `${account} ${task}`
      const earlier = opened.get(key)
      if (earlier && earlier.until.getTime() - own.now().getTime() > spareMs) return earlier.hand
      const answer = await door.call('sts:AssumeRoot', {
        TargetPrincipal: account,
        TaskPolicyArn: { arn: `arn:${own.partition}:iam::aws:policy/root-task/${task}` },
      })
      if (!answer.ok) return notReached(answer, `no root session of ${account} could be opened for ${task}`)
      const { Credentials: given } = answer.output
      if (!given) return { refused: `AWS gave no credentials for ${task} in ${account}` }
      const session = open(sessionCredentials(given))
      doors.push(session)
      const hand: Hand = { ...own, read: session.read.call, write: session.write.call }
      opened.set(key, { hand, until: given.Expiration ?? new Date(0) })
      return hand
    },
    close() {
      for (const { read, write } of doors) {
        read.close()
        write.close()
      }
    },
  }
}

const notReached = (answer: Extract<Answer<never>, { ok: false }>, what: string): NotReached => ({
  refused: `${what}: ${answer.unknown.message}`,
  ...(credentialTrouble(answer.code) ? { stop: true } : {}),
})

/** Sessions in members, each for one thing that a plan does there: what it may do is bound when it is opened. */
import { type Answer, type Credentials, credentialTrouble, type Door, permissionFor } from '../aws/index.ts'
import { readsToDo } from '../engine/apply/deeds/index.ts'
import type { Hands, NotReached } from '../engine/apply/hands.ts'
import type { Hand } from '../engine/apply/perform.ts'
import { taskOf } from '../engine/apply/root-tasks.ts'
import { readsBeforeUndo } from '../engine/apply/undo-guard.ts'
import type { AwsAction, Caller, Step } from '../model/index.ts'
import { type Learnt, openRole, type SessionTerms } from './roles.ts'

/** One door that reads and one that writes, for the credentials of a session. */
export interface SessionDoors {
  read: Pick<Door, 'call' | 'close'>
  write: Pick<Door, 'call' | 'close'>
}

export interface MemberHandsOptions {
  /** The door of whoever applies: sessions are opened through it. */
  door: Pick<Door, 'call'>
  caller: Caller
  /** The caller's own hand: Region, partition and waiting are the same. */
  own: Pick<Hand, 'partition' | 'region' | 'pause' | 'now'>
  terms: Omit<SessionTerms, 'policy'>
  open(credentials: Credentials): SessionDoors
  now(): Date
}

interface Opened {
  hand: Hand
  until: Date
}

/** A session is not begun with in its last minute. */
const spareMs = 60_000

/**
 * A hand for each account, way of acting and action. As a member: through its role, with a session policy of exactly what
 * this action and looking at it take. As root: an AssumeRoot session with the task policy that the step names, for at most
 * 15 minutes (STS API reference, AssumeRoot).
 */
export function memberHands(options: MemberHandsOptions): Hands & { close(): void } {
  const opened = new Map<string, Opened>()
  const doors: SessionDoors[] = []
  const learnt: Learnt = new Set()
  return {
    async of(step) {
      const task = taskOf(step.as)
      // A task is one session whatever is done in it; a role is entered anew for each action.
      const key = [step.account, step.as, ...(task === undefined ? [step.action] : [])].join(' ')
      const now = options.now()
      const earlier = opened.get(key)
      if (earlier && earlier.until.getTime() - now.getTime() > spareMs) return earlier.hand
      const session =
        task === undefined ? await asMember(step, options, learnt) : await asRoot(step.account, task, options)
      if ('refused' in session) return session
      const { read, write } = options.open(session.credentials)
      doors.push({ read, write })
      const hand: Hand = { ...pick(options.own), read: read.call, write: write.call }
      opened.set(key, { hand, until: session.until })
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

const pick = ({ partition, region, pause, now }: MemberHandsOptions['own']) => ({
  partition,
  region,
  pause,
  now,
})

interface Session {
  credentials: Credentials
  until: Date
}

async function asMember(
  { account, action }: Pick<Step, 'account' | 'action'>,
  { door, caller, terms }: MemberHandsOptions,
  learnt: Learnt,
): Promise<Session | NotReached> {
  const result = await openRole(door, caller, account, { ...terms, policy: policyFor(action) }, learnt)
  return 'credentials' in result
    ? sessionOf(result.credentials)
    : notReached(
        result.refused,
        `no role of ${account} lets us in (tried ${terms.roles.join(', ') || 'none'})`,
      )
}

async function asRoot(
  account: string,
  task: string,
  { door, own }: MemberHandsOptions,
): Promise<Session | NotReached> {
  const answer = await door.call('sts:AssumeRoot', {
    TargetPrincipal: account,
    TaskPolicyArn: { arn: `arn:${own.partition}:iam::aws:policy/root-task/${task}` },
  })
  if (!answer.ok) return notReached(answer, `no root session of ${account} could be opened for ${task}`)
  return answer.output.Credentials
    ? sessionOf(answer.output.Credentials)
    : { refused: `AWS gave no credentials for ${task} in ${account}` }
}

/** What a session for one action may do at most: the action, and what is read before and after it. */
export function policyFor(action: AwsAction): string {
  const permission = permissionFor(action)
  const Action = [
    ...new Set([permission, ...readsToDo([permission]), ...(readsBeforeUndo[action] ?? [])]),
  ].sort()
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
}

interface Given {
  AccessKeyId?: string | undefined
  SecretAccessKey?: string | undefined
  SessionToken?: string | undefined
  Expiration?: Date | undefined
}

function sessionOf({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }: Given): Session {
  const credentials = {
    accessKeyId: AccessKeyId!,
    secretAccessKey: SecretAccessKey!,
    sessionToken: SessionToken!,
  }
  return { credentials: async () => credentials, until: Expiration ?? new Date(0) }
}

const notReached = (answer: Extract<Answer<never>, { ok: false }>, what: string): NotReached => ({
  refused: `${what}: ${answer.unknown.message}`,
  ...(credentialTrouble(answer.code) ? { stop: true } : {}),
})

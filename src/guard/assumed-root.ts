import type { ActionTable } from './actions/read.ts'
import { decide } from './decide.ts'
import type { PolicyPath } from './path.ts'
import { rootTasks } from './root-tasks.ts'

/** What the five tasks of AssumeRoot need, each once. */
const taskActions: readonly string[] = [...new Set(Object.values(rootTasks).flat())].sort()

/** An action that the tasks need and that sessions of AssumeRoot are not sure to get. */
export interface TaskDenial {
  action: string
  decision: 'deny' | 'cannot-tell'
  /** Place of the policy that does it in the list it came from; absent where an Allow is lacking. */
  policy?: number
}

/** What control policies on a way take from sessions of AssumeRoot in an account. */
export function taskDenials(path: PolicyPath, account: string, table: ActionTable): TaskDenial[] {
  return taskActions.flatMap((action) => {
    const { decision, by } = decide(
      {
        principal: 'assumed-root',
        action,
        account,
        // IAM's tasks are about root itself; of buckets and queues any may be meant.
        ...(action.startsWith('iam:') ? { resource: `arn:aws:iam::${account}:root` } : {}),
      },
      path,
      table,
    )
    if (decision !== 'deny' && decision !== 'cannot-tell') return []
    return [{ action, decision, ...(by ? { policy: by.policy } : {}) }]
  })
}

/** Of these the actions that are denied, or that nobody can tell, each once. */
export const actionsOf = (denials: readonly TaskDenial[], decision: TaskDenial['decision']): string[] => [
  ...new Set(denials.flatMap((one) => (one.decision === decision ? [one.action] : []))),
]

/**
 * Whether a policy may treat accounts differently: an id is digits, which `?` may stand for, and a key or a variable may
 * name the account. Rather too often than too rarely: it costs time alone.
 */
export const tellsAccountsApart = (content: string): boolean =>
  /[0-9?]|account|\$\{/i.test(content.replace(/"(?:Version|Sid|Id)"\s*:\s*"[^"]*"/g, ''))

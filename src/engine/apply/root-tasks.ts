import { isRead } from '../../aws/index.ts'
import { rootTasks } from '../../guard/root-tasks.ts'
import type { Step } from '../../model/index.ts'

/** What a plan may do in a session of AssumeRoot. What reads is not listed: whoever looks needs no plan. */
const tasks: Readonly<Record<string, readonly string[]>> = {
  IAMDeleteRootUserCredentials: rootTasks.IAMDeleteRootUserCredentials.filter((action) => !isRead(action)),
  IAMCreateRootUserPassword: rootTasks.IAMCreateRootUserPassword.filter((action) => !isRead(action)),
}

/** Of people's devices and passwords nothing is taken: these are for root of a member. */
const onlyInTask: readonly string[] = ['iam:DeactivateMFADevice', 'iam:DeleteVirtualMFADevice']

const prefix = 'root-task:'

/** The task policy of a step that is done as root of a member; undefined for every other step. */
export const taskOf = (as: Step['as']): string | undefined =>
  as.startsWith(prefix) ? as.slice(prefix.length) : undefined

/** Why a call may not be made as whoever the step says, as the end of a sentence; undefined: it is. */
export function notOfTask({ as, action, input }: Pick<Step, 'as' | 'action' | 'input'>): string | undefined {
  const task = taskOf(as)
  const named = typeof input === 'object' && input !== null && 'UserName' in input
  if (task === undefined)
    return onlyInTask.includes(action) || (action === 'iam:DeleteLoginProfile' && !named)
      ? `${action} is done in a session of AssumeRoot alone`
      : undefined
  const actions = Object.hasOwn(tasks, task) ? tasks[task]! : undefined
  if (!actions) return `${task} is no task that a plan of neverroot does as root`
  if (!actions.includes(action)) return `${action} is no part of ${task}`
  // With a name it would be about a user.
  return named ? `${action} is about root there, and names a user` : undefined
}

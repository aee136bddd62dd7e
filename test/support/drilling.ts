/** Drills of the alarm in an organization that runs in this process. */
import { type AlarmBefore, withAlarm } from '../../src/index.ts'
import type { Company } from './applying-to-many.ts'

/** Looks where a drill would go, as the company's caller or with the first key of a member's user. */
export function drilled<T>(
  { sandbox, world: { accounts } }: Pick<Company, 'sandbox' | 'world'>,
  work: (before: AlarmBefore) => Promise<T>,
  { regions, member }: { regions?: string[] | 'all'; member?: string } = {},
): Promise<T> {
  const key = member === undefined ? undefined : accounts[member]!.iam.users[0]!.accessKeys[0]!.id
  return withAlarm(
    {
      endpoint: sandbox.url,
      requestHandler: sandbox.requestHandler,
      region: 'us-east-1',
      credentials: async () => sandbox.credentials(key),
      now: sandbox.clock.now(),
      ...(regions ? { regions } : {}),
    },
    work,
  )
}

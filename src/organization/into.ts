import type { Source } from '../aws/index.ts'
import type { EnterOptions } from './enter.ts'
import { openRole } from './roles.ts'
import { sessionCredentials } from './session.ts'

/** How the centre looks into a single member for what is asked about the organization: through its role, and only reading. */
export function looksInto({
  door,
  caller,
  terms,
  as,
}: Pick<EnterOptions, 'door' | 'caller' | 'terms' | 'as'>): NonNullable<Source['into']> {
  const learnt = new Set<string>()
  return async (account, look) => {
    if (account === caller.account) return look(door.call)
    const opened = await openRole(door, caller, account, terms, learnt)
    if (!('credentials' in opened)) return undefined
    const own = as(sessionCredentials(opened.credentials), account)
    try {
      return await look(own.call)
    } finally {
      own.close()
    }
  }
}

/** The way of the one who looks into a member, for what its own findings rest on: copies that lie in another account. */
import type { Door, Source } from '../aws/index.ts'
import type { EnterOptions } from './enter.ts'
import { isShut } from './member.ts'
import { describeAccount } from './list.ts'
import { openRole } from './roles.ts'
import { sessionCredentials } from './session.ts'

/**
 * Opens each account once, in a session that may do no more than an audit of a member. Only members are tried: a role of
 * that name in a stranger's account would show what the stranger likes. `source` is asked whether it is a member.
 */
export function intoMembers(
  source: Pick<Source, 'call'>,
  { door, caller, terms, learnt, as }: Omit<EnterOptions, 'rootSessions'>,
): NonNullable<Source['into']> {
  const opened = new Map<string, Promise<Door | undefined>>()
  const open = async (account: string): Promise<Door | undefined> => {
    const { account: member } = await describeAccount(source, account, '')
    if (!member || isShut(member)) return undefined
    const entry = await openRole(door, caller, account, terms, learnt)
    return 'credentials' in entry ? as(sessionCredentials(entry.credentials), account) : undefined
  }
  return async (account) => {
    let way = opened.get(account)
    if (!way) opened.set(account, (way = open(account)))
    return (await way)?.call
  }
}

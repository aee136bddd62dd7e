import type { Door } from '../aws/index.ts'
import { type Caller, type ListedAccount, type Tried, UserError } from '../model/index.ts'
import { listAccounts, type Page } from './list.ts'
import { isShut } from './member.ts'
import { openRole, type SessionTerms } from './roles.ts'

/** AWS takes so many ListAccounts at once before it slows us down (aws/quotas.ts): 240 accounts. */
const mostPages = 12
/** How many members are tried. */
const mostTried = 5

/** The first accounts of the list; `why`: nothing could be listed. */
export interface FirstAccounts {
  accounts: readonly ListedAccount[]
  complete: boolean
  why?: string
}

/** Counts as far as it costs no time; a list that goes on is counted as what was seen of it. */
export async function firstAccounts(
  source: Parameters<typeof listAccounts>[0],
  managementAccount: string,
): Promise<FirstAccounts> {
  const accounts: ListedAccount[] = []
  let pages = 0
  let last: Page | undefined
  try {
    for await (last of listAccounts(source, managementAccount)) {
      accounts.push(...last.accounts)
      if (++pages === mostPages) break
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { accounts, complete: false, why: error.message.replace(/^[^:]+: |\.$/g, '') }
  }
  return { accounts, complete: last?.next === undefined }
}

/** Whether an account is one that is entered from here. */
export const isEntered = (account: ListedAccount, caller: Caller): boolean =>
  !account.management && account.id !== caller.account && !isShut(account)

/**
 * A few members that stand for the others. Those that Organizations made have a role for us and those that were invited
 * have none unless somebody made it (Organizations user guide, "Accessing member accounts"), so both kinds are tried; and
 * not only the first of the list, which may be the oldest.
 */
export function sampleOf(accounts: readonly ListedAccount[], caller: Caller): ListedAccount[] {
  const open = accounts.filter((account) => isEntered(account, caller) && account.state === 'ACTIVE')
  const invited = open.filter(({ joined }) => joined === 'INVITED')
  const others = open.filter(({ joined }) => joined !== 'INVITED')
  const few = Math.min(invited.length, Math.max(2, mostTried - others.length))
  return [...spread(invited, few), ...spread(others, mostTried - few)]
}

/** So many of them, with equal distances between. */
const spread = <T>(all: readonly T[], most: number): T[] =>
  all.length <= most
    ? [...all]
    : Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!)

/** Opens a session in each and lets it go unused: its rights are the audit's, and it ends by itself. */
export async function tryMembers(
  door: Pick<Door, 'call'>,
  caller: Caller,
  members: readonly ListedAccount[],
  terms: SessionTerms,
): Promise<Tried[]> {
  const learnt = new Set<string>()
  const tried: Tried[] = []
  // One after the other: what is learnt of one spares the next a call.
  for (const { id: account, name, joined } of members) {
    const of = { account, name, ...(joined ? { joined } : {}) }
    const opened = await openRole(door, caller, account, terms, learnt)
    if ('credentials' in opened) tried.push({ ...of, role: opened.role })
    else {
      const { code, unknown } = opened.refused
      const refused = /^AccessDenied|^NoRole/.test(code)
      tried.push({
        ...of,
        refused,
        why: refused ? `none of ${terms.roles.join(', ') || 'no roles'} lets us in` : unknown.message,
      })
    }
  }
  return tried
}

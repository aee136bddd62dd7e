import { type ListedAccount, UserError } from '../model/index.ts'
import type { KeptAccount, OrganizationRun } from '../store/organization-run.ts'
import { chooser } from './choose.ts'
import { describeAccount, listAccounts } from './list.ts'
import type { Look } from './look.ts'

/** The accounts that are still to be looked at, while the list is still arriving. */
export async function* chosen(look: Look): AsyncGenerator<ListedAccount> {
  const { options, run, units, progress } = look
  const wanted = chooser(options.choice, units)
  const seen = new Set<string>()
  const fresh = (accounts: readonly ListedAccount[]) =>
    accounts.filter(({ id }) => !seen.has(id) && seen.add(id))
  const take = function* (accounts: readonly ListedAccount[]) {
    for (const account of fresh(accounts)) {
      if (!wanted(account)) continue
      progress.expect(run.has(account.id))
      if (!run.has(account.id)) yield account
    }
  }
  for await (const accounts of pagesOf(look)) yield* take(accounts)
  // Nobody has joined: that is no slip of the keyboard.
  if (progress.expected === 0 && options.choice.joinedAfter === undefined)
    throw new UserError(
      'no-account-chosen',
      'No account of the organization is chosen by --accounts, --ou and --exclude.',
      'Give ids of its accounts, or leave these options away.',
    )
  progress.listed()
}

/** Accounts as they are listed; a few that are named are asked for one by one. */
async function* pagesOf({ options, place, run, notes }: Look): AsyncGenerator<readonly ListedAccount[]> {
  const { source, choice, host } = options
  const { managementAccount } = place
  if (choice.accounts && choice.accounts.length <= 20 && run.pages.length === 0) {
    for (const id of choice.accounts) {
      const { account, at, why } = await describeAccount(source, id, managementAccount)
      if (account) {
        run.addPage({ at, accounts: [account] })
        yield [account]
      } else {
        const text = `Account ${id} is left out: ${why}.`
        notes.push(text)
        host.notify({ code: 'note', data: { text } })
      }
    }
    return
  }
  // What an earlier run has listed is asked for again only where something is left to do: addresses are not kept.
  for (const page of run.pages) {
    if (page.accounts.every(({ id }) => run.has(id))) {
      yield page.accounts
      continue
    }
    if (page.from === undefined && page.next === undefined) {
      for (const { id } of page.accounts) {
        const { account } = await describeAccount(source, id, managementAccount)
        if (account) yield [account]
      }
      continue
    }
    for await (const { accounts } of listAccounts(source, managementAccount, page.from)) {
      yield accounts
      break
    }
  }
  const last = run.pages.at(-1)
  if (last && last.next === undefined) return
  let from = last?.next
  for await (const page of listAccounts(source, managementAccount, from)) {
    run.addPage({ ...(from === undefined ? {} : { from }), ...page })
    from = page.next
    yield page.accounts
  }
}

/** Every account of the run once, as it was listed. */
export function accountsOf(run: OrganizationRun): KeptAccount[] {
  return [...new Map(run.pages.flatMap(({ accounts }) => accounts).map((one) => [one.id, one])).values()]
}

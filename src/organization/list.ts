import type { Output, Source } from '../aws/index.ts'
import { type Iso, type ListedAccount, UserError } from '../model/index.ts'

/** One page of accounts as AWS sent it, and where the next one begins. */
export interface Page {
  accounts: readonly ListedAccount[]
  at: Iso
  next?: string
}

type Listed = NonNullable<Output<'organizations:ListAccounts'>['Accounts']>[number]

/**
 * Every account of the organization, page by page as AWS sends them: at most 20 accounts a page, each page's token from the
 * one before, and a page may be empty and still name a next one (Organizations API reference, ListAccounts). `from`
 * carries on at a page of an earlier listing. Throws UserError where the caller may not list accounts.
 */
export async function* listAccounts(
  source: Pick<Source, 'call'>,
  managementAccount: string,
  from?: string,
): AsyncGenerator<Page> {
  let next = from
  do {
    const answer = await source.call('organizations:ListAccounts', {
      MaxResults: 20,
      ...(next ? { NextToken: next } : {}),
    })
    if (!answer.ok) {
      // A token does not live for ever: then the list is asked for from its beginning.
      if (next === from && from !== undefined && /InvalidInput/.test(answer.code)) {
        yield* listAccounts(source, managementAccount)
        return
      }
      throw new UserError(
        'accounts-not-listed',
        `The accounts of the organization cannot be listed: ${answer.unknown.message}.`,
        'Use credentials of the management account, or of a delegated administrator, that may organizations:ListAccounts.',
      )
    }
    next = answer.output.NextToken
    yield {
      accounts: (answer.output.Accounts ?? []).flatMap((account) => read(account, managementAccount) ?? []),
      at: answer.at,
      ...(next ? { next } : {}),
    }
  } while (next)
}

/** Why an account cannot be described that has left, or was never there. */
export const notInOrganization = 'it is not in the organization'

/** A few accounts by their ids; undefined for an id that the organization does not have. */
export async function describeAccount(
  source: Pick<Source, 'call'>,
  id: string,
  managementAccount: string,
): Promise<{ account?: ListedAccount; at: Iso; why?: string }> {
  const answer = await source.call('organizations:DescribeAccount', { AccountId: id })
  if (answer.ok) {
    const account = answer.output.Account && read(answer.output.Account, managementAccount)
    return { at: answer.at, ...(account ? { account } : { why: 'AWS did not describe it' }) }
  }
  return {
    at: answer.at,
    why: answer.code === 'AccountNotFoundException' ? notInOrganization : answer.unknown.message,
  }
}

/**
 * An account as AWS lists it. `Status` was to be retired in favour of `State` and may be absent; in a partition that is
 * behind, `State` may be (Organizations API reference, Account).
 */
function read(account: Listed, managementAccount: string): ListedAccount | undefined {
  const { Id: id, Name: name, Email: email, State, Status, JoinedMethod: joined, JoinedTimestamp } = account
  if (!id) return undefined
  // `o-.../r-.../ou-.../111111111111/`: without the organization and the account itself.
  const path = (account.Paths?.[0] ?? '').split('/').filter((part) => /^(r|ou)-/.test(part))
  return {
    id,
    name: name ?? id,
    ...(email ? { email } : {}),
    state: State ?? Status ?? 'ACTIVE',
    ...(joined ? { joined } : {}),
    ...(JoinedTimestamp ? { joinedAt: JoinedTimestamp.toISOString() } : {}),
    path,
    management: id === managementAccount,
  }
}

/** What the operations of AWS Backup share: vaults, paging, checks. */
import { accountOf } from '../../accounts/find.ts'
import { page } from '../../paging.ts'
import { AwsError, type Call } from '../../service.ts'
import type { Account, BackupVault } from '../../world.ts'

export const vaultArn = (call: Pick<Call, 'world' | 'region'>, account: string, name: string): string =>
  `arn:${call.world.partition}:backup:${call.region}:${account}:backup-vault:${name}`

export const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, 400, { Message: message })

const missing = (message: string): AwsError =>
  new AwsError('MissingParameterValueException', message, 400, { Message: message })

/** The vaults of an account in the Region that is asked. */
export const vaultsIn = (call: Call, account: Account): readonly BackupVault[] =>
  (account.backupVaults ?? []).filter(({ region }) => region === call.region)

/**
 * A vault by its name. One of another account is shown to those that it is shared with; that everybody else is told
 * nothing of it is assumed.
 */
export function vaultOf(
  call: Call,
  name: string | undefined,
  owner: string | undefined,
): { vault: BackupVault; account: string } {
  if (!name) throw missing('BackupVaultName is required.')
  if (!/^[\w-]{2,50}$/.test(name)) throw invalid(`Invalid backup vault name: ${name}`)
  const account = owner ?? call.caller.account.id
  const own = account === call.caller.account.id
  const vault = vaultsIn(call, own ? call.caller.account : accountIn(call, account)).find(
    (v) => v.name === name,
  )
  if (!own && !vault?.sharedWith.includes(call.caller.account.id))
    throw new AwsError('AccessDeniedException', 'Insufficient privileges to perform this action.', 403)
  if (vault) return { vault, account }
  const message = `Backup vault ${name} does not exist.`
  throw new AwsError('ResourceNotFoundException', message, 400, { Message: message })
}

function accountIn(call: Call, id: string): Account {
  if (!/^\d{12}$/.test(id)) throw invalid(`Invalid account id: ${id}`)
  return accountOf(call.world, id) ?? ({ backupVaults: [] } as unknown as Account)
}

/** A page of at most 1,000; the default size and the limit are assumed: the SDK's types name neither. */
export function paged<T>(
  call: Call,
  items: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
  bind?: unknown,
): { found: T[]; more: { NextToken?: string } } {
  const { MaxResults: size = 100, NextToken: token } = input
  if (size < 1 || size > 1000) throw invalid(`MaxResults must be between 1 and 1000, and is ${size}.`)
  const { items: found, next } = page(call, items, {
    token,
    size,
    bind: [call.region, bind],
    invalid: () => invalid('Invalid NextToken.'),
  })
  return { found, more: next === undefined ? {} : { NextToken: next } }
}

/** True where a moment lies between two others, of which either may be left open. */
export function between(at: string | undefined, after: Date | undefined, before: Date | undefined): boolean {
  if (!after && !before) return true
  const moment = at === undefined ? NaN : Date.parse(at)
  return (!after || moment > after.getTime()) && (!before || moment < before.getTime())
}

/** Filters that are not imitated: they are refused, since an answer that leaves one out would be false. */
export function refuseFilters(call: Call, input: object, ...names: string[]): void {
  for (const name of names)
    if ((input as Record<string, unknown>)[name] !== undefined)
      throw new AwsError(
        'NotImplemented',
        `The sandbox does not simulate ${name} of backup:${call.operation}.`,
        501,
      )
}

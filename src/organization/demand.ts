import type { Answer, Source } from '../aws/index.ts'
import { permissionFor } from '../aws/operations.ts'
import { quotaOf } from '../aws/quotas.ts'
import { assess, type AssessOptions } from '../engine/assess.ts'
import { sourceOf } from '../engine/collect.ts'
import { type AwsAction, type Eta, type Iso, type ListedAccount, unknown } from '../model/index.ts'

/** Calls by operation. */
export type Calls = Readonly<Record<string, number>>

/** Where the caller stands: what can be asked at all hangs on it. */
export interface Standpoint {
  organization: string
  managementAccount: string
}

/** The member that stands for all of them: it has nothing in it. */
const example: ListedAccount = {
  id: '000000000000',
  name: 'member',
  state: 'ACTIVE',
  path: [],
  management: false,
}

/**
 * What an audit asks at least, without asking it: every call is answered as by an account that has nothing in it. What a
 * fact asks only where there is something (a trail's status, a user's devices) is not among them. What members have asked
 * of the centre, once for all of them, is among the caller's own.
 */
export async function leastCalls(
  own: AssessOptions,
  members: AssessOptions['catalogue'],
  place: Standpoint,
): Promise<{ own: Calls; perMember: Calls }> {
  const { cache: _cache, spend: _spend, ...sight } = own.sight
  const { now, caller } = sight
  const centre = new Map<string, number>()
  const inside = new Map<string, number>()
  const dry = (counted: Map<string, number>) =>
    (async (operation: string) => {
      counted.set(operation, (counted.get(operation) ?? 0) + 1)
      return emptyAnswer(operation, caller.account, place, now.toISOString())
    }) as Source['call']
  const source = sourceOf({ ...sight, call: dry(centre) })
  await assess({ ...own, sight: source, source, oneOfMany: true })
  await assess({
    ...own,
    catalogue: members,
    source: undefined,
    oneOfMany: true,
    sight: {
      ...sight,
      caller: { ...caller, account: example.id, root: false },
      centre: {
        account: caller.account,
        listed: example,
        at: now.toISOString(),
        call: dry(centre),
        get: source.get,
      },
      call: dry(inside),
    },
  })
  return { own: sorted(centre), perMember: sorted(inside) }
}

const sorted = (calls: ReadonlyMap<string, number>): Calls =>
  Object.fromEntries([...calls].sort(([a], [b]) => (a < b ? -1 : 1)))

function emptyAnswer(operation: string, caller: string, place: Standpoint, at: Iso): Answer<object> {
  switch (operation) {
    case 'organizations:DescribeOrganization':
      return {
        ok: true,
        output: { Organization: { Id: place.organization, MasterAccountId: place.managementAccount } },
        at,
      }
    case 'organizations:ListDelegatedAdministrators':
      return { ok: true, output: { DelegatedAdministrators: [{ Id: caller }] }, at }
    // What an account without anything does not have is not found.
    case 'sns:GetTopicAttributes': {
      const message = 'there is none'
      return { ok: false, code: 'NotFoundException', message, unknown: unknown('failed', message), at }
    }
    default:
      return { ok: true, output: {}, at }
  }
}

/** Of these calls the ones that the session in a member may make at all. */
export const allowedTo = (calls: Calls, reads: readonly AwsAction[]): Calls =>
  Object.fromEntries(
    Object.entries(calls).filter(([operation]) => reads.includes(permissionFor(operation as AwsAction))),
  )

/** The accounts of one page of ListAccounts (Organizations API reference). */
const accountsPerPage = 20

export interface Members {
  /** All accounts of the organization. */
  accounts: number
  /** Those that are to be entered. */
  members: number
  /** How many of them let us in, from 0 to 1. */
  share: number
  /** Calls of the centre for each that does not. */
  without: Calls
  /** Calls for the caller's own account. */
  own: Calls
}

/**
 * How long the calls of the centre take at least. Each operation has its own bucket there, and they run beside each
 * other, so that the slowest is the floor; what is asked in a member draws on the member's own buckets, which do not add
 * up. The numbers are those of aws/quotas.ts.
 */
export function etaOf(given: Members): Eta {
  const asSampled = slowest(callsOf(given))
  const withRole = slowest(callsOf({ ...given, share: 1 }))
  return {
    accounts: given.accounts,
    seconds: asSampled.seconds,
    ...(asSampled.operation ? { boundBy: asSampled.operation } : {}),
    secondsWithRole: withRole.seconds,
  }
}

/** What the caller's own account asks, for itself and for all members. */
export function callsOf({ accounts, members, share, without, own }: Members): Calls {
  const outside = Math.round(members * (1 - share))
  const calls: Record<string, number> = { ...own }
  const add = (operation: string, n: number) => (calls[operation] = (calls[operation] ?? 0) + n)
  add('organizations:ListAccounts', Math.ceil(accounts / accountsPerPage))
  add('sts:AssumeRole', members)
  for (const [operation, n] of Object.entries(without)) add(operation, n * outside)
  return calls
}

function slowest(calls: Calls): { seconds: number; operation?: string } {
  let found: { seconds: number; operation?: string } = { seconds: 0 }
  for (const [operation, n] of Object.entries(calls)) {
    const limit = quotaOf(operation)?.limits.caller
    const seconds = limit ? Math.max(0, (n - limit.burst) / limit.rate) : 0
    if (seconds > found.seconds) found = { seconds: Math.round(seconds * 10) / 10, operation }
  }
  return found
}

export const totalOf = (calls: Calls): number => Object.values(calls).reduce((sum, n) => sum + n, 0)

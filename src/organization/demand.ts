import type { Answer, Source } from '../aws/index.ts'
import { permissionFor } from '../aws/operations.ts'
import { quotaOf } from '../aws/quotas.ts'
import { assess, type AssessOptions } from '../engine/assess.ts'
import type { AwsAction, Eta } from '../model/index.ts'

/** Calls by operation. */
export type Calls = Readonly<Record<string, number>>

/**
 * What looking at an account asks at least, without asking it: every call is answered as by an account that has nothing
 * in it. What a fact asks only where there is something (a trail's status, a user's devices) is not among them.
 */
export async function leastCalls(options: AssessOptions): Promise<Calls> {
  const calls: Record<string, number> = {}
  const { caller } = options.sight
  const call = async (operation: string): Promise<Answer<object>> => {
    calls[operation] = (calls[operation] ?? 0) + 1
    const at = options.sight.now.toISOString()
    if (operation === 'organizations:DescribeOrganization')
      return { ok: true, output: { Organization: { Id: 'o-', MasterAccountId: caller.account } }, at }
    if (missing.has(operation))
      return {
        ok: false,
        code: 'NotFoundException',
        message: '',
        unknown: { state: 'unknown', why: 'failed', needs: [], message: '' },
        at,
      }
    return { ok: true, output: {}, at }
  }
  const { cache: _cache, spend: _spend, ...sight } = options.sight
  await assess({ ...options, sight: { ...sight, call: call as Source['call'] } })
  return Object.fromEntries(Object.entries(calls).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Things that an account without anything does not have: the answer is that they are not found. */
const missing: ReadonlySet<string> = new Set(['sns:GetTopicAttributes'])

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

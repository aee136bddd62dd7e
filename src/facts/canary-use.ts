/** What root of the canary's accounts did, or was denied, since the policy about root was attached there. */
import { type Fetcher, observed, pages } from '../aws/index.ts'
import { type Iso, known, unknown } from '../model/index.ts'
import { assumeRootSessions } from './assume-root-sessions.ts'
import { lookUp } from './event-history.ts'
import { isOfRoot, kindOf, withMarked } from './root-event.ts'
import { rootPolicyState } from './root-policy.ts'

export interface CanaryUse {
  /** How many of its accounts were looked into, of how many. */
  looked: number
  of: number
  /** Events of standing root since then, and how many of them AWS refused. */
  used: number
  denied: number
  last?: { account: string; event: string; at: Iso }
}

/** A canary is small; of a larger one so many accounts are looked into. */
const mostAccounts = 20

/**
 * Root's events of each account of the canary, in the Region of sign-ins, since the policy is attached there. Sessions that
 * were opened centrally are no use of root, nor is AWS itself.
 */
export const canaryUse: Fetcher<CanaryUse> = {
  name: 'canary-use',
  reads: rootPolicyState.reads,
  readsInMembers: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const state = await source.get(rootPolicyState)
    if (state.state !== 'known') return state
    const { canary, since } = state.value
    if (!source.into || !canary?.has || since === undefined)
      return unknown('elsewhere', 'the policy about root is not known to be on trial in the canary')
    const listed = await pages(
      source,
      'organizations:ListAccountsForParent',
      { ParentId: canary.id },
      (o) => ({
        items: o.Accounts,
        next: o.NextToken ? { NextToken: o.NextToken } : undefined,
      }),
    )
    if (!listed.ok) return listed.unknown
    const accounts = listed.items.flatMap(({ Id }) => Id ?? [])
    const assumed = await source.get(assumeRootSessions(source.globalRegion))
    const how = { assumed: assumed.state === 'known' ? assumed.value : new Map(), canBeAssumed: true }
    const found: { account: string; event: string; at: Date; refused: boolean }[] = []
    let looked = 0
    for (const account of accounts.slice(0, mostAccounts)) {
      const call = await source.into(account)
      const answer = call && (await lookUp({ ...source, call }, 'Username', 'root', source.globalRegion))
      if (!answer?.ok) continue
      looked += 1
      const telling = withMarked(answer.history.events, how)
      for (const event of answer.history.events) {
        const { name, at, record } = event
        if (at.toISOString() < since || !isOfRoot(event)) continue
        const kind = kindOf(event, telling)
        if (kind === 'assumed-root' || kind === 'service') continue
        const refused = record.errorCode !== undefined || kind === 'failed-sign-in'
        found.push({ account, event: name, at, refused })
      }
    }
    const last = found.sort((a, b) => +b.at - +a.at)[0]
    const denied = found.filter(({ refused }) => refused).length
    const value: CanaryUse = {
      looked,
      of: accounts.length,
      used: found.length - denied,
      denied,
      ...(last ? { last: { account: last.account, event: last.event, at: last.at.toISOString() } } : {}),
    }
    return known(value, [
      observed('cloudtrail:LookupEvents', source.now.toISOString(), {
        looked,
        of: value.of,
        used: value.used,
        denied,
      }),
    ])
  },
}

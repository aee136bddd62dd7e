/** The quarantine of root's keys in a member that a policy denies everything: from the centre nothing else switches them off. */
import { type Fetcher, observed } from '../aws/index.ts'
import { rootPolicy } from '../guard/index.ts'
import { known, type ListedAccount, unknown } from '../model/index.ts'
import { type ControlPolicy, controlPolicies } from './control-policies.ts'
import { type History, lookUp, type TrailEvent } from './event-history.ts'
import { organizationPlace } from './organization-place.ts'
import { callsSince, type Inactivity } from './root-key-quarantine.ts'
import { rootKeys } from './root-keys.ts'

/** By id, for every key and certificate of root that is switched on and can do nothing. */
export type RootDenial = ReadonlyMap<string, Inactivity>

/** What begins the quarantine anew: the policy, its text, its kind, or the account came to where they are; and what ends it. */
const changes = ['AttachPolicy', 'DetachPolicy', 'UpdatePolicy', 'EnablePolicyType', 'MoveAccount'] as const
type Changes = Readonly<Record<(typeof changes)[number], History>>

/** Asked once for all members, and only when one of them has a key that is on. */
const policyChanges: Fetcher<Changes> = {
  name: 'control-policy-changes',
  reads: ['cloudtrail:LookupEvents'],
  async collect(source) {
    const place = await source.get(organizationPlace)
    if (place.state !== 'known') return place
    if (place.value.vantage !== 'management')
      return unknown('elsewhere', 'the management account alone records what is attached when')
    const found: Partial<Record<(typeof changes)[number], History>> = {}
    for (const name of changes) {
      const answer = await lookUp(source, 'EventName', name)
      if (!answer.ok) return answer.unknown
      found[name] = answer.history
    }
    return known(found as Changes, [
      observed('cloudtrail:LookupEvents', source.now.toISOString(), {
        attached: found.AttachPolicy!.events.length,
      }),
    ])
  },
}

/**
 * Since when a member lies below the policy that denies its root everything, and what was tried with its keys since then.
 * Only the very text that this tool writes counts: of another policy nobody knows what it leaves.
 */
export const rootDenial: Fetcher<RootDenial> = {
  name: 'root-denial',
  reads: [...new Set([...controlPolicies.reads, ...organizationPlace.reads, ...policyChanges.reads])],
  async collect(source) {
    const { centre } = source
    if (!centre) return unknown('elsewhere', 'policies bind members alone')
    const own = await source.get(rootKeys)
    if (own.state !== 'known') return own
    const keys = own.value.keys.filter(({ active }) => active).map(({ id }) => id)
    const certificates = own.value.certificates.filter(({ active }) => active).map(({ id }) => id)
    if (keys.length + certificates.length === 0) return known(new Map())
    const read = await centre.get(controlPolicies)
    if (read.state !== 'known') return read
    const path = [...centre.listed.path, centre.listed.id]
    const text = rootPolicy('root-deny', { partition: source.partition })
    const ours = read.value.policies.filter(
      ({ type, content, targets }) =>
        type === 'scp' && content === text && targets.some((at) => path.includes(at)),
    )
    if (ours.length === 0) return known(new Map())
    const seen = await centre.get(policyChanges)
    if (seen.state !== 'known') return seen
    const begun = earliest(ours, path, centre.listed, seen.value)
    const found = new Map<string, Inactivity>()
    for (const id of [...keys, ...certificates])
      found.set(id, {
        ...begun,
        ...(begun.since && keys.includes(id) ? await callsSince(source, id, begun.since) : {}),
      })
    return known(found, [
      observed('organizations:ListTargetsForPolicy', source.now.toISOString(), {
        policies: ours.map(({ id }) => id),
        since: begun.since?.toISOString() ?? null,
      }),
    ])
  },
}

/**
 * Of all places on the path where it is attached, the one where it holds for the longest counts. CloudTrail can be late: where
 * what it shows last would not lead to what is seen, something newer is missing, and nothing is known. A first change of all
 * that is missing shows within the hour that such a plan has to be old (engine/apply/check.ts).
 */
function earliest(
  ours: readonly ControlPolicy[],
  path: readonly string[],
  { id: account, joinedAt }: Pick<ListedAccount, 'id' | 'joinedAt'>,
  seen: Changes,
): Inactivity {
  const attachments = ours
    .flatMap(({ id, targets }) => targets.filter((at) => path.includes(at)).map((at) => ({ id, at })))
    .map(({ id, at }) => {
      const attached = newest(seen.AttachPolicy, { policyId: id, targetId: at })?.at
      if (!attached) return undefined
      const detached = newest(seen.DetachPolicy, { policyId: id, targetId: at })?.at
      if (detached && detached >= attached) return undefined
      // A policy at the account itself moves with it, and below the root it stays wherever it goes.
      const moved =
        at === account || at === path[0] ? undefined : newest(seen.MoveAccount, { accountId: account })
      if (moved && moved.record.requestParameters?.['destinationParentId'] !== path.at(-2)) return undefined
      const later = [
        newest(seen.UpdatePolicy, { policyId: id })?.at,
        newest(seen.EnablePolicyType, { policyType: 'SERVICE_CONTROL_POLICY' })?.at,
        moved?.at,
        at === account || !joinedAt ? undefined : new Date(joinedAt),
      ]
      const unread = changes.some((name) => !seen[name].complete && seen[name].since > attached)
      return unread
        ? undefined
        : later.reduce<Date>((last, one) => (one && one > last ? one : last), attached)
    })
    .filter((since) => since !== undefined)
  return attachments.length > 0
    ? { since: new Date(Math.min(...attachments.map(Number))) }
    : {
        because:
          'the event history of the management account does not show since when the policy denies it everything; attached to the account itself, it counts from then on',
      }
}

/** The last such change that was carried out. */
const newest = ({ events }: History, parameters: Readonly<Record<string, string>>): TrailEvent | undefined =>
  events
    .filter(
      ({ record: { errorCode, requestParameters } }) =>
        !errorCode &&
        Object.entries(parameters).every(([name, value]) => requestParameters?.[name] === value),
    )
    .sort((a, b) => +b.at - +a.at)[0]

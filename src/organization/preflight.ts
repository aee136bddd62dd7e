import type { Door, Source } from '../aws/index.ts'
import type { AssessOptions } from '../engine/assess.ts'
import {
  type AwsAction,
  type Caller,
  type Check,
  type Collector,
  type Fact,
  type Preflight,
  type Tried,
  valueOf,
  type Viewpoint,
} from '../model/index.ts'
import { allowedTo, callsOf, etaOf, leastCalls, type Standpoint, totalOf } from './demand.ts'
import { gapsOf } from './gaps.ts'
import { matrixOf } from './matrix.ts'
import { placeOf } from './place.ts'
import { type FirstAccounts, firstAccounts, isEntered, sampleOf, tryMembers } from './reach.ts'
import { centralReads } from './reads.ts'
import type { SessionTerms } from './roles.ts'

type Seen<T> = Collector<T, Source>

export interface PreflightOptions {
  /** The look of whoever asks. */
  source: Source
  door: Pick<Door, 'call'>
  caller: Caller
  /** How the caller's own account would be looked at, and a member. */
  own: AssessOptions
  memberCatalogue: AssessOptions['catalogue']
  /** What may be asked in a member at all, whatever its facts would ask. */
  memberReads: readonly AwsAction[]
  terms: SessionTerms
  facts: {
    allFeatures: Seen<boolean>
    features: Seen<{ rootCredentialsManagement: boolean; rootSessions: boolean }>
    trusted: Seen<readonly string[]>
    delegated: Seen<readonly { account: string; services: readonly string[] }[]>
  }
  /** USD for one Cost Explorer request. */
  requestUsd: number
  tool: { name: string; version: string }
}

/**
 * Looks whether an audit of the whole organization would see everything, without looking at any member: what is switched
 * on, who sees what, whether a few members let us in, and what it would ask, cost and take. Throws UserError where the
 * caller is neither in the management account nor in that of a delegated administrator.
 */
export async function preflight(options: PreflightOptions): Promise<Preflight> {
  const { source, caller, facts } = options
  const place = await placeOf({ source, catalogue: options.own.catalogue, caller })
  const [allFeatures, features, trusted, delegated, first] = await Promise.all([
    source.get(facts.allFeatures),
    source.get(facts.features),
    source.get(facts.trusted),
    source.get(facts.delegated),
    firstAccounts(source, place.managementAccount),
  ])
  // Roles may not be assumed by root accounts (STS API reference, AssumeRole): trying would only say so five times.
  const sample = caller.root
    ? []
    : await tryMembers(options.door, caller, sampleOf(first.accounts, caller), options.terms)
  const checks: Preflight['checks'] = {
    'caller-is-not-root': { is: caller.root ? 'no' : 'yes' },
    'accounts-are-listed': first.why
      ? {
          is: 'unknown',
          why: first.why,
          ...(/ was denied/.test(first.why) ? { needs: ['organizations:ListAccounts'] as const } : {}),
        }
      : { is: 'yes' },
    'all-features': checkOf(allFeatures, (all) => all),
    'trusted-access-account': checkOf(trusted, (all) => all.includes('account.amazonaws.com')),
    'trusted-access-iam': checkOf(trusted, (all) => all.includes('iam.amazonaws.com')),
    'root-credentials-management': checkOf(features, (on) => on.rootCredentialsManagement),
    'root-sessions': checkOf(features, (on) => on.rootSessions),
    'members-let-us-in': reachOf(sample, first, caller),
  }
  const registered = valueOf(delegated)
  const organization = { id: place.organization, managementAccount: place.managementAccount }
  const accountDelegate = registered?.find(({ services }) => services.includes('account.amazonaws.com'))
  return {
    schema: 'neverroot/preflight/1',
    at: source.now.toISOString(),
    tool: options.tool,
    caller,
    vantage: place.vantage,
    organization,
    checks,
    matrix: matrixOf(
      viewpointsOf(place.managementAccount, caller, registered),
      {
        trustedAccount: checks['trusted-access-account'],
        rootSessions: checks['root-sessions'],
        accountDelegateTaken: accountDelegate !== undefined,
      },
      delegated.state === 'unknown' ? delegated.message : undefined,
    ),
    ...(await demandOf(options, place, first, sample)),
    sample,
    gaps: gapsOf({
      caller,
      organization,
      vantage: place.vantage,
      checks,
      sample,
      needs: delegated.state === 'unknown' ? delegated.needs : [],
      ...(registered
        ? {
            delegation: {
              own: registered.find(({ account }) => account === caller.account)?.services ?? [],
              ...(accountDelegate ? { accountDelegate: accountDelegate.account } : {}),
            },
          }
        : {}),
    }),
  }
}

function checkOf<T>(fact: Fact<T>, holds: (value: T) => boolean): Check {
  if (fact.state === 'known') return { is: holds(fact.value) ? 'yes' : 'no' }
  if (fact.state === 'unattested') return { is: 'unknown' }
  return { is: 'unknown', why: fact.message, ...(fact.needs.length > 0 ? { needs: fact.needs } : {}) }
}

/** One member that says no is a gap; a sample says nothing certain about those that were not tried. */
function reachOf(sample: readonly Tried[], first: FirstAccounts, caller: Caller): Check {
  if (caller.root) return { is: 'unknown', why: 'root may not assume roles' }
  const failed = sample.find(({ role, refused }) => role === undefined && !refused)
  if (sample.some(({ refused }) => refused)) return { is: 'no' }
  if (failed) return { is: 'unknown', why: failed.why }
  if (sample.length > 0) return { is: 'yes' }
  if (first.why) return { is: 'unknown', why: 'no member is known' }
  return first.complete
    ? { is: 'yes', why: 'there is no member to enter' }
    : { is: 'unknown', why: 'no active member was found so far' }
}

function viewpointsOf(
  management: string,
  caller: Caller,
  registered: readonly { account: string; services: readonly string[] }[] = [],
): Viewpoint[] {
  const of = (account: string, services: readonly string[]): Viewpoint => ({
    account,
    management: account === management,
    caller: account === caller.account,
    services,
  })
  return [of(management, []), ...registered.map(({ account, services }) => of(account, services))]
}

type Demand = Pick<Preflight, 'accounts' | 'calls' | 'cost' | 'eta'>

/** How large it would be where the list goes on: these are told besides. */
const sizes = [1_000, 10_000]

async function demandOf(
  { own, memberCatalogue, memberReads, requestUsd }: PreflightOptions,
  place: Standpoint,
  { accounts, complete }: FirstAccounts,
  sample: readonly Tried[],
): Promise<Demand> {
  const { own: ownCalls, perMember: inside } = await leastCalls(own, memberCatalogue, place)
  const perMember = allowedTo(inside, memberReads)
  const without = allowedTo(inside, centralReads)
  const tried = sample.length
  const share = tried === 0 ? 1 : sample.filter(({ role }) => role !== undefined).length / tried
  const members = accounts.filter((account) => isEntered(account, own.sight.caller)).length
  const sized = { accounts: accounts.length, members, share, without, own: ownCalls }
  const requests = Object.entries(ownCalls).reduce(
    (n, [op, times]) => (op.startsWith('ce:') ? n + times : n),
    0,
  )
  return {
    accounts: { count: accounts.length, complete },
    calls: {
      perMember,
      onTop: memberReads.filter(
        (action) =>
          !(action in perMember) &&
          !(action === 'budgets:ViewBudget' && 'budgets:DescribeBudgets' in perMember),
      ),
      perMemberWithoutRole: without,
      own: ownCalls,
      total: totalOf(callsOf(sized)) + Math.round(members * share) * totalOf(perMember),
    },
    cost: { requests, usd: Math.round(requests * requestUsd * 100) / 100 },
    eta: [
      etaOf(sized),
      ...(complete
        ? []
        : sizes.map((n) => etaOf({ accounts: n, members: n, share, without, own: ownCalls }))),
    ],
  }
}

import { type Fetcher, observed } from '../aws/index.ts'
import { actionsOf, actionTable, type Blocker, blockersOf, RootRights } from '../guard/index.ts'
import { type Fact, known, unknown, UserError } from '../model/index.ts'
import { controlPolicies } from './control-policies.ts'
import { organizationPlace } from './organization-place.ts'

/** What is left to root of a member, as far as control policies decide. */
export interface RightsOfRoot {
  /** Of all actions of AWS those that root can do whatever the request, or depending on it. */
  allowed: number
  conditional: number
  cannotTell: number
  total: number
  /** A few of what is left, for people. */
  some: readonly string[]
  /** Actions that the tasks of AssumeRoot need and do not get, or nobody can tell. */
  assumedRoot: { denied: readonly string[]; cannotTell: readonly string[] }
  /** Names of the control policies that AssumeRoot is stopped by. */
  stoppedBy: readonly string[]
}

/** The policies with what was made of them, once for all members. */
const judgedPolicies: Fetcher<{ rights: RootRights; names: readonly string[] }> = {
  name: 'judged-control-policies',
  reads: controlPolicies.reads,
  async collect(source) {
    if (source.centre) return source.centre.get(judgedPolicies)
    const read = await source.get(controlPolicies)
    if (read.state !== 'known') return read
    const { policies } = read.value
    return readable(async () =>
      known(
        { rights: new RootRights(policies, await actionTable()), names: policies.map(({ name }) => name) },
        read.evidence,
      ),
    )
  },
}

/** Seen from the centre alone, which knows the way to the member. */
export const rootRights: Fetcher<RightsOfRoot> = {
  name: 'root-rights',
  reads: controlPolicies.reads,
  async collect(source) {
    const { centre } = source
    if (!centre)
      return unknown(
        'elsewhere',
        "the policies on the account's path are visible in the audit of the organization, from the management account (neverroot audit --org)",
      )
    const { listed } = centre
    if (listed.path.length === 0)
      return unknown('failed', 'organizations:ListAccounts did not say which unit the account is in')
    const judged = await centre.get(judgedPolicies)
    if (judged.state !== 'known') return judged
    const { footprint, denials } = judged.value.rights.of([...listed.path, listed.id])
    const { allowed, conditional, cannotTell, total } = footprint
    const assumedRoot = { denied: actionsOf(denials, 'deny'), cannotTell: actionsOf(denials, 'cannot-tell') }
    const by = new Set(denials.flatMap(({ policy }) => policy ?? []))
    const value: RightsOfRoot = {
      allowed,
      conditional,
      cannotTell,
      total,
      // Naming thousands for each of thousands of accounts would take its time.
      some: allowed + conditional > 1000 ? [] : footprint.actions.slice(0, 3),
      assumedRoot,
      stoppedBy: [...by].map((at) => judged.value.names[at]!).sort(),
    }
    return known(value, [
      observed('organizations:ListTargetsForPolicy', source.now.toISOString(), {
        allowed,
        conditional,
        cannotTell,
        total,
        assumedRootDenied: assumedRoot.denied,
      }),
    ])
  },
}

/** The policies of the organization that block AssumeRoot, and how many there are at all. */
export const assumedRootBlockers: Fetcher<{ attached: number; blockers: readonly Blocker[] }> = {
  name: 'assumed-root-blockers',
  reads: [...new Set([...controlPolicies.reads, ...organizationPlace.reads])],
  async collect(source) {
    const [read, place] = await Promise.all([source.get(controlPolicies), source.get(organizationPlace)])
    if (read.state !== 'known') return read
    if (place.state !== 'known') return place
    const management = place.value.organization?.managementAccount
    if (management === undefined) return unknown('elsewhere', 'the account is in no organization')
    const { policies } = read.value
    return readable(async () => {
      const blockers = blockersOf(policies, management, await actionTable())
      return known({ attached: policies.length, blockers }, [
        observed('organizations:DescribePolicy', source.now.toISOString(), {
          attached: policies.length,
          blocking: blockers.map(({ id, denied, cannotTell }) => ({ policy: id, denied, cannotTell })),
        }),
      ])
    })
  },
}

/** A policy that nobody can read leaves everything open: what it does is unknown. */
async function readable<T>(work: () => Promise<Fact<T>>): Promise<Fact<T>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UserError && error.code === 'unreadable-policy')
      return unknown('failed', error.message)
    throw error
  }
}

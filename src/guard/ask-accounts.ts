import { type GuardResult, UserError, type WaysIn } from '../model/index.ts'
import type { ActionTable } from './actions/read.ts'
import { administratorsBelow } from './administrators.ts'
import { actionsOf, taskDenials, tellsAccountsApart } from './assumed-root.ts'
import { pathsOf, type PolicyWithTargets } from './attached.ts'
import type { Level, PolicyPath } from './path.ts'
import type { GuardCase } from './read-cases.ts'
import { testCases } from './test-cases.ts'

/** What is told of every account on a way. */
export interface Who {
  organization: string
  partition: string
  /** The IAM user that the configuration names as administrator. */
  administrator?: string
}

/**
 * Asks the policies of an organization about its accounts. Ways with the same policies are asked once, for all accounts
 * that neither the policies nor the cases tell apart. Throws UserError for a policy that cannot be read.
 */
export class AttachedPolicies {
  readonly #paths: (ids: readonly string[]) => PolicyPath
  readonly #apart: readonly boolean[]
  readonly #table: ActionTable
  readonly #kept = new Map<string, unknown>()

  constructor(policies: readonly PolicyWithTargets[], placeOf: (id: string) => string, table: ActionTable) {
    this.#paths = pathsOf(policies, placeOf)
    this.#apart = policies.map(({ content }) => tellsAccountsApart(content))
    this.#table = table
  }

  /** `ids`: from the root of the organization down to the account. */
  path(ids: readonly string[]): PolicyPath {
    return this.#paths(ids)
  }

  /** The results of these cases in the account, as `ofAccount` chose them. */
  results(ids: readonly string[], cases: readonly GuardCase[]): GuardResult[] {
    const account = ids.at(-1)!
    const which = JSON.stringify(cases.map(({ name, account: own }) => [name, own]))
    return this.#once(`cases ${which}`, ids, (path) =>
      testCases(
        cases.map((one) => ({ ...one, account })),
        path,
        this.#table,
      ),
    )
  }

  administrators(ids: readonly string[], { administrator: user, ...who }: Who): WaysIn {
    const account = ids.at(-1)!
    return this.#once('administrators', ids, (path) =>
      administratorsBelow(path, { account, ...who, ...(user === undefined ? {} : { user }) }, this.#table),
    )
  }

  /** What becomes of the sessions of AssumeRoot that remove root's credentials and allow recovery. */
  assumedRoot(ids: readonly string[]): WaysIn {
    return this.#once('assumed-root', ids, (path) => {
      const denials = taskDenials(path, ids.at(-1)!, this.#table)
      const denied = actionsOf(denials, 'deny')
      const doubtful = actionsOf(denials, 'cannot-tell')
      if (denied.length > 0) return { state: 'blocked', why: `It is denied ${few(denied)}.` }
      return doubtful.length > 0
        ? { state: 'cannot-tell', why: `Of ${few(doubtful)} nobody can tell.` }
        : { state: 'works' }
    })
  }

  #once<T>(what: string, ids: readonly string[], ask: (path: PolicyPath) => T): T {
    const path = this.path(ids)
    const onWay = [...path.scp, ...path.rcp].flatMap(({ policies }) => policies.map(({ at }) => at))
    // What is told names the places, so that places of other names are other answers.
    const key = `${what};${keyOf(path.scp)};${keyOf(path.rcp)};${onWay.some((at) => this.#apart[at]) ? ids.at(-1)! : ''}`
    if (!this.#kept.has(key)) this.#kept.set(key, ask(path))
    return this.#kept.get(key) as T
  }
}

const keyOf = (levels: readonly Level[]): string =>
  levels.map(({ name, policies }) => `${name}:${policies.map(({ at }) => at).join()}`).join('/')

const few = (actions: readonly string[]): string =>
  actions.length > 4 ? `${actions.slice(0, 3).join(', ')} and ${actions.length - 3} more` : actions.join(', ')

/** The cases that are about an account: a case may name its account, or be about the management account alone. */
export const casesOf = (
  cases: readonly GuardCase[],
  { id, management }: { id: string; management: boolean },
): GuardCase[] =>
  cases.filter(
    (one) =>
      (one.account === undefined || one.account === id) &&
      (management ? one.management === true || one.account === id : one.management !== true),
  )

/** A case that nobody is asked about would hold unseen. Throws UserError. */
export function checkAsked(
  cases: readonly GuardCase[],
  accounts: readonly { id: string; management: boolean }[],
): void {
  const ids = new Set(accounts.map(({ id }) => id))
  const lost = cases.find(({ account }) => account !== undefined && !ids.has(account))
  if (lost)
    throw new UserError(
      'no-such-account',
      `The case "${lost.name}" is about ${lost.account}, which is not among the accounts that are asked about.`,
      'Leave account out of the case, so that it is asked of every account, or choose that account too.',
    )
}

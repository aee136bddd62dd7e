import {
  actionTable,
  AttachedPolicies,
  builtInCases,
  casesOf,
  checkAsked,
  Footprints,
  type GuardCase,
  readDraft,
  type Who,
  withDraft,
} from '../guard/index.ts'
import {
  type ChangedCase,
  type ControlPolicyType,
  type DraftGroup,
  type DraftTest,
  type Footprint,
  type FootprintCounts,
  type GuardResult,
  type ListedAccount,
  type OrganizationTest,
  UserError,
  type WaysIn,
} from '../model/index.ts'
import type { Units } from '../organization/units.ts'
import { type OrganizationGuardOptions, readOrganization } from './guard.ts'

export interface OrganizationTestOptions extends OrganizationGuardOptions {
  /** Beside the built-in ones. */
  cases?: readonly GuardCase[]
}

export interface DraftTestOptions extends OrganizationTestOptions {
  /** The text of a policy, its type, and the file it is from, for messages. */
  draft: { text: string; type: ControlPolicyType; file: string }
  /** Where it would be attached: `root`, a unit's id or path, or an account's id. */
  target: string
}

const unplaced = 'AWS did not say which unit it is in'

/**
 * Decides the built-in cases and those given on every way of the organization. Only reads, and in the caller's account
 * alone. Throws UserError where the organization or its policies cannot be read, and for a case about nobody.
 */
export async function testOrganization(options: OrganizationTestOptions): Promise<OrganizationTest> {
  const { organization, at, units, accounts, enabled, policies } = await readOrganization(options, {
    brief: true,
  })
  const cases = [...builtInCases, ...(options.cases ?? [])]
  checkAsked(cases, accounts)
  const attached = new AttachedPolicies(policies, (id) => units.placeOf(id), await actionTable())
  const groups = new Groups<{ results: GuardResult[] }>(units)
  const notCovered: OrganizationTest['notCovered'] = []
  const unknown: OrganizationTest['unknown'] = []
  for (const account of accounts) {
    const { id, name, path, management } = account
    const own = casesOf(cases, account)
    if (management) notCovered.push({ id, name, results: notBound(own) })
    else if (path.length === 0) unknown.push({ id, name, why: unplaced })
    else groups.add(account, { results: attached.results([...path, id], own) })
  }
  const differ = (results: readonly GuardResult[]) =>
    results.filter(({ asExpected }) => asExpected === false).length
  return {
    organization,
    at,
    enabled: [...enabled],
    groups: groups.all().sort((a, b) => differ(b.results) - differ(a.results)),
    notCovered,
    unknown,
  }
}

/**
 * What a policy would change for each account below a place if it were attached there. Reads as testOrganization does, and
 * attaches nothing. Throws UserError for a draft that AWS would not take, and for a place that there is not.
 */
export async function testDraft(options: DraftTestOptions): Promise<DraftTest> {
  const { text, type, file } = options.draft
  const { characters, ...draft } = readDraft(text, type, file)
  const read = await readOrganization(options, { brief: true })
  const { organization, at, units, accounts, enabled, policies, partition } = read
  const target = targetOf(options.target, units, read.ids)
  const cases = [...builtInCases, ...(options.cases ?? [])]
  checkAsked(cases, accounts)
  const table = await actionTable()
  const placeOf = (id: string) => units.placeOf(id)
  const before = new AttachedPolicies(policies, placeOf, table)
  const after = new AttachedPolicies(withDraft(policies, draft, target), placeOf, table)
  const footprints = new Footprints(table)
  const administrator = options.configuration?.administrator?.name
  const who: Who = { organization, partition, ...(administrator === undefined ? {} : { administrator }) }
  const groups = new Groups<Omit<DraftGroup, 'where' | 'accounts'>>(units)
  const notCovered: DraftTest['notCovered'] = []
  const unknown: DraftTest['unknown'] = []
  for (const account of accounts) {
    const { id, name, path, management } = account
    const ids = [...path, id]
    if (path.length === 0 && !management) unknown.push({ id, name, why: unplaced })
    if (!ids.includes(target)) continue
    if (management) notCovered.push({ id, name })
    else if (path.length > 0) {
      const own = casesOf(cases, account)
      const results = after.results(ids, own)
      const unexpected = results.filter(({ asExpected }) => asExpected === false)
      const change = <T>(ask: (of: AttachedPolicies) => T) => ({ before: ask(before), after: ask(after) })
      const administrators = change((of) => of.administrators(ids, who))
      const assumedRoot = change((of) => of.assumedRoot(ids))
      groups.add(account, {
        footprint: change((of) => counts(footprints.of(of.path(ids), id))),
        changed: changes(before.results(ids, own), results),
        unexpected,
        administrators,
        assumedRoot,
        good: unexpected.length === 0 && !worse(administrators) && !worse(assumedRoot),
      })
    }
  }
  return {
    organization,
    at,
    enabled: [...enabled],
    draft: { type, characters, target, place: placeOf(target) },
    groups: groups.all().sort((a, b) => Number(a.good) - Number(b.good)),
    notCovered,
    unknown,
  }
}

/** Accounts of which the same is told, in the order in which they came. */
class Groups<T extends object> {
  readonly #units: Units
  readonly #found = new Map<string, { where: Set<string>; accounts: string[]; told: T }>()

  constructor(units: Units) {
    this.#units = units
  }

  add({ id, path }: ListedAccount, told: T): void {
    const key = JSON.stringify(told)
    const group = this.#found.get(key) ?? { where: new Set(), accounts: [], told }
    this.#found.set(key, group)
    group.where.add(this.#units.pathOf(path))
    group.accounts.push(id)
  }

  all(): (T & { where: string[]; accounts: string[] })[] {
    return [...this.#found.values()].map(({ where, accounts, told }) => ({
      where: [...where].sort(),
      accounts,
      ...told,
    }))
  }
}

const notBound = (cases: readonly GuardCase[]): GuardResult[] =>
  cases.map(({ name, expect }) => ({
    name,
    decision: 'not-covered',
    why: 'Control policies never bind the management account.',
    ...(expect === undefined ? {} : { expect, asExpected: expect === 'not-covered' }),
  }))

function targetOf(named: string, units: Units, accounts: ReadonlySet<string>): string {
  const id = named === 'root' ? units.root : (units.find(named) ?? (accounts.has(named) ? named : undefined))
  if (id !== undefined) return id
  throw new UserError(
    'no-such-target',
    /^\d{12}$/.test(named)
      ? `There is no account ${named} in the organization (--at).`
      : `There is no root, unit or account "${named}" in the organization (--at).`,
    units.unseen
      ? `Units cannot be seen: ${units.unseen.message}.`
      : "Give root, a unit's id or path such as Root/Workloads/Prod, or an account's id.",
  )
}

const counts = ({ total, allowed, conditional, denied, cannotTell }: Footprint): FootprintCounts => ({
  total,
  allowed,
  conditional,
  denied,
  cannotTell,
})

const changes = (before: readonly GuardResult[], after: readonly GuardResult[]): ChangedCase[] =>
  after.flatMap(({ name, decision, expect, asExpected, why }, at) => {
    const was = before[at]!.decision
    if (was === decision) return []
    const hoped = expect === undefined ? {} : { expect, asExpected: asExpected! }
    return [{ name, before: was, after: decision, ...hoped, why }]
  })

const rank: Readonly<Record<WaysIn['state'], number>> = { works: 0, 'cannot-tell': 1, blocked: 2 }
const worse = ({ before, after }: { before: WaysIn; after: WaysIn }) => rank[after.state] > rank[before.state]

import type { AnyControl, Cluster, Finding, Severity, Status } from '../model/index.ts'
import type { KeptAccount } from '../store/organization-run.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low']
/** How many accounts stand as examples of a cause. */
const mostExamples = 5
const mostPlaces = 3
const mostDomains = 3

interface Cause {
  cause: string
  control: string
  severity: Severity
  status: Status
  accounts: Set<number>
}

/**
 * Gathers what many accounts have in common: a report of ten thousand accounts leads with causes, not with rows. Findings
 * that fail are one cause for each control; what could not be seen is one cause for each reason, whatever it hides.
 * Accounts are kept as numbers: there may be very many.
 */
export class Clusters {
  readonly #causes = new Map<string, Cause>()
  readonly #numbers = new Map<string, number>()
  readonly #ids: string[] = []
  readonly #controls: ReadonlyMap<string, AnyControl>

  constructor(controls: readonly AnyControl[]) {
    this.#controls = new Map(controls.map((control) => [control.id, control]))
  }

  add(finding: Finding): void {
    // What is judged of the management account alone is told beside it, and is nothing that many share.
    if (finding.subject.kind !== 'account' || !this.#controls.get(finding.control)?.everyMember) return
    const cause = this.#causeOf(finding)
    if (cause === undefined) return
    const { control, severity, status } = finding
    const key = status === 'unknown' ? `unknown ${shape(cause)}` : `${status} ${control}`
    const found = this.#causes.get(key)
    if (!found) {
      const accounts = new Set([this.#numberOf(finding.subject.id)])
      this.#causes.set(key, { cause, control, severity, status, accounts })
      return
    }
    found.accounts.add(this.#numberOf(finding.subject.id))
    // A reason that hides several controls is told by the gravest.
    if (severities.indexOf(severity) < severities.indexOf(found.severity))
      Object.assign(found, { control, severity })
  }

  /**
   * The gravest first, then the largest. `placeOf` tells in which unit an account lies, `domains` what is known of domains
   * that root addresses share.
   */
  result(
    placeOf: (account: string) => string,
    accounts: readonly KeptAccount[],
    domains: ReadonlyMap<string, DomainSaid> = new Map(),
  ): Cluster[] {
    const rank = ({ status, severity }: Cause) =>
      severities.indexOf(severity) + (status === 'fail' ? 0 : status === 'unknown' ? 4 : 8)
    const causes = [...this.#causes.values()]
      .filter((cause) => cause.accounts.size > 0)
      .sort((a, b) => rank(a) - rank(b) || b.accounts.size - a.accounts.size)
    return [
      ...causes.map(({ accounts: numbers, severity: _, ...cause }) => {
        const ids = [...numbers].map((n) => this.#ids[n]!)
        return {
          ...cause,
          count: ids.length,
          examples: ids.slice(0, mostExamples),
          where: whereOf(ids, placeOf),
        }
      }),
      ...addressClusters(accounts, placeOf, domains),
    ]
  }

  #causeOf({ control, status, message, question }: Finding): string | undefined {
    switch (status) {
      case 'fail':
        return this.#controls.get(control)?.everyMember
      case 'unknown':
        return message.replace(/\.$/, '')
      case 'review':
        return question ?? message
      case 'excepted':
        return `have an exception: ${this.#controls.get(control)?.title ?? control}`
      default:
        return undefined
    }
  }

  #numberOf(id: string): number {
    const known = this.#numbers.get(id)
    if (known !== undefined) return known
    this.#ids.push(id)
    this.#numbers.set(id, this.#ids.length - 1)
    return this.#ids.length - 1
  }
}

/** A reason without what is different in each account: numbers, quoted and masked names. */
const shape = (text: string): string =>
  text
    .replace(/\d+/g, 'N')
    .replace(/"[^"]*"/g, '""')
    .replace(/\S*\.\.\.\S*/g, '...')

/** What look-ups say of a domain, and whether that is bad. */
export interface DomainSaid {
  bad: boolean
  /** `registered until 2027-01-02, 40 days from now` */
  text: string
}

/** Groups of accounts whose root addresses share a domain or a mailbox, the largest first. */
function shared(accounts: readonly KeptAccount[], by: 'domain' | 'mailbox'): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const account of accounts) {
    const key = account[by]
    if (key === undefined) continue
    const group = groups.get(key)
    if (group) group.push(account.id)
    else groups.set(key, [account.id])
  }
  return [...groups]
    .filter(([, ids]) => ids.length > 1)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, mostDomains)
}

/** The domains that are told of: a look-up of each is worth it, however many accounts there are. */
export const sharedDomains = (accounts: readonly KeptAccount[]): string[] =>
  shared(accounts, 'domain').map(([domain]) => domain)

/** What root addresses have in common shows in the list alone, closed accounts included. */
function addressClusters(
  accounts: readonly KeptAccount[],
  placeOf: (account: string) => string,
  domains: ReadonlyMap<string, DomainSaid>,
): Cluster[] {
  const cluster = (
    cause: string,
    control: string,
    ids: readonly string[],
    status: 'fail' | 'review' = 'review',
  ): Cluster => ({
    cause,
    control,
    status,
    count: ids.length,
    examples: ids.slice(0, mostExamples),
    where: whereOf(ids, placeOf),
  })
  return [
    ...shared(accounts, 'domain').map(([domain, ids]) => {
      const said = domains.get(domain)
      return cluster(
        `share the root domain ${domain}${said ? `: ${said.text}` : ''}`,
        'root-email-domain-is-safe',
        ids,
        said?.bad ? 'fail' : 'review',
      )
    }),
    ...shared(accounts, 'mailbox').map(([, ids]) =>
      cluster('have root addresses of one mailbox', 'root-email-is-dedicated', ids),
    ),
  ]
}

/** `Root/Workloads/Prod 41, Root/Sandbox 30 and 4 elsewhere`. */
function whereOf(ids: readonly string[], placeOf: (account: string) => string): string {
  const places = new Map<string, number>()
  for (const id of ids) places.set(placeOf(id), (places.get(placeOf(id)) ?? 0) + 1)
  const sorted = [...places].sort(([, a], [, b]) => b - a)
  const shown = sorted.slice(0, mostPlaces).map(([place, n]) => `${place} ${n}`)
  const rest = sorted.slice(mostPlaces).reduce((sum, [, n]) => sum + n, 0)
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} elsewhere` : ''}`
}

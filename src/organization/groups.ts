import type { Finding, Group, Severity } from '../model/index.ts'

interface Counted {
  accounts: number
  open: Record<Severity, number>
  unknown: number
}

/** Counts what is open by a name that accounts share: the unit they lie in, or who answers for them. */
export class Groups {
  readonly #by: Group['by']
  readonly #groups = new Map<string, Counted>()

  constructor(by: Group['by']) {
    this.#by = by
  }

  /** Everything that was found about one account. */
  add(name: string, findings: readonly Finding[]): void {
    let group = this.#groups.get(name)
    if (!group) {
      group = { accounts: 0, open: { critical: 0, high: 0, medium: 0, low: 0 }, unknown: 0 }
      this.#groups.set(name, group)
    }
    group.accounts++
    for (const { status, severity } of findings) {
      if (status === 'fail') group.open[severity]++
      if (status === 'unknown') group.unknown++
    }
  }

  /** The gravest first. */
  result(): Group[] {
    const weight = ({ open }: Counted) => open.critical * 1e6 + open.high * 1e3 + open.medium
    return [...this.#groups]
      .sort(([, a], [, b]) => weight(b) - weight(a) || b.unknown - a.unknown)
      .map(([name, counted]) => ({ by: this.#by, name, ...counted }))
  }
}

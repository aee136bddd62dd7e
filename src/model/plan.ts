import type { Iso, Profile } from './aws.ts'
import type { Status } from './finding.ts'
import type { Ask, Procedure, Quarantine, Step } from './remediation.ts'

/** What would be done about one finding: calls, hands, questions, any mix. */
export interface PlanItem {
  id: string
  control: string
  subject: { kind: 'account' | 'organization'; id: string }
  status: Status
  message: string
  /** Hash of the fields this item's fix rests on: apply refuses when they have moved. */
  basedOn: string
  steps: readonly Step[]
  /** Steps of earlier items that put this right too: why it has none of its own. */
  under?: readonly string[]
  procedure?: Procedure
  asks?: readonly Ask[]
  waiting?: readonly string[]
  quarantine?: Quarantine
  /** What it costs, in money, where it costs anything. */
  costs?: string
}

/** Which other calls put an item right, in words; none where it has its own. */
export const underWords = ({ under = [] }: Pick<PlanItem, 'under'>): string[] =>
  [...new Set(under.map((step) => step.split('/')[0]!))].map(
    (control) => `the calls under ${control} put this right too`,
  )

/** A plan is a file: what it says is done, exactly, or nothing. */
export interface Plan {
  schema: 'neverroot/plan/1'
  at: Iso
  expires: Iso
  account: string
  organization?: string
  /** It was made from all accounts of the organization, or all new ones, and every control. */
  whole?: true
  profile: Profile
  /** The configuration names recovery contacts: its path and hash stand in every plan. */
  config?: { path: string; sha256: string }
  tool: { name: string; version: string }
  /** SHA-256 over everything else, canonical. */
  digest: string
  items: readonly PlanItem[]
}

/** A mail domain that root addresses move to, or stay in, and of how many accounts. */
export interface MailMove {
  from: string
  to: string
  accounts: readonly string[]
}

/** Where the root addresses of a plan move: it stands at its top, and a new domain is typed before anything is done. */
export function mailMoves({ items }: Pick<Plan, 'items'>): MailMove[] {
  const moves = new Map<string, MailMove & { accounts: string[] }>()
  for (const { account, mailDomain } of items.flatMap((item) => item.steps)) {
    if (!mailDomain) continue
    const key = `${mailDomain.from} ${mailDomain.to}`
    const move = moves.get(key) ?? { ...mailDomain, accounts: [] }
    move.accounts.push(account)
    moves.set(key, move)
  }
  return [...moves.values()].sort((a, b) => b.accounts.length - a.accounts.length)
}

/** The two kinds of control policies, as Organizations calls them for short. */
export type ControlPolicyType = 'scp' | 'rcp'

/** A statement of the control policies that were given. */
export interface GuardSource {
  /** `root`, `ou:<name>` or `account`. */
  level: string
  type: ControlPolicyType
  /** Its policy's index in the list that was given. */
  policy: number
  /** What it is called in Organizations, where it is attached there. */
  name?: string
  sid?: string
  /** Its index in the policy. */
  index: number
}

/** What control policies make of a request. */
export interface GuardDecision {
  decision: 'allow' | 'deny' | 'cannot-tell' | 'not-covered'
  /** The statement that denies, or that cannot be told. Absent where an Allow is lacking. */
  by?: GuardSource
  /** One sentence for people. */
  why: string
}

/** What came of a named case of `guard test`. */
export interface GuardResult extends GuardDecision {
  name: string
  /** What was hoped for, where the case says it. */
  expect?: GuardDecision['decision']
  /** Whether the two agree; absent where nothing was hoped for. */
  asExpected?: boolean
}

/** The root threat footprint: what root of an account can still do, as far as control policies decide. */
export interface Footprint {
  /** All actions of AWS. */
  total: number
  /** Those that root can perform whatever the request. */
  allowed: number
  /** Those that root can perform or not, depending on the request: on its resource, address, Region and the like. */
  conditional: number
  /** Those that root cannot perform whatever the request. */
  denied: number
  /** Those of which nobody can say, because something in the policies is not modelled. */
  cannotTell: number
  /** What root can perform, with and without conditions, by access level. */
  byAccessLevel: Record<string, number>
  /** The same by service prefix; services without any are left out. */
  byService: Record<string, number>
  /** The actions that root can perform, with and without conditions, in the order of the alphabet. */
  actions: string[]
  /** Of these, the conditional ones. */
  conditionalActions: string[]
  cannotTellActions: string[]
  /** The day of the list of actions, such as 2026-09-26. */
  actionsAsOf: string
}

/** Accounts of an organization to whose root the same is left. */
export interface FootprintGroup {
  /** Where they lie, as `Root/Workloads/Prod`. */
  where: string[]
  /** Account ids. */
  accounts: string[]
  footprint: Footprint
}

/** The root threat footprint of an organization. */
export interface OrganizationFootprint {
  organization: string
  at: string
  /** The types of control policies that are enabled. */
  enabled: ControlPolicyType[]
  /** The largest footprint first. */
  groups: FootprintGroup[]
  /** Accounts that control policies never bind: the management account. */
  notCovered: { id: string; name: string }[]
  /** Accounts of which it cannot be known, and why. */
  unknown: { id: string; name: string; why: string }[]
}

/** What one control policy takes from root, as if it stood beside one that allows everything. */
export interface PolicyEffect {
  /** All actions of AWS. */
  total: number
  /** Actions that standing root is denied whatever the request: the least and the most of all accounts below it. */
  denied: { least: number; most: number }
  /** The most that depend on the request, and the most that nobody can tell. */
  conditional: number
  cannotTell: number
  /** Actions that the tasks of AssumeRoot need and that its sessions are denied, or nobody can tell. */
  assumedRoot: { denied: string[]; cannotTell: string[] }
  /** The controls of Control Tower that it is part of. */
  controlTower?: string[]
}

/** A control policy as it is attached, and what it does to root. */
export interface ShownPolicy {
  id: string
  name: string
  type: ControlPolicyType
  /** `Root`, `Root/Workloads`, or an account's id. */
  attachedTo: string[]
  /** Members below that. */
  accounts: number
  effect: PolicyEffect
}

/** The control policies that are attached in an organization. */
export interface ShownPolicies {
  organization: string
  at: string
  enabled: ControlPolicyType[]
  policies: ShownPolicy[]
}

/** Accounts on whose way the same comes out for every case. */
export interface TestedGroup {
  /** Where they lie, as `Root/Workloads/Prod`. */
  where: string[]
  /** Account ids. */
  accounts: string[]
  results: GuardResult[]
}

/** What came of named cases on every way of an organization. */
export interface OrganizationTest {
  organization: string
  at: string
  enabled: ControlPolicyType[]
  /** Those with most results that are not as expected first. */
  groups: TestedGroup[]
  /** Accounts that control policies never bind, and what came of the cases about them. */
  notCovered: { id: string; name: string; results: GuardResult[] }[]
  unknown: { id: string; name: string; why: string }[]
}

/** Whether somebody still gets in below control policies. */
export interface WaysIn {
  state: 'works' | 'blocked' | 'cannot-tell'
  /** Absent where it works. */
  why?: string
}

export type FootprintCounts = Pick<Footprint, 'total' | 'allowed' | 'conditional' | 'denied' | 'cannotTell'>

/** A case that comes out differently with the draft attached. */
export interface ChangedCase {
  name: string
  before: GuardDecision['decision']
  after: GuardDecision['decision']
  expect?: GuardDecision['decision']
  asExpected?: boolean
  why: string
}

/** Accounts below a draft for which it changes the same. */
export interface DraftGroup {
  where: string[]
  accounts: string[]
  footprint: { before: FootprintCounts; after: FootprintCounts }
  /** Cases that come out differently. */
  changed: ChangedCase[]
  /** Cases that do not come out as expected with the draft, changed or not. */
  unexpected: GuardResult[]
  administrators: { before: WaysIn; after: WaysIn }
  assumedRoot: { before: WaysIn; after: WaysIn }
  /** Nothing is locked out that was not before, and every case comes out as expected. */
  good: boolean
}

/** What a policy would change if it were attached to a place. */
export interface DraftTest {
  organization: string
  at: string
  enabled: ControlPolicyType[]
  draft: { type: ControlPolicyType; characters: number; target: string; place: string }
  groups: DraftGroup[]
  /** Below it, and never bound: the management account. */
  notCovered: { id: string; name: string }[]
  unknown: { id: string; name: string; why: string }[]
}

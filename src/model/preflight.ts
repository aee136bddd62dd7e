import type { AwsAction, Iso, Vantage } from './aws.ts'
import type { Caller } from './report.ts'

/** Yes and no were seen. `unknown` is neither good nor bad: `why` says what kept us from looking. */
export interface Check {
  is: 'yes' | 'no' | 'unknown'
  why?: string
  /** IAM actions that the caller is missing. */
  needs?: readonly AwsAction[]
}

/** What must be so for a look at every account, in the order in which it is set up. */
export const preflightChecks = [
  'caller-is-not-root',
  'accounts-are-listed',
  'all-features',
  'trusted-access-account',
  'trusted-access-iam',
  'root-credentials-management',
  'root-sessions',
  'members-let-us-in',
] as const
export type PreflightCheck = (typeof preflightChecks)[number]

/** Something that is missing, and the one command that closes it. */
export interface Gap {
  what: string
  why: string
  command: string
  /** Where it must be run, if that is not the caller's own account. */
  account?: string
}

/** What can be seen of an organization, or of all of its members together. */
export const sights = [
  'accounts',
  'contacts',
  'root-features',
  'root-sessions',
  'payer-budgets',
  'costs',
  'policies',
  'identity-center',
] as const
export type OrganizationSight = (typeof sights)[number]

/** Who could look: the management account, or a delegated administrator. */
export interface Viewpoint {
  account: string
  management: boolean
  /** True: that is us. */
  caller: boolean
  /** The services that it is a delegated administrator of. */
  services: readonly string[]
}

/** `needs`: not yet, but it can be given; `no`: never from there. */
export type Cell = { sees: 'yes' | 'no' | 'unknown' } | { sees: 'needs'; what: string }

/** A member that was tried. */
export interface Tried {
  account: string
  name: string
  /** CREATED members have a role for us from the start, INVITED ones do not. */
  joined?: string
  /** The role that let us in. */
  role?: string
  /** Why none did. */
  why?: string
  /** True: AWS said no; else something else went wrong, which says nothing about the roles. */
  refused?: boolean
}

/** How long an audit takes at least, by AWS's published quotas. */
export interface Eta {
  accounts: number
  /** As many members enter as the sample suggests. */
  seconds: number
  /** The operation whose quota is the narrowest; absent where none is felt. */
  boundBy?: string
  /** With a role in every member. */
  secondsWithRole: number
}

/** What an audit of the whole organization would meet: looked at before, told as data. */
export interface Preflight {
  schema: 'neverroot/preflight/1'
  at: Iso
  tool: { name: string; version: string }
  caller: Caller
  vantage: Vantage
  organization: { id: string; managementAccount: string }
  checks: Readonly<Record<PreflightCheck, Check>>
  matrix: {
    viewpoints: readonly Viewpoint[]
    rows: readonly { sight: OrganizationSight; cells: readonly Cell[] }[]
    /** Why there may be more delegated administrators than are shown. */
    unseen?: string
  }
  /** `complete` false: there are at least as many. */
  accounts: { count: number; complete: boolean }
  sample: readonly Tried[]
  calls: {
    /** Of a member that has nothing in it, by operation: each asks at least these. */
    perMember: Readonly<Record<string, number>>
    /** Asked besides where a member has users, topics, trails and the like. */
    onTop: readonly AwsAction[]
    /** Of the centre about a member that no role lets us into. */
    perMemberWithoutRole: Readonly<Record<string, number>>
    /** Of the caller's own account. */
    own: Readonly<Record<string, number>>
    /** All together for the accounts that were counted. */
    total: number
  }
  /** Cost Explorer takes money for each request; the rest is free. */
  cost: { requests: number; usd: number }
  eta: readonly Eta[]
  gaps: readonly Gap[]
}

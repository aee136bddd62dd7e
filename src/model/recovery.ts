import type { AwsAction, Iso, Vantage } from './aws.ts'
import type { Grade } from './evidence.ts'
import type { CallCount, Caller } from './report.ts'
import type { Subject } from './subject.ts'

/**
 * How sure a part of the recovery graph is. `untold`: it exists, and who it is nobody has said. `perhaps`: whether it exists
 * could not be seen. `cut`: it was a way, and is none.
 */
export type RecoveryState = 'known' | 'untold' | 'perhaps' | 'cut'

/** Who holds something. `aws`: AWS itself, which no set of ours can contain. */
export type HolderKind = 'people' | 'system' | 'principal' | 'aws'

/** A thing that takes something else: one of what stands below it, or all of it. */
export interface RecoveryGate {
  id: string
  /** `way`: drawn as a way of its own to become root. `thing`: what a way rests on. */
  kind: 'goal' | 'way' | 'thing'
  label: string
  takes: 'any' | 'all'
  /** Ids of what stands below it. */
  of: readonly string[]
  state: RecoveryState
  /** Why it is cut, or what is not known about it. */
  because?: string
}

/** People, a system or principals in whose hand something is. People are counted and never named. */
export interface RecoveryHolder {
  id: string
  kind: 'holder'
  who: HolderKind
  /** Without a number: "owner of the root mailbox". */
  label: string
  state: RecoveryState
  because?: string
  /** How many of them there are, each in the same place; absent: not known. */
  count?: number
  /** So many of them must act together; 1 where any one is enough. */
  together: number
  /** What its description rests on. */
  grade?: Grade
  /** True: it stands in the centre of the organization, above the account. */
  central?: true
}

export type RecoveryNode = RecoveryGate | RecoveryHolder

/** Two holders that may be one hand. */
export interface RecoveryDoubt {
  id: string
  holders: readonly [string, string]
  /** "one person may read the root mailbox and answer the phone" */
  text: string
  /** What somebody said about it; absent: nobody has. */
  settled?: 'apart' | 'one'
}

/** A change that would make it harder to become root, as what it does to the graph. */
export interface RecoveryChange {
  id: string
  /** "register MFA for root" */
  text: string
  /** Nodes that it takes away. */
  cut?: readonly string[]
  /** Holders of whom two must then act together. */
  two?: readonly string[]
  /** Nodes that are there once it is done. */
  open?: readonly string[]
  /** Doubts that it settles: the two are then different hands. */
  apart?: readonly string[]
  /** Where it is explained. */
  control?: string
}

/** Who can become root, as an AND/OR graph without cycles; its goal has the id `root`. */
export interface RecoveryGraph {
  nodes: readonly RecoveryNode[]
  doubts: readonly RecoveryDoubt[]
  changes: readonly RecoveryChange[]
}

/** The smallest sets of holders that suffice, and how many people or systems that makes. */
export interface Fewest {
  /** Undefined: no set of people or systems suffices. */
  count?: number
  /** Ids of holders, each set with `count` people or systems in it. */
  sets: readonly (readonly string[])[]
}

/** The fewest by what is known, and at worst: all that is not known turned against us. */
export interface FewestOf {
  known: Fewest
  worst: Fewest
}

/** What a change would do to the fewest that suffice. */
export interface RecoveryGain {
  id: string
  text: string
  control?: string
  known?: number
  worst?: number
  /** How many smallest sets would be left: of the known ones, and at worst. */
  left: { known: number; worst: number }
  /** True: it takes more people or systems than before, by what is known or at worst. */
  raises: boolean
}

export interface RecoveryFindings {
  fewest: FewestOf
  /** Of a member: the same without the centre of its organization, which can always become root of it. */
  withoutCentre?: FewestOf
  /** Best first. */
  gains: readonly RecoveryGain[]
}

/** `neverroot recovery --format json`. */
export interface Recovery extends RecoveryFindings {
  schema: 'neverroot/recovery/1'
  at: Iso
  tool: { name: string; version: string }
  caller: Caller
  sandbox?: string
  subject: Subject
  vantage: Vantage
  graph: RecoveryGraph
  /** What could not be looked at. */
  couldNotLook: readonly { what: string; message: string; needs: readonly AwsAction[] }[]
  calls: CallCount
}

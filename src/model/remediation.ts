import type { AwsAction, Json } from './aws.ts'

/** One API call of a plan, as data: nothing here acts. */
export interface Step {
  id: string
  account: string
  as: 'caller' | 'member' | `root-task:${string}`
  action: AwsAction
  /** Where a Regional service is called; absent: the session's Region, or a global service. */
  region?: string
  input: Json
  /** In words, for a person who reviews it. */
  does: string
  risk: 'safe' | 'disruptive' | 'irreversible'
  weakens?: true
  undo?: { action: AwsAction; input: Json }
}

/** What only a person can do, in numbered steps. */
export interface Procedure {
  title: string
  steps: readonly string[]
  link: string
}

/** A setting that must be known before a fix can be planned. */
export interface Ask {
  setting: string
  question: string
}

/** How a finding is put right: calls, hands, questions, any mix. */
export interface Remediation {
  /** The observed fields this rests on, normalised: when they have moved, the plan is no longer what was reviewed. */
  basis?: unknown
  steps?: readonly Step[]
  /** What it will cost, in money, where it costs anything. */
  costs?: string
  procedure?: Procedure
  asks?: readonly Ask[]
  waiting?: readonly string[]
}

import type { AwsAction, Json } from './aws.ts'

/** One API call of a plan, as data: nothing here acts. */
export interface Step {
  id: string
  account: string
  as: 'caller' | 'member' | `root-task:${string}`
  action: AwsAction
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

export interface Remediation {
  steps?: readonly Step[]
  procedure?: Procedure
  asks?: readonly Ask[]
  waiting?: readonly string[]
}

import type { AwsAction, Iso, Json } from './aws.ts'

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
  undo?: Undo
  /** Set where the root address is changed: its mail domain before and after, which a person is asked about. */
  mailDomain?: { from: string; to: string }
  /** Set where a credential is deleted that is still on: a policy has kept it from everything for the quarantine. */
  denied?: true
  /** The IAM action that whoever applies it must hold; written by the plan maker. */
  permission?: AwsAction
}

/** How a step is taken back. It is called where the step was called, unless it names a Region of its own. */
export interface Undo {
  action: AwsAction
  input: Json
  /** As whom, where that is somebody else than the step was called as. */
  as?: Step['as']
  /** What it comes to, where it does not bring back what was there. */
  does?: string
  /** Taking it back makes the account less safe than the step left it. */
  weakens?: true
}

/** What must be allowed so that a fix can be applied and taken back: the generated permissions come from here. */
export interface Grant {
  actions: readonly AwsAction[]
  /** ARN patterns; absent: the actions know no resource, or any resource will do. */
  resources?: readonly string[]
  condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** A credential that was switched off and is watched before it may go for good. */
export interface Quarantine {
  since: Iso
  /** It is on, and a policy keeps it from everything. */
  denied?: true
  deletableFrom: Iso
  /** What was seen of it since, in a sentence. */
  seen: string
}

/** What only a person can do, in numbered steps. */
export interface Procedure {
  title: string
  steps: readonly string[]
  link: string
  /** What the person sees when it worked. */
  see?: string
  /** How to undo it, or get back from where it leads. */
  back?: string
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
  quarantine?: Quarantine
  /** Other findings whose fix makes these calls needless, where the plan has such a call for it; then `waiting` says so. */
  unless?: readonly { control: string; action: AwsAction; waiting: string }[]
}

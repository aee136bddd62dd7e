import type { ControlPolicyType } from '../model/index.ts'
import type { Policy } from '../policy/index.ts'

/** In people's words. */
export const typeNames: Readonly<Record<ControlPolicyType, string>> = {
  scp: 'service control policy',
  rcp: 'resource control policy',
}

/** A policy on the way from the root of an organization to an account. */
export interface AttachedPolicy {
  /** Its place in the list it came from: what a decision names it by. */
  readonly at: number
  /** What it is called in Organizations; absent for a policy of a file. */
  readonly name?: string
  readonly policy: Policy
}

/** What is attached at one place: the root, an organizational unit, or the account. */
export interface Level {
  /** `root`, `ou:<name>` or `account`. */
  readonly name: string
  readonly policies: readonly AttachedPolicy[]
}

/** All that is attached on the way to an account, from the root down. A type that is attached nowhere limits nothing. */
export interface PolicyPath {
  readonly scp: readonly Level[]
  readonly rcp: readonly Level[]
}

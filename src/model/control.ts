import type { AwsAction, MissionRow, Profile, Section, Severity, Vantage } from './aws.ts'
import type { Baseline } from './baseline.ts'
import type { AnyCollector, Observed } from './collector.ts'
import type { Configuration } from './configuration.ts'
import type { Fact } from './fact.ts'
import type { Status } from './finding.ts'
import type { Grant, Procedure, Remediation } from './remediation.ts'
import type { Subject } from './subject.ts'
import type { Verdict } from './verdict.ts'

/** What a judge may know besides facts. `now` is passed in, never read from the clock. */
export interface Circumstances {
  now: Date
  profile: Profile
  vantage: Vantage
  partition: string
  subject: Subject
  baseline: Baseline
  configuration: Configuration
  /** True: the caller is root, who is there for the beginning alone. */
  root?: true
  /** True: the account is one of many that are looked at from the centre of their organization. */
  central?: true
  /** True: no role of that account lets us in, so that what is done about it, the centre does. */
  outside?: true
}

export type Collectors = Readonly<Record<string, AnyCollector>>
/** Required facts reach the judge as values: without them there is nothing to judge. */
export type Values<R extends Collectors> = { readonly [K in keyof R]: Observed<R[K]> }
/** Considered facts reach it as facts: they may be unknown. */
export type Facts<C extends Collectors> = { readonly [K in keyof C]: Fact<Observed<C[K]>> }

/** An executed example: a test and a line in the documentation. A plain value stands for a known fact. */
export interface Example<R extends Collectors, C extends Collectors> {
  when: string
  facts?: { readonly [K in keyof R]?: Observed<R[K]> | Fact<Observed<R[K]>> } & {
    readonly [K in keyof C]?: Observed<C[K]> | Fact<Observed<C[K]>>
  }
  given?: Partial<Circumstances>
  then: Status
  /** A part of the message, where the words matter. */
  says?: string
}

/** One control: the sentence in `title` is true when it passes. */
export interface Control<R extends Collectors = Collectors, C extends Collectors = Collectors> {
  id: string
  title: string
  section: Section
  severity: Severity
  /** For whom it is judged; the others get `not-applicable`. */
  profiles: readonly Profile[]
  /** `organization`: one finding for the organization instead of one for each account. */
  scope: 'account' | 'organization'
  /**
   * Set: judged for every account of an organization, and what those that fail have in common, as it stands after their
   * number ("87 accounts still have root credentials"). Else it is judged only where an account is looked at on its own.
   */
  everyMember?: string
  rows: readonly MissionRow[]
  /** Why it matters, in a sentence or two that a newcomer understands. */
  rationale: string
  /** How it is judged, for `explain`. */
  judged: string
  cannotKnow?: string
  references: readonly string[]
  standards?: Readonly<Record<string, readonly string[]>>
  /** API calls after which it should be judged again. */
  triggers?: readonly AwsAction[]
  fix: { api: boolean; hand: boolean }
  /** How a person does it by hand. */
  procedure?: Procedure
  /** Partitions without a root user in the console, or without one at all: why it is not judged there. */
  notIn?: Readonly<Record<string, string>>
  requires: R
  considers: C
  judge(values: Values<R>, facts: Facts<C>, circumstances: Circumstances): Verdict
  remediate?(values: Values<R>, facts: Facts<C>, circumstances: Circumstances): Remediation
  /** What `remediate` may call, and what its undo may. */
  writes?: readonly Grant[]
  examples: readonly Example<R, C>[]
}

export type AnyControl = Control<any, any>

type Definition<R extends Collectors, C extends Collectors> = Omit<
  Control<R, C>,
  'scope' | 'requires' | 'considers'
> & { scope?: Control['scope']; requires?: R; considers?: C }

/** Defines a control; the judge's facts take their types from `requires` and `considers`. */
export function defineControl<
  R extends Collectors = Record<never, never>,
  C extends Collectors = Record<never, never>,
>(definition: Definition<R, C>): Control<R, C> {
  return {
    scope: 'account',
    ...definition,
    requires: definition.requires ?? ({} as R),
    considers: definition.considers ?? ({} as C),
  }
}

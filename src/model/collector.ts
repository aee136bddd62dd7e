import type { AwsAction } from './aws.ts'
import type { Fact } from './fact.ts'

/**
 * Observes one fact. `S` is what it may look through (the door to AWS, other facts, the configuration); the model does
 * not know it. Collectors are imported by reference: there is no registry of names.
 */
export interface Collector<T, S = never> {
  name: string
  /** The IAM actions it may use: the generated permissions come from here. */
  reads: readonly AwsAction[]
  /** What it also reads inside other members where the account is the centre of an organization: the read role has it. */
  readsInMembers?: readonly AwsAction[]
  /** True: no judgement rests on it, only what would be done: an audit does not ask for it. */
  onlyToMend?: true
  collect(source: S): Promise<Fact<T>>
}

/** Any collector, whatever it observes. */
export type AnyCollector = Collector<any, any>

/** The value that a collector observes. */
export type Observed<C> =
  C extends Collector<infer T, never>
    ? T
    : C extends { collect(source: any): Promise<Fact<infer T>> }
      ? T
      : never

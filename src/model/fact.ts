import type { AwsAction } from './aws.ts'
import type { Attestation, Evidence } from './evidence.ts'

/** Why something could not be known. */
export type WhyUnknown =
  /** the caller lacks a permission */
  | 'denied'
  /** AWS itself denies it (accounts of the new sign-up) */
  | 'managed-by-aws'
  /** it can be seen only from another account (payer, management account) */
  | 'elsewhere'
  /** the endpoint does not offer it, or it was switched off by an option */
  | 'unsupported'
  /** the call failed: network, throttling, an answer nobody understands */
  | 'failed'

export interface Known<T> {
  state: 'known'
  value: T
  evidence: readonly Evidence[]
}

/** "Could not look" is never good and never bad. */
export interface Unknown {
  state: 'unknown'
  why: WhyUnknown
  /** IAM actions that the caller is missing; empty where no permission would help. */
  needs: readonly AwsAction[]
  /** One sentence: what could not be seen and why. */
  message: string
}

/** Only a person can say it, and nobody has, or what was said has lapsed. */
export interface Unattested {
  state: 'unattested'
  /** The question that a person must answer. */
  question: string
  lapsed?: Attestation
}

/** What AWS, DNS, a directory or a person says: observed, without opinion. */
export type Fact<T> = Known<T> | Unknown | Unattested

export const known = <T>(value: T, evidence: readonly Evidence[] = []): Known<T> => ({
  state: 'known',
  value,
  evidence,
})

export const unknown = (why: WhyUnknown, message: string, needs: readonly AwsAction[] = []): Unknown => ({
  state: 'unknown',
  why,
  needs,
  message,
})

export const unattested = (question: string, lapsed?: Attestation): Unattested => ({
  state: 'unattested',
  question,
  ...(lapsed ? { lapsed } : {}),
})

/** The value of a known fact, else undefined: for what a judge merely considers. */
export function valueOf<T>(fact: Fact<T>): T | undefined {
  return fact.state === 'known' ? fact.value : undefined
}

/** A fact computed from another one; what is not known stays not known. */
export function mapFact<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.state === 'known' ? known(change(fact.value), fact.evidence) : fact
}

import type { Bindable } from '../variables.ts'

/** A condition operator without its qualifier and IfExists. */
export interface Operator {
  /** As AWS writes it. */
  readonly name: string
  /** True for the ...Not... operators: they hold when no value of the policy matches. */
  readonly negated: boolean
  /** Compiles one value of the policy into a test of one value of the request. */
  readonly compile: (value: string, variables: boolean) => Bindable
}

/** Both forms of an operator, from the test of the plain one. */
export function pair(plain: string, negated: string, compile: Operator['compile']): Operator[] {
  return [
    { name: plain, negated: false, compile },
    { name: negated, negated: true, compile },
  ]
}

/**
 * An operator that compares what both sides mean. A value of the policy that cannot be read is a doubt (AWS does
 * not say what it then does); a value of the request that cannot be read does not match.
 */
export function comparing<T>(
  read: (text: string) => T | undefined,
  what: string,
  holds: (request: T, policy: T) => boolean,
): Operator['compile'] {
  return (value) => {
    const limit = read(value)
    if (limit === undefined) {
      const doubt = { doubt: `"${value}" is not ${what}` }
      return () => doubt
    }
    const test = (given: string): boolean => {
      const read_ = read(given)
      return read_ !== undefined && holds(read_, limit)
    }
    return () => test
  }
}

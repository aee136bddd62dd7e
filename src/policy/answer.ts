/** Why a question about a policy has no firm answer: something in it is not modelled. */
export interface Doubt {
  readonly doubt: string
}

/** Yes, no, or in doubt. A doubt is never taken for either: it travels up to the decision. */
export type Answer = boolean | Doubt

/** True when the thing is a doubt and not an answer. */
export function isDoubt(value: unknown): value is Doubt {
  return typeof value === 'object' && value !== null && 'doubt' in value
}

/** A test of one text, made once from a pattern or a value of a policy. */
export type Test = (value: string) => boolean

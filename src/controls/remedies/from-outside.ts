import type { Circumstances } from '../../model/index.ts'

/**
 * What the centre of an organization calls about a member that no role lets us into names that member (Account Management
 * reference guide, "API modes of operation"); in the account itself nothing is named.
 */
export const memberNamed = ({ outside, subject }: Circumstances): { AccountId?: string } =>
  outside ? { AccountId: subject.id } : {}

/** What a step does, and who calls where it is not called in the account itself. */
export const called = (does: string, { outside }: Circumstances): string =>
  outside ? `${does} (the centre calls: no role there lets us in)` : does

import type { Iso } from './aws.ts'

/** An account as its organization lists it: what is known of it without entering it. */
export interface ListedAccount {
  id: string
  name: string
  /** The root user's e-mail address: personal data. */
  email?: string
  /** AWS's `State`, or `Status` where that is all there is; ACTIVE where AWS says neither. */
  state: string
  /** CREATED: made by Organizations; INVITED: made on its own and joined later. */
  joined?: string
  joinedAt?: Iso
  /** Ids from the root to the unit that it lies in; empty where AWS does not say. */
  path: readonly string[]
  /** True for the management account. */
  management: boolean
}

/** Account states in which AWS lets nobody in (Account Management reference guide, "Account states"). */
export const shut: readonly string[] = ['SUSPENDED', 'CLOSED', 'PENDING_ACTIVATION']

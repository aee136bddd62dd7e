/** What a finding is about: one account, or the organization as a whole. */
export interface Subject {
  kind: 'account' | 'organization'
  id: string
  name: string
  /** True for the management account of an organization. */
  management?: boolean
  /** AWS's account state, where it is known and not simply ACTIVE. */
  state?: string
}

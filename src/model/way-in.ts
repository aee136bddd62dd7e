/** An administrator who was seen to work: what must stand before any other way in is taken away. */
export interface WayIn {
  /** User or role name, masked as in reports. */
  name: string
  /** The same name as AWS has it: to compare with, never written down. */
  who: string
  how: 'caller' | 'console'
  at: Date
  /** Undefined: it cannot be read, and nobody has said so. */
  mfa: boolean | undefined
}

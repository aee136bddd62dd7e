/** What of a domain and its mail may run in an account: zones, registrations, mail that comes in, addresses. */
import type { Iso } from './world-basics.ts'

/** A hosted zone of Route 53. */
export interface HostedZone {
  id: string
  /** Without a dot at the end. */
  name: string
  private: boolean
  /** Its delegation set; none of a private zone. */
  nameServers: string[]
}

/** A domain that is registered with Route 53. */
export interface RegisteredDomain {
  name: string
  expiry: Iso
  autoRenew: boolean
  transferLock: boolean
}

/** What SES does with mail that comes in, in one Region. */
export interface MailReceipt {
  region: string
  /** Domains and addresses, and whether they were verified. */
  identities: Record<string, 'Success' | 'Pending' | 'Failed'>
  /** The active rule set; absent: none is active. */
  ruleSet?: {
    name: string
    created: Iso
    rules: { name: string; enabled: boolean; recipients?: string[] }[]
  }
}

/** An Elastic IP address. */
export interface ElasticAddress {
  region: string
  ip: string
  allocationId: string
  instance?: string
}

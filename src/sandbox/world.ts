/**
 * The state of an imitation AWS: plain JSON, so that a world can be written down, kept in a file and compared.
 * Every date is an ISO string in UTC. What a field means is what AWS means by it; nothing here knows of controls.
 */
import type { Iso, PartitionName, PolicyDocument } from './world-basics.ts'
import type { Iam, RootUser } from './world-iam.ts'
import type {
  BackupVault,
  Bucket,
  Budget,
  CopyJob,
  EventRule,
  HistoryEvent,
  IdentityCenter,
  ImportedFinding,
  KmsKey,
  Spend,
  Topic,
  Trail,
} from './world-resources.ts'
import type { ElasticAddress, HostedZone, MailReceipt, RegisteredDomain } from './world-domains.ts'
export type * from './world-basics.ts'
export type * from './world-iam.ts'
export type * from './world-domains.ts'
export type * from './world-resources.ts'

export interface World {
  schema: 'neverroot/sandbox/1'
  scenario: string
  partition: PartitionName
  /** When the world began: scenario dates are relative to it. */
  began: Iso
  /** Feeds every generated id, so that the same calls give the same ids. */
  sequence: number
  /** Accounts as they are; `accounts/find.ts` also knows the generated ones. */
  accounts: Record<string, Account>
  /** Further accounts, a pure function of these parameters, each made when it is first looked at. */
  generated?: Generated
  /** What was changed in generated accounts since, by account id. */
  changed?: Record<string, AccountChanges>
  organization?: Organization
  /** Of all accounts: their names are shared by all of AWS. */
  buckets?: Bucket[]
  /** Temporary credentials that STS handed out (and the ones a scenario starts with). */
  sessions: Session[]
  /** The access key id that the scenario hands to its user. */
  defaultAccessKeyId: string
  behaviour: Behaviour
  /** What AWS sent to people so far, oldest first: codes, confirmations, notices. */
  messages?: SentMessage[]
}

/** `accounts` counts the whole organization, the management account too. */
export interface Generated {
  by: 'enterprise'
  accounts: number
  seed: number
}

/** How an account differs from the one that was generated; a path is `contact` or, one level down, `iam.users`. */
export interface AccountChanges {
  set: Record<string, unknown>
  gone: string[]
}

/** A message to a person. Only tests and a person at the sandbox read it; no API gives it. */
export interface SentMessage {
  at: Iso
  account: string
  channel: 'email' | 'sms' | 'https' | 'sqs' | 'lambda' | 'other'
  to: string
  subject: string
  body: string
  /** One-time code or confirmation token, when the message carries one. */
  code?: string
}

/** How this AWS behaves where AWS itself varies or takes time. All zero or absent: at once and willing. */
export interface Behaviour {
  /** Seconds until a requested credential report is complete. */
  credentialReportSeconds?: number
  /** The server's clock is this many minutes ahead of the caller's; signatures are checked against it. */
  clockSkewMinutes?: number
  /** Answer every n-th page of a list empty, with a token (AWS does this: Organizations, LookupEvents). */
  emptyPages?: boolean
  /** Organizations leaves out the retired `Account.Status` and sends only `State`. */
  noAccountStatus?: boolean
  /** Account-wide denials by policies that AWS itself attached (new-sign-up accounts): SCP documents. */
  awsManagedPolicies?: PolicyDocument[]
}

export interface Account {
  id: string
  name: string
  /** The root user's e-mail address. */
  email: string
  createdAt: Iso
  state: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED'
  root: RootUser
  contact?: ContactInformation
  /** A phone verification that is under way: the code went to `number`. */
  phoneVerification?: { number: string; otp: string; sent: Iso }
  /** The last central change of the root e-mail address. */
  primaryEmailUpdate?: {
    email: string
    otp: string
    status: 'PENDING' | 'ACCEPTED' | 'COMPLETED' | 'FAILED'
    at: Iso
  }
  alternateContacts: Partial<Record<'BILLING' | 'OPERATIONS' | 'SECURITY', AlternateContact>>
  regions: Record<string, 'ENABLED' | 'ENABLED_BY_DEFAULT' | 'DISABLED' | 'ENABLING' | 'DISABLING'>
  iam: Iam
  budgets: Budget[]
  /** One entry per day and record type; days without an entry cost nothing. */
  spend: Spend[]
  costExplorer: 'enabled' | 'no-data' | 'denied'
  /** Cost Anomaly Detection, as the API returns them. */
  anomalyMonitors?: Record<string, unknown>[]
  anomalySubscriptions?: Record<string, unknown>[]
  trails: Trail[]
  /** CloudTrail event history, any order. `record` is the whole CloudTrailEvent JSON. */
  events: HistoryEvent[]
  eventRules: EventRule[]
  /** Custom event buses, and the policy of a bus; `default` exists in every Region without an entry. */
  eventBuses?: { region: string; name: string; policy?: string; created: Iso }[]
  topics: Topic[]
  keys: KmsKey[]
  /** By Region; absent: SES was never used there. */
  sesSending?: Record<string, SesSending>
  identityCenters: IdentityCenter[]
  /** Absent: AWS Backup was never used. */
  backupVaults?: BackupVault[]
  copyJobs?: CopyJob[]
  /** What Security Hub holds, by Region; a Region without an entry: it is not on there. */
  securityHub?: Record<string, ImportedFinding[]>
  /** What of mail and domains runs in the account; absent: nothing. */
  hostedZones?: HostedZone[]
  registeredDomains?: RegisteredDomain[]
  mailReceipt?: MailReceipt[]
  addresses?: ElasticAddress[]
  freeTier?: {
    plan: 'FREE' | 'PAID'
    status: 'NOT_STARTED' | 'ACTIVE' | 'EXPIRED'
    remainingCredits?: number
    expires?: Iso
  }
}

/** What SES sends in a Region, and to whom. Domains and addresses in small letters. */
export interface SesSending {
  /** False: the account is in SES's sandbox there. */
  production: boolean
  verified: string[]
  suppressed: string[]
  paused?: boolean
}

export interface ContactInformation {
  FullName: string
  AddressLine1: string
  AddressLine2?: string
  AddressLine3?: string
  City: string
  StateOrRegion?: string
  DistrictOrCounty?: string
  PostalCode: string
  CountryCode: string
  PhoneNumber: string
  CompanyName?: string
  WebsiteUrl?: string
  verificationStatus: 'PENDING' | 'VERIFIED' | 'UNVERIFIED' | 'NOT_SUPPORTED'
}

export interface AlternateContact {
  Name: string
  Title: string
  EmailAddress: string
  PhoneNumber: string
}

export interface Membership {
  parent: string
  joined: Iso
  method: 'CREATED' | 'INVITED'
}

export interface Organization {
  id: string
  featureSet: 'ALL' | 'CONSOLIDATED_BILLING'
  managementAccountId: string
  rootId: string
  units: { id: string; parent: string; name: string }[]
  /** account id -> root or unit id, how and when it joined; `accounts/members.ts` also knows the generated ones */
  members: Record<string, Membership>
  trustedServices: string[]
  delegatedAdministrators: { account: string; service: string; enabled: Iso }[]
  policies: {
    id: string
    name: string
    type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'
    content: string
    description?: string
    awsManaged: boolean
    targets: string[]
  }[]
  enabledPolicyTypes: string[]
  /** Tags by id of an account, unit, root or policy. */
  tags?: Record<string, Record<string, string>>
}

export interface Session {
  accessKeyId: string
  secret: string
  token: string
  account: string
  expires: Iso
  principal:
    | { kind: 'root' }
    | { kind: 'assumed-root'; taskPolicyArn: string; by: string }
    | { kind: 'user'; name: string }
    | {
        kind: 'role'
        name: string
        sessionName: string
        sourceIdentity?: string
        policy?: PolicyDocument
        policyArns?: string[]
      }
  mfa?: boolean
  /** Set on sessions of GetSessionToken, which may not call IAM without MFA. */
  from?: 'GetSessionToken'
}

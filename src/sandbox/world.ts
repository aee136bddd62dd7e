/**
 * The state of an imitation AWS: plain JSON, so that a world can be written down, kept in a file and compared.
 * Every date is an ISO string in UTC. What a field means is what AWS means by it; nothing here knows of controls.
 */
export type Iso = string
export type PartitionName = 'aws' | 'aws-us-gov' | 'aws-cn' | 'aws-eusc'
export type PolicyDocument = Record<string, unknown>

export interface World {
  schema: 'neverroot/sandbox/1'
  scenario: string
  partition: PartitionName
  /** When the world began: scenario dates are relative to it. */
  began: Iso
  /** Feeds every generated id, so that the same calls give the same ids. */
  sequence: number
  accounts: Record<string, Account>
  organization?: Organization
  /** Temporary credentials that STS handed out (and the ones a scenario starts with). */
  sessions: Session[]
  /** The access key id that the scenario hands to its user. */
  defaultAccessKeyId: string
  behaviour: Behaviour
  /** What AWS sent to people so far, oldest first: codes, confirmations, notices. */
  messages?: SentMessage[]
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
  identityCenters: IdentityCenter[]
  freeTier?: {
    plan: 'FREE' | 'PAID'
    status: 'NOT_STARTED' | 'ACTIVE' | 'EXPIRED'
    remainingCredits?: number
    expires?: Iso
  }
}

export interface RootUser {
  /** Absent: root has no password. */
  password?: { lastChanged: Iso; lastUsed?: Iso }
  /** A member whose root credentials were removed centrally cannot be recovered unless this is true. */
  recoveryAllowed?: boolean
  mfaDevices: MfaDevice[]
  accessKeys: AccessKey[]
  signingCertificates: { id: string; status: 'Active' | 'Inactive'; uploaded: Iso }[]
}

export interface MfaDevice {
  /** arn:...:mfa/NAME for a virtual device, arn:...:u2f/root/NAME-ID for FIDO, a plain string for a TOTP token. */
  serialNumber: string
  enabled: Iso
  certifications?: Record<string, string>
}

export interface AccessKey {
  id: string
  secret: string
  status: 'Active' | 'Inactive'
  created: Iso
  lastUsed?: { at: Iso; region: string; service: string }
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

export interface Iam {
  alias?: string
  users: IamUser[]
  groups: IamGroup[]
  roles: IamRole[]
  policies: ManagedPolicy[]
  /** Virtual devices that exist, assigned or not; an assigned one names its user or root. */
  virtualMfaDevices: VirtualMfaDevice[]
  samlProviders: { name: string; created: Iso }[]
  /** Absent: AWS's default policy, GetAccountPasswordPolicy answers NoSuchEntity. */
  passwordPolicy?: PasswordPolicy
  /** The last credential report: AWS makes a new one at most every four hours. */
  credentialReport?: { generated: Iso; content: string; requested: Iso }
  /** Set on a management account: which central root features are on. */
  organizationsFeatures?: ('RootCredentialsManagement' | 'RootSessions')[]
}

export interface VirtualMfaDevice {
  serialNumber: string
  assignedTo?: 'root' | { user: string }
  enabled?: Iso
  /** Base32; only devices made through CreateVirtualMFADevice have one, and only they can be enabled. */
  seed?: string
  tags?: Record<string, string>
}

export interface IamUser {
  name: string
  path: string
  id: string
  created: Iso
  password?: { lastChanged: Iso; lastUsed?: Iso; resetRequired?: boolean }
  accessKeys: AccessKey[]
  /** Non-virtual devices of the user; virtual ones stand in `virtualMfaDevices`. */
  mfaDevices: MfaDevice[]
  groups: string[]
  attached: string[]
  inline: Record<string, PolicyDocument>
  boundary?: string
  tags: Record<string, string>
}

export interface IamGroup {
  name: string
  path: string
  id: string
  created: Iso
  attached: string[]
  inline: Record<string, PolicyDocument>
}

export interface IamRole {
  name: string
  path: string
  id: string
  created: Iso
  description?: string
  trust: PolicyDocument
  attached: string[]
  inline: Record<string, PolicyDocument>
  boundary?: string
  lastUsed?: { at: Iso; region: string }
  maxSessionSeconds: number
  tags: Record<string, string>
}

/** A customer managed policy; AWS managed ones are built in (`sandbox/services/iam/aws-managed.ts`). */
export interface ManagedPolicy {
  name: string
  description?: string
  tags?: Record<string, string>
  path: string
  id: string
  created: Iso
  versions: { id: string; document: PolicyDocument; isDefault: boolean; created: Iso }[]
}

export interface PasswordPolicy {
  MinimumPasswordLength: number
  RequireSymbols: boolean
  RequireNumbers: boolean
  RequireUppercaseCharacters: boolean
  RequireLowercaseCharacters: boolean
  AllowUsersToChangePassword: boolean
  MaxPasswordAge?: number
  PasswordReusePrevention?: number
  HardExpiry?: boolean
}

export interface Budget {
  /** As AWS returns it, dates as ISO strings; CalculatedSpend is computed. */
  budget: Record<string, unknown> & { BudgetName: string }
  notifications: {
    notification: {
      NotificationType: 'ACTUAL' | 'FORECASTED'
      ComparisonOperator: 'GREATER_THAN' | 'LESS_THAN' | 'EQUAL_TO'
      Threshold: number
      ThresholdType?: 'PERCENTAGE' | 'ABSOLUTE_VALUE'
    }
    subscribers: { SubscriptionType: 'EMAIL' | 'SNS'; Address: string }[]
  }[]
}

export interface Spend {
  /** yyyy-mm-dd, UTC */
  day: string
  usd: number
  recordType: 'Usage' | 'Credit' | 'Refund' | 'Tax' | 'Support' | 'Recurring'
  service: string
}

export interface Trail {
  name: string
  homeRegion: string
  multiRegion: boolean
  organization: boolean
  globalServiceEvents: boolean
  bucket: string
  logGroupArn?: string
  logging: boolean
  /** As PutEventSelectors takes them; absent: management events, read and write. */
  selectors?: Record<string, unknown>[]
  advancedSelectors?: Record<string, unknown>[]
  kmsKeyId?: string
  logFileValidation?: boolean
  /** When logging was last started or stopped. */
  loggingChanged?: Iso
  /** Why S3 refuses the log files, e.g. `AccessDenied`; absent: delivery works. */
  deliveryError?: string
}

export interface HistoryEvent {
  id: string
  at: Iso
  region: string
  name: string
  source: string
  username?: string
  accessKeyId?: string
  readOnly?: boolean
  record: Record<string, unknown>
}

export interface EventRule {
  region: string
  bus: string
  name: string
  state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'
  pattern?: string
  schedule?: string
  description?: string
  roleArn?: string
  /** A service that owns the rule, e.g. `securityhub.amazonaws.com`. */
  managedBy?: string
  targets: EventTarget[]
}

export interface EventTarget {
  Id: string
  Arn: string
  RoleArn?: string
  Input?: string
  InputPath?: string
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string }
  DeadLetterConfig?: { Arn: string }
}

export interface Topic {
  arn: string
  policy: string
  displayName?: string
  kmsKeyId?: string
  subscriptions: {
    arn: string
    protocol: string
    endpoint: string
    confirmed: boolean
    authenticatedUnsubscribe: boolean
    filterPolicy?: string
    filterPolicyScope?: string
    /** What a person would find in the mail; only tests and `confirm` read it. */
    token?: string
  }[]
  tags: Record<string, string>
}

export interface KmsKey {
  arn: string
  aliases: string[]
  policy: string
  manager: 'AWS' | 'CUSTOMER'
  enabled: boolean
}

export interface IdentityCenter {
  instanceArn: string
  identityStoreId: string
  ownerAccountId: string
  name?: string
  region: string
  status: 'ACTIVE' | 'CREATE_IN_PROGRESS' | 'DELETE_IN_PROGRESS'
  permissionSets: {
    arn: string
    name: string
    managedPolicies: string[]
    inlinePolicy?: string
    sessionDuration: string
  }[]
  assignments: {
    account: string
    permissionSetArn: string
    principalType: 'USER' | 'GROUP'
    principalId: string
  }[]
  users: {
    id: string
    userName: string
    displayName?: string
    emails: string[]
    status: 'ENABLED' | 'DISABLED'
    title?: string
    phones?: string[]
  }[]
  groups: { id: string; name: string; members: string[] }[]
}

export interface Organization {
  id: string
  featureSet: 'ALL' | 'CONSOLIDATED_BILLING'
  managementAccountId: string
  rootId: string
  units: { id: string; parent: string; name: string }[]
  /** account id -> root or unit id, how and when it joined */
  members: Record<string, { parent: string; joined: Iso; method: 'CREATED' | 'INVITED' }>
  trustedServices: string[]
  delegatedAdministrators: { account: string; service: string; enabled: Iso }[]
  policies: {
    id: string
    name: string
    type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'
    content: string
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

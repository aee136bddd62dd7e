/** What else an account holds: budgets and spend, trails and events, topics, keys, backups, an Identity Center. */
import type { Iso } from './world-basics.ts'

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
  /** Of the keys of the log files. */
  prefix?: string
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

/** A general purpose bucket of Amazon S3. What is stored in it is known by its keys alone. */
export interface Bucket {
  name: string
  /** Id of the account that owns it. */
  owner: string
  region: string
  created: Iso
  ownership: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter'
  publicAccessBlock?: {
    BlockPublicAcls: boolean
    IgnorePublicAcls: boolean
    BlockPublicPolicy: boolean
    RestrictPublicBuckets: boolean
  }
  policy?: string
  /** As PutBucketLifecycleConfiguration takes them. */
  lifecycleRules?: Record<string, unknown>[]
  objects: string[]
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

/** A vault of AWS Backup with what lies in it. */
export interface BackupVault {
  name: string
  region: string
  type: 'BACKUP_VAULT' | 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT'
  created: Iso
  keyArn: string
  keyType: 'CUSTOMER_MANAGED_KMS_KEY' | 'AWS_OWNED_KMS_KEY'
  /** Vault Lock. Without a date it is governance mode; until the date it is in its grace period. */
  lock?: { date?: Iso; minDays?: number; maxDays?: number }
  /** Accounts that the vault is shared with. */
  sharedWith: string[]
  points: RecoveryPoint[]
}

export interface RecoveryPoint {
  arn: string
  resourceArn: string
  resourceType: string
  created: Iso
  status: 'CREATING' | 'COMPLETED' | 'AVAILABLE' | 'PARTIAL' | 'DELETING' | 'EXPIRED' | 'STOPPED'
  /** Absent: it is not encrypted. */
  keyArn?: string
  /** The vault that it was copied from, where that lies elsewhere. */
  sourceVaultArn?: string
}

/** A copy of a recovery point into another vault, in the account and Region that it was made from. */
export interface CopyJob {
  id: string
  region: string
  sourceVaultArn: string
  sourcePointArn: string
  destinationVaultArn: string
  destinationVaultType: BackupVault['type']
  destinationLock: 'LOCKED' | 'UNLOCKED'
  destinationPointArn?: string
  destinationKeyArn?: string
  resourceArn: string
  resourceType: string
  created: Iso
  completed?: Iso
  state: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'PARTIAL'
  message?: string
}

/** A finding as it came in, in the AWS Security Finding Format. */
export type ImportedFinding = Record<string, unknown>

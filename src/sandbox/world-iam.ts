/** The part of an account's state that IAM keeps: root, users, groups, roles, policies. */
import type { Iso, PolicyDocument } from './world-basics.ts'

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
  /** Keys that GetAccountSummary leaves out: AccountPasswordPresent is not in every account's (assumed). */
  summaryLacks?: string[]
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

/**
 * One account in short, as plain JSON: what fast-check makes, prints and shrinks. Days are days before the world began.
 * `worldOf` makes the world of it.
 */

export const accountId = '111111111111'

/** Few of each kind, so that what worlds hold and what configurations say meet often. */
export const pools = {
  /** People, one of them twice: by another alias, and in capital letters. */
  emails: [
    'mia@posteo.example',
    'pat@mail.example',
    'mia+aws@posteo.example',
    'MIA@posteo.example',
    'aws-alerts@corp.example',
    'ciso-office@corp.example',
  ],
  contactEmails: [
    'aws-security@corp.example',
    'aws-billing@corp.example',
    'aws-ops@corp.example',
    'mia@posteo.example',
    'root@corp.example',
    'noreply@example.com',
  ],
  rootEmails: ['root@corp.example', 'mia@posteo.example', 'aws-security@corp.example'],
  phones: ['+61412345600', '+61 2 9374 4000', '+61400000001', '+0000000000', '+1 555 0100'],
  administrators: ['first.admin@corp.example', 'mia', 'Administrator', 'deploy'],
} as const

export interface RootPart {
  password: { changed: number; used?: number } | false
  mfa: ('virtual' | 'odd' | 'fido' | 'token')[]
  keys: { created: number; inactive: boolean; used?: number }[]
  certificates: ('Active' | 'Inactive')[]
}

export interface ContactPart {
  email: string
  phone: string
  name: string
}

export interface SubscriptionPart {
  address: string
  state: 'pending' | 'clicked' | 'authenticated'
  filtered: boolean
}

export interface TopicPart {
  /** Whether AWS Budgets may publish to it. */
  open: boolean
  encrypted: boolean
  subscriptions: SubscriptionPart[]
}

export interface NotificationPart {
  type: 'ACTUAL' | 'FORECASTED'
  threshold: number
  absolute: boolean
  operator: 'GREATER_THAN' | 'LESS_THAN' | 'EQUAL_TO'
  emails: string[]
  topic: boolean
}

/** What can be wrong with a daily budget beside its alerts: each alone, and together. */
export const budgetFlaws = ['credits', 'refunds', 'filtered', 'no-limit', 'ended', 'not-begun'] as const

export interface BudgetPart {
  period: 'DAILY' | 'MONTHLY'
  limit: number
  flaws: (typeof budgetFlaws)[number][]
  form: 'legacy' | 'expression'
  /** Adjusts itself by so many days. */
  adjusts?: number
  notifications: NotificationPart[]
}

export interface SpendPart {
  kind: 'none' | 'idle' | 'steady' | 'noisy' | 'few-days' | 'credited'
  usd: number
  costExplorer: 'enabled' | 'no-data' | 'denied'
}

export interface UserPart {
  name: string
  kind: 'administrator' | 'half-made' | 'service' | 'reader'
  /** How an administrator came to it. */
  through: 'attached' | 'group' | 'inline'
  console: 'none' | 'first-password' | 'never-used' | 'used'
  mfa: boolean
  keys: number
}

export interface AccountSpec {
  business: boolean
  age: number
  rootEmail: string
  alias: boolean
  root: RootPart
  rootSignIns: number[]
  /** `lately`: verified, and the event history shows when. */
  contact?: { phone: string; verification: 'lately' | 'VERIFIED' | 'UNVERIFIED' | 'PENDING' }
  alternates: { BILLING?: ContactPart; OPERATIONS?: ContactPart; SECURITY?: ContactPart }
  topic?: TopicPart
  budgets: BudgetPart[]
  spend: SpendPart
  users: UserPart[]
  /** A group called Administrators: none, one that is what it says, one that others have for something else. */
  group: 'none' | 'administrators' | 'taken'
  passwordPolicy: 'none' | 'weak' | 'strong'
  identityCenter: boolean
  trail: 'none' | 'writes-only' | 'stopped' | 'whole'
  alarm: 'none' | 'home' | 'disabled'
  caller: 'root-session' | 'root-key' | 'administrator' | 'administrator-with-mfa' | 'reader' | 'role'
  emptyPages: boolean
}

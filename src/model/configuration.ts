import type { Profile } from './aws.ts'
import type { Baseline } from './baseline.ts'
import type { DirectoryConfiguration, TeamName, TeamRule } from './directory.ts'
import type { DrillsConfiguration } from './drills-configuration.ts'
import type { LookupsConfiguration } from './lookups.ts'
import type { WatchConfiguration } from './watch.ts'

/** An alternate contact as the configuration declares it. */
export interface DeclaredContact {
  name?: string
  title?: string
  email?: string
  phone?: string
}

/** What `neverroot.yaml` declares; every part is optional, and what is missing becomes a question. */
export interface Configuration {
  profile?: Profile
  contacts?: {
    /** The root user's address; `{account}` in it stands for the account's id. */
    root?: { email?: string }
    primary?: Record<string, string | undefined> & { phone?: string }
    billing?: DeclaredContact
    operations?: DeclaredContact
    security?: DeclaredContact
  }
  alerts?: { emails?: string[] }
  /** The trail that a plan makes where none logs. */
  trail?: {
    /** Its bucket, where the usual name is taken. */
    bucket?: string
    /** Days that log files are kept. */
    keepDays?: number
  }
  administrator?: { name?: string }
  people?: {
    executives?: string[]
    techPhones?: string[]
    companyPhones?: string[]
    lists?: string[]
    /** Accounts in the directory that are no people. */
    robots?: string[]
    /** True: the mail system delivers `mia+tag@` to `mia@`. */
    plusTags?: boolean
    directory?: DirectoryConfiguration
    teams?: Partial<Record<TeamName, TeamRule>>
  }
  baseline?: Partial<Baseline>
  /** What people state, for runs of setup that nobody sits at. Each counts from its day, and is recorded once. */
  statements?: { control: string; by: string; on: string; holds?: boolean; note?: string }[]
  watch?: WatchConfiguration
  drills?: DrillsConfiguration
  /** What may be looked up outside AWS. */
  lookups?: LookupsConfiguration
  organization?: {
    memberRoles?: string[]
    /** The key of the tag that says who answers for an account. */
    ownerTag?: string
    /** The member that acts for the management account: for IAM's central root access and for Account Management. */
    delegatedAdministrator?: string
    /** The account in which members' use of root is heard: the management account, or one that acts for it. */
    alarmAccount?: string
    /** The policy about root that a plan attaches: it denies standing root of members everything, or all but a list. */
    rootPolicy?: 'deny' | 'allow-list'
    /** The unit that gets it first: its id, or names from the root down (`Root/Sandbox`). */
    canaryUnit?: string
    overrides?: ({ ou?: string; account?: string } & Omit<
      Configuration,
      'organization' | 'watch' | 'drills' | 'lookups'
    >)[]
  }
}

const placeholder = '{account}'

/** True for an address that is another one in each account. */
export const isForEachAccount = (address: string): boolean => address.includes(placeholder)

/** The address of one account: no two accounts may have the same root address. */
export const addressFor = (address: string, account: string): string =>
  address.replaceAll(placeholder, account)

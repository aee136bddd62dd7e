import type { AwsAction } from './aws.ts'
import type { Fact } from './fact.ts'

/** What an entry of a directory is. Only a person is ever counted as one. */
export type EntryKind = 'person' | 'robot' | 'guest' | 'group' | 'unknown'

/** One entry of a directory. Personal data: matched in memory and dropped, never written anywhere. */
export interface DirectoryEntry {
  /** What the directory itself tells it apart by. */
  id: string
  kind: EntryKind
  /** Undefined: the directory does not tell. */
  enabled: boolean | undefined
  /** What two accounts of one person have in common (a staff number), where the directory keeps it. */
  person?: string
  title?: string
  phones: readonly string[]
  /** Every address at which it gets mail, as far as the directory tells. */
  addresses: readonly string[]
}

/** An entry found by an address. */
export interface DirectoryHit {
  entry: DirectoryEntry
  /**
   * How the address leads there: it is the entry's own; it has a plus tag that the directory's mail system delivers to the
   * same mailbox; or it has one, and whether it is delivered there nobody says.
   */
  by: 'own' | 'tag' | 'tag-unsaid'
}

/** Who is behind a group, nested groups included. */
export interface Roster {
  /** Enabled people, each once, however many ways lead to them. */
  people: readonly DirectoryEntry[]
  robots: number
  guests: number
  /** Disabled, suspended or deleted people. */
  disabled: number
  /** Of whom the directory does not tell what they are, or whether they are enabled. */
  doubtful: number
  /** The ids of the groups that are in it, itself included. */
  groups: ReadonlySet<string>
  /** What could not be read: then there may be more people than are counted. */
  hidden: readonly { message: string; needs: readonly AwsAction[] }[]
}

/** Whether mail from outside, as AWS's is, comes through to a list. */
export interface Senders {
  /** Anybody may write to it. */
  outside: boolean
  /** Mail of those who are not on it waits for a moderator. */
  moderated: boolean
}

/** The staff directory that the configuration names, whatever product it is. Reads only. */
export interface Directory {
  /** In words: `Microsoft Graph`. */
  readonly name: string
  /** The entry that has this address; undefined: none has. */
  find(address: string): Promise<Fact<DirectoryHit | undefined>>
  /** Who is behind an entry: a group's members through nested groups, or the entry alone. */
  members(entry: DirectoryEntry): Promise<Fact<Roster>>
  /** Who may write to a list; unknown where the directory does not keep that. */
  senders(entry: DirectoryEntry): Promise<Fact<Senders>>
  /** Those who are called so; unknown where the directory cannot be asked by name. */
  named(name: string): Promise<Fact<readonly DirectoryEntry[]>>
  /** Everybody who has this telephone, however it is spelled; unknown where the directory cannot be asked for one. */
  withPhone(number: string): Promise<Fact<readonly DirectoryEntry[]>>
}

/** Where the staff directory is and how it is asked. Secrets stand in the environment, never here. */
export interface DirectoryConfiguration {
  /** A CSV or JSON export. */
  file?: string
  /** IAM Identity Center's identity store, of the account that looks. */
  identityCenter?: { region?: string }
  scim?: { url: string; tokenEnv: string }
  graph?: {
    tenant: string
    clientId?: string
    secretEnv?: string
    /** The variable holds the certificate and its private key, PEM, one after the other. */
    certificateEnv?: string
    azureCli?: boolean
    /** Of a national cloud, or of a test. */
    endpoint?: string
    signIn?: string
  }
  google?: {
    /** The variable holds the service account's key, JSON. */
    keyEnv: string
    /** The administrator on whose behalf it asks. */
    subject: string
    endpoint?: string
    settingsEndpoint?: string
  }
}

/** The teams that mail to root and about spend has to reach. */
export const teamNames = ['serviceDesk', 'accounts', 'security', 'engineering', 'ciso', 'cto'] as const
export type TeamName = (typeof teamNames)[number]

/** Who a team is: the members of a group, whoever has one of the titles, or these addresses. */
export interface TeamRule {
  group?: string
  titles?: string[]
  addresses?: string[]
}

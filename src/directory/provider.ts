import type { AwsAction, DirectoryEntry, Fact, Senders } from '../model/index.ts'

/** The members that stand in a group itself. */
export interface Members {
  entries: readonly DirectoryEntry[]
  /** Set: not all of them could be read, and why. */
  hidden?: { message: string; needs: readonly AwsAction[] }
}

/**
 * What each product has to answer; everything else (nested groups, counting, plus tags, asking once) is done once for all
 * of them. Answers are facts: what could not be read is unknown, with the missing permission, and never empty.
 */
export interface Provider {
  /** In words: `Microsoft Graph`. */
  name: string
  /** Whether its mail system delivers `mia+tag@` to `mia@`, or does so for mailboxes but says nothing of lists. */
  tags: 'same-mailbox' | 'mailboxes-only' | 'not-said'
  /** The entry that has exactly this address, an alias too; undefined: none has. */
  find(address: string): Promise<Fact<DirectoryEntry | undefined>>
  /** The members of a group; nested groups stand among them as entries. */
  membersOf(group: DirectoryEntry): Promise<Fact<Members>>
  /** Who may write to a group, where that is kept. */
  sendersTo?(group: DirectoryEntry): Promise<Fact<Senders>>
  /** Those whose name this is, where it can be asked for. */
  named?(name: string): Promise<Fact<readonly DirectoryEntry[]>>
  /** Those who have this telephone, where all can be compared in a few calls: products that look for one spelling alone do not. */
  withPhone?(number: string): Promise<Fact<readonly DirectoryEntry[]>>
}

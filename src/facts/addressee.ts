import type { Source } from '../aws/index.ts'
import {
  type AwsAction,
  type DirectoryHit,
  type EntryKind,
  type Fact,
  known,
  type Roster,
  unknown,
} from '../model/index.ts'
import { type TeamsSeen, teamsOn } from './teams.ts'
import { type TitleSays, titleSays } from './titles.ts'

/** Who is behind an address, in numbers. */
export interface Behind {
  people: number
  robots: number
  guests: number
  disabled: number
  doubtful: number
  teams: TeamsSeen
  /** What could not be read: there may be more people, and teams, than are seen. */
  hidden: readonly { message: string; needs: readonly AwsAction[] }[]
}

/** What the staff directory says of an address. */
export interface Addressee {
  /** The directory, in words. */
  directory: string
  as: EntryKind | 'nobody'
  by: DirectoryHit['by']
  enabled: boolean | undefined
  title: TitleSays
  /** Absent: nobody has the address, or who is behind it could not be read. */
  behind?: Behind
  /** Why who is behind it could not be read. */
  unseen?: { message: string; needs: readonly AwsAction[] }
}

/** What a fact is where the configuration names no directory: nothing was asked, and nothing is missing. */
export const noDirectory = unknown('unsupported', 'the configuration names no staff directory')

/** Asks the directory about one address: what is kept of the answer are counts. */
export async function addresseeOf(source: Source, address: string): Promise<Fact<Addressee>> {
  const found = await lookUp(source, address)
  return found.state === 'known' ? known(found.value.addressee) : found
}

/** The same, with those who are behind it, for whoever puts several together; they are dropped after that. */
export async function lookUp(
  source: Source,
  address: string,
): Promise<Fact<{ addressee: Addressee; roster?: Roster }>> {
  const { directory } = source
  if (!directory) return noDirectory
  const hit = await directory.find(address)
  if (hit.state !== 'known') return hit
  const base = { directory: directory.name }
  if (!hit.value)
    return known({ addressee: { ...base, as: 'nobody', by: 'own', enabled: undefined, title: 'untold' } })
  const { entry, by } = hit.value
  const addressee: Addressee = {
    ...base,
    as: entry.kind,
    by,
    enabled: entry.enabled,
    title: titleSays(entry.title),
  }
  const roster = await directory.members(entry)
  if (roster.state !== 'known') {
    const unseen = roster.state === 'unknown' ? roster : { message: roster.question, needs: [] }
    return known({ addressee: { ...addressee, unseen: { message: unseen.message, needs: unseen.needs } } })
  }
  const { people, robots, guests, disabled, doubtful, hidden } = roster.value
  const { teams, hidden: more } = await teamsOn(source, directory, roster.value)
  const behind = {
    people: people.length,
    robots,
    guests,
    disabled,
    doubtful,
    teams,
    hidden: [...hidden, ...more],
  }
  return known({ addressee: { ...addressee, behind }, roster: roster.value })
}

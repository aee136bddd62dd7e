import type { DirectoryEntry, Fact, Roster } from '../model/index.ts'
import { known } from '../model/index.ts'
import { addressKey } from './address.ts'
import type { Provider } from './provider.ts'

/** Beyond these a list is not followed, and what is left of it is unknown. */
export const bounds = { members: 50_000, groups: 1_000 }

/**
 * Follows a group through the groups in it, each once, so that circles end. One person is counted once, however many ways
 * lead there. A nested group that cannot be read hides people; where the group itself cannot, nothing is known at all.
 */
export async function rosterOf(
  provider: Provider,
  top: DirectoryEntry,
  declaredRobots: ReadonlySet<string>,
): Promise<Fact<Roster>> {
  const groups = new Set<string>([top.id])
  const others = new Map<string, DirectoryEntry>()
  const hidden: Roster['hidden'][number][] = []
  const queue = top.kind === 'group' ? [top] : []
  if (top.kind !== 'group') others.set(top.id, top)
  for (let group = queue.shift(); group; group = queue.shift()) {
    const members = await provider.membersOf(group)
    if (members.state !== 'known') {
      if (group === top) return members
      hidden.push({
        message: members.state === 'unknown' ? members.message : members.question,
        needs: members.state === 'unknown' ? members.needs : [],
      })
      continue
    }
    if (members.value.hidden) hidden.push(members.value.hidden)
    for (const entry of members.value.entries) {
      if (entry.kind !== 'group') others.set(entry.id, entry)
      else if (!groups.has(entry.id)) {
        groups.add(entry.id)
        queue.push(entry)
      }
    }
    if (others.size > bounds.members || groups.size > bounds.groups) {
      hidden.push({
        message: `the list has more than ${others.size > bounds.members ? `${bounds.members} members` : `${bounds.groups} groups in it`}: not all were looked at`,
        needs: [],
      })
      break
    }
  }
  return known({ ...counted([...others.values()], declaredRobots), groups, hidden })
}

/** Sorts the members of a list: people who are there, and everything that is none. */
function counted(entries: readonly DirectoryEntry[], declaredRobots: ReadonlySet<string>) {
  const people = new Map<string, DirectoryEntry>()
  const gone = new Set<string>()
  const counts = { robots: 0, guests: 0, doubtful: 0 }
  for (const entry of entries) {
    if (entry.kind === 'robot' || isDeclaredRobot(entry, declaredRobots)) counts.robots++
    else if (entry.enabled === false) gone.add(personKey(entry))
    else if (entry.kind === 'guest') counts.guests++
    else if (entry.kind !== 'person' || entry.enabled === undefined) counts.doubtful++
    else if (!people.has(personKey(entry))) people.set(personKey(entry), entry)
  }
  // An old account of somebody who has another one is nobody who has left.
  const disabled = [...gone].filter((key) => !people.has(key)).length
  return { people: [...people.values()], ...counts, disabled }
}

/** What makes two entries one person: the staff number where there is one, else the entry itself. */
export const personKey = (entry: DirectoryEntry): string =>
  entry.person === undefined ? `entry:${entry.id}` : `person:${entry.person}`

export const isDeclaredRobot = (entry: DirectoryEntry, robots: ReadonlySet<string>): boolean =>
  entry.addresses.some((address) => robots.has(addressKey(address)))

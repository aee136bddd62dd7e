import type { Source } from '../aws/index.ts'
import { addressKey, personKey } from '../directory/index.ts'
import { type Directory, type Roster, type TeamName, teamNames, type TeamRule } from '../model/index.ts'
import { hasTitle } from './titles.ts'

/** Whether a team is among those who read something; `undeclared`: the configuration does not say who the team is. */
export type TeamSeen = 'on' | 'off' | 'unknown' | 'undeclared'
export type TeamsSeen = Readonly<Record<TeamName, TeamSeen>>

/** Of each team of the configuration, whether one of its people is on the list. What hides people leaves it unknown. */
export async function teamsOn(source: Pick<Source, 'configuration'>, directory: Directory, roster: Roster) {
  const declared = source.configuration.people?.teams ?? {}
  const hidden: Roster['hidden'][number][] = []
  const teams = Object.fromEntries(
    await Promise.all(
      teamNames.map(async (name): Promise<[TeamName, TeamSeen]> => {
        const rule = declared[name]
        return [name, rule ? await seen(name, rule) : 'undeclared']
      }),
    ),
  ) as Record<TeamName, TeamSeen>
  return { teams, hidden }

  async function seen(name: TeamName, rule: TeamRule): Promise<TeamSeen> {
    const addresses = new Set((rule.addresses ?? []).map(addressKey))
    const members = await membersOf(`people.teams.${name}.group`, rule.group)
    const is = roster.people.some(
      (person) =>
        person.addresses.some((address) => addresses.has(address)) ||
        hasTitle(person.title, rule.titles ?? []) ||
        members.people.has(personKey(person)),
    )
    if (is) return 'on'
    const titlesUntold =
      rule.titles !== undefined && roster.people.some((person) => person.title === undefined)
    if (roster.hidden.length > 0 || roster.doubtful > 0 || members.hidden || titlesUntold) return 'unknown'
    return 'off'
  }

  async function membersOf(field: string, group: string | undefined) {
    if (group === undefined) return { people: new Set<string>(), hidden: false }
    const hide = (part: Roster['hidden'][number]) => {
      hidden.push({ ...part, message: `${field}: ${part.message}` })
      return { people: new Set<string>(), hidden: true }
    }
    const hit = await directory.find(group)
    if (hit.state === 'unknown') return hide(hit)
    if (hit.state !== 'known' || hit.value?.entry.kind !== 'group')
      return hide({ message: `${directory.name} has no such group`, needs: [] })
    const its = await directory.members(hit.value.entry)
    if (its.state === 'unknown') return hide(its)
    if (its.state !== 'known') return hide({ message: 'its members are not known', needs: [] })
    const people = new Set(its.value.people.map(personKey))
    if (its.value.hidden[0]) hide(its.value.hidden[0])
    return { people, hidden: its.value.hidden.length > 0 }
  }
}

/** What a directory says of addresses, for the examples of several controls. */
import type { Addressee, Behind } from '../../facts/addressee.ts'
import type { SpendReaders } from '../../facts/spend-readers.ts'
import { teamNames, type TeamName } from '../../model/index.ts'

export const noTeams = Object.fromEntries(teamNames.map((name) => [name, 'undeclared'])) as Behind['teams']

/** Teams of which each is on the list or not. */
export const teamsSeen = (seen: Partial<Behind['teams']>): Behind['teams'] => ({ ...noTeams, ...seen })

export const allOn = (...names: TeamName[]): Behind['teams'] =>
  teamsSeen(Object.fromEntries(names.map((name) => [name, 'on'])))

/** Those behind a list: two people, unless it is said otherwise. */
export const behindList = (more: Partial<Behind> = {}): Behind => ({
  people: 2,
  robots: 0,
  guests: 0,
  disabled: 0,
  doubtful: 0,
  teams: noTeams,
  hidden: [],
  ...more,
})

const directory = 'Microsoft Graph'

export const aList = (more: Partial<Behind> = {}, by: Addressee['by'] = 'own'): Addressee => ({
  directory,
  as: 'group',
  by,
  enabled: true,
  title: 'untold',
  behind: behindList(more),
})

export const aPerson = (more: Partial<Addressee> = {}): Addressee => ({
  directory,
  as: 'person',
  by: 'own',
  enabled: true,
  title: 'untold',
  behind: behindList({ people: more.enabled === false ? 0 : 1 }),
  ...more,
})

export const nobodyThere: Addressee = {
  directory,
  as: 'nobody',
  by: 'own',
  enabled: undefined,
  title: 'untold',
}

/** A list of which a part cannot be read. */
export const hiddenPart = {
  message: 'the members of a list are hidden: Microsoft Graph wants Member.Read.Hidden',
  needs: [],
}

export const readersOf = (more: Partial<SpendReaders> = {}): SpendReaders => ({
  directory,
  ...behindList(),
  unfound: 0,
  ...more,
})

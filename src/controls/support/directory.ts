/** What the staff directory says, in words, and what of it is sure enough to judge by. */
import type { Addressee, Behind } from '../../facts/addressee.ts'
import type { SpendReaders } from '../../facts/spend-readers.ts'
import type { Fact, TeamName } from '../../model/index.ts'
import { count, list } from './words.ts'

/** False where the address has a plus tag of which nobody says that it is delivered to the mailbox that was found. */
export const isSure = ({ by }: Addressee): boolean => by !== 'tag-unsaid'

/** True for the address of somebody who is there: one person, not a list. */
export const isOnePerson = (seen: Addressee): boolean =>
  isSure(seen) && seen.as === 'person' && seen.enabled === true

/** True where nobody else can be on the list than those who were counted. */
export const isWhole = (behind: Behind): boolean => behind.hidden.length === 0 && behind.doubtful === 0

/** `3 people (2 robots and 1 disabled user not counted)`. */
export function peopleInWords({ people, robots, guests, disabled, doubtful }: Behind): string {
  const others = [
    ...(robots > 0 ? [count(robots, 'robot')] : []),
    ...(guests > 0 ? [count(guests, 'guest')] : []),
    ...(disabled > 0 ? [count(disabled, 'disabled user')] : []),
    ...(doubtful > 0 ? [`${doubtful} of an unknown kind`] : []),
  ]
  const notCounted = others.length > 0 ? ` (${list(others)} not counted)` : ''
  return `${count(people, 'person', 'people')}${notCounted}`
}

const teamWords: Readonly<Record<TeamName, string>> = {
  serviceDesk: 'the service desk',
  accounts: 'accounts',
  security: 'security',
  engineering: 'engineering',
  ciso: 'the CISO',
  cto: 'the CTO',
}

export const teamsInWords = (teams: readonly TeamName[]): string => list(teams.map((team) => teamWords[team]))

/** How the teams stand: all there, some surely not there, or not to be told, with what is missing to tell. */
export function teamsAmong(behind: Pick<Behind, 'teams' | 'hidden'>, wanted: readonly TeamName[]) {
  const those = (seen: Behind['teams'][TeamName]) => wanted.filter((team) => behind.teams[team] === seen)
  const undeclared = those('undeclared')
  const off = those('off')
  const untold =
    undeclared.length > 0
      ? `people.teams does not say who ${teamsInWords(undeclared)} ${undeclared.length === 1 ? 'is' : 'are'}`
      : behind.hidden[0]?.message
  return { all: those('on').length === wanted.length, off, untold }
}

/**
 * What to add to a question where the directory was asked and did not settle it: what it could not read, or that it does
 * not know the address. Empty where no directory is configured.
 */
export function directoryDoubt(fact: Fact<Addressee>): string {
  if (fact.state === 'unknown')
    return fact.why === 'unsupported' ? '' : `. The directory does not tell: ${fact.message}`
  if (fact.state !== 'known') return ''
  const { directory, as, by, enabled, behind, unseen } = fact.value
  if (as === 'nobody') return `. ${directory} does not have it`
  if (by === 'tag-unsaid')
    return `. ${directory} has the address without the plus tag; whether the tagged one is delivered there people.plusTags can say`
  if (as === 'robot') return `. ${directory} has it as a robot's`
  if (as === 'guest') return `. ${directory} has it as a guest's`
  if (as === 'person' && enabled === false) return `. ${directory} has it as a disabled user's`
  if (as !== 'group') return `. What it is ${directory} does not tell`
  const hidden = unseen?.message ?? behind?.hidden[0]?.message
  const seen = behind ? `. ${directory} shows ${peopleInWords(behind)}` : ''
  return hidden === undefined ? seen : `${seen}. Not all could be seen: ${hidden}`
}

/** The same of those who read spend alerts; `untold`: why their teams are not known. Begins with a space. */
export function readersDoubt(fact: Fact<SpendReaders>, untold?: string): string {
  if (fact.state === 'unknown')
    return fact.why === 'unsupported' ? '' : ` The directory does not tell: ${fact.message}.`
  if (fact.state !== 'known') return ''
  const { directory, hidden, unfound } = fact.value
  if (untold !== undefined) return ` ${directory} does not tell: ${untold}.`
  if (hidden[0])
    return ` ${directory} shows ${peopleInWords(fact.value)}; not all could be seen: ${hidden[0].message}.`
  if (unfound > 0)
    return ` ${directory} does not have ${count(unfound, 'of the addresses', 'of the addresses')}.`
  return ''
}

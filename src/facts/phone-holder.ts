import { type Fetcher, observed } from '../aws/index.ts'
import { samePhone } from '../directory/index.ts'
import { type DirectoryEntry, known, type Roster } from '../model/index.ts'
import { noDirectory } from './addressee.ts'
import { primaryContact } from './primary-contact.ts'
import { hasTitle, titleSays } from './titles.ts'

/** Whose the account's phone number is, as far as the directory tells. */
export interface PhoneHolder {
  directory: string
  /** Somebody of the technical teams, an executive, somebody else who works there, or none of those who were looked at. */
  is: 'technical' | 'executive' | 'employee' | 'none'
  /** True: the telephones of everybody in the directory were compared, not only those of teams and executives. */
  everybody?: true
  /** How many people of the technical teams were looked at. */
  compared: number
  hidden: Roster['hidden']
}

/** The teams that administer AWS: their telephones are compared. */
const technical = ['engineering', 'security', 'serviceDesk'] as const

/**
 * Compares the account's phone number with those of the technical teams and of the executives, and of everybody where the
 * directory shows them all, in memory. Of everybody a title tells who is technical (people.teams, titles) or an executive.
 */
export const phoneHolder: Fetcher<PhoneHolder> = {
  name: 'phone-holder',
  reads: primaryContact.reads,
  async collect(source) {
    const { directory } = source
    if (!directory) return noDirectory
    const contact = await source.get(primaryContact)
    if (contact.state !== 'known') return contact
    const number = contact.value.fields.PhoneNumber
    const { teams = {}, executives = [] } = source.configuration.people ?? {}
    const hidden: Roster['hidden'][number][] = []
    const behind = async (field: string, address: string): Promise<readonly DirectoryEntry[]> => {
      const hide = (message: string, needs: Roster['hidden'][number]['needs'] = []) => {
        hidden.push({ message: `${field}: ${message}`, needs })
        return []
      }
      const hit = await directory.find(address)
      if (hit.state !== 'known')
        return hide(
          hit.state === 'unknown' ? hit.message : hit.question,
          hit.state === 'unknown' ? hit.needs : [],
        )
      if (!hit.value) return hide(`${directory.name} does not have it`)
      const roster = await directory.members(hit.value.entry)
      if (roster.state !== 'known')
        return hide(
          roster.state === 'unknown' ? roster.message : roster.question,
          roster.state === 'unknown' ? roster.needs : [],
        )
      for (const part of roster.value.hidden) hide(part.message, part.needs)
      return roster.value.people
    }
    const staff = (
      await Promise.all(
        technical.flatMap((name) => {
          const { group, addresses = [] } = teams[name] ?? {}
          return [...(group === undefined ? [] : [group]), ...addresses].map((a) =>
            behind(`people.teams.${name}`, a),
          )
        }),
      )
    ).flat()
    const bosses = (await Promise.all(executives.map((a) => behind('people.executives', a)))).flat()
    const has = (people: readonly DirectoryEntry[]) =>
      number !== undefined && people.some((p) => p.phones.some((phone) => samePhone(phone, number)))
    const all = number === undefined ? noDirectory : await directory.withPhone(number)
    if (all.state === 'unknown' && all.why !== 'unsupported')
      hidden.push({ message: `the telephones of everybody: ${all.message}`, needs: all.needs })
    const theirs =
      all.state === 'known' ? all.value.filter((one) => one.kind === 'person' && one.enabled !== false) : []
    const titles = technical.flatMap((name) => teams[name]?.titles ?? [])
    const is =
      has(staff) || theirs.some(({ title }) => hasTitle(title, titles))
        ? 'technical'
        : has(bosses) || (theirs.length > 0 && theirs.every(({ title }) => titleSays(title) === 'executive'))
          ? 'executive'
          : theirs.length > 0
            ? 'employee'
            : 'none'
    const everybody = all.state === 'known' ? { everybody: true as const } : {}
    const holder: PhoneHolder = {
      directory: directory.name,
      is,
      ...everybody,
      compared: staff.length,
      hidden,
    }
    return known(holder, [
      ...contact.evidence,
      observed('directory', source.now.toISOString(), {
        directory: directory.name,
        of: 'the phone number of the account',
        is,
        compared: staff.length,
        ...everybody,
        complete: hidden.length === 0,
      }),
    ])
  },
}

import { type Fetcher, observed } from '../aws/index.ts'
import { personKey } from '../directory/index.ts'
import { known, type Roster } from '../model/index.ts'
import { type Behind, lookUp, noDirectory } from './addressee.ts'
import { countsOf } from './addressee-evidence.ts'
import { spendRecipients } from './spend-recipients.ts'
import { teamsOn } from './teams.ts'

/** Who reads spend alerts, all recipients together: one person on two lists is one. */
export interface SpendReaders extends Behind {
  directory: string
  /** Recipients of whom the directory knows nothing for sure. */
  unfound: number
}

/**
 * Asks the directory about the addresses that an alert really reaches. It is the same directory for every account of an
 * organization, which remembers what it was asked: ten thousand members with one list cost one look.
 */
export const spendReaders: Fetcher<SpendReaders> = {
  name: 'spend-readers',
  reads: spendRecipients.reads,
  async collect(source) {
    const { directory } = source
    if (!directory) return noDirectory
    const recipients = await source.get(spendRecipients)
    if (recipients.state !== 'known') return recipients
    const reached = recipients.value.recipients.filter(
      (r) => r.confirmed && !r.filtered && (r.through === 'budget' || r.authenticated === true),
    )
    const looks = await Promise.all(reached.map(({ address }) => lookUp(source, address)))
    const people = new Map<string, Roster['people'][number]>()
    const counts = { robots: 0, guests: 0, disabled: 0, doubtful: 0, unfound: 0 }
    const groups = new Set<string>()
    const hidden: Behind['hidden'][number][] = [...recipients.value.hidden]
    for (const look of looks) {
      if (look.state !== 'known') {
        hidden.push(look.state === 'unknown' ? look : { message: look.question, needs: [] })
        continue
      }
      const { addressee, roster } = look.value
      if (addressee.unseen) hidden.push(addressee.unseen)
      // An address of nobody may be anybody's; whether a tag is delivered to the mailbox is for the mail system to say.
      if (!roster || addressee.by === 'tag-unsaid') {
        if (!addressee.unseen) counts.unfound++
        continue
      }
      for (const person of roster.people) people.set(personKey(person), person)
      for (const kind of ['robots', 'guests', 'disabled', 'doubtful'] as const) counts[kind] += roster[kind]
      for (const group of roster.groups) groups.add(group)
      hidden.push(...roster.hidden)
    }
    const all: Roster = { people: [...people.values()], ...counts, groups, hidden }
    const unsure = counts.unfound > 0 ? [{ message: 'a recipient is not in the directory', needs: [] }] : []
    const { teams, hidden: more } = await teamsOn(source, directory, {
      ...all,
      hidden: [...hidden, ...unsure],
    })
    const readers = {
      directory: directory.name,
      people: people.size,
      ...counts,
      teams,
      hidden: [...hidden, ...more],
    }
    return known(readers, [
      ...recipients.evidence,
      observed('directory', source.now.toISOString(), {
        directory: directory.name,
        of: 'the recipients of spend alerts',
        ...countsOf(readers),
        unfound: counts.unfound,
      }),
    ])
  },
}

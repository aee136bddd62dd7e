/** Which contacts of the account the staff directory shows to be gone, and which it leaves open. */
import type { Addressee } from '../../facts/addressee.ts'
import type { ContactSeen } from '../../facts/contact-addressees.ts'
import type { Configuration } from '../../model/index.ts'
import { isKnownList } from './addresses.ts'
import { isSure, isWhole } from './directory.ts'
import { maskEmail } from './mask.ts'

const shownOf = ({ of, mail }: ContactSeen) => (mail === undefined ? of : `${of} (${maskEmail(mail)})`)

/** Those who have left, and lists that nobody reads any more: each in words. */
export function contactsGone(contacts: readonly ContactSeen[], configuration: Configuration): string[] {
  return contacts.flatMap((contact) => {
    const { address, mail, of, name } = contact
    const seen = address?.state === 'known' && isSure(address.value) ? address.value : undefined
    const listed = mail !== undefined && isKnownList(mail, configuration)
    if (seen && !listed && seen.as === 'person' && seen.enabled === false)
      return [
        `${shownOf(contact)} is a disabled user (${seen.directory}; a shared mailbox belongs into people.lists)`,
      ]
    if (seen && isDeserted(seen))
      return [`${shownOf(contact)} is a list with no person on it (${seen.directory})`]
    return name === 'gone' ? [`the name of ${of} is that of a disabled user`] : []
  })
}

/** A list of which all can be seen, and nobody is there: guests read it too. */
const isDeserted = ({ as, behind }: Addressee): boolean =>
  as === 'group' && behind !== undefined && isWhole(behind) && behind.people + behind.guests === 0

/** Those of whom the directory does not show that they are there: each in words, with what is missing. */
export function contactsUnclear(contacts: readonly ContactSeen[], configuration: Configuration): string[] {
  return contacts.flatMap((contact) => {
    const because = unclear(contact, configuration)
    const said = because === undefined ? [] : [`${shownOf(contact)} ${because}`]
    // Of somebody who is there the name beside it is their own, or one that a person must know.
    const nameIsFine = contact.declared || contact.name === 'there'
    return nameIsFine ? said : [...said, `the name of ${contact.of} is not known to be somebody who is there`]
  })
}

function unclear({ address, mail }: ContactSeen, configuration: Configuration): string | undefined {
  if (address === undefined || (mail !== undefined && isKnownList(mail, configuration))) return undefined
  if (address.state === 'unknown') return `could not be looked up: ${address.message}`
  if (address.state !== 'known') return 'could not be looked up'
  const { as, enabled, behind, unseen } = address.value
  if (as === 'nobody') return 'is nobody in the directory'
  if (!isSure(address.value)) return 'has a plus tag, and nobody says where it is delivered (people.plusTags)'
  if (as === 'person' && enabled === true) return undefined
  if (as === 'group') {
    if (behind && behind.people > 0) return undefined
    return `is a list of which nobody is seen: ${unseen?.message ?? behind?.hidden[0]?.message ?? 'it has guests only'}`
  }
  if (as === 'person') return 'is a user of whom it is not told whether they are there'
  return as === 'unknown' ? 'is something else than a person or a list' : `is a ${as}`
}

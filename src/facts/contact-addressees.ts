import type { Fetcher, Source } from '../aws/index.ts'
import { type Evidence, type Fact, known } from '../model/index.ts'
import { type Addressee, addresseeOf, noDirectory } from './addressee.ts'
import { seenInDirectory } from './addressee-evidence.ts'
import { billingContact, operationsContact, securityContact } from './alternate-contacts.ts'
import { primaryContact } from './primary-contact.ts'
import { rootEmail } from './root-email.ts'

/** One contact of the account, as the directory knows it. */
export interface ContactSeen {
  /** `the billing contact`. */
  of: string
  /** Absent for what has none: the primary contact is a name and a number. */
  address?: Fact<Addressee>
  /** Personal data: for comparing with what the configuration declares, never shown. */
  mail?: string
  /** The name beside it: somebody who is there, somebody who has left, nobody of that name, or not to be told. */
  name: 'there' | 'gone' | 'nobody' | 'untold'
  /** Whether the configuration, or the company's own name, says the name. */
  declared: boolean
}

/** Asks the directory about every contact that is set and can be seen. */
export const contactAddressees: Fetcher<readonly ContactSeen[]> = {
  name: 'contact-addressees',
  reads: [...primaryContact.reads, ...billingContact.reads, ...rootEmail.reads],
  async collect(source) {
    if (!source.directory) return noDirectory
    const { contacts } = source.configuration
    const seen: ContactSeen[] = []
    const email = await source.get(rootEmail)
    if (email.state === 'known') seen.push(await contact('the root user', email.value.address))
    const types = {
      billing: billingContact,
      operations: operationsContact,
      security: securityContact,
    } as const
    for (const [type, of] of Object.entries(types) as [keyof typeof types, typeof billingContact][]) {
      const fact = await source.get(of)
      if (fact.state === 'known' && fact.value.set)
        seen.push(
          await contact(`the ${type} contact`, fact.value.email, fact.value.name, contacts?.[type]?.name),
        )
    }
    const primary = await source.get(primaryContact)
    if (primary.state === 'known') {
      const { FullName, CompanyName } = primary.value.fields
      const company = CompanyName !== undefined && sameText(CompanyName, FullName) ? CompanyName : undefined
      seen.push(
        await contact('the primary contact', undefined, FullName, contacts?.primary?.fullName ?? company),
      )
    }
    const evidence = seen.flatMap(({ of, address }): Evidence[] =>
      address?.state === 'known' ? [seenInDirectory(source, of, address.value)] : [],
    )
    return known(seen, evidence)

    async function contact(of: string, mail?: string, name?: string, said?: string): Promise<ContactSeen> {
      return {
        of,
        ...(mail === undefined ? {} : { mail, address: await addresseeOf(source, mail) }),
        name: name ? await nameSeen(source, name) : 'untold',
        declared: !name || (said !== undefined && sameText(said, name)),
      }
    }
  },
}

/** A name that two people have is one who is there: of which of them it is, nobody can tell. */
async function nameSeen(source: Source, name: string): Promise<ContactSeen['name']> {
  const named = await source.directory!.named(name)
  if (named.state !== 'known') return 'untold'
  const people = named.value.filter((entry) => entry.kind !== 'robot')
  if (people.length === 0) return 'nobody'
  if (people.every((entry) => entry.enabled === false)) return 'gone'
  return people.some((entry) => entry.enabled === true) ? 'there' : 'untold'
}

const sameText = (a: string, b: string | undefined) =>
  a.trim().normalize('NFC').toLowerCase() === b?.trim().normalize('NFC').toLowerCase()

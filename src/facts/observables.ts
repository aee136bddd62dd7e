/** What the references of a plan (`{"$observed": "primaryContact.FullName"}`) stand for: values that no plan holds. */
import type { Fetcher } from '../aws/index.ts'
import { type Json, known, mapFact, valueOf } from '../model/index.ts'
import {
  type AlternateContact,
  billingContact,
  operationsContact,
  securityContact,
} from './alternate-contacts.ts'
import { primaryContact as contact } from './primary-contact.ts'

const primaryContact: Fetcher<Json> = {
  name: 'observed-primary-contact',
  reads: contact.reads,
  collect: async (source) => mapFact(await source.get(contact), ({ fields }) => fields as Json),
}

/** Of each contact that is set, its four fields; one that could not be read is simply not there. */
const alternateContacts: Fetcher<Json> = {
  name: 'observed-alternate-contacts',
  reads: billingContact.reads,
  async collect(source) {
    const types = { billing: billingContact, operations: operationsContact, security: securityContact }
    const found = await Promise.all(
      Object.entries(types).map(async ([type, of]) => [type, valueOf(await source.get(of))] as const),
    )
    const fields = (contact: AlternateContact | undefined): Json | undefined =>
      contact?.set
        ? { name: contact.name, title: contact.title, email: contact.email, phone: contact.phone }
        : undefined
    return known(Object.fromEntries(found.map(([type, seen]) => [type, fields(seen)])) as Json)
  },
}

export const observables = { primaryContact, alternateContacts } as const

import { contactFields, type PrimaryContact } from '../../facts/primary-contact.ts'
import type { Circumstances, Json, Remediation } from '../../model/index.ts'
import { maskPhone } from '../support/mask.ts'
import { asksFor, configured, fromConfiguration, fromObserved, stepsOf } from './steps.ts'

/** How the configuration calls AWS's fields. */
const declared = {
  FullName: 'fullName',
  CompanyName: 'companyName',
  AddressLine1: 'addressLine1',
  AddressLine2: 'addressLine2',
  AddressLine3: 'addressLine3',
  City: 'city',
  StateOrRegion: 'stateOrRegion',
  DistrictOrCounty: 'districtOrCounty',
  PostalCode: 'postalCode',
  CountryCode: 'countryCode',
  PhoneNumber: 'phone',
  WebsiteUrl: 'websiteUrl',
} as const

/** AWS refuses a contact without these (Account Management API reference, ContactInformation). */
const required = ['FullName', 'AddressLine1', 'City', 'PostalCode', 'CountryCode', 'PhoneNumber'] as const

/**
 * Sets the phone number, and any other declared field, of the primary contact. The call replaces the whole structure, so
 * every field that is not declared is carried over as it is.
 */
export function setPrimaryContact(
  control: string,
  { fields }: PrimaryContact,
  { subject, configuration }: Circumstances,
): Remediation {
  const at = (field: (typeof contactFields)[number]) => `contacts.primary.${declared[field]}`
  const isDeclared = (field: (typeof contactFields)[number]) =>
    configured(configuration, at(field)) !== undefined
  const asks = asksFor(
    configuration,
    Object.fromEntries(
      required
        .filter((field) => field === 'PhoneNumber' || fields[field] === undefined)
        .map((field) => [
          at(field),
          field === 'PhoneNumber'
            ? 'Which phone number, with country code, should AWS call about this account?'
            : `What is the ${declared[field]} of the account's contact?`,
        ]),
    ),
  )
  const wanted = configured(configuration, at('PhoneNumber')) as string | undefined
  const same = (a = '', b = '') => a.replace(/[^\d+]/g, '') === b.replace(/[^\d+]/g, '')
  if (asks.length > 0 || wanted === undefined || same(wanted, fields.PhoneNumber)) {
    const again = {
      setting: at('PhoneNumber'),
      question: 'Which other phone number, with country code, should AWS call about this account?',
    }
    return { basis: fields, asks: asks.length > 0 ? asks : [again] }
  }
  const present = contactFields.filter((field) => isDeclared(field) || fields[field] !== undefined)
  const contact = Object.fromEntries(
    present.map((field): [string, Json] => [
      field,
      isDeclared(field) ? fromConfiguration(at(field)) : fromObserved(`primaryContact.${field}`),
    ]),
  )
  const before = Object.fromEntries(
    contactFields
      .filter((f) => fields[f] !== undefined)
      .map((f): [string, Json] => [f, fromObserved(`primaryContact.${f}`)]),
  )
  const step = stepsOf(control, subject.id)
  return {
    basis: fields,
    steps: [
      step({
        action: 'account:PutContactInformation',
        input: { ContactInformation: contact },
        does: `phone number: ${fields.PhoneNumber ? maskPhone(fields.PhoneNumber) : 'none'} becomes ${maskPhone(wanted)}; all other fields stay`,
        ...(fields.PhoneNumber
          ? {
              undo: {
                action: 'account:PutContactInformation' as const,
                input: { ContactInformation: before },
              },
            }
          : {}),
      }),
    ],
  }
}

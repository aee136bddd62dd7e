import { type ContactField, contactFields, type PrimaryContact } from '../../facts/primary-contact.ts'
import type { Ask, Circumstances, Grant, Json, Remediation, Step } from '../../model/index.ts'
import { maskPhone } from '../support/mask.ts'
import { called, memberNamed } from './from-outside.ts'
import { codeSteps, phoneCodeWrites } from './phone-code.ts'
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
 * The account of the caller and no member of its organization, which would be `account/o-.../...` (Account Management
 * reference guide, "API modes of operation").
 */
export const ownContacts = ['arn:aws:account::*:account'] as const

export const primaryContactWrites: readonly Grant[] = [
  { actions: ['account:PutContactInformation'], resources: ownContacts },
  ...phoneCodeWrites,
]

const at = (field: ContactField) => `contacts.primary.${declared[field]}`
const wanted = (field: ContactField, { configuration }: Circumstances) =>
  configured(configuration, at(field)) as string | undefined

/** Numbers are the same however they are spelled; everything else is text. */
function isAsDeclared(field: ContactField, now: string | undefined, want: string): boolean {
  const digits = (text = '') => text.replace(/[^\d+]/g, '')
  return field === 'PhoneNumber' ? digits(now) === digits(want) : now === want.trim()
}

/** The fields that the configuration declares otherwise than they are. */
export function declaredOtherwise({ fields }: PrimaryContact, circumstances: Circumstances): ContactField[] {
  return contactFields.filter((field) => {
    const want = wanted(field, circumstances)
    return want !== undefined && !isAsDeclared(field, fields[field], want)
  })
}

/** Asks for the fields without which AWS takes no contact, where they are neither there nor declared. */
export function asksForContact({ fields }: PrimaryContact, { configuration }: Circumstances): Ask[] {
  return asksFor(
    configuration,
    Object.fromEntries(
      required
        .filter((field) => field !== 'PhoneNumber' && fields[field] === undefined)
        .map((field) => [at(field), `What is the ${declared[field]} of the account's contact?`]),
    ),
  )
}

/**
 * The call that brings the primary contact to what is declared; none where it is so already. A number that is new was
 * verified by nobody yet, so the calls that prove it follow.
 */
export function primaryContactSteps(
  contact: PrimaryContact,
  circumstances: Circumstances,
  step: ReturnType<typeof stepsOf>,
): Step[] {
  const change = changeOf(contact, circumstances, step)
  if (!change) return []
  const newNumber = declaredOtherwise(contact, circumstances).includes('PhoneNumber')
  // A company's one number would get a code for each of its accounts.
  const proven = newNumber && contact.verification !== 'NOT_SUPPORTED' && !circumstances.central
  return [change, ...(proven ? codeSteps(maskPhone(wanted('PhoneNumber', circumstances)!), step) : [])]
}

/** The call replaces the whole structure, so every field that is not declared is carried over as it is. */
function changeOf(
  { fields }: PrimaryContact,
  circumstances: Circumstances,
  step: ReturnType<typeof stepsOf>,
): Step | undefined {
  const changing = declaredOtherwise({ fields }, circumstances)
  const contactWithout = asksForContact({ fields }, circumstances).length > 0
  const phoneless = fields.PhoneNumber === undefined && wanted('PhoneNumber', circumstances) === undefined
  if (changing.length === 0 || contactWithout || phoneless) return undefined
  const isDeclared = (field: ContactField) => wanted(field, circumstances) !== undefined
  const present = contactFields.filter((field) => isDeclared(field) || fields[field] !== undefined)
  const contact = present.map((field): [string, Json] => [
    field,
    isDeclared(field) ? fromConfiguration(at(field)) : fromObserved(`primaryContact.${field}`),
  ])
  const before = contactFields
    .filter((f) => fields[f] !== undefined)
    .map((f): [string, Json] => [f, fromObserved(`primaryContact.${f}`)])
  // Other fields are named, not told: names and addresses have no place in a plan.
  const others = changing.filter((field) => field !== 'PhoneNumber').map((field) => declared[field])
  const phone = changing.includes('PhoneNumber')
    ? phoneInWords(fields.PhoneNumber, wanted('PhoneNumber', circumstances)!)
    : undefined
  const does = [
    ...(phone ? [phone] : []),
    ...(others.length > 0 ? [`contact fields as declared: ${others.join(', ')}`] : []),
    'all other fields stay',
  ].join('; ')
  // AWS takes no contact back; an account that had none keeps the one it got.
  const whole = required.every((field) => fields[field] !== undefined)
  return step({
    action: 'account:PutContactInformation',
    input: { ...memberNamed(circumstances), ContactInformation: Object.fromEntries(contact) },
    does: called(does, circumstances),
    ...(whole
      ? {
          undo: {
            action: 'account:PutContactInformation' as const,
            input: { ...memberNamed(circumstances), ContactInformation: Object.fromEntries(before) },
            // An old number may belong to somebody else by then.
            ...(phone ? { weakens: true as const } : {}),
          },
        }
      : {}),
  })
}

/** What is masked may look the same, and is another number all the same. */
function phoneInWords(now: string | undefined, want: string): string {
  const [before, after] = [now ? maskPhone(now) : 'none', maskPhone(want)]
  return `phone number: ${before} becomes ${after}${before === after ? ', another one' : ''}`
}

/**
 * Another phone number, proven by a code, with everything else that is declared. Asks for the number where none is declared, or only the
 * one that fails, and for the fields without which AWS takes no contact.
 */
export function setPrimaryContact(
  control: string,
  contact: PrimaryContact,
  circumstances: Circumstances,
): Remediation {
  const { fields } = contact
  const asks = [
    ...asksFor(circumstances.configuration, {
      [at('PhoneNumber')]: 'Which phone number, with country code, should AWS call about this account?',
    }),
    ...asksForContact(contact, circumstances),
  ]
  if (asks.length > 0) return { basis: fields, asks }
  if (!declaredOtherwise(contact, circumstances).includes('PhoneNumber')) {
    const question = 'Which other phone number, with country code, should AWS call about this account?'
    return { basis: fields, asks: [{ setting: at('PhoneNumber'), question }] }
  }
  const step = stepsOf(control, circumstances.subject.id)
  return { basis: fields, steps: primaryContactSteps(contact, circumstances, step) }
}

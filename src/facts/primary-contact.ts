import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { refused } from './managed-by-aws.ts'
import { maskPhone } from './mask.ts'

export const contactFields = [
  'FullName',
  'CompanyName',
  'AddressLine1',
  'AddressLine2',
  'AddressLine3',
  'City',
  'StateOrRegion',
  'DistrictOrCounty',
  'PostalCode',
  'CountryCode',
  'PhoneNumber',
  'WebsiteUrl',
] as const
export type ContactField = (typeof contactFields)[number]

/** What AWS knows of the number on file: whether a code that it sent was typed back. It carries no date. */
export type PhoneVerification = 'PENDING' | 'VERIFIED' | 'UNVERIFIED' | 'NOT_SUPPORTED'

export interface PrimaryContact {
  /** The fields that are set; none where the account has no contact. All of them are personal data. */
  fields: Readonly<Partial<Record<ContactField, string>>>
  /** Absent where AWS does not say. */
  verification?: PhoneVerification
}

const verifications: readonly string[] = [
  'PENDING',
  'VERIFIED',
  'UNVERIFIED',
  'NOT_SUPPORTED',
] satisfies PhoneVerification[]

/**
 * The account's own contact: the phone number that AWS calls when root has lost its MFA is here. Asked without an
 * AccountId: an account that names itself is refused (Account Management reference guide, "API modes of operation").
 * ResourceNotFoundException is in the operation's list of errors; that it means "no contact" is assumed.
 */
export const primaryContact: Fetcher<PrimaryContact> = {
  name: 'primary-contact',
  reads: ['account:GetContactInformation'],
  async collect(source) {
    const answer = await source.call('account:GetContactInformation', {})
    if (!answer.ok) {
      if (answer.code !== 'ResourceNotFoundException')
        return refused(source, answer, 'its contact information')
      return known({ fields: {} }, [
        observed('account:GetContactInformation', answer.at, { contactSet: false }),
      ])
    }
    const { ContactInformation, VerificationStatus: status } = answer.output
    if (!ContactInformation)
      return unknown('failed', 'account:GetContactInformation answered without a contact')
    const contact: Partial<Record<ContactField, string>> = ContactInformation
    const fields: Partial<Record<ContactField, string>> = {}
    for (const name of contactFields) {
      const text = contact[name]?.trim()
      if (text) fields[name] = text
    }
    const verification = status && verifications.includes(status) ? status : undefined
    return known({ fields, ...(verification ? { verification } : {}) }, [
      observed('account:GetContactInformation', answer.at, {
        fields: Object.keys(fields),
        country: fields.CountryCode,
        phone: fields.PhoneNumber === undefined ? undefined : maskPhone(fields.PhoneNumber),
        verification: status,
      }),
    ])
  },
}

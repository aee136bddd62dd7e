import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import { refused } from './managed-by-aws.ts'
import { maskEmail, maskPhone } from './mask.ts'

/** One alternate contact; AWS requires every field of one that is set. */
export type AlternateContact = { set: false } | ({ set: true } & AlternateContactDetails)

export interface AlternateContactDetails {
  name: string
  title: string
  email: string
  phone: string
}

export type AlternateContactType = 'BILLING' | 'OPERATIONS' | 'SECURITY'

/**
 * One collector for each type, since there is no list operation and one may be denied (condition key
 * `account:AlternateContactTypes`) while another is enough to fail. ResourceNotFoundException is an answer: no contact
 * of that type is set (Account Management API reference, GetAlternateContact).
 */
const alternateContact = (type: AlternateContactType): Fetcher<AlternateContact> => ({
  name: `alternate-contact-${type.toLowerCase()}`,
  reads: ['account:GetAlternateContact'],
  async collect(source) {
    const answer = await source.call('account:GetAlternateContact', { AlternateContactType: type })
    if (!answer.ok) {
      if (answer.code !== 'ResourceNotFoundException')
        return refused(source, answer, 'its alternate contacts')
      return known({ set: false }, [observed('account:GetAlternateContact', answer.at, { type, set: false })])
    }
    const contact = answer.output.AlternateContact
    if (!contact) return unknown('failed', 'account:GetAlternateContact answered without a contact')
    const details = {
      name: contact.Name?.trim() ?? '',
      title: contact.Title?.trim() ?? '',
      email: contact.EmailAddress?.trim() ?? '',
      phone: contact.PhoneNumber?.trim() ?? '',
    }
    return known({ set: true, ...details }, [
      observed('account:GetAlternateContact', answer.at, {
        type,
        set: true,
        email: maskEmail(details.email),
        phone: maskPhone(details.phone),
      }),
    ])
  },
})

export const billingContact = alternateContact('BILLING')
export const operationsContact = alternateContact('OPERATIONS')
export const securityContact = alternateContact('SECURITY')

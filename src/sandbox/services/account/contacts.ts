/** Primary and alternate contacts, and the verification of the phone number. */
import type * as sdk from '@aws-sdk/client-account'
import { AwsError, type Call, type Handlers } from '../../service.ts'
import { violations, type Rule } from '../../validate.ts'
import type { Account } from '../../world.ts'
import { targetOf } from './target.ts'

/** Limits and patterns of the ContactInformation and PutAlternateContact API reference. */
const CONTACT: Record<string, Rule> = {
  FullName: { min: 1, max: 50 },
  AddressLine1: { min: 1, max: 60 },
  AddressLine2: { min: 1, max: 60, optional: true },
  AddressLine3: { min: 1, max: 60, optional: true },
  City: { min: 1, max: 50 },
  StateOrRegion: { min: 1, max: 50, optional: true },
  DistrictOrCounty: { min: 1, max: 50, optional: true },
  PostalCode: { min: 1, max: 20 },
  CountryCode: { min: 2, max: 2 },
  PhoneNumber: { min: 1, max: 20, pattern: /[+][\s0-9()-]+/ },
  CompanyName: { min: 1, max: 50, optional: true },
  WebsiteUrl: { min: 1, max: 256, optional: true },
}
const ALTERNATE: Record<string, Rule> = {
  AlternateContactType: { values: ['BILLING', 'OPERATIONS', 'SECURITY'] },
  Name: { min: 1, max: 64 },
  Title: { min: 1, max: 50 },
  EmailAddress: { min: 1, max: 254, pattern: /[\s]*[\w+=.#|!&-]+@[\w.-]+\.[\w]+[\s]*/ },
  PhoneNumber: { min: 1, max: 25, pattern: /[\s0-9()+-]+/ },
}
/** Countries for which StateOrRegion is required (ContactInformation API reference). */
const WITH_STATE = ['US', 'CA', 'GB', 'DE', 'JP', 'IN', 'BR']

export function check(input: object, rules: Record<string, Rule>): void {
  const found = violations(input, rules)
  if (!found.length) return
  throw new AwsError('ValidationException', 'One or more fields failed validation.', 400, {
    reason: 'fieldValidationFailed',
    fieldList: found.map((f) => ({
      name: f.field.charAt(0).toLowerCase() + f.field.slice(1),
      message: f.message,
    })),
  })
}

const none = (what: string): AwsError => new AwsError('ResourceNotFoundException', what, 404)

/** A one-time code, six letters or digits, sent to a person; the world keeps what was sent. */
export function sendCode(
  call: Call,
  account: Account,
  channel: 'sms' | 'email',
  to: string,
  subject: string,
): string {
  const code = call.id('', 6)
  const { world } = call
  world.messages = [
    ...(world.messages ?? []),
    {
      at: call.now.toISOString(),
      account: account.id,
      channel,
      to,
      subject,
      body: `Your code is ${code}.`,
      code,
    },
  ]
  return code
}

function contactOf(account: Account): NonNullable<Account['contact']> {
  if (!account.contact) throw none('No contact information was found for the account.')
  return account.contact
}

export const contacts: Handlers<typeof sdk> = {
  GetContactInformation(input, call) {
    const { verificationStatus, ...ContactInformation } = contactOf(targetOf(call, input.AccountId))
    return { ContactInformation, VerificationStatus: verificationStatus }
  },

  // Put replaces the whole structure. A changed number is no longer a verified one (assumed).
  PutContactInformation(input, call) {
    const account = targetOf(call, input.AccountId)
    check(input, { ContactInformation: {} })
    const given = input.ContactInformation as unknown as Record<string, string | undefined>
    const state: Record<string, Rule> = WITH_STATE.includes(given.CountryCode ?? '')
      ? { StateOrRegion: { min: 1, max: 50 } }
      : {}
    check(given, { ...CONTACT, ...state })
    const before = account.contact
    const fields = Object.keys(CONTACT).flatMap((f) => (given[f] === undefined ? [] : [[f, given[f]]]))
    const same = before !== undefined && before.PhoneNumber === given.PhoneNumber
    account.contact = {
      ...(Object.fromEntries(fields) as Omit<NonNullable<Account['contact']>, 'verificationStatus'>),
      verificationStatus: same ? before.verificationStatus : 'UNVERIFIED',
    }
  },

  // A second request sends a second code; the first no longer counts (assumed).
  SendPhoneNumberVerification(input, call) {
    const account = targetOf(call, input.AccountId)
    const contact = contactOf(account)
    if (contact.verificationStatus === 'NOT_SUPPORTED') {
      throw new AwsError(
        'ValidationException',
        'Phone number verification is not available for this account.',
      )
    }
    const otp = sendCode(call, account, 'sms', contact.PhoneNumber, 'Verify your phone number')
    account.phoneVerification = { number: contact.PhoneNumber, otp, sent: call.now.toISOString() }
    contact.verificationStatus = 'PENDING'
    return { Status: 'PENDING' }
  },

  // "If the number changed in between" is a conflict (VerifyPhoneNumber API reference).
  VerifyPhoneNumber(input, call) {
    const account = targetOf(call, input.AccountId)
    check(input, { Otp: { min: 1 } })
    const contact = contactOf(account)
    const pending = account.phoneVerification
    if (!pending) throw none('No phone number verification is in progress.')
    if (pending.number !== contact.PhoneNumber) {
      throw new AwsError('ConflictException', 'The phone number changed after the passcode was sent.', 409)
    }
    if (input.Otp !== pending.otp) throw new AwsError('ValidationException', 'The passcode is incorrect.')
    delete account.phoneVerification
    contact.verificationStatus = 'VERIFIED'
    return { Status: 'VERIFIED' }
  },

  GetAlternateContact(input, call) {
    const account = targetOf(call, input.AccountId, true)
    check(input, { AlternateContactType: ALTERNATE.AlternateContactType! })
    const type = input.AlternateContactType!
    const contact = account.alternateContacts[type]
    if (!contact) throw none('No contact of the inputted alternate contact type found.')
    return { AlternateContact: { ...contact, AlternateContactType: type } }
  },

  PutAlternateContact(input, call) {
    const account = targetOf(call, input.AccountId, true)
    check(input, ALTERNATE)
    const { Name, Title, EmailAddress, PhoneNumber } = input as unknown as Record<string, string>
    account.alternateContacts[input.AlternateContactType!] = {
      Name: Name!,
      Title: Title!,
      EmailAddress: EmailAddress!.trim(),
      PhoneNumber: PhoneNumber!.trim(),
    }
  },

  DeleteAlternateContact(input, call) {
    const account = targetOf(call, input.AccountId, true)
    check(input, { AlternateContactType: ALTERNATE.AlternateContactType! })
    const type = input.AlternateContactType!
    if (!account.alternateContacts[type])
      throw none('No contact of the inputted alternate contact type found.')
    delete account.alternateContacts[type]
  },
}

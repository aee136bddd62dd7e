import type { PrimaryContact } from '../../facts/primary-contact.ts'
import type { Circumstances, Grant, Remediation } from '../../model/index.ts'
import { maskPhone } from '../support/mask.ts'
import {
  asksForContact,
  declaredOtherwise,
  primaryContactStep,
  primaryContactWrites,
} from './primary-contact.ts'
import { configured, stepsOf } from './steps.ts'

export const phoneCodeWrites: readonly Grant[] = [
  ...primaryContactWrites,
  { actions: ['account:SendPhoneNumberVerification', 'account:VerifyPhoneNumber'] },
]

/**
 * Has AWS send a code to the number, and the code typed back: that proves that the number reaches somebody. A number that
 * is declared otherwise is changed first. A code that was sent already is waited for: another one would make it worthless.
 */
export function proveThePhone(
  control: string,
  contact: PrimaryContact,
  circumstances: Circumstances,
): Remediation {
  const { fields, verification } = contact
  const basis = { fields, verification }
  const other = declaredOtherwise(contact, circumstances).includes('PhoneNumber')
  const number = other
    ? (configured(circumstances.configuration, 'contacts.primary.phone') as string)
    : fields.PhoneNumber
  if (number === undefined) return { basis, waiting: ['the number that contact-phone-is-valid sets'] }
  const step = stepsOf(control, circumstances.subject.id)
  const change = primaryContactStep(contact, circumstances, step)
  const shown = maskPhone(number)
  if (other && !change) return { basis, asks: asksForContact(contact, circumstances) }
  if (verification === 'NOT_SUPPORTED') return { basis, ...(change ? { steps: [change] } : {}) }
  if (!other && verification === 'VERIFIED') return { basis }
  if (!other && verification === 'PENDING')
    return {
      basis,
      waiting: [
        `the code that AWS sent to ${shown}: type it with neverroot apply --resume, or on the account page`,
      ],
    }
  return {
    basis,
    steps: [
      ...(change ? [change] : []),
      step({
        action: 'account:SendPhoneNumberVerification',
        input: {},
        does: `AWS sends a code to ${shown} by text message`,
      }),
      step({
        action: 'account:VerifyPhoneNumber',
        input: { Otp: { $secret: 'code' } },
        does: `the code that was sent to ${shown} is typed back`,
      }),
    ],
  }
}

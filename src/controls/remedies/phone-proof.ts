import type { PrimaryContact } from '../../facts/primary-contact.ts'
import type { Circumstances, Remediation } from '../../model/index.ts'
import { maskPhone } from '../support/mask.ts'
import { codeSteps } from './phone-code.ts'
import { asksForContact, declaredOtherwise, primaryContactSteps } from './primary-contact.ts'
import { stepsOf } from './steps.ts'

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
  const step = stepsOf(control, circumstances.subject.id)
  if (declaredOtherwise(contact, circumstances).includes('PhoneNumber')) {
    const steps = primaryContactSteps(contact, circumstances, step)
    return steps.length > 0 ? { basis, steps } : { basis, asks: asksForContact(contact, circumstances) }
  }
  if (fields.PhoneNumber === undefined)
    return { basis, waiting: ['the number that contact-phone-is-valid sets'] }
  const shown = maskPhone(fields.PhoneNumber)
  switch (verification) {
    case 'VERIFIED':
    case 'NOT_SUPPORTED':
      return { basis }
    case 'PENDING':
      return {
        basis,
        waiting: [
          `the code that AWS sent to ${shown}: type it with neverroot apply --resume, or on the account page`,
        ],
      }
    default:
      return { basis, steps: codeSteps(shown, step) }
  }
}

import type { AlternateContact } from '../../facts/alternate-contacts.ts'
import type { PrimaryContact } from '../../facts/primary-contact.ts'
import { type Circumstances, type Fact, type Grant, type Remediation, valueOf } from '../../model/index.ts'
import { alternateTypes, type AlternateType } from '../support/contacts.ts'
import { alternateContactSteps, alternateContactWrites } from './alternate-contacts.ts'
import {
  asksForContact,
  declaredOtherwise,
  primaryContactSteps,
  primaryContactWrites,
} from './primary-contact.ts'
import { stepsOf } from './steps.ts'

export const declaredContactWrites: readonly Grant[] = [...primaryContactWrites, ...alternateContactWrites]

/**
 * Brings every contact that the configuration declares to what it declares. What it does not declare is left to people:
 * only they know whose name is right.
 */
export function setDeclaredContacts(
  control: string,
  contact: Fact<PrimaryContact>,
  alternates: Readonly<Record<AlternateType, Fact<AlternateContact>>> | undefined,
  circumstances: Circumstances,
): Remediation {
  const primary = valueOf(contact)
  const step = stepsOf(control, circumstances.subject.id)
  const changes = primary ? primaryContactSteps(primary, circumstances, step) : []
  const incomplete =
    primary && declaredOtherwise(primary, circumstances).length > 0
      ? asksForContact(primary, circumstances)
      : []
  return {
    basis: {
      fields: primary?.fields,
      ...(alternates
        ? Object.fromEntries(alternateTypes.map((type) => [type, valueOf(alternates[type])]))
        : {}),
    },
    asks: incomplete,
    steps: [
      ...changes,
      ...(alternates ? alternateContactSteps(alternateTypes, alternates, circumstances, step) : []),
    ],
  }
}

import type { AlternateContact } from '../../facts/alternate-contacts.ts'
import { type Circumstances, type Fact, type Remediation, type Step, valueOf } from '../../model/index.ts'
import { maskEmail } from '../support/mask.ts'
import { alternateTypes, type AlternateType } from '../support/contacts.ts'
import { asksFor, configured, fromConfiguration, fromObserved, stepsOf } from './steps.ts'

/** AWS demands all four (Account Management API reference, PutAlternateContact). */
const fields = { name: 'Name', title: 'Title', email: 'EmailAddress', phone: 'PhoneNumber' } as const

/**
 * Sets the alternate contacts of these types to what the configuration declares. A contact that stands already is
 * brought back by undo; one that was not there is taken away again.
 */
export function setAlternateContacts(
  control: string,
  types: readonly AlternateType[],
  facts: Readonly<Record<AlternateType, Fact<AlternateContact>>>,
  { subject, configuration }: Circumstances,
): Remediation {
  const step = stepsOf(control, subject.id)
  const steps: Step[] = []
  const questions: Record<string, string> = {}
  for (const type of alternateTypes.filter((t) => types.includes(t))) {
    const now = valueOf(facts[type])
    if (now === undefined) continue
    const base = `contacts.${type}`
    const whole = Object.keys(fields).every(
      (field) => configured(configuration, `${base}.${field}`) !== undefined,
    )
    if (!whole) {
      for (const field of Object.keys(fields))
        questions[`${base}.${field}`] = `Which ${field} should the ${type} contact have?`
      continue
    }
    const address = configured(configuration, `${base}.email`) as string
    if (now.set && now.email.toLowerCase() === address.toLowerCase()) continue
    const kind = type.toUpperCase()
    const from = now.set ? maskEmail(now.email) : 'none'
    steps.push(
      step({
        action: 'account:PutAlternateContact',
        input: {
          AlternateContactType: kind,
          ...Object.fromEntries(
            Object.entries(fields).map(([ours, aws]) => [aws, fromConfiguration(`${base}.${ours}`)]),
          ),
        },
        does: `${type} contact: ${from} becomes ${maskEmail(address)}`,
        undo: now.set
          ? {
              action: 'account:PutAlternateContact',
              input: {
                AlternateContactType: kind,
                ...Object.fromEntries(
                  Object.entries(fields).map(([ours, aws]) => [
                    aws,
                    fromObserved(`alternateContacts.${type}.${ours}`),
                  ]),
                ),
              },
            }
          : { action: 'account:DeleteAlternateContact', input: { AlternateContactType: kind } },
      }),
    )
  }
  return {
    basis: Object.fromEntries(alternateTypes.map((type) => [type, valueOf(facts[type])])),
    steps,
    asks: asksFor(configuration, questions),
  }
}

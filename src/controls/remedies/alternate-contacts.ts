import type { AlternateContact } from '../../facts/alternate-contacts.ts'
import {
  type Circumstances,
  type Configuration,
  type Fact,
  type Grant,
  type Json,
  type Remediation,
  type Step,
  valueOf,
} from '../../model/index.ts'
import { alternateTypes, type AlternateType } from '../support/contacts.ts'
import { maskEmail } from '../support/mask.ts'
import { called, memberNamed } from './from-outside.ts'
import { ownContacts } from './primary-contact.ts'
import { asksFor, configured, fromConfiguration, fromObserved, stepsOf } from './steps.ts'

/** AWS demands all four (Account Management API reference, PutAlternateContact). */
const fields = { name: 'Name', title: 'Title', email: 'EmailAddress', phone: 'PhoneNumber' } as const
type Field = keyof typeof fields

export const alternateContactWrites: readonly Grant[] = [
  { actions: ['account:PutAlternateContact', 'account:DeleteAlternateContact'], resources: ownContacts },
]

/** The contact that the configuration declares; undefined unless it declares all of it. */
function declaredContact(
  configuration: Configuration,
  type: AlternateType,
): Record<Field, string> | undefined {
  const found = (Object.keys(fields) as Field[]).map((field) => [
    field,
    configured(configuration, `contacts.${type}.${field}`),
  ])
  return found.every(([, value]) => value !== undefined)
    ? (Object.fromEntries(found) as Record<Field, string>)
    : undefined
}

const isSame = (now: AlternateContact, want: Record<Field, string>): boolean =>
  now.set &&
  now.email.toLowerCase() === want.email.toLowerCase() &&
  now.phone.replace(/[^\d+]/g, '') === want.phone.replace(/[^\d+]/g, '') &&
  now.name === want.name.trim() &&
  now.title === want.title.trim()

/** One call for each of these types that is declared otherwise than it is. */
export function alternateContactSteps(
  types: readonly AlternateType[],
  facts: Readonly<Record<AlternateType, Fact<AlternateContact>>>,
  circumstances: Circumstances,
  step: ReturnType<typeof stepsOf>,
): Step[] {
  const { configuration } = circumstances
  return alternateTypes
    .filter((t) => types.includes(t))
    .flatMap((type): Step[] => {
      const now = valueOf(facts[type])
      const want = declaredContact(configuration, type)
      if (now === undefined || want === undefined || isSame(now, want)) return []
      const kind = type.toUpperCase()
      const from = (where: (field: Field) => Json): Record<string, Json> => ({
        ...memberNamed(circumstances),
        AlternateContactType: kind,
        ...Object.fromEntries((Object.keys(fields) as Field[]).map((field) => [fields[field], where(field)])),
      })
      const old = now.set ? maskEmail(now.email) : 'none'
      const same = now.set && now.email.toLowerCase() === want.email.toLowerCase()
      return [
        step({
          action: 'account:PutAlternateContact',
          input: from((field) => fromConfiguration(`contacts.${type}.${field}`)),
          does: called(
            same
              ? `${type} contact: ${old} stays, name, title and phone as declared`
              : `${type} contact: ${old} becomes ${maskEmail(want.email)}`,
            circumstances,
          ),
          undo: now.set
            ? {
                action: 'account:PutAlternateContact',
                input: from((field) => fromObserved(`alternateContacts.${type}.${field}`)),
                // What stood there may be an address or a number that nobody answers any more.
                weakens: true,
              }
            : {
                action: 'account:DeleteAlternateContact',
                input: { ...memberNamed(circumstances), AlternateContactType: kind },
                weakens: true,
              },
        }),
      ]
    })
}

const named: Readonly<Record<string, string>> = { email: 'e-mail address', phone: 'phone number' }

/**
 * Sets the alternate contacts of these types to what the configuration declares, and asks for what it does not. A contact
 * that stands already is brought back by undo; one that was not there is taken away again.
 */
export function setAlternateContacts(
  control: string,
  types: readonly AlternateType[],
  facts: Readonly<Record<AlternateType, Fact<AlternateContact>>>,
  circumstances: Circumstances,
): Remediation {
  const { subject, configuration } = circumstances
  const questions = types
    .filter((type) => valueOf(facts[type]) !== undefined && !declaredContact(configuration, type))
    .flatMap((type) =>
      Object.keys(fields).map((field) => [
        `contacts.${type}.${field}`,
        `Which ${named[field] ?? field} should the ${type} contact have?`,
      ]),
    )
  return {
    basis: Object.fromEntries(alternateTypes.map((type) => [type, valueOf(facts[type])])),
    steps: alternateContactSteps(types, facts, circumstances, stepsOf(control, subject.id)),
    asks: asksFor(configuration, Object.fromEntries(questions) as Record<string, string>),
  }
}

/** What the controls about the account's details share. */
import type { AlternateContact, AlternateContactDetails } from '../../facts/alternate-contacts.ts'
import type { RootEmail } from '../../facts/root-email.ts'
import type { TrailEvent } from '../../facts/event-history.ts'
import { cannotTell, type Fact, type Unattested, type Unknown, type Verdict } from '../../model/index.ts'
import { unsaid } from './said.ts'

/** The console's page of account details; contacts, phone and IAM access to billing are all on it. */
export const accountPage = 'https://console.aws.amazon.com/billing/home#/account'

const reference = (page: string) => `https://docs.aws.amazon.com/accounts/latest/reference/${page}.html`
export const primaryContactGuide = reference('manage-acct-update-contact-primary')
export const alternateContactGuide = reference('manage-acct-update-contact-alternate')
export const rootEmailGuide = reference('manage-acct-update-root-user-email')

/** "Contact details current" in the standards that have it. */
export const contactsAreCurrent = {
  'CIS 5.0': ['1.1'],
  'CIS 7.0': ['2.2'],
  'Startup baseline': ['ACCT.01'],
  'Well-Architected': ['SEC01-BP02', 'SEC10-BP01'],
} as const

export const alternateTypes = ['billing', 'operations', 'security'] as const
export type AlternateType = (typeof alternateTypes)[number]
export type AlternateFacts = Readonly<Record<AlternateType, Fact<AlternateContact>>>

/** The contacts that are set, as far as they could be seen. */
export function contactsSeen(facts: AlternateFacts): (AlternateContactDetails & { type: AlternateType })[] {
  return alternateTypes.flatMap((type) => {
    const fact = facts[type]
    return fact.state === 'known' && fact.value.set ? [{ type, ...fact.value }] : []
  })
}

/** The types that are known not to be set. */
export function contactsMissing(facts: AlternateFacts): AlternateType[] {
  return alternateTypes.filter((type) => {
    const fact = facts[type]
    return fact.state === 'known' && !fact.value.set
  })
}

/** The first contact that could not be looked at. */
export function contactUnseen(facts: AlternateFacts): Unknown | Unattested | undefined {
  return alternateTypes.map((type) => facts[type]).find((fact) => fact.state !== 'known')
}

/**
 * Where neither the address nor a person settles it: an address that could be seen from elsewhere is unknown, one that
 * no API tells (a standalone account's) and one that needs a person are questions.
 */
export function rootEmailUntold(
  email: Fact<RootEmail>,
  said: Unknown | Unattested,
  message: string,
): Verdict {
  if (email.state === 'unknown' && !(said.state === 'unattested' && said.lapsed))
    return cannotTell(email.message, email.needs)
  return unsaid(said, message)
}

/** What to say of a standalone account where nobody has said anything. */
export const noApiTells =
  'nobody has said so yet; no API tells the root e-mail address of a standalone account'

const namedAccount = (event: TrailEvent) => event.record.requestParameters?.['accountId']

/** False only where the event plainly names another account: a central change of a member's details does. */
export function mayBeAbout(event: TrailEvent, account: string): boolean {
  const named = namedAccount(event)
  return typeof named !== 'string' || !/^\d{12}$/.test(named) || named === account
}

/** True where the event names this account, or none: then it was made in the account itself. */
export function isAbout(event: TrailEvent, account: string): boolean {
  const named = namedAccount(event)
  return named === undefined || named === null || named === account
}

/** Changes after which a verification, or a statement, may be about another number. */
export const numberChanges: ReadonlySet<string> = new Set(['PutContactInformation', 'SetContactAddress'])

/** What to say where the primary contact has no phone number. */
export const noPhoneNumber =
  'The account has no phone number. AWS cannot call anybody when root is locked out. Set contacts.primary.phone, then run neverroot plan.'

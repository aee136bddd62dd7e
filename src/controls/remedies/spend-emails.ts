/** The people whom the configuration names for the spend alarm: as references, since plans hold no addresses. */
import type { Ask, Configuration, Json } from '../../model/index.ts'
import { mailboxOf } from '../support/addresses.ts'
import { maskEmail } from '../support/mask.ts'
import { fromConfiguration } from './steps.ts'

export interface Person {
  mailbox: string
  masked: string
  /** What a plan holds instead of the address. */
  value: Json
}

/** One for each mailbox: a plus-alias or other capitals are the same person, who needs no second mail. */
export function peopleOf({ alerts }: Configuration): Person[] {
  const people = (alerts?.emails ?? []).map((email, i) => ({
    mailbox: mailboxOf(email),
    masked: maskEmail(email),
    value: fromConfiguration(`alerts.emails.${i}`),
  }))
  return people.filter((one, i) => people.findIndex((other) => other.mailbox === one.mailbox) === i)
}

export const askForPeople: Ask = {
  setting: 'alerts.emails',
  question: 'Which two addresses, of different people, should hear of a jump in the bill?',
}

export const askForAnother: Ask = {
  setting: 'alerts.emails',
  question: 'Which address of another person should hear of a jump in the bill too?',
}

/** A notification takes ten e-mail addresses and one topic (AWS Budgets API reference, NotificationWithSubscribers). */
export const mostEmails = 10

/** As Budgets takes it. */
export const subscriber = ({ value }: Person) => ({ SubscriptionType: 'EMAIL', Address: value })

/** An address, or a number with its country code, in a text that people write as they like (a budget's name, a policy). */
export const namesSomebody = (text: string): boolean =>
  /[^\s"'@*]+@[^\s"'@]+\.[a-z]{2,}/i.test(text) || /\+\d[\d ().-]{6,}\d/.test(text)

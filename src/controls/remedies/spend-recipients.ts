/** People for the spend alert: those whom the configuration names and who do not get it yet. */
import type { Budget } from '../../facts/budgets.ts'
import type { SpendRecipients } from '../../facts/spend-recipients.ts'
import type { Ask, Circumstances, Fact, Remediation } from '../../model/index.ts'
import { maskEmail } from '../support/mask.ts'
import { rightAlert } from '../support/right-alert.ts'
import { type Counted, countPeople } from '../support/spend-people.ts'
import { subscribeSteps } from './spend-alert.ts'
import { atThePayer, basisOf, bringsPeople, choiceOf } from './spend-choice.ts'
import { askForPeople, namesSomebody, peopleOf } from './spend-emails.ts'
import { mustConfirm } from './topic-people.ts'
import { stepsOf } from './steps.ts'

export interface Wanted {
  /** Mailboxes that the alert has to reach. */
  mailboxes: number
  /** Somebody says that those who get it are not enough, whatever their number. */
  others: boolean
  /** What to ask for where the configuration names nobody else. */
  ask: Ask
}

/**
 * Adds each configured person to the right alert who gets no alert of a daily budget yet: a plus-alias is the same person,
 * and a subscription that waits for its confirmation is not made again. Where the budget or its alert is yet to be made, that
 * brings the people.
 */
export function addPeople(
  control: string,
  recipients: SpendRecipients,
  budgets: Fact<{ list: readonly Budget[] }>,
  wanted: Wanted,
  circumstances: Circumstances,
): Remediation {
  if (budgets.state !== 'known') return {}
  const { configuration, subject, baseline } = circumstances
  const seen = countPeople(recipients.recipients)
  const basis = { daily: basisOf(budgets.value.list), of: recipients.of, mailboxes: mailboxes(seen).sort() }
  if (seen.reached.length + seen.doubtful.length >= wanted.mailboxes && !wanted.others) return { basis }
  // Who hears of a monthly budget does not hear of the daily one that is to come.
  const { reached, doubtful, waiting } = recipients.of === 'daily' ? seen : countPeople([])
  const now = reached.length + doubtful.length
  const people = peopleOf(configuration)
  const more = people.filter((p) => !mailboxes({ reached, doubtful, waiting }).includes(p.mailbox))
  const soon = more.length + waiting.length
  const enough = wanted.others ? soon > 0 : now + soon >= wanted.mailboxes
  const asks = enough ? [] : [people.length === 0 ? askForPeople : wanted.ask]
  const confirming = waiting.map((mailbox) => mustConfirm(maskEmail(mailbox)))
  const choice = choiceOf(budgets.value.list, circumstances)
  if (choice.payers) return { basis, waiting: [atThePayer, ...confirming], asks }
  const elsewhere = bringsPeople(choice, circumstances)
  if (elsewhere) {
    const brought = `the ${elsewhere.brings} of ${elsewhere.control} brings it`
    return { basis, waiting: [brought, ...confirming], asks }
  }
  const step = stepsOf(control, subject.id)
  const target = choice.chosen.find(
    (b) => !b.payers && rightAlert(b, baseline.budgetFactor) && !namesSomebody(b.name),
  )
  const alert = target && rightAlert(target, baseline.budgetFactor)
  // Not knowing who is on it, nobody is put on it twice.
  const steps = target && alert?.subscribers ? subscribeSteps(step, target, alert, more, subject.id) : []
  return { basis, steps, asks, ...(confirming.length > 0 ? { waiting: confirming } : {}) }
}

const mailboxes = ({ reached, doubtful, waiting }: Omit<Counted, 'filtered'>) => [
  ...reached,
  ...doubtful,
  ...waiting,
]

/** How many people drills showed behind root's mailbox, and behind those that hear of spend, as they are today. */
import type { Fetcher, Source } from '../aws/index.ts'
import { known, unattested } from '../model/index.ts'
import type { Drill } from './drill.ts'
import { heard, rootMailbox, type RoleMailbox } from './drilled-roles.ts'
import { mailboxOf } from './mailbox.ts'
import { evidenceOfDrills, peopleIn, shownOf } from './mailbox-answers.ts'
import { rootEmail } from './root-email.ts'
import { spendRecipients } from './spend-recipients.ts'

/** Distinct people who answered at root's mailbox. */
export const rootMailboxDrill = (question: string): Fetcher<Drill> => ({
  name: 'root-mailbox-drill',
  reads: rootEmail.reads,
  collect: async (source) => {
    const { addresses, declared } = await rootMailbox(source)
    const more = declared ? { declared } : {}
    const mailboxes = addresses.map((address) => ({ address, roles: ['root' as const], ...more }))
    return counted('root-email-is-a-list', question, mailboxes, source)
  },
})

/** Distinct people who answered at any of the mailboxes that the spend alert reaches. */
export const spendDrill = (question: string): Fetcher<Drill> => ({
  name: 'spend-drill',
  reads: spendRecipients.reads,
  collect: async (source) => {
    const fact = await source.get(spendRecipients)
    const recipients = fact.state === 'known' ? heard(fact.value.recipients) : []
    const mailboxes = recipients.map(({ address }) => ({ address, roles: ['spend-alarm' as const] }))
    return counted('spend-alert-reaches-two-people', question, mailboxes, source)
  },
})

/** Mailboxes of the spend alert from which the code that was sent there came back: somebody reads them, and no scanner. */
export const spendMailboxesRead: Fetcher<readonly string[]> = {
  name: 'spend-mailboxes-read',
  reads: spendRecipients.reads,
  collect: async (source) => {
    const fact = await source.get(spendRecipients)
    if (fact.state !== 'known') return fact
    const mailboxes = heard(fact.value.recipients).map(({ address }) => ({
      address,
      roles: ['spend-alarm' as const],
    }))
    const answers = mailboxes.map(({ address }) =>
      shownOf(address, source).find(
        ({ drill, did }) => drill.way !== 'print' && (did.answer === 'witnessed' || did.answer === 'stated'),
      ),
    )
    return known(
      mailboxes.filter((_, at) => answers[at]).map(({ address }) => mailboxOf(address)),
      evidenceOfDrills('spend-alert-reaches-two-people', answers, mailboxes),
    )
  },
}

/** People of one drill alone can be told apart: that of the most people counts. */
function counted(control: string, question: string, mailboxes: readonly RoleMailbox[], source: Source) {
  const shown = mailboxes.map(({ address }) => shownOf(address, source))
  const [most] = peopleIn(shown.flat()).sort((a, b) => b.people - a.people)
  if (!most || most.people === 0) return unattested(question)
  const { drill, people } = most
  const its = shown.map((all) =>
    all.find((one) => one.drill.entry === drill.entry && one.did.people.length > 0),
  )
  return known({ people, at: new Date(drill.at) }, evidenceOfDrills(control, its, mailboxes))
}

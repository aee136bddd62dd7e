import type { ContactsAnswered, MailboxAnswered } from '../facts/mailbox-answers.ts'
import { contactsAnswered, mailboxDays } from '../facts/mailbox-answers.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, type MailRole, pass, review, unattested, unknown } from '../model/index.ts'
import { accountPage, alternateContactGuide } from './support/contacts.ts'
import { evidenceOf } from './support/evidence.ts'
import { earliest, isWhole, latest, mailboxesOf, missingIn, rolesOf } from './support/mailboxes.ts'
import { miaSaid } from './support/samples.ts'
import { speaker, unsaid, within } from './support/said.ts'
import { ago, count } from './support/words.ts'

const question = 'Does somebody read the root mailbox and every contact mailbox? A drill shows it.'

export default defineControl({
  id: 'contact-mailboxes-answer',
  title: 'Somebody answers in every mailbox that AWS writes to',
  section: 'account-details',
  severity: 'high',
  profiles: ['personal', 'business'],
  rows: ['A1', 'F2'],
  rationale:
    'AWS gives an abuse report about a day before it limits an account, and sends it to these mailboxes only. Codes for recovery go there too.',
  judged:
    'Every contact address, the root address among them, answered a drill within 90 days: the code that was sent there came back, from people whom AWS tells apart from whoever opened the drill (witnessed), or by word alone (stated). One that stayed silent until a drill ended fails. An address that was changed since then is another one, and asks again. A plain statement never passes; that somebody says it fails is enough to fail.',
  cannotKnow:
    'Whether the same person will be there next time; and whether mail of AWS, which comes from outside, gets there as the drill did.',
  references: [
    alternateContactGuide,
    'https://aws.amazon.com/premiumsupport/knowledge-center/aws-abuse-report/',
  ],
  triggers: [
    'account:PutAlternateContact',
    'account:DeleteAlternateContact',
    'account:AcceptPrimaryEmailUpdate',
  ],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Drill the mailboxes',
    steps: [
      'Declare the sender and the words by which people know that it is yours: drills.mail and drills.phrase in neverroot.yaml (docs/drills.md).',
      'Tell people beforehand that a drill may come, and how it looks: neverroot drill contacts --open sends each address its own code.',
      'Whoever reads the mailbox answers as themselves: neverroot drill contacts. Remind the silent ones once: --remind.',
      'When its time is over: neverroot drill contacts --close. For an address that stayed silent, find out who should read it, or choose another one.',
    ],
    link: accountPage,
  },
  considers: {
    answered: contactsAnswered,
    said: statement('contact-mailboxes-answer', question, mailboxDays),
  },
  judge(_, { answered, said }, { now }) {
    const word = within(mailboxDays, said, question, now)
    const did = answered.state === 'known' ? answered.value : undefined
    const last = did && Math.max(0, ...did.mailboxes.map(({ at }) => at?.getTime() ?? 0))
    if (word.state === 'known' && !word.value.holds && !(last && last > word.value.at.getTime()))
      return fail(
        `${speaker(word.value)} said ${ago(word.value.at, now)} that one stays silent. AWS writes there before it limits an account. Set a mailbox that is read.`,
        { evidence: evidenceOf(said) },
      )
    const silent = did?.mailboxes.filter(({ answer }) => answer === 'silent') ?? []
    if (silent.length > 0)
      return fail(
        `Nobody answered as ${rolesOf(silent)} until the drill ended ${ago(latest(silent), now)}. AWS writes there before it limits an account. Set a mailbox that is read.`,
        { evidence: evidenceOf(answered) },
      )
    if (did && isWhole(did)) {
      const when = ago(earliest(did.mailboxes), now)
      const stated = did.mailboxes.filter(({ answer }) => answer === 'stated')
      const whose = did.declared ? ', root by the address that the configuration declares' : ''
      const by =
        stated.length > 0
          ? `who read ${rolesOf(stated)} is a word`
          : `${count(did.people, 'person', 'people')} read them`
      return pass(`${mailboxesOf(did)} answered a drill ${when}${whose}; ${by}`, {
        evidence: evidenceOf(answered),
      })
    }
    const missing = did ? missingIn(did) : 'no mailbox could be looked at'
    if (word.state === 'known' && word.value.holds)
      return review(
        `${speaker(word.value)} said so ${ago(word.value.at, now)}, but no drill has shown it (${missing})`,
        question,
      )
    return unsaid(word.state === 'known' ? unattested(question) : word, missing)
  },
  examples: [
    {
      when: 'every mailbox answered a drill',
      facts: { answered: drilled('witnessed') },
      then: 'pass',
      says: '4 mailboxes answered a drill 30 days ago; 3 people read them',
    },
    {
      when: 'one person typed the codes: they came back, and who read them is a word',
      facts: { answered: drilled('witnessed', ['billing', 'stated']) },
      then: 'pass',
      says: 'who read the billing contact is a word',
    },
    {
      when: 'no API tells the root address, and the declared one answered',
      facts: { answered: { ...drilled('witnessed'), declared: true as const } },
      then: 'pass',
      says: 'root by the address that the configuration declares',
    },
    {
      when: 'one contact was silent until the end',
      facts: { answered: drilled('witnessed', ['security', 'silent']) },
      then: 'fail',
      says: 'Nobody answered as the security contact until the drill ended 30 days ago',
    },
    {
      when: 'one contact was silent, and somebody says that all is well',
      facts: {
        answered: drilled('witnessed', ['security', 'silent']),
        said: miaSaid('contact-mailboxes-answer', true),
      },
      then: 'fail',
    },
    {
      when: 'a contact was changed after the drill',
      facts: { answered: drilled('witnessed', ['operations', 'untried']), said: unattested(question) },
      then: 'review',
      says: '4 mailboxes: no drill in 90 days was about the operations contact as it is now',
    },
    {
      when: 'the message to one did not go out, or the drill was closed early',
      facts: { answered: drilled('witnessed', ['operations', 'open']), said: unattested(question) },
      then: 'review',
      says: 'the drill of the operations contact showed nothing',
    },
    {
      when: 'the root address cannot be seen, and all others answered',
      facts: {
        answered: { ...drilled('witnessed'), left: [{ role: 'root' as const, why: 'not-told' as const }] },
        said: unattested(question),
      },
      then: 'review',
      says: "root's mailbox was not drilled",
    },
    {
      when: 'a contact is denied',
      facts: {
        answered: {
          ...drilled('witnessed'),
          left: [{ role: 'security' as const, why: 'not-seen' as const }],
        },
        said: unattested(question),
      },
      then: 'review',
      says: 'the security contact was not drilled',
    },
    {
      when: 'no drill was held',
      facts: { answered: drilled('untried'), said: unattested(question) },
      then: 'review',
      says: '4 mailboxes: no drill in 90 days was about root',
    },
    {
      when: 'the only contact is the root mailbox, and it answered',
      facts: {
        answered: {
          mailboxes: [
            { roles: ['root', 'billing'] as const, answer: 'witnessed', at: new Date('2026-10-24') },
          ],
          left: [{ role: 'security' as const, why: 'not-set' as const }],
          people: 1,
        },
      },
      then: 'pass',
      says: '1 mailbox answered a drill 30 days ago; 1 person read them',
    },
    {
      when: 'nothing could be looked at',
      facts: { answered: unknown('failed', 'the answer makes no sense'), said: unattested(question) },
      then: 'review',
    },
    {
      when: 'a person says so: a word is not a drill',
      facts: { answered: drilled('untried'), said: miaSaid('contact-mailboxes-answer', true) },
      then: 'review',
      says: 'no drill',
    },
    {
      when: 'a person says that one stays silent',
      facts: { said: miaSaid('contact-mailboxes-answer', false) },
      then: 'fail',
    },
  ],
})

/** Every mailbox did the same, but for one. */
function drilled(
  all: MailboxAnswered['answer'],
  except?: [role: MailRole, answer: MailboxAnswered['answer']],
): ContactsAnswered {
  const day = new Date('2026-10-24')
  const roles = ['root', 'billing', 'operations', 'security'] as const
  return {
    mailboxes: roles.map((role) => {
      const answer = except?.[0] === role ? except[1] : all
      return { roles: [role], answer, ...(answer === 'untried' ? {} : { at: day }) }
    }),
    left: [],
    people: 3,
  }
}

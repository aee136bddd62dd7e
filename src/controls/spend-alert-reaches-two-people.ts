import { budgets } from '../facts/budgets.ts'
import { spendDrill, spendMailboxesRead } from '../facts/drilled-people.ts'
import { type Recipient, type SpendRecipients, spendRecipients } from '../facts/spend-recipients.ts'
import { spendReaders } from '../facts/spend-readers.ts'
import { statement } from '../facts/statement.ts'
import {
  cannotTell,
  type Circumstances,
  defineControl,
  fail,
  missing,
  pass,
  review,
  unattested,
  unknown,
  valueOf,
} from '../model/index.ts'
import { askForAnother } from './remedies/spend-emails.ts'
import { addPeople } from './remedies/spend-recipients.ts'
import { budgetWrites } from './remedies/spend-writes.ts'
import { askPayer, hasPayerElsewhere } from './support/daily-budget.ts'
import { isWhole, peopleInWords, readersDoubt } from './support/directory.ts'
import { hiddenPart, readersOf } from './support/directory-samples.ts'
import { evidenceOf } from './support/evidence.ts'
import { unsaid, speaker } from './support/said.ts'
import { budgetsBestPractices, dailyBudgetProcedure, spendStandards } from './support/spend-alarm.ts'
import { countPeople, masked } from './support/spend-people.ts'
import { ago, count } from './support/words.ts'

const id = 'spend-alert-reaches-two-people'
const question =
  'Do at least two different people read the spend alert: you, and somebody else who would call you?'

const whyBlocked: Record<SpendRecipients['blocked'][number]['because'], string> = {
  'topic-gone': 'the topic is gone',
  'topic-policy': "the topic's policy does not let AWS Budgets publish",
  'aws-managed-key': 'the topic is encrypted under alias/aws/sns, which AWS Budgets may not use',
  'key-disabled': "the topic's KMS key is disabled",
  'key-policy': "the policy of the topic's KMS key does not let AWS Budgets use it",
}

export default defineControl({
  id,
  title: 'The spend alert reaches at least two people',
  section: 'spend-alarm',
  severity: 'medium',
  profiles: ['personal', 'business'],
  everyMember: 'tell fewer than two people of their spend',
  rows: ['B5'],
  rationale:
    'One person is on holiday, ill, or the one whose mailbox was taken. The alert has to reach somebody else too.',
  judged:
    'Mailboxes are counted, not addresses: plus-aliases are one. A subscription through an SNS topic counts once it is confirmed by somebody signed in, or a drill got an answer. Where the configuration names a staff directory, the people behind them are counted, each once, through nested groups; otherwise only people can say who they are.',
  cannotKnow:
    'A budget never asks its e-mail recipients whether they get the mail, and an address does not show how many people read it.',
  references: [budgetsBestPractices],
  standards: spendStandards,
  triggers: ['budgets:CreateSubscriber', 'budgets:DeleteSubscriber', 'sns:Subscribe', 'sns:Unsubscribe'],
  fix: { api: true, hand: false },
  procedure: dailyBudgetProcedure,
  considers: {
    people: spendRecipients,
    readers: spendReaders,
    shown: spendDrill(question),
    read: spendMailboxesRead,
    said: statement(id, question),
    budgets,
  },
  judge(_, { people, readers, shown, read, said, budgets: all }, circumstances) {
    if (shown.state === 'known' && shown.value.people >= 2)
      return pass(`${shown.value.people} people answered ${ago(shown.value.at, circumstances.now)}`, {
        evidence: evidenceOf(people, shown),
      })
    if (people.state !== 'known') return missing(people)
    const { of, recipients, blocked, hidden, others } = people.value
    const evidence = evidenceOf(people)
    if (of !== 'daily' && hasPayerElsewhere(circumstances, valueOf(all))) return askPayer()
    if (of === 'none')
      return fail('No budget alerts anybody. A jump in the bill reaches nobody. Run neverroot plan.', {
        evidence,
      })
    const { reached, waiting, doubtful, filtered } = countPeople(recipients, valueOf(read))
    const inDirectory = valueOf(readers)
    const rests = { evidence: evidenceOf(readers) }
    if (inDirectory && inDirectory.people > 1)
      return pass(`${peopleInWords(inDirectory)} behind them (${inDirectory.directory})`, rests)
    const allSeen = inDirectory && isWhole(inDirectory) && inDirectory.unfound === 0 && doubtful.length === 0
    if (allSeen && reached.length > 0 && hidden.length === 0)
      return fail(
        `${peopleInWords(inDirectory)} behind ${count(reached.length, 'mailbox', 'mailboxes')} (${inDirectory.directory}). If that one is away, nobody sees the jump. Run neverroot plan to add a second person.`,
        rests,
      )
    const possible = reached.length + doubtful.length
    const waits = waiting.length > 0 ? `, ${waiting.length} has not confirmed` : ''
    const needed = mailboxesNeeded(circumstances)
    if (possible < needed) {
      if (hidden[0])
        return cannotTell(
          `${count(possible, 'recipient')} seen, but not all could be looked at: ${hidden[0].message}.`,
          hidden.flatMap((h) => h.needs),
        )
      const stuck = blocked[0] ? ` Others get nothing: ${whyBlocked[blocked[0].because]}.` : ''
      const kept =
        filtered.length > 0 ? ` A filter at the topic keeps the alert from ${masked(filtered)}.` : ''
      const machines =
        others > 0 ? ` ${count(others, 'subscription')} of the topic is no e-mail and counts for nobody.` : ''
      const so =
        possible === 0
          ? ' A jump in the bill reaches nobody. Run neverroot plan to add two people.'
          : ' If that one is away, nobody sees the jump. Run neverroot plan to add a second person.'
      return fail(
        `${possible === 0 ? 'No recipient' : count(possible, 'recipient')}${waits}.${stuck}${kept}${machines}${so}`,
        {
          evidence,
          ...(waiting.length > 0
            ? { waiting: waiting.map((w) => `${masked([w])} to confirm the topic`) }
            : {}),
        },
      )
    }
    const unsure =
      doubtful.length > 0
        ? ` ${masked(doubtful)} confirmed without signing in, which a mail scanner can do too.`
        : ''
    if (said.state === 'known') {
      const all = { evidence: evidenceOf(people, read, said) }
      if (said.value.holds && reached.length < needed)
        return review(
          `${count(possible, 'mailbox', 'mailboxes')}${waits}.${unsure} Only a drill settles it.`,
          question,
          { evidence },
        )
      return said.value.holds
        ? pass(
            `${count(possible, 'mailbox', 'mailboxes')}${waits}; ${speaker(said.value)} says that two people read them`,
            all,
          )
        : fail(
            `${speaker(said.value)} says that fewer than two people read it. Run neverroot plan to add one.`,
            all,
          )
    }
    const lapsed = said.state === 'unattested' ? said.lapsed : undefined
    const word = lapsed
      ? `what was said of who reads them lapsed on ${lapsed.expires.slice(0, 10)}`
      : 'nobody has said yet who reads them'
    const message = `${count(possible, 'mailbox', 'mailboxes')}${waits} (${masked([...reached, ...doubtful])}): ${word}.${unsure}${readersDoubt(readers)}`
    return said.state === 'unattested' ? review(message, question, { evidence }) : unsaid(said, message)
  },
  remediate(_, { people, said, budgets }, circumstances) {
    if (people.state !== 'known') return {}
    const wanted = {
      mailboxes: mailboxesNeeded(circumstances),
      others: said.state === 'known' && !said.value.holds,
      ask: askForAnother,
    }
    return addPeople(id, people.value, budgets, wanted, circumstances)
  },
  writes: [budgetWrites],
  examples: [
    {
      when: 'one list, behind which the directory shows two people',
      facts: { people: daily(mail('aws-alerts@corp.example')), readers: readersOf({ robots: 2 }) },
      given: { profile: 'business' },
      then: 'pass',
      says: '2 people (2 robots not counted)',
    },
    {
      when: 'two lists, behind which the directory shows the same person and two robots',
      facts: {
        people: daily(mail('aws-alerts@corp.example'), mail('aws-bills@corp.example')),
        readers: readersOf({ people: 1, robots: 2 }),
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      given: { profile: 'business' },
      then: 'fail',
      says: '1 person (2 robots not counted) behind 2 mailboxes',
    },
    {
      when: 'one list, of which a part is hidden',
      facts: {
        people: daily(mail('aws-alerts@corp.example')),
        readers: readersOf({ people: 1, hidden: [hiddenPart] }),
        said: unattested(question),
      },
      given: { profile: 'business' },
      then: 'review',
      says: 'Member.Read.Hidden',
    },
    {
      when: 'one address',
      facts: { people: daily(mail('mia.example@posteo.example')) },
      then: 'fail',
      says: '1 recipient.',
    },
    {
      when: 'the same person three times',
      facts: {
        people: daily(
          mail('mia.example@posteo.example'),
          mail('Mia.Example+aws@posteo.example'),
          mail('mia.example+bill@posteo.example'),
        ),
      },
      then: 'fail',
      says: '1 recipient',
    },
    {
      when: 'two addresses, and nobody has said whose they are',
      facts: {
        people: daily(mail('mia.example@posteo.example'), mail('pat@mail.example')),
        said: unattested(question),
      },
      then: 'review',
      says: '2 mailboxes (m...@posteo.example and p...@mail.example)',
    },
    {
      when: 'two addresses, one of them somebody else’s',
      facts: {
        people: daily(mail('mia.example@posteo.example'), mail('pat@mail.example')),
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
      says: '2 mailboxes; mia says',
    },
    {
      when: 'two addresses of one person',
      facts: {
        people: daily(mail('mia.example@posteo.example'), mail('mia@work.example')),
        said: { holds: false, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'fail',
    },
    {
      when: 'an SNS subscription that nobody has confirmed',
      facts: {
        people: daily(mail('mia.example@posteo.example'), {
          address: 'pat@mail.example',
          through: 'topic',
          confirmed: false,
        }),
      },
      then: 'fail',
      says: '1 recipient, 1 has not confirmed',
    },
    {
      when: 'an SNS subscription with a filter that no message of AWS Budgets passes',
      facts: {
        people: daily(mail('mia.example@posteo.example'), {
          address: 'pat@mail.example',
          through: 'topic',
          confirmed: true,
          authenticated: true,
          filtered: true,
        }),
      },
      then: 'fail',
      says: 'A filter at the topic keeps the alert from p...@mail.example',
    },
    {
      when: 'an SNS subscription that a mail scanner may have confirmed',
      facts: {
        people: daily(mail('mia.example@posteo.example'), {
          address: 'pat@mail.example',
          through: 'topic',
          confirmed: true,
          authenticated: false,
        }),
        said: unattested(question),
      },
      then: 'review',
      says: 'mail scanner',
    },
    {
      when: 'somebody says so, but the second one may be a mail scanner',
      facts: {
        people: daily(mail('mia.example@posteo.example'), {
          address: 'pat@mail.example',
          through: 'topic',
          confirmed: true,
          authenticated: false,
        }),
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'review',
      says: 'Only a drill settles it',
    },
    {
      when: 'somebody says so, and the one that a mail scanner may have confirmed answered a drill',
      facts: {
        people: daily(mail('mia.example@posteo.example'), {
          address: 'Pat@mail.example',
          through: 'topic',
          confirmed: true,
          authenticated: false,
        }),
        read: ['pat@mail.example'],
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
      says: '2 mailboxes; mia says',
    },
    {
      when: 'a drill that two people answered',
      facts: { shown: { people: 2, at: new Date('2026-11-20') } },
      then: 'pass',
      says: '2 people answered 3 days ago',
    },
    {
      when: 'a topic that may not be looked at',
      facts: {
        people: {
          ...daily(mail('mia.example@posteo.example')),
          hidden: [{ message: 'sns:GetTopicAttributes was denied', needs: ['sns:GetTopicAttributes'] }],
        },
      },
      then: 'unknown',
    },
    {
      when: 'a topic to which AWS Budgets may not publish',
      facts: {
        people: {
          ...daily(mail('mia.example@posteo.example')),
          blocked: [{ topic: 'arn:aws:sns:us-east-1:111111111111:spend', because: 'topic-policy' }],
        },
      },
      then: 'fail',
      says: 'does not let AWS Budgets publish',
    },
    { when: 'no budget at all', facts: { people: { ...daily(), of: 'none' } }, then: 'fail' },
    {
      when: 'a member with no daily budget of its own',
      facts: { people: { ...daily(), of: 'none' } },
      given: { vantage: 'member', profile: 'business' },
      then: 'unknown',
    },
    {
      when: 'a list counts what a directory or a drill shows',
      facts: {
        people: daily(mail('aws-alerts@corp.example'), mail('ciso-office@corp.example')),
        said: unknown('failed', 'the ledger could not be read'),
      },
      given: { profile: 'business' },
      then: 'unknown',
    },
    {
      when: 'one list, which may be read by many',
      facts: { people: daily(mail('aws-alerts@corp.example')), said: unattested(question) },
      given: { profile: 'business' },
      then: 'review',
      says: '1 mailbox',
    },
  ],
})

/** A business's one address may be a list of many; a person's is one person. */
function mailboxesNeeded({ profile }: Circumstances): number {
  return profile === 'business' ? 1 : 2
}

function mail(address: string): Recipient {
  return { address, through: 'budget', confirmed: true }
}

function daily(...recipients: Recipient[]): SpendRecipients {
  return { of: 'daily', recipients, blocked: [], others: 0, hidden: [] }
}

import { budgets } from '../facts/budgets.ts'
import { spendReaders } from '../facts/spend-readers.ts'
import { spendRecipients } from '../facts/spend-recipients.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, pass, unattested, valueOf } from '../model/index.ts'
import { addPeople } from './remedies/spend-recipients.ts'
import { budgetWrites } from './remedies/spend-writes.ts'
import { askPayer, hasPayerElsewhere } from './support/daily-budget.ts'
import { readersDoubt, teamsAmong, teamsInWords } from './support/directory.ts'
import { allOn, readersOf, teamsSeen } from './support/directory-samples.ts'
import { evidenceOf } from './support/evidence.ts'
import { speaker, unsaid } from './support/said.ts'
import { budgetsBestPractices, spendStandards } from './support/spend-alarm.ts'
import { countPeople, masked } from './support/spend-people.ts'
import { count } from './support/words.ts'

const id = 'spend-alert-reaches-teams'
const wanted = ['serviceDesk', 'ciso', 'cto'] as const
const question = 'Does the spend alert go to a list on which the service desk, the CISO and the CTO are?'

export default defineControl({
  id,
  title: 'The spend alert reaches the service desk, the CISO and the CTO',
  section: 'spend-alarm',
  severity: 'medium',
  profiles: ['business'],
  rows: ['B5'],
  rationale:
    'The service desk is awake, the CISO decides what to do, the CTO knows what runs. One of them alone loses hours.',
  judged:
    'The staff directory shows somebody of each of the three among the recipients, through nested groups; people.teams of the configuration says who they are. Otherwise somebody says that the recipients are a list that covers the three. An alert that reaches nobody fails.',
  cannotKnow: 'Who is on a mailing list, AWS does not know; without a directory only people can say.',
  references: [budgetsBestPractices],
  standards: spendStandards,
  triggers: ['budgets:CreateSubscriber', 'budgets:DeleteSubscriber'],
  fix: { api: true, hand: true },
  procedure: {
    title: 'A list for spend alerts',
    steps: [
      'Make a list such as aws-alerts@ your domain, with the service desk, the CISO and the CTO on it.',
      'Let it take mail from outside: AWS sends from an address that is not yours.',
      'Add it to the daily budget: Budgets, the budget, Edit, Alerts, E-mail recipients; or put it under alerts in neverroot.yaml and run neverroot plan.',
      'Say so here.',
    ],
    link: 'https://console.aws.amazon.com/costmanagement/home#/budgets',
  },
  considers: { people: spendRecipients, readers: spendReaders, said: statement(id, question), budgets },
  judge(_, { people, readers, said }, circumstances) {
    const seen = valueOf(people)
    const reached = seen ? countPeople(seen.recipients) : undefined
    const mailboxes = reached ? [...reached.reached, ...reached.doubtful] : undefined
    const complete = seen !== undefined && seen.hidden.length === 0
    // Somebody's word does not make mail out of nothing; chat, queues and the payer may still reach the teams.
    const byOtherWays = (seen?.others ?? 0) > 0 || hasPayerElsewhere(circumstances)
    if (complete && mailboxes?.length === 0 && !(said.state === 'known' && byOtherWays)) {
      if (hasPayerElsewhere(circumstances)) return askPayer()
      return fail(
        'The spend alert reaches nobody. A jump in the bill is seen at the end of the month. Put your list under alerts in neverroot.yaml and run neverroot plan.',
        {
          evidence: evidenceOf(people),
        },
      )
    }
    const inDirectory = valueOf(readers)
    const teams = inDirectory ? teamsAmong(inDirectory, wanted) : undefined
    const rests = { evidence: evidenceOf(readers) }
    if (teams?.all) return pass(`all three are among the recipients (${inDirectory!.directory})`, rests)
    if (teams && teams.off.length > 0 && !byOtherWays)
      return fail(
        `Nobody of ${teamsInWords(teams.off)} is among the recipients (${inDirectory!.directory}). A jump in the bill waits for them. Put them on one list, and the list under alerts in neverroot.yaml; then run neverroot plan.`,
        rests,
      )
    if (said.state === 'known') {
      const evidence = evidenceOf(people, said)
      return said.value.holds
        ? pass(`${speaker(said.value)} says so`, { evidence })
        : fail(
            `${speaker(said.value)} says that not all three are reached. Put them on one list, and the list under alerts in neverroot.yaml; then run neverroot plan.`,
            { evidence },
          )
    }
    if (people.state !== 'known') return people.state === 'unknown' ? missing(people) : missing(said)
    return unsaid(
      said,
      `${count(mailboxes?.length ?? 0, 'mailbox', 'mailboxes')}${mailboxes?.length ? ` (${masked(mailboxes)})` : ''}: nobody has said yet which teams read ${mailboxes?.length === 1 ? 'it' : 'them'}.${readersDoubt(readers, teams?.untold)}`,
    )
  },
  remediate(_, { people, said, budgets }, circumstances) {
    if (people.state !== 'known') return {}
    const wanted = {
      mailboxes: 1,
      others: said.state === 'known' && !said.value.holds,
      ask: {
        setting: 'alerts.emails',
        question:
          'Which list, with the service desk, the CISO and the CTO on it, should hear of a jump in the bill?',
      },
    }
    return addPeople(id, people.value, budgets, wanted, circumstances)
  },
  writes: [budgetWrites],
  examples: [
    {
      when: 'the directory shows somebody of each on the list',
      facts: { people: list('aws-alerts@corp.example'), readers: readersOf({ teams: allOn(...wanted) }) },
      then: 'pass',
      says: 'all three',
    },
    {
      when: 'the directory shows that the CTO is not on it, whatever somebody says',
      facts: {
        people: list('aws-alerts@corp.example'),
        readers: readersOf({ teams: { ...allOn(...wanted), cto: 'off' } }),
        said: { holds: true, by: 'sam', at: new Date('2026-11-01') },
      },
      then: 'fail',
      says: 'Nobody of the CTO',
    },
    {
      when: 'the configuration does not say who the CISO is',
      facts: {
        people: list('aws-alerts@corp.example'),
        readers: readersOf({ teams: teamsSeen({ serviceDesk: 'on', cto: 'on' }) }),
        said: unattested(question),
      },
      then: 'review',
      says: 'people.teams does not say who the CISO is',
    },
    {
      when: 'a list, and somebody says who is on it',
      facts: {
        people: list('aws-alerts@corp.example'),
        said: { holds: true, by: 'sam', at: new Date('2026-11-01') },
      },
      then: 'pass',
      says: 'sam',
    },
    {
      when: 'a list, and nobody has said who is on it',
      facts: { people: list('aws-alerts@corp.example'), said: unattested(question) },
      then: 'review',
      says: '1 mailbox (a...@corp.example)',
    },
    {
      when: 'somebody says that the CTO is missing',
      facts: {
        people: list('aws-alerts@corp.example'),
        said: { holds: false, by: 'sam', at: new Date('2026-11-01') },
      },
      then: 'fail',
    },
    {
      when: 'nobody is told, whatever somebody says',
      facts: { people: list(), said: { holds: true, by: 'sam', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    { when: 'nobody is told', facts: { people: list(), said: unattested(question) }, then: 'fail' },
    {
      when: 'nobody is told by a member: the payer may',
      facts: { people: list(), said: unattested(question) },
      given: { vantage: 'member' },
      then: 'unknown',
    },
    {
      when: 'a personal account',
      facts: { people: list('mia.example@posteo.example') },
      given: { profile: 'personal' },
      then: 'not-applicable',
    },
  ],
})

function list(...addresses: string[]) {
  return {
    of: 'daily' as const,
    recipients: addresses.map((address) => ({ address, through: 'budget' as const, confirmed: true })),
    blocked: [],
    others: 0,
    hidden: [],
  }
}

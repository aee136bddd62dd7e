import { statement } from '../facts/statement.ts'
import { drill } from '../facts/drill.ts'
import { defineControl, pass, review, unattested } from '../model/index.ts'
import { evidenceOf } from './support/evidence.ts'
import { saidVerdict, speaker, unsaid, within } from './support/said.ts'
import { ago, count, daysBetween } from './support/words.ts'

/** What people have in their hands fades: a drill counts this long. */
const drillDays = 90

const question = 'Was the break-glass runbook drilled within the last 90 days, and how long did it take?'

export default defineControl({
  id: 'incident-runbook-is-drilled',
  title: 'The incident runbook was drilled',
  section: 'guardrails',
  severity: 'medium',
  profiles: ['business'],
  rows: ['F2', 'F3'],
  rationale:
    'AWS expects an answer to an abuse report within a day. A runbook that nobody has tried finds its dead MFA key on that day.',
  judged: 'A break-glass drill was closed within 90 days, with the time that it took.',
  cannotKnow: 'Whether people would find the runbook on a bad day only a drill shows.',
  references: ['https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/incident-response.html'],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Drill the break-glass runbook',
    steps: [
      'Plan a window of two hours and tell whoever gets the alarms.',
      'Let the two custodians fetch the key and sign in as root, do nothing, and sign out.',
      'Note how long it took from the call to the sign-in, and what was in the way.',
      'Mend that, and record the drill here.',
    ],
    link: 'https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events?Username=root',
  },
  considers: {
    shown: drill('incident-runbook-is-drilled', question),
    said: statement('incident-runbook-is-drilled', question, drillDays),
  },
  judge(_, { shown, said }, { now }) {
    if (shown.state === 'known' && daysBetween(shown.value.at, now) <= drillDays)
      return pass(
        `drilled ${ago(shown.value.at, now)}, ${count(shown.value.people, 'person', 'people')} took part`,
        { evidence: evidenceOf(shown) },
      )
    const word = within(drillDays, said, question, now)
    if (word.state !== 'known') return unsaid(word, `not drilled within ${drillDays} days`)
    return word.value.holds
      ? review(
          `${speaker(word.value)} said so ${ago(word.value.at, now)}, but no drill has shown it`,
          question,
        )
      : saidVerdict(word, 'A runbook that nobody has tried fails on the day. Drill it within the month.')
  },
  examples: [
    {
      when: 'a drill was closed this month',
      facts: { shown: { people: 2, at: new Date('2026-11-01') }, said: unattested(question) },
      then: 'pass',
      says: 'drilled 22 days ago',
    },
    {
      when: 'the drill was 100 days ago',
      facts: { shown: { people: 2, at: new Date('2026-08-15') }, said: unattested(question) },
      then: 'review',
    },
    {
      when: 'somebody says so: a word is not a drill',
      facts: { said: { holds: true, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'review',
    },
    {
      when: 'it was not',
      facts: { said: { holds: false, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    { when: 'nobody has said', facts: { said: unattested(question) }, then: 'review' },
  ],
})

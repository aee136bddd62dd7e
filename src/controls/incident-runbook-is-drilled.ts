import { statement } from '../facts/statement.ts'
import { defineControl, missing, unattested } from '../model/index.ts'
import { saidVerdict } from './support/said.ts'

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
  considers: { said: statement('incident-runbook-is-drilled', question, 90) },
  judge(_, { said }) {
    return said.state === 'known' ? saidVerdict(said, 'Drill it within the month.') : missing(said)
  },
  examples: [
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'it was not',
      facts: { said: { holds: false, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    { when: 'nobody has said', facts: { said: unattested(question) }, then: 'review' },
  ],
})

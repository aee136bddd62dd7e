import { credentialReport } from '../facts/credential-report.ts'
import { plannedWindows } from '../facts/planned-windows.ts'
import { rootEvents } from '../facts/root-events.ts'
import { statement } from '../facts/statement.ts'
import { cannotTell, defineControl, fail, pass, unattested, unknown, valueOf } from '../model/index.ts'
import { noRootInChina, rootBestPractices } from './support/root.ts'
import { latestUse, type RootUse } from './support/root-use.ts'
import { ago, day } from './support/words.ts'

const question = 'When was root put away? Use before that moment is shown and no longer counts.'

export default defineControl({
  id: 'root-is-not-used',
  title: 'Root is not used',
  section: 'root-credentials',
  severity: 'high',
  profiles: ['personal', 'business'],
  everyMember: 'use their root user',
  rows: ['D4'],
  rationale:
    'Root in daily use is root in phishing mails, on laptops and in shell histories; and when it is always in use, nobody notices the stranger.',
  judged:
    'No console sign-in, key use or API call of root in the window (90 days) or since root was recorded as put away. Three sources: the credential report, the event history by user name, and by ConsoleLogin (an alias hides the name). One that shows use is enough to fail; all must be seen to pass. Use in a recorded planned window, sessions opened centrally with AssumeRoot and events of AWS itself do not count.',
  cannotKnow:
    "The event history is that of the Region that records sign-ins; root's calls in other Regions show in the credential report when they used a key or a sign-in.",
  references: [rootBestPractices],
  standards: {
    'CIS 5.0': ['1.6'],
    'CIS 7.0': ['2.7'],
    'Startup baseline': ['ACCT.02'],
    'Well-Architected': ['SEC01-BP02'],
  },
  fix: { api: false, hand: true },
  notIn: noRootInChina,
  procedure: {
    title: 'Put root away',
    steps: [
      'See what root was used for: neverroot activity, with --regions for other Regions and --root-keys for its keys; or the event history of CloudTrail, by user name root.',
      'Give that task to an administrator, or to a role with just the permission it needs.',
      'Sign out of root everywhere, close every browser profile that remembers it, and run: aws logout',
      'Record the moment here: later use then counts, earlier use does not.',
    ],
    link: 'https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events?Username=root',
    see: 'no session of root in any browser, and nothing left by aws logout.',
  },
  considers: {
    report: credentialReport,
    events: rootEvents,
    putAway: statement('root-is-not-used', question),
    windows: plannedWindows,
  },
  judge(_, { report, events, putAway, windows }, { now, baseline }) {
    const windowStart = new Date(now.getTime() - baseline.rootUnusedDays * 86_400_000)
    const since =
      putAway.state === 'known' && putAway.value.holds && putAway.value.at > windowStart
        ? putAway.value.at
        : windowStart
    const { unplanned: used, planned } = latestUse(
      valueOf(report)?.root,
      valueOf(events)?.events ?? [],
      valueOf(windows) ?? [],
    )
    if (used && used.at >= since)
      return fail(
        `${told(used)} ${ago(used.at, now)} (${day(used.at)}). While root is in use nobody notices a stranger. Find out what for and put it away: neverroot explain root-is-not-used.`,
      )
    if (events.state === 'unknown') return cannotTell(events.message, events.needs)
    if (report.state === 'unknown') return cannotTell(report.message, report.needs)
    if (!valueOf(report)?.root) return cannotTell('the credential report has no row for root')
    const seen = valueOf(events)!
    const ambiguous = seen.events.find((e) => e.kind === 'ambiguous' && e.at >= since)
    if (ambiguous)
      return cannotTell(
        `${ambiguous.name} ${ago(ambiguous.at, now)}: the record does not say whether a person was root or the session was opened centrally; ask the management account`,
      )
    if (!seen.complete && seen.since > since)
      return cannotTell(`too many events: looked back to ${day(seen.since)} only`)
    // Older sign-ins stand in the credential report; newer ones, under an alias, only among everybody's.
    const { generated } = valueOf(report)!
    if (seen.signInsSince && seen.signInsSince > generated)
      return cannotTell(
        `too many sign-ins: looked back to ${day(seen.signInsSince)} only, and the credential report is older`,
      )
    const last = used ? `last used ${ago(used.at, now)} (${day(used.at)})` : 'no use on record'
    return pass(planned && planned.at >= since ? `${last}; planned use ${ago(planned.at, now)}` : last)
  },
  examples: [
    {
      when: 'the console was last used a year ago and the key today',
      facts: {
        report: reportWith({
          passwordLastUsed: new Date('2025-11-20'),
          keys: [{ active: true, lastUsed: new Date('2026-11-23T01:00:00Z'), lastUsedService: 's3' }],
        }),
        events: { events: [], since: new Date('2026-08-25'), complete: true },
      },
      then: 'fail',
      says: 'key',
    },
    {
      when: 'the report is refused but an event shows a sign-in',
      facts: {
        report: unknown('denied', 'iam:GetCredentialReport was denied', ['iam:GetCredentialReport']),
        events: {
          events: [
            {
              id: '1',
              at: new Date('2026-11-20'),
              name: 'ConsoleLogin',
              source: 'signin.amazonaws.com',
              kind: 'console',
            },
          ],
          since: new Date('2026-08-25'),
          complete: true,
        },
      },
      then: 'fail',
      says: 'console',
    },
    {
      when: 'nobody used it, and one source is refused',
      facts: {
        report: reportWith({ passwordLastUsed: new Date('2024-01-01') }),
        events: unknown('denied', 'cloudtrail:LookupEvents was denied', ['cloudtrail:LookupEvents']),
      },
      then: 'unknown',
    },
    {
      when: 'assumed-root and service events only',
      facts: {
        report: reportWith({}),
        events: {
          events: [
            {
              id: '1',
              at: new Date('2026-11-20'),
              name: 'ListAccessKeys',
              source: 'iam.amazonaws.com',
              kind: 'assumed-root',
            },
            {
              id: '2',
              at: new Date('2026-11-20'),
              name: 'Rotate',
              source: 'kms.amazonaws.com',
              kind: 'service',
            },
            {
              id: '3',
              at: new Date('2026-11-20'),
              name: 'ConsoleLogin',
              source: 'signin.amazonaws.com',
              kind: 'failed-sign-in',
            },
          ],
          since: new Date('2026-08-25'),
          complete: true,
        },
      },
      then: 'pass',
    },
    {
      when: "a member's session does not say whether it was opened centrally",
      facts: {
        report: reportWith({}),
        events: {
          events: [
            {
              id: '1',
              at: new Date('2026-11-20'),
              name: 'ListAccessKeys',
              source: 'iam.amazonaws.com',
              kind: 'ambiguous',
            },
          ],
          since: new Date('2026-08-25'),
          complete: true,
        },
      },
      given: { vantage: 'member' },
      then: 'unknown',
      says: 'ListAccessKeys',
    },
    {
      when: 'many people sign in, and the credential report covers the older sign-ins',
      facts: {
        report: reportWith({}),
        events: {
          events: [],
          since: new Date('2026-08-25'),
          complete: true,
          signInsSince: new Date('2026-11-10'),
        },
      },
      then: 'pass',
    },
    {
      when: 'many people sign in, and the credential report is older than what was read of it',
      facts: {
        report: reportWith({}),
        events: {
          events: [],
          since: new Date('2026-08-25'),
          complete: true,
          signInsSince: new Date('2026-11-23T06:10:00Z'),
        },
      },
      then: 'unknown',
      says: 'too many sign-ins',
    },
    {
      when: 'root was put away ten days ago and used before that',
      facts: {
        report: reportWith({ passwordLastUsed: new Date('2026-11-10') }),
        events: { events: [], since: new Date('2026-08-25'), complete: true },
        putAway: { holds: true, by: 'mia', at: new Date('2026-11-13') },
      },
      then: 'pass',
    },
    {
      when: 'the only use falls into a planned window',
      facts: {
        report: reportWith({ passwordLastUsed: new Date('2026-11-22T10:00:00Z') }),
        events: { events: [], since: new Date('2026-08-25'), complete: true },
        windows: [{ from: new Date('2026-11-22T09:30:00Z'), until: new Date('2026-11-22T11:00:00Z') }],
      },
      then: 'pass',
      says: 'no use on record; planned use yesterday',
    },
    {
      when: 'root was used after its planned window had ended',
      facts: {
        report: reportWith({ passwordLastUsed: new Date('2026-11-22T11:30:00Z') }),
        events: { events: [], since: new Date('2026-08-25'), complete: true },
        windows: [{ from: new Date('2026-11-22T09:30:00Z'), until: new Date('2026-11-22T11:00:00Z') }],
      },
      then: 'fail',
    },
    {
      when: 'the clock here is ten minutes behind that of AWS',
      facts: {
        report: reportWith({ passwordLastUsed: new Date('2026-11-23T06:40:00Z') }),
        events: { events: [], since: new Date('2026-08-25'), complete: true },
        putAway: unattested(question),
      },
      then: 'fail',
      says: 'today',
    },
  ],
})

function told(use: RootUse): string {
  switch (use.by) {
    case 'console':
      return 'Root signed in to the console'
    case 'access-key':
      return `A root access key was used${use.service ? ` (${use.service})` : ''}`
    case 'session':
      return `Root called ${use.service ?? 'AWS'}`
  }
}

function reportWith(root: object) {
  return {
    generated: new Date('2026-11-23T06:00:00Z'),
    users: [],
    root: { user: '<root_account>', arn: 'arn:aws:iam::111111111111:root', root: true, keys: [], ...root },
  }
}

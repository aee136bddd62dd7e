import { administratorSeen } from '../facts/administrator-seen.ts'
import { type AdministratorCredentials, administratorsMfa } from '../facts/administrators-mfa.ts'
import type { History } from '../facts/event-history.ts'
import { consoleSignIns } from '../facts/root-events.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, notApplicable, unattested, valueOf } from '../model/index.ts'
import { adminNamed, iamBestPractices, iamUsersPage } from './support/administrators.ts'
import { maskName } from './support/mask.ts'
import { saidVerdict } from './support/said.ts'
import { count, daysBetween, list } from './support/words.ts'

const question =
  "Is each administrator's password random, set by them at first sign-in, and kept in a password manager?"

const changed = adminNamed('mia', {
  created: new Date('2026-01-01'),
  passwordLastChanged: new Date('2026-01-02'),
  passwordLastUsed: new Date('2026-11-01'),
})
const nobodySeen = { state: 'known' as const, value: undefined, evidence: [] }
const newcomer = (made: string) =>
  adminNamed('mia', { created: new Date(made), passwordLastChanged: new Date(made) })

export default defineControl({
  id: 'administrator-password-is-managed',
  title: "The administrator's password is random, their own, and kept in a password manager",
  section: 'administrator',
  severity: 'medium',
  profiles: ['personal', 'business'],
  rows: ['C3'],
  rationale:
    'A first password was seen by whoever made it. One that was never changed still belongs to both.',
  judged:
    'The credential report shows that each administrator has changed the password since the user was made (half a minute is allowed for making it; what was changed later may be their own), and that none was given a password more than a day ago and never signed in with it; that it is random and in a manager, a person says.',
  cannotKnow: 'No API tells anything about a password but when it was changed.',
  references: [iamBestPractices],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Set a password of your own',
    steps: [
      'Sign in as the administrator and open "Security credentials" in the menu under your name.',
      'Let your password manager make a password of at least 20 random characters, and change yours to it.',
      'Save it in the manager before you close the page, and say so here.',
    ],
    link: iamUsersPage,
  },
  requires: { credentials: administratorsMfa },
  considers: {
    said: statement('administrator-password-is-managed', question),
    seen: administratorSeen,
    signIns: consoleSignIns,
  },
  judge({ credentials }, { said, seen, signIns }, { now }) {
    if (credentials.length === 0) return notApplicable('no administrator signs in with an IAM password')
    const first = credentials
      .filter((c) => stillFirst(c.created, c.passwordLastChanged, c.passwordLastUsed))
      .map((c) => maskName(c.name))
    if (first.length > 0)
      return fail(
        `${list(first)} still ${first.length === 1 ? 'has' : 'have'} the first password. Whoever made the user has seen it. Sign in and change it.`,
      )
    // The report can be four hours old: who is at work, and who signed in, is looked up before anybody is told off.
    const looked = seen.state === 'known' && signIns.state === 'known'
    const unused = credentials.find((c) => c.name !== valueOf(seen)?.name && neverUsed(c, now))
    if (looked && unused && !signedIn(unused.name, signIns.value))
      return fail(
        `${maskName(unused.name)} was given a password ${count(daysBetween(unused.passwordLastChanged!, now), 'day')} ago and never signed in. The first password was never changed, and whoever made it can still use it. Sign in and change it, or take the console sign-in away.`,
      )
    return said.state === 'known' ? saidVerdict(said, 'Let a password manager make one.') : missing(said)
  },
  examples: [
    {
      when: 'the first password was never changed, though it was used',
      facts: {
        credentials: [
          adminNamed('mia', {
            created: new Date('2026-01-01T10:00:00Z'),
            passwordLastChanged: new Date('2026-01-01T10:00:02Z'),
            passwordLastUsed: new Date('2026-05-01'),
          }),
        ],
        said: unattested(question),
      },
      then: 'fail',
      says: 'mia',
    },
    {
      when: 'the new administrator signed in and changed it within the first minutes',
      facts: {
        credentials: [
          adminNamed('mia', {
            created: new Date('2026-11-23T06:00:00Z'),
            passwordLastChanged: new Date('2026-11-23T06:02:30Z'),
            passwordLastUsed: new Date('2026-11-23T06:20:00Z'),
          }),
        ],
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'the administrator was made three days ago and never signed in',
      facts: {
        credentials: [newcomer('2026-11-20T06:00:00Z')],
        said: unattested(question),
        seen: nobodySeen,
        signIns: signInsOf(),
      },
      then: 'fail',
      says: 'given a password 3 days ago',
    },
    {
      when: 'the administrator was made this morning and has not signed in yet',
      facts: {
        credentials: [newcomer('2026-11-23T05:00:00Z')],
        said: unattested(question),
        seen: nobodySeen,
        signIns: signInsOf(),
      },
      then: 'review',
    },
    {
      when: 'the report shows no sign-in yet, and the administrator is at work right now',
      facts: {
        credentials: [newcomer('2026-11-20T06:00:00Z')],
        said: unattested(question),
        seen: { name: 'mia', how: 'caller', at: new Date('2026-11-23T06:30:00Z') },
        signIns: signInsOf(),
      },
      then: 'review',
    },
    {
      when: 'the report shows no sign-in yet, and the event history does',
      facts: {
        credentials: [newcomer('2026-11-20T06:00:00Z')],
        said: unattested(question),
        seen: { name: 'tom', how: 'caller', at: new Date('2026-11-23T06:30:00Z') },
        signIns: signInsOf('mia'),
      },
      then: 'review',
    },
    {
      when: 'no sign-in is in the report, and the event history is refused',
      facts: {
        credentials: [newcomer('2026-11-20T06:00:00Z')],
        said: unattested(question),
        seen: nobodySeen,
      },
      then: 'review',
    },
    {
      when: 'it was changed, and nobody has said more',
      facts: { credentials: [changed], said: unattested(question) },
      then: 'review',
    },
    {
      when: 'it was changed, and somebody says that it is managed',
      facts: {
        credentials: [changed],
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
    },
    { when: 'there is no IAM administrator', facts: { credentials: [] }, then: 'not-applicable' },
  ],
})

/** Made in one go with the user, by the console or a program. A person who signs in to change it takes longer. */
const madeTogetherMs = 30_000

/** An administrator who was made may take a day to sign in for the first time; then the password is a stray one. */
const firstSignInMs = 24 * 3_600_000

/** Whoever changes their own password signs in first: one that was never used is one that somebody else made. */
function neverUsed({ passwordLastChanged, passwordLastUsed }: AdministratorCredentials, now: Date): boolean {
  return (
    passwordLastChanged !== undefined &&
    passwordLastUsed === undefined &&
    now.getTime() - passwordLastChanged.getTime() > firstSignInMs
  )
}

/** A console sign-in that worked, of an IAM user of that name. */
function signedIn(name: string, { events }: History): boolean {
  return events.some(
    ({ record }) =>
      record.userIdentity?.type === 'IAMUser' &&
      record.userIdentity.userName === name &&
      record.responseElements?.['ConsoleLogin'] === 'Success',
  )
}

function signInsOf(...names: string[]): History {
  const at = new Date('2026-11-23T06:00:00Z')
  const events = names.map((userName) => ({
    id: userName,
    at,
    name: 'ConsoleLogin',
    source: 'signin.amazonaws.com',
    record: {
      userIdentity: { type: 'IAMUser', userName },
      responseElements: { ConsoleLogin: 'Success' },
    },
  }))
  return { events, since: new Date('2026-08-25T06:30:00Z'), complete: true, at: at.toISOString() }
}

/** Used, and not changed since it was made together with the user. Unused, it may still have to be changed at sign-in. */
function stillFirst(created: Date | undefined, changed: Date | undefined, used: Date | undefined): boolean {
  if (!created || !changed || !used) return false
  return changed.getTime() - created.getTime() < madeTogetherMs && used > changed
}

import { administratorsMfa } from '../facts/administrators-mfa.ts'
import { statement } from '../facts/statement.ts'
import { defineControl, fail, missing, notApplicable, unattested } from '../model/index.ts'
import { adminNamed, iamBestPractices, iamUsersPage } from './support/administrators.ts'
import { maskName } from './support/mask.ts'
import { saidVerdict } from './support/said.ts'
import { list } from './support/words.ts'

const question =
  "Is each administrator's password random, set by them at first sign-in, and kept in a password manager?"

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
    'The credential report shows that each administrator has changed the password since the user was made (half a minute is allowed for making it; what was changed later may be their own); that it is random and in a manager, a person says.',
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
  considers: { said: statement('administrator-password-is-managed', question) },
  judge({ credentials }, { said }) {
    if (credentials.length === 0) return notApplicable('no administrator signs in with an IAM password')
    const first = credentials
      .filter((c) => stillFirst(c.created, c.passwordLastChanged, c.passwordLastUsed))
      .map((c) => maskName(c.name))
    if (first.length > 0)
      return fail(
        `${list(first)} still ${first.length === 1 ? 'has' : 'have'} the first password. Whoever made the user has seen it. Sign in and change it.`,
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
      when: 'it was changed, and nobody has said more',
      facts: {
        credentials: [
          adminNamed('mia', { created: new Date('2026-01-01'), passwordLastChanged: new Date('2026-01-02') }),
        ],
        said: unattested(question),
      },
      then: 'review',
    },
    {
      when: 'it was changed, and somebody says that it is managed',
      facts: {
        credentials: [
          adminNamed('mia', { created: new Date('2026-01-01'), passwordLastChanged: new Date('2026-01-02') }),
        ],
        said: { holds: true, by: 'mia', at: new Date('2026-11-01') },
      },
      then: 'pass',
    },
    { when: 'there is no IAM administrator', facts: { credentials: [] }, then: 'not-applicable' },
  ],
})

/** Made in one go with the user, by the console or a program. A person who signs in to change it takes longer. */
const madeTogetherMs = 30_000

/** Used, and not changed since it was made together with the user. Unused, it may still have to be changed at sign-in. */
function stillFirst(created: Date | undefined, changed: Date | undefined, used: Date | undefined): boolean {
  if (!created || !changed || !used) return false
  return changed.getTime() - created.getTime() < madeTogetherMs && used > changed
}

import { statement } from '../facts/statement.ts'
import { defineControl, fail, notApplicable, pass, unattested, valueOf } from '../model/index.ts'
import { findings, holderOf, recoveryGraph } from '../recovery/index.ts'
import { evidenceOf, restingOn } from './support/evidence.ts'
import { recoveryCollectors, recoveryFacts } from './support/recovery.ts'
import { isOutOfReach, nothingToGuard, rootBestPractices } from './support/root.ts'
import { saidVerdict, speaker, unsaid } from './support/said.ts'
import { count } from './support/words.ts'

const question =
  'Can no single person, and no single system outside AWS, both read the root mailbox and answer or change the phone number on file?'

export default defineControl({
  id: 'root-recovery-takes-more-than-one',
  title: 'Becoming root takes more than one person',
  section: 'guardrails',
  severity: 'high',
  profiles: ['business'],
  everyMember: 'have a root user that one person can recover',
  rows: ['E2', 'D3'],
  rationale:
    'Whoever reads the root mailbox and answers the phone can get past MFA. In one hand, that hand is root.',
  judged:
    'The recovery graph (neverroot recovery): where one holder is enough by what was seen, it fails. Otherwise a person says who holds mailbox, phone, MFA key and identity provider, and that no one of them suffices. Of the members of an organization a person says it.',
  cannotKnow: 'Who reads a mailbox or carries a phone AWS does not know.',
  references: [rootBestPractices],
  fix: { api: false, hand: true },
  procedure: {
    title: 'Put mailbox and phone into different hands',
    steps: [
      'Look at who can become root, and at what would raise it: neverroot recovery',
      'Write down who can read the root mailbox, and who administers it.',
      'Write down who answers the phone number on file.',
      'Where one name stands in both, move one of them to somebody else.',
      'Say so here; look again when somebody leaves.',
    ],
    link: 'https://console.aws.amazon.com/billing/home#/account',
  },
  considers: {
    ...recoveryCollectors,
    said: statement('root-recovery-takes-more-than-one', question),
  },
  judge(_, { said, ...facts }, { configuration, central }) {
    const { root, recovery, outside } = facts
    if (isOutOfReach(valueOf(root), recovery)) return notApplicable(nothingToGuard)
    const seen = evidenceOf(root, recovery)
    const otherwise = 'Move the mailbox or the phone to somebody else.'
    // Among thousands of accounts nobody's users and roles are judged for it: there it is a person's word.
    if (central) return said.state === 'known' ? saidVerdict(said, otherwise) : restingOn(seen, unsaid(said))
    const word = valueOf(said)
    const drawn = (apart: boolean | undefined, inside: typeof outside) => {
      const graph = recoveryGraph(recoveryFacts({ ...facts, outside: inside }, configuration, apart))
      const { fewest, withoutCentre, gains } = findings(graph)
      return { graph, gains, ...(withoutCentre ?? fewest) }
    }
    // First by what was seen alone: that no word changes.
    const unsaidYet = unattested(question)
    const bySight = drawn(undefined, unsaidYet)
    const now = bySight.known.count === 1 ? bySight : drawn(word?.holds, outside)
    const { known, worst, graph, gains } = now
    if (known.count === 1) {
      const one = known.sets.map((set) => set.map((id) => holderOf(graph, id)!.label).join(', who is the '))
      const more = one.length > 1 ? `, or one of ${count(one.length - 1, 'other')}` : ''
      const best = gains.find(({ raises }) => raises)
      return fail(
        `One hand is enough: the ${one[0]!}${more}. ${best ? `To begin with, ${best.text}.` : 'See neverroot recovery.'}`,
        { evidence: now === bySight ? seen : [...seen, ...evidenceOf(said, outside)] },
      )
    }
    if (said.state === 'known')
      return said.value.holds
        ? pass(
            `${speaker(said.value)} says so${known.count === undefined ? '' : `; the graph shows none either`}`,
            {
              evidence: said.evidence,
            },
          )
        : saidVerdict(said, otherwise)
    if (known.count !== undefined && worst.count !== undefined && worst.count > 1)
      return pass(`it takes ${worst.count}, whatever is not known`, { evidence: seen })
    return restingOn(
      seen,
      unsaid(
        said,
        known.count === undefined
          ? undefined
          : `it takes ${known.count} by what was seen, one if two of them are the same person`,
      ),
    )
  },
  examples: [
    {
      when: 'somebody says so',
      facts: { said: { holds: true, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'pass',
    },
    {
      when: 'one person holds both',
      facts: { said: { holds: false, by: 'ciso', at: new Date('2026-11-01') } },
      then: 'fail',
    },
    {
      when: 'root was removed centrally: there is nothing to recover',
      facts: {
        root: { password: false, accessKeys: false, signingCertificates: false },
        recovery: 'blocked',
        said: unattested(question),
      },
      then: 'not-applicable',
    },
    {
      when: 'root has no MFA, and its password is reset by mail: whoever opens the mailbox is enough, whatever is said',
      facts: {
        place: { vantage: 'standalone' },
        root: { mfa: false, password: true, accessKeys: false },
        recovery: 'open',
        said: { holds: true, by: 'ciso', at: new Date('2026-11-01') },
      },
      then: 'fail',
      says: 'register MFA for root',
    },
    {
      when: 'root has MFA, and nobody has said whether one person holds mailbox and phone',
      facts: {
        place: { vantage: 'standalone' },
        root: { mfa: true, password: true, accessKeys: false },
        recovery: 'open',
        powers: [],
        said: unattested(question),
      },
      then: 'review',
      says: 'it takes 2 by what was seen',
    },
    {
      when: 'it is said that a part of the mailbox is in the account: its administrator opens the mailbox and changes the phone',
      facts: {
        place: { vantage: 'standalone' },
        root: { mfa: true, password: true, accessKeys: false },
        recovery: 'open',
        powers: [{ name: 'mia', kind: 'user', rights: { phone: 'now', administrator: 'now' } }],
        outside: { holds: false, by: 'ciso', at: new Date('2026-11-01') },
        said: unattested(question),
      },
      then: 'fail',
      says: 'IAM user mia',
    },
    { when: 'nobody has said', facts: { said: unattested(question) }, then: 'review' },
  ],
})

import { describe, expect, it } from 'vitest'
import type { DrilledMailbox } from '../model/index.ts'
import { contactsDrilled, contactsDrillsOf, resultOfContacts, resultsByRole } from './contacts-drills.ts'
import { type Entry, genesis, type Said, seal } from './ledger-entry.ts'

const subject = '111111111111'
const hash = (letter: string) => letter.repeat(64)
const [root, billing] = [hash('a'), hash('b')]
const [opener, tom, pat] = [hash('0'), hash('1'), hash('2')]

/** Minutes after a drill of an hour was opened, and what was said then. */
type Line = [minute: number, said: Partial<Said> & { kind: Said['kind'] }]

function ledger(lines: readonly Line[], more: Partial<Said> = {}): Entry[] {
  const opened: Said = {
    kind: 'contacts-drill',
    subject,
    by: 'Dana',
    reason: 'x',
    until: '2026-11-23T07:30:00.000Z',
    way: 'mail',
    salt: 's',
    opener,
    mailboxes: [
      { mailbox: root, roles: ['root'] },
      { mailbox: billing, roles: ['billing', 'spend-alarm'] },
    ],
    left: [],
    ...(more as object),
  }
  return [[0, opened] as Line, ...lines].map(([minute, said], at) =>
    seal(
      { subject, drill: 1, ...said } as Said,
      at + 1,
      new Date(Date.parse('2026-11-23T06:30:00Z') + minute * 60_000),
      genesis,
    ),
  )
}

const message = (mailbox: string): Line => [0, { kind: 'contacts-message', mailbox, code: hash('c') }]
const sent = (of: number, how: 'yes' | 'no' | 'unsure'): Line => [
  0,
  { kind: 'contacts-sent', message: of, sent: how },
]
/** Entries 2 to 5: both were told. */
const told: Line[] = [message(root), message(billing), sent(2, 'yes'), sent(3, 'yes')]
const answer = (minute: number, mailbox: string, person?: string): Line => [
  minute,
  { kind: 'contacts-answer', right: true, mailbox, ...(person ? { person } : {}) },
]
const wrong: Line = [1, { kind: 'contacts-answer', right: false }]
const over = new Date('2026-11-23T07:31:00Z')
const early = new Date('2026-11-23T07:00:00Z')

type Did = [answer: DrilledMailbox['answer'], sent: DrilledMailbox['sent'], people: number]

describe('what a drill of two mailboxes comes to', () => {
  it.each<[when: string, Line[], root: Did, billing: Did, at?: Date, more?: object]>([
    ['nobody answers until the end', told, ['silent', 'yes', 0], ['silent', 'yes', 0]],
    ['nobody answered yet', told, ['none', 'yes', 0], ['none', 'yes', 0], early],
    [
      'two people answer',
      [...told, answer(5, root, tom), answer(6, billing, pat)],
      ['witnessed', 'yes', 1],
      ['witnessed', 'yes', 1],
    ],
    [
      'both answer for one, and nobody for the other',
      [...told, answer(5, root, tom), answer(6, root, pat)],
      ['witnessed', 'yes', 2],
      ['silent', 'yes', 0],
    ],
    [
      'one person answers for both: who reads them is a word',
      [...told, answer(5, root, tom), answer(6, billing, tom)],
      ['stated', 'yes', 1],
      ['stated', 'yes', 1],
    ],
    [
      'one person answers for one of them',
      [...told, answer(5, root, tom)],
      ['witnessed', 'yes', 1],
      ['silent', 'yes', 0],
    ],
    [
      'the opener types both',
      [...told, answer(5, root, opener), answer(6, billing, opener)],
      ['stated', 'yes', 0],
      ['stated', 'yes', 0],
    ],
    [
      'a word, and a person besides',
      [...told, answer(5, root), answer(6, root, tom), answer(7, billing)],
      ['witnessed', 'yes', 1],
      ['stated', 'yes', 0],
    ],
    [
      'printed codes come back from two people',
      [...told, answer(5, root, tom), answer(6, billing, pat)],
      ['stated', 'yes', 0],
      ['stated', 'yes', 0],
      over,
      { way: 'print' },
    ],
    [
      'printed codes do not come back: they may never have been sent',
      told,
      ['none', 'yes', 0],
      ['none', 'yes', 0],
      over,
      { way: 'print' },
    ],
    [
      'an answer comes too late',
      [...told, answer(61, root, tom)],
      ['silent', 'yes', 0],
      ['silent', 'yes', 0],
    ],
    [
      'one was refused, and of one nobody knows',
      [message(root), message(billing), sent(2, 'no'), sent(3, 'unsure')],
      ['none', 'no', 0],
      ['none', 'unsure', 0],
    ],
    [
      'cut off before it was said whether it went, and answered all the same',
      [message(root), answer(5, root, tom)],
      ['witnessed', 'unsure', 1],
      ['none', 'no', 0],
    ],
    [
      'reminded after a refusal',
      [message(root), sent(2, 'no'), message(root), sent(4, 'yes')],
      ['silent', 'yes', 0],
      ['none', 'no', 0],
    ],
    [
      'ended by guesses: silence says nothing',
      [...told, ...Array.from({ length: 10 }, () => wrong)],
      ['none', 'yes', 0],
      ['none', 'yes', 0],
    ],
  ])('%s', (_when, lines, first, second, at = over, more = {}) => {
    const [drill] = contactsDrillsOf(ledger(lines, more))
    const did = resultOfContacts(drill!, at).map(({ answer, sent, people }): Did => [
      answer,
      sent,
      people.length,
    ])
    expect(did).toEqual([first, second])
  })

  it('is told by role, with the time until the last of its mailboxes answered', () => {
    const [drill] = contactsDrillsOf(ledger([...told, answer(5, root, tom), answer(8, root, pat)]))
    expect(resultsByRole(resultOfContacts(drill!, over))).toEqual([
      { role: 'root', mailboxes: 1, answered: 1, people: 2, minutes: 5 },
      { role: 'billing', mailboxes: 1, answered: 0, people: 0 },
      { role: 'spend-alarm', mailboxes: 1, answered: 0, people: 0 },
    ])
  })

  it('counts once it is closed, and what comes after that is left out', () => {
    const closing: Line = [
      20,
      { kind: 'contacts-closing', by: 'Dana', complete: false, people: 1, roles: [] },
    ]
    const lines = [...told, answer(5, root, tom), closing, answer(21, billing, pat)]
    expect(contactsDrilled(contactsDrillsOf(ledger(lines.slice(0, 5))))).toEqual([])
    const [drilled] = contactsDrilled(contactsDrillsOf(ledger(lines)))
    expect(drilled).toMatchObject({ entry: 1, closing: { entry: 7 }, at: '2026-11-23T06:50:00.000Z' })
    expect(drilled!.mailboxes.map((one) => one.answer)).toEqual(['witnessed', 'none'])
  })

  it('of another account does not count here', () => {
    const [drill] = contactsDrillsOf(
      ledger([...told, [5, { kind: 'contacts-answer', subject: '2', right: true, mailbox: root }]]),
    )
    expect(drill!.mailboxes[0]!.answers).toEqual([])
  })
})

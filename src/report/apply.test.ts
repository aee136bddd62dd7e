/** What became of a plan, on a terminal: step by step, and once it was looked at again. */
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Applied, ItemOutcome, Outcome } from '../model/index.ts'
import { closingTable, outcomeLines } from './apply.ts'

const style = { width: 80, color: false, ascii: false }

const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  item: 'daily-budget-exists/111111111111',
  step: 'daily-budget-exists/1',
  action: 'sns:CreateTopic',
  does: 'topic neverroot-spend',
  result: 'applied',
  ...over,
})

const item = (over: Partial<ItemOutcome> = {}): ItemOutcome => ({
  id: 'daily-budget-exists/111111111111',
  control: 'daily-budget-exists',
  result: 'fixed',
  status: 'pass',
  message: '18.60 USD a day',
  ...over,
})

const applied = (over: Partial<Applied> = {}): Applied => ({
  run: '2026-11-23T0634',
  account: '111111111111',
  outcomes: [outcome()],
  items: [item()],
  complete: true,
  undoable: true,
  lasting: [],
  ...over,
})

describe('a step as it ends', () => {
  it.each<[Partial<Outcome>, string]>([
    [{}, '  ✓ done        topic neverroot-spend'],
    [{ result: 'already-so' }, '  ✓ so already  topic neverroot-spend'],
    [
      { result: 'waiting', message: 'for the code' },
      '  ? waiting     topic neverroot-spend\n                for the code',
    ],
    [
      { result: 'refused', message: 'sns:CreateTopic was denied' },
      '  ✗ refused     topic neverroot-spend\n                sns:CreateTopic was denied',
    ],
    [
      { result: 'failed', message: 'no answer' },
      '  ✗ failed      topic neverroot-spend\n                no answer',
    ],
    [
      { result: 'skipped', message: 'not tried' },
      '  - skipped     topic neverroot-spend\n                not tried',
    ],
  ])('%j', (over, text) => {
    expect(outcomeLines(outcome(over), style)).toBe(text)
  })

  it('wraps below itself, and says the same in colour and in ASCII', () => {
    const long = outcome({
      does: 'word '.repeat(30).trim(),
      message: 'Füße — why '.repeat(12),
      result: 'failed',
    })
    const text = outcomeLines(long, style)
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(
      text
        .split('\n')
        .slice(1)
        .filter((line) => !line.startsWith(' '.repeat(16))),
    ).toEqual([])
    expect(stripVTControlCharacters(outcomeLines(long, { ...style, color: true }))).toBe(text)
    expect(outcomeLines(long, { ...style, ascii: true })).toMatch(/^[\x20-\x7e\n]+$/)
  })
})

describe('once it was looked at again', () => {
  it('fixed, not fixed, waiting and left to people, each with its value or reason', () => {
    const items = [
      item(),
      item({
        control: 'root-has-mfa',
        result: 'left-to-people',
        status: 'fail',
        message: 'Register MFA for root',
      }),
      item({
        control: 'daily-budget-fits-typical-spend',
        result: 'not-fixed',
        status: 'unknown',
        message: 'no data yet',
      }),
      item({
        control: 'password-policy-is-strong',
        result: 'not-fixed',
        status: 'fail',
        message: '8 characters. Raise it.',
      }),
      item({
        control: 'contact-phone-is-current',
        result: 'waiting',
        status: 'review',
        message: 'for the code. It was sent.',
      }),
    ]
    expect(closingTable(applied({ items }), style, ' --sandbox neglected-personal')).toBe(`
 Looked again
  1 fixed
  ✓ daily-budget-exists              18.60 USD a day
  2 not fixed
  ! daily-budget-fits-typical-spend  cannot tell: no data yet
  ✗ password-policy-is-strong        8 characters
  1 waiting for people
  ? contact-phone-is-current         for the code. It was sent.
  1 left to people
  ? root-has-mfa                     Register MFA for root

 Take it back:   neverroot undo 2026-11-23T0634 --sandbox neglected-personal
`)
  })

  it('not all of it done: how to carry on; nothing done: nothing to take back', () => {
    const part = closingTable(applied({ complete: false }), style)
    expect(part).toContain(' Not all of it was done.   Carry on: neverroot apply --resume\n')
    expect(part).toContain('neverroot undo 2026-11-23T0634')
    const none = closingTable(
      applied({ outcomes: [outcome({ result: 'refused' })], complete: false, undoable: false }),
      style,
    )
    expect(none).not.toContain('undo')
  })

  it('what stays is said', () => {
    expect(closingTable(applied({ lasting: ['AWS sends a code'] }), style)).toContain(
      '\n Stays, no call takes it back: AWS sends a code\n',
    )
  })

  it('after an undo: what each finding is again, and that it is done', () => {
    const undone = applied({
      undoes: '2026-11-23T0634',
      undoable: false,
      run: '2026-11-23T0640',
      items: [item({ result: 'not-fixed', status: 'fail', message: 'No budget at all. Make one.' })],
    })
    expect(closingTable(undone, style)).toBe(`
 Looked again
  ✗ daily-budget-exists  No budget at all

 Run 2026-11-23T0634 is taken back.
`)
    const part = closingTable({ ...undone, complete: false }, style, ' --state /tmp/x')
    expect(part).toContain('Carry on: neverroot undo 2026-11-23T0634 --state /tmp/x')
    expect(part).not.toContain('is taken back')
  })

  it('keeps to the page, also with a long id and nothing to say', () => {
    const items = [
      item({ control: 'a-way-in-survives-the-identity-provider', message: 'word '.repeat(40) }),
      item({ message: '' }),
    ]
    const text = closingTable(applied({ items }), style)
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(text).toContain('✓ daily-budget-exists\n')
    expect(stripVTControlCharacters(closingTable(applied({ items }), { ...style, color: true }))).toBe(text)
  })
})

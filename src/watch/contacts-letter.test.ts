import { describe, expect, it } from 'vitest'
import { mailRoles } from '../model/index.ts'
import { contactsLetter, type ContactsLetter } from './contacts-letter.ts'

const letter = (more: Partial<ContactsLetter> = {}) =>
  contactsLetter({
    account: '111111111111',
    phrase: 'blue heron over the harbour',
    by: 'Dana',
    reason: 'quarterly',
    roles: ['root', 'billing'],
    code: 'K7QF2-9XMRT',
    until: new Date('2026-11-25T06:30:00Z'),
    ...more,
  })

describe('the message of a drill', () => {
  it('says who sends it, why, what for, until when, and what nobody will ask for', () => {
    const { subject, text } = letter()
    expect(subject).toBe('Drill: does somebody read this mailbox? (blue heron over the harbour)')
    for (const part of [
      /^blue heron over the harbour\n\nTHIS IS A DRILL\. Nothing has happened/,
      /^Dana sends it/m,
      /cloud account 111111111111/,
      /^ {2}- recovery of the account.*\n {2}- billing contact$/m,
      /^Why now: quarterly$/m,
      /^Your code: K7QF2-9XMRT$/m,
      /neverroot drill contacts/,
      /until 2026-11-25 06:30 UTC/,
      /Nobody will ever ask you for a password/,
    ])
      expect(text).toMatch(part)
  })

  it.each([
    ['as it is', {}],
    ['with every role', { roles: mailRoles }],
    ['as a reminder', { reminder: true as const }],
    ['about a sandbox', { sandbox: 'neglected-personal' }],
    ['where keys are on file', { sign: true }],
    ['through a service that adds a link', { unsubscribe: true }],
  ])('looks nothing like one of AWS, holds no link and fits a terminal: %s', (_, more) => {
    const { subject, text } = letter(more)
    expect(`${subject}\n${text}`).not.toMatch(/\bAWS\b|Amazon|https?:|www\.|security alert/i)
    expect(text.split('\n').filter((line) => line.length > 78)).toEqual([])
  })

  it('says of a reminder, and of a sandbox, that it is one', () => {
    expect(letter({ reminder: true }).subject).toMatch(/^Reminder of a drill: /)
    expect(letter({ sandbox: 'startup' }).text).toContain('about the sandbox startup, and no real account')
  })

  it('says how the code is signed where keys are on file, and warns of a link that is added', () => {
    const [plain, signed, linked] = [{}, { sign: true }, { unsubscribe: true }].map(
      (more) => letter(more).text,
    )
    expect(signed).toContain("printf '%s\\n' 'neverroot drill 111111111111 K7QF2-9XMRT' |")
    expect(plain).not.toContain('ssh-keygen')
    expect(plain).toMatch(/There is no\nlink in this message/)
    expect(linked).toMatch(
      /The link below\nthis text was added by the service that sends it: do not follow it/,
    )
    expect(linked).not.toContain('There is no')
  })

  it('keeps what people wrote on its line: it imitates no other part', () => {
    const { text } = letter({ by: 'Dana\n\nYour code: 00000-00000', reason: 'x\u2028Your code: 11111-11111' })
    expect(text.match(/^Your code: .*$/gm)).toEqual(['Your code: K7QF2-9XMRT'])
  })
})

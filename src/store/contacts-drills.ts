/** Drills of the mailboxes that AWS writes to, as the ledger tells them. */
import {
  type Answerer,
  type AnswerWay,
  type ContactsDrilled,
  distinctPeople,
  type DrilledMailbox,
  type Iso,
  type MailRole,
  type Sending,
} from '../model/index.ts'
import type { ContactsSaid, RoleResult } from './contacts-entries.ts'
import type { Entry } from './ledger-entry.ts'

/** So many wrong codes for each mailbox end a drill: nobody finds one by trying. */
export const wrongForEach = 5

export interface DrillMessage {
  /** Its place in the ledger. */
  entry: number
  at: Iso
  code: string
  /** Absent: it was under way when everything stopped, and may have gone. */
  sent?: Sending
  because?: string
}

export interface MailboxAnswer {
  at: Iso
  person?: string
  /** By which ways the person would be recognized. */
  known?: readonly AnswerWay[]
}

export interface DrillMailbox {
  /** A hash of its address. */
  mailbox: string
  roles: readonly MailRole[]
  messages: readonly DrillMessage[]
  answers: readonly MailboxAnswer[]
}

type Opened = Extract<ContactsSaid, { kind: 'contacts-drill' }>

export interface ContactsDrill extends Omit<Opened, 'kind' | 'subject' | 'mailboxes'> {
  /** Its place in the ledger. */
  entry: number
  account: string
  at: Iso
  mailboxes: readonly DrillMailbox[]
  wrong: number
  closed?: {
    entry: number
    hash: string
    at: Iso
    by: string
    complete: boolean
    people: number
    roles: readonly RoleResult[]
  }
}

interface Growing extends ContactsDrill {
  mailboxes: (DrillMailbox & { messages: DrillMessage[]; answers: MailboxAnswer[] })[]
}

/** Every drill of the mailboxes in these entries, oldest first. What came after it was closed, or its time was over, is left out. */
export function contactsDrillsOf(entries: readonly Entry[]): ContactsDrill[] {
  const drills = new Map<number, Growing>()
  for (const entry of entries) {
    if (entry.kind === 'contacts-drill') {
      const { kind: _, subject: account, seq, prev: _prev, hash: _hash, mailboxes, ...rest } = entry
      const all = mailboxes.map((one) => ({ ...one, messages: [], answers: [] }))
      drills.set(seq, { ...rest, entry: seq, account, mailboxes: all, wrong: 0 })
      continue
    }
    if (!('drill' in entry) || !entry.kind.startsWith('contacts-')) continue
    const drill = drills.get(entry.drill as number)
    if (drill && !drill.closed && drill.account === entry.subject) add(drill, entry)
  }
  return [...drills.values()]
}

function add(drill: Growing, entry: Entry): void {
  const { seq, at } = entry
  switch (entry.kind) {
    case 'contacts-message':
      drill.mailboxes
        .find(({ mailbox }) => mailbox === entry.mailbox)
        ?.messages.push({ entry: seq, at, code: entry.code })
      break
    case 'contacts-sent': {
      const message = drill.mailboxes
        .flatMap(({ messages }) => messages)
        .find((one) => one.entry === entry.message)
      if (!message || message.sent) break
      message.sent = entry.sent
      if (entry.because !== undefined) message.because = entry.because
      break
    }
    case 'contacts-answer': {
      if (!entry.right) {
        drill.wrong++
        break
      }
      if (at > drill.until) break
      const { person, known = ['aws'] } = entry
      drill.mailboxes
        .find(({ mailbox }) => mailbox === entry.mailbox)
        ?.answers.push({ at, ...(person === undefined ? {} : { person, known }) })
      break
    }
    case 'contacts-closing': {
      const { hash, by, complete, people, roles } = entry
      drill.closed = { entry: seq, hash, at, by, complete, people, roles }
      break
    }
    default:
  }
}

/** What became of the messages to a mailbox, taken together; undefined where none was begun. */
export function sentTo({ messages }: Pick<DrillMailbox, 'messages'>): Sending | undefined {
  if (messages.length === 0) return undefined
  if (messages.some(({ sent }) => sent === 'yes')) return 'yes'
  return messages.some(({ sent }) => sent !== 'no') ? 'unsure' : 'no'
}

export const isGuessed = ({ wrong, mailboxes }: Pick<ContactsDrill, 'wrong' | 'mailboxes'>): boolean =>
  wrong >= wrongForEach * mailboxes.length

/** Who answered for a mailbox, other than the opener. */
function witnessesOf({ opener, way }: ContactsDrill, { answers }: DrillMailbox): Answerer[] {
  if (way === 'print') return []
  const each = new Map<string, Answerer>()
  for (const { person, known = [] } of answers)
    if (person !== undefined && person !== opener && !each.has(person)) each.set(person, { person, known })
  return [...each.values()]
}

/**
 * How each mailbox did, as of now. Printed codes passed through the hands of whoever opened the drill, so that they never
 * witness anything; neither does one person who typed the codes of several mailboxes while nobody else answered for any.
 */
export function resultOfContacts(drill: ContactsDrill, now: Date): DrilledMailbox[] {
  const people = distinctPeople(drill.mailboxes.flatMap((one) => witnessesOf(drill, one)))
  const byWitnesses = drill.mailboxes.filter((one) => witnessesOf(drill, one).length > 0).length
  const alone = people === 1 && byWitnesses > 1
  const over = (drill.closed?.at ?? now.toISOString()) >= drill.until && !isGuessed(drill)
  return drill.mailboxes.map((one) => {
    const witnesses = witnessesOf(drill, one)
    const sent = sentTo(one) ?? 'no'
    const [first] = one.answers
    const silent = over && sent === 'yes' && drill.way !== 'print'
    return {
      mailbox: one.mailbox,
      roles: one.roles,
      sent,
      answer: first ? (witnesses.length > 0 && !alone ? 'witnessed' : 'stated') : silent ? 'silent' : 'none',
      people: witnesses,
      ...(first ? { minutes: minutesUntil(one, first) } : {}),
    }
  })
}

const minutesUntil = ({ messages }: DrillMailbox, { at }: MailboxAnswer): number =>
  Math.max(0, Math.round((Date.parse(at) - Date.parse(messages[0]?.at ?? at)) / 60_000))

/** The same by role. */
export function resultsByRole(mailboxes: readonly DrilledMailbox[]): RoleResult[] {
  const roles = [...new Set(mailboxes.flatMap((one) => one.roles))]
  return roles.map((role) => {
    const its = mailboxes.filter((one) => one.roles.includes(role))
    const minutes = its.flatMap((one) => (one.minutes === undefined ? [] : [one.minutes]))
    return {
      role,
      mailboxes: its.length,
      answered: minutes.length,
      people: distinctPeople(its.flatMap(({ people }) => people)),
      ...(minutes.length === its.length ? { minutes: Math.max(...minutes) } : {}),
    }
  })
}

/** Those that were closed, with what they came to. */
export const contactsDrilled = (drills: readonly ContactsDrill[]): ContactsDrilled[] =>
  drills.flatMap((drill) => {
    const { entry, at: opened, until, way, salt, closed } = drill
    if (!closed) return []
    return [
      {
        entry,
        closing: { entry: closed.entry, hash: closed.hash },
        opened,
        at: closed.at < until ? closed.at : until,
        way,
        salt,
        mailboxes: resultOfContacts(drill, new Date(closed.at)),
      },
    ]
  })

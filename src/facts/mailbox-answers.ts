/** What the drills of mailboxes come to for the addresses that there are today. */
import type { Fetcher, Source } from '../aws/index.ts'
import {
  type Answerer,
  type ContactsDrilled,
  distinctPeople,
  type DrilledMailbox,
  type Evidence,
  known,
  type MailRole,
  type RoleLeft,
} from '../model/index.ts'
import { contactMailboxes, type RoleMailbox } from './drilled-roles.ts'
import { hashOfMailbox } from './mailbox.ts'

/** How long an answer counts (catalogue, contact-mailboxes-answer): a mailbox may have no reader tomorrow. */
export const mailboxDays = 90

export interface MailboxAnswered {
  roles: readonly MailRole[]
  /** `untried`: no drill of the last 90 days was about this address; `open`: one was, and it showed nothing. */
  answer: Exclude<DrilledMailbox['answer'], 'none'> | 'open' | 'untried'
  /** When that drill was over. */
  at?: Date
}

export interface ContactsAnswered {
  mailboxes: readonly MailboxAnswered[]
  left: readonly RoleLeft[]
  /** Distinct people in the drill of the most, since no two drills tell people apart. */
  people: number
  /** AWS tells nobody root's address: the one that the configuration declares was asked. */
  declared?: true
}

const dayMs = 86_400_000

/** How a mailbox did in a drill. */
export interface Shown {
  drill: ContactsDrilled
  did: DrilledMailbox
}

/** What drills within their time showed of a mailbox, the newest first. Nothing from before it stayed silent counts. */
export function shownOf(address: string, { records, now }: Pick<Source, 'records' | 'now'>): Shown[] {
  const since = new Date(now.getTime() - mailboxDays * dayMs).toISOString()
  const shown: Shown[] = []
  for (const drill of [...records.contactsDrills()].reverse()) {
    const hash = hashOfMailbox(address, drill.salt)
    const did = drill.at < since ? undefined : drill.mailboxes.find(({ mailbox }) => mailbox === hash)
    if (!did) continue
    shown.push({ drill, did })
    if (did.answer === 'silent') break
  }
  return shown
}

/** The best of it: a word does not take back what people witnessed, and a drill that showed nothing takes back nothing. */
function bestOf(shown: readonly Shown[]): Shown | undefined {
  const first = (answer: DrilledMailbox['answer']) => shown.find(({ did }) => did.answer === answer)
  return first('witnessed') ?? first('stated') ?? first('silent') ?? shown[0]
}

/**
 * How every mailbox of the account itself did in its last drill. An address that was changed since then has another hash, so
 * that what the old one answered says nothing about it.
 */
export const contactsAnswered: Fetcher<ContactsAnswered> = {
  name: 'contacts-answered',
  reads: contactMailboxes.reads,
  async collect(source) {
    const fact = await source.get(contactMailboxes)
    if (fact.state !== 'known') return fact
    const { mailboxes, left } = fact.value
    const last = mailboxes.map((one) => bestOf(shownOf(one.address, source)))
    return known(
      {
        mailboxes: mailboxes.map(({ roles }, at) => answered(roles, last[at])),
        left: left.map(({ role, why }) => ({ role, why })),
        people: Math.max(0, ...peopleIn(last).map(({ people }) => people)),
        ...(mailboxes.some(({ declared }) => declared) ? { declared: true as const } : {}),
      },
      [...fact.evidence, ...evidenceOfDrills('contact-mailboxes-answer', last, mailboxes)],
    )
  },
}

const answered = (roles: readonly MailRole[], last: Shown | undefined): MailboxAnswered =>
  last
    ? {
        roles,
        answer: last.did.answer === 'none' ? 'open' : last.did.answer,
        at: new Date(last.drill.at),
      }
    : { roles, answer: 'untried' }

/** Who answered, by drill: each has a salt of its own, so that only within one can people be told apart. */
export function peopleIn(
  shown: readonly (Shown | undefined)[],
): { drill: ContactsDrilled; people: number }[] {
  const drills = new Map<number, { drill: ContactsDrilled; answerers: readonly Answerer[] }>()
  for (const found of shown) {
    if (!found) continue
    const { drill, did } = found
    const { answerers } = drills.get(drill.entry) ?? { answerers: [] }
    drills.set(drill.entry, { drill, answerers: [...answerers, ...did.people] })
  }
  return [...drills.values()].map(({ drill, answerers }) => ({ drill, people: distinctPeople(answerers) }))
}

/** One piece for each drill: a word where an answer of it is one, and where the address itself is. */
export function evidenceOfDrills(
  control: string,
  shown: readonly (Shown | undefined)[],
  mailboxes: readonly RoleMailbox[],
): Evidence[] {
  const found = shown.flatMap((one, at) => (one ? [{ ...one, mailbox: mailboxes[at]! }] : []))
  return peopleIn(shown).map(({ drill, people }): Evidence => {
    const its = found.filter((one) => one.drill.entry === drill.entry)
    const { entry, hash } = drill.closing
    const expires = new Date(Date.parse(drill.at) + mailboxDays * dayMs).toISOString()
    const declared = its.some(({ mailbox }) => mailbox.declared)
    const base = {
      source: 'ledger',
      at: drill.at,
      saw: { entry, hash, drill: drill.entry },
      control,
      expires,
    }
    return its.some(({ did }) => did.answer === 'stated') || declared
      ? {
          ...base,
          kind: 'attestation',
          by: declared ? 'the configuration, of the address' : 'whoever typed the code',
          holds: its.every(({ did }) => did.answer === 'stated' || did.answer === 'witnessed'),
        }
      : { ...base, kind: 'acknowledgement', people }
  })
}

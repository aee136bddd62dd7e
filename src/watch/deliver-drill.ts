/** Sends the codes of a drill: each mailbox is told at most once, whatever happens in between. */
import type { MailRole, Sending } from '../model/index.ts'
import { mail, type MailServer } from '../send/mail.ts'
import { append } from '../store/ledger.ts'
import { hashOfCode, makeCode } from './drill-code.ts'
import type { Letter } from './letter.ts'

/** A mailbox of a drill, and how it is told. */
export interface DrillAddress {
  address: string
  /** A hash of it, as the drill knows it. */
  mailbox: string
  roles: readonly MailRole[]
}

export interface Delivered extends DrillAddress {
  /** `untried`: the server takes nothing just now, so that it was not asked again. */
  sent: Sending | 'untried'
  /** Why not, in a sentence without an address. */
  because?: string
}

export interface DeliverOptions {
  folder: string
  drill: { entry: number; account: string; salt: string }
  letter(code: string, to: DrillAddress): Letter
  reminder?: true
  now(): Date
}

/** How letters leave: each is given once. */
export type Post = (to: DrillAddress, letter: Letter, id: string) => Promise<Posted>

export interface Posted {
  sent: Sending
  because?: string
  /** It is about the server: others would fare the same. */
  before?: true
}

/** From the connection to the answer: servers that look at mail while it comes are slow. */
const timeoutMs = 30_000

/**
 * Posts by mail. One try for each: a second one may be one too many, since an answer can get lost. What was refused for sure
 * goes out when the drill is opened again.
 */
export const byMail =
  (
    { server, from }: { server: MailServer; from: string },
    options: { timeoutMs?: number | undefined; signal: AbortSignal; now(): Date },
  ): Post =>
  async ({ address }, letter, id) => {
    const message = { from, to: [address], ...letter, id, at: options.now() }
    const came = await mail(server, message, {
      timeoutMs: options.timeoutMs ?? timeoutMs,
      signal: options.signal,
    })
    const sent = came.took.length > 0 ? 'yes' : came.unsure ? 'unsure' : 'no'
    return {
      sent,
      ...(came.because === undefined ? {} : { because: came.because }),
      ...(came.before ? { before: true } : {}),
    }
  }

/**
 * Before a message goes it stands in the ledger that it does, and after it what became of it: cut off in between, it may have
 * gone, and is not sent again by itself. `told` hears of each as it is done. Rejects where somebody said stop.
 */
export async function deliverDrill(
  to: readonly DrillAddress[],
  post: Post,
  options: DeliverOptions,
  told: (one: Delivered) => Promise<void> = async () => undefined,
): Promise<Delivered[]> {
  const { folder, drill, reminder } = options
  const about = { subject: drill.account, drill: drill.entry }
  const all: Delivered[] = []
  let down: string | undefined
  for (const one of to) {
    if (down !== undefined) {
      all.push({ ...one, sent: 'untried', because: down })
      await told(all.at(-1)!)
      continue
    }
    const code = makeCode()
    const begun = await append(
      folder,
      {
        kind: 'contacts-message',
        ...about,
        mailbox: one.mailbox,
        code: hashOfCode(code, drill.salt),
        ...(reminder ? { reminder } : {}),
      },
      options.now(),
    )
    const { seq, hash } = begun.at(-1)!
    const { sent, because, before } = await post(one, options.letter(code, one), hash.slice(0, 32))
    const why = because === undefined ? {} : { because }
    await append(folder, { kind: 'contacts-sent', ...about, message: seq, sent, ...why }, options.now())
    all.push({ ...one, sent, ...why })
    if (before) down = because ?? 'it takes nothing'
    await told(all.at(-1)!)
  }
  return all
}

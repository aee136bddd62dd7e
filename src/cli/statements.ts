/** What attest and except have in common: whom it is about, until when it counts, and what may be said at all. */
import { type AnyControl, connect, controls, UserError } from '../index.ts'
import { append, type Entry, type Said } from '../store/ledger.ts'
import { secretIn } from '../store/ledger-secrets.ts'
import type { CommonOptions } from './options.ts'
import { print } from './output.ts'
import type { Session } from './session.ts'
import { nearest } from './suggest.ts'
import type { Until } from './until.ts'

export interface StatementOptions extends CommonOptions {
  account?: string
  expires?: Until
  list?: boolean
  format?: 'terminal' | 'json'
}

/** The control of the catalogue. Throws UserError for an id that is not in it, with the nearest one. */
export function controlNamed(id: string | undefined, command: string): AnyControl {
  if (id === undefined)
    throw new UserError(
      'no-control',
      `${command} needs a control.`,
      `neverroot explain lists all of them; what was recorded: neverroot ${command} --list`,
    )
  const control = controls.find((c) => c.id === id)
  if (control) return control
  const near = nearest(
    id,
    controls.map((c) => c.id),
  )
  throw new UserError(
    'no-such-control',
    `There is no control "${id}".`,
    near
      ? `Did you mean ${near}? neverroot explain lists all of them.`
      : 'neverroot explain lists all of them.',
  )
}

const longest = { name: 200, text: 2000 }

/** Throws UserError for what must not be kept: a secret, and more than a note can be. The secret is not repeated. */
export function checkTexts(
  texts: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): void {
  for (const [option, text] of Object.entries(texts)) {
    if (text === undefined) continue
    const secret = secretIn(text)
    if (secret)
      throw new UserError(
        'holds-a-secret',
        `--${option} seems to hold ${secret}: nothing was recorded.`,
        'The ledger never holds secrets. Say where it is kept, not what it is; if it is real, change it.',
      )
    const most = names.includes(option) ? longest.name : longest.text
    if (text.length > most)
      throw new UserError(
        'too-long',
        `--${option} has ${text.length} characters, ${most} are allowed.`,
        'Say it in fewer words, and link to the rest.',
      )
  }
}

/** The account that it is about: the one named, else the caller's, as AWS says. */
export async function subjectOf(options: StatementOptions, session: Session): Promise<string> {
  if (options.account !== undefined) return options.account
  const { door, caller } = await connect(session.connection, session.host)
  door.close()
  return caller.account
}

/** Records it and tells what was recorded, with the head of the ledger. */
export async function record(
  session: Session,
  said: Said,
  at: Date,
  options: StatementOptions,
  text: string,
): Promise<Entry> {
  const written = (await append(session.folder, said, at)).at(-1)!
  await print(
    options.format === 'json'
      ? `${JSON.stringify(written, null, 2)}\n`
      : `${text}\nEntry ${written.seq} of the ledger, head ${written.hash}\n`,
  )
  return written
}

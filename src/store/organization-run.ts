/** What an audit of an organization has found so far: on the disk, so that memory stays flat and a kill loses little. */
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { access, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Iso, type ListedAccount, UserError } from '../model/index.ts'
import { cannotWrite, makeFolder, readJson, writeWhole } from './files.ts'

const schema = 'neverroot/organization-run/1'
const hint = 'Make room or allow it, then carry on: neverroot audit --org --resume'

/** What was begun: only the same is carried on with. */
export interface RunHead {
  organization: string
  /** Who looked, and at what: another choice is another run. */
  choice: string
  at: Iso
  /** Every account is looked at: what joins after it is new to the next one. */
  whole?: boolean
}

/** An account as it is kept: without its root address, of which only the domain and a salted hash stay. */
export type KeptAccount = Omit<ListedAccount, 'email'> & { domain?: string; mailbox?: string }

/** One page of the list: where it began, and what stood on it. */
export interface KeptPage {
  from?: string
  next?: string
  at: Iso
  accounts: readonly KeptAccount[]
}

export interface OrganizationRun {
  readonly head: RunHead
  /** When the run before was begun that looked at every account and came to its end. */
  readonly before?: Iso
  /** The pages that were listed so far, in order. */
  readonly pages: readonly KeptPage[]
  addPage(page: Omit<KeptPage, 'accounts'> & { accounts: readonly ListedAccount[] }): KeptPage
  /** True where an account's result is there. */
  has(account: string): boolean
  add(account: string, result: unknown): void
  /** Read from the disk, one at a time. */
  read(account: string): unknown
  /** Nothing is left to be carried on with. */
  finish(): Promise<void>
  close(): void
}

const folderOf = (folder: string) => join(folder, 'organization')
const headOf = (folder: string) => join(folderOf(folder), 'run.json')

interface KeptHead extends RunHead {
  schema: typeof schema
  salt: string
  finished?: true
  before?: Iso
}

/** The run that was begun last, where it can be carried on with; undefined where there is none or it came to its end. */
export async function unfinishedRun(folder: string): Promise<RunHead | undefined> {
  const head = (await readJson(headOf(folder))) as KeptHead | undefined
  return head?.schema === schema && !head.finished ? head : undefined
}

/** When the last run was begun that looked at every account of this organization and came to its end. */
export async function lastWhole(folder: string, organization: string): Promise<Iso | undefined> {
  const head = (await readJson(headOf(folder))) as KeptHead | undefined
  if (head?.schema !== schema || head.organization !== organization) return undefined
  return head.finished && head.whole ? head.at : head.before
}

/** Begins a run anew; what an earlier one found is forgotten. Throws UserError where it cannot be kept. */
export async function beginOrganizationRun(folder: string, head: RunHead): Promise<OrganizationRun> {
  const dir = folderOf(folder)
  await makeFolder(dir, hint)
  for (const name of ['pages.jsonl', 'results.jsonl']) await rm(join(dir, name), { force: true })
  const before = await lastWhole(folder, head.organization)
  const kept: KeptHead = {
    schema,
    ...head,
    salt: randomBytes(16).toString('hex'),
    ...(before === undefined ? {} : { before }),
  }
  await writeWhole(headOf(folder), `${JSON.stringify(kept)}\n`, hint)
  return open(folder, kept)
}

/**
 * Carries on with the run of this folder. Throws UserError where there is none, or where it was of another organization or
 * looked at something else.
 */
export async function resumeOrganizationRun(folder: string, wanted: RunHead): Promise<OrganizationRun> {
  const head = (await readJson(headOf(folder))) as KeptHead | undefined
  const anew = 'Begin anew: neverroot audit --org'
  if (!head || head.schema !== schema) {
    const broken = await access(headOf(folder)).then(
      () => true,
      () => false,
    )
    throw new UserError(
      'nothing-to-resume',
      broken
        ? `${headOf(folder)} is no run of this version.`
        : `No audit of an organization was begun in ${folder}.`,
      anew,
    )
  }
  if (head.organization !== wanted.organization)
    throw new UserError(
      'another-organization',
      `The unfinished audit in ${folder} is of organization ${head.organization}, not of ${wanted.organization}.`,
      `${anew}, or name the right folder with --state DIR.`,
    )
  if (head.choice !== wanted.choice)
    throw new UserError(
      'another-choice',
      `The unfinished audit of ${head.at.slice(0, 16)}Z looked at something else.`,
      `Give the same --accounts, --ou, --exclude, --only and --section again. ${anew}`,
    )
  if (head.finished)
    throw new UserError(
      'nothing-to-resume',
      `The audit of ${head.at.slice(0, 16)}Z came to its end: there is nothing to carry on with.`,
      anew,
    )
  return open(folder, head)
}

function open(folder: string, head: KeptHead): OrganizationRun {
  const dir = folderOf(folder)
  const pagesFile = new Lines(join(dir, 'pages.jsonl'))
  const results = new Lines(join(dir, 'results.jsonl'))
  const pages: KeptPage[] = []
  /** The accounts of a page are read when they are asked for: thousands would be in memory for the whole audit. */
  const pageAt = ({ accounts: _, ...page }: KeptPage, at: number, length: number): KeptPage => ({
    ...page,
    get accounts() {
      return (JSON.parse(pagesFile.at(at, length)) as KeptPage).accounts
    },
  })
  pagesFile.each((text, at, length) => void pages.push(pageAt(JSON.parse(text) as KeptPage, at, length)))
  const where = new Map<string, { at: number; length: number }>()
  results.each((text, at, length) => {
    const account = /^\{"account":"(\d{12})"/.exec(text)?.[1]
    if (account) where.set(account, { at, length })
  })
  return {
    head,
    ...(head.before === undefined ? {} : { before: head.before }),
    pages,
    addPage(page) {
      const kept: KeptPage = { ...page, accounts: page.accounts.map((one) => withoutAddress(one, head.salt)) }
      const { at, length } = pagesFile.add(JSON.stringify(kept))
      pages.push(pageAt(kept, at, length))
      return kept
    },
    has: (account) => where.has(account),
    add(account, result) {
      where.set(account, results.add(JSON.stringify({ account, result })))
    },
    read(account) {
      const found = where.get(account)
      return found && (JSON.parse(results.at(found.at, found.length)) as { result: unknown }).result
    },
    async finish() {
      await writeWhole(headOf(folder), `${JSON.stringify({ ...head, finished: true })}\n`, hint)
    },
    close() {
      pagesFile.close()
      results.close()
    },
  }
}

/** Whose mailbox it is shows only in that two hashes are the same; a plus-alias arrives in the same mailbox. */
function withoutAddress({ email, ...account }: ListedAccount, salt: string): KeptAccount {
  const [, local, domain] = /^([^@+]*)[^@]*@(.+)$/.exec(email?.trim().toLowerCase() ?? '') ?? []
  if (local === undefined || domain === undefined) return account
  const mailbox = createHash('sha256').update(`${salt} ${local}@${domain}`).digest().toString('hex', 0, 12)
  return { ...account, domain, mailbox }
}

/** A file of lines that only grows. A last line that a kill cut short is taken off. */
class Lines {
  readonly #path: string
  readonly #file: number
  #size: number

  constructor(path: string) {
    this.#path = path
    try {
      this.#file = openSync(path, 'a+', 0o600)
      this.#size = fstatSync(this.#file).size
    } catch (error) {
      throw cannotWrite(path, error, hint)
    }
  }

  /** Reads through the file in pieces: it may be larger than memory should be. */
  each(tell: (text: string, at: number, length: number) => void): void {
    const piece = Buffer.alloc(1 << 20)
    let rest = Buffer.alloc(0)
    let at = 0
    for (let position = 0; position < this.#size;) {
      const n = readSync(this.#file, piece, 0, piece.length, position)
      if (n === 0) break
      position += n
      let text = Buffer.concat([rest, piece.subarray(0, n)])
      for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
        tell(text.toString('utf8', 0, end), at, end)
        at += end + 1
        text = text.subarray(end + 1)
      }
      rest = Buffer.from(text)
    }
    if (at < this.#size) {
      ftruncateSync(this.#file, at)
      this.#size = at
    }
  }

  add(text: string): { at: number; length: number } {
    const line = Buffer.from(`${text}\n`)
    const at = this.#size
    try {
      for (let written = 0; written < line.length;) written += writeSync(this.#file, line, written)
    } catch (error) {
      throw cannotWrite(this.#path, error, hint)
    }
    this.#size += line.length
    return { at, length: line.length - 1 }
  }

  at(position: number, length: number): string {
    const bytes = Buffer.alloc(length)
    readSync(this.#file, bytes, 0, length, position)
    return bytes.toString('utf8')
  }

  close(): void {
    closeSync(this.#file)
  }
}

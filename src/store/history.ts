/** Kept audits: what each finding was, in a letter, and the posture. Nothing of what was seen is in them. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Finding,
  heard,
  type Iso,
  type Posture,
  type Profile,
  type Report,
  type Status,
  statuses,
  UserError,
} from '../model/index.ts'
import { makeFolder, readJson, writeWhole } from './files.ts'

const schema = 'neverroot/history/1'
const hint = 'Make room or allow it, or choose another folder with --state DIR.'

/** Older ones go, and more than so many of one subject: a year of an audit a day. */
const keptDays = 400
const mostKept = 400

/** One letter for each status, in the order of `statuses`; a dot: not judged. */
const letters = 'pfrune'

export interface KeptAudit {
  schema: typeof schema
  /** By which it is named: the minute, and a number where there were several. */
  id: string
  at: Iso
  /** The account, or the organization. */
  subject: string
  name: string
  tool: string
  profile: Profile
  posture: Posture
  controls: readonly string[]
  /** By subject: a letter for each control. */
  seen: Readonly<Record<string, string>>
}

const folderOf = (folder: string) => join(folder, 'history')
const fileOf = (folder: string, id: string) => join(folderOf(folder), `${id}.json`)

/** Takes down what passes by, so that it can be kept when the report is whole. */
export class Keeper {
  readonly #controls: string[] = []
  readonly #columns = new Map<string, number>()
  readonly #seen = new Map<string, string>()
  /** The row of the subject whose findings come now: thousands of rows that grow letter by letter would hold every step. */
  #row: { subject: string; letters: string[] } | undefined

  over(report: Report): Report {
    return heard(report, (finding) => this.#add(finding))
  }

  #add({ control, subject, status }: Finding): void {
    let at = this.#columns.get(control)
    if (at === undefined) this.#columns.set(control, (at = this.#controls.push(control) - 1))
    if (this.#row?.subject !== subject.id) {
      this.#putRow()
      this.#row = { subject: subject.id, letters: [...(this.#seen.get(subject.id) ?? '')] }
    }
    const row = this.#row!.letters
    while (row.length < at) row.push('.')
    row[at] = letters[statuses.indexOf(status)]!
  }

  #putRow(): void {
    if (this.#row) this.#seen.set(this.#row.subject, this.#row.letters.join(''))
    this.#row = undefined
  }

  /** Keeps it, and lets go of what is old. Gives its id. */
  async keep(folder: string, { head, tail }: Report): Promise<string> {
    this.#putRow()
    await makeFolder(folderOf(folder), hint)
    const subject =
      head.subjects.find(({ kind }) => kind === 'organization') ??
      head.subjects.find(({ id }) => id === head.caller.account) ??
      head.subjects[0]!
    const names = await idsIn(folder)
    const minute = head.at.slice(0, 16).replace(':', '')
    const same = names.filter((name) => name === minute || name.startsWith(`${minute}-`)).length
    const id = same === 0 ? minute : `${minute}-${same + 1}`
    const kept: KeptAudit = {
      schema,
      id,
      at: head.at,
      subject: subject.id,
      name: subject.name,
      tool: head.tool.version,
      profile: head.profile,
      posture: (await tail()).posture,
      controls: this.#controls,
      seen: Object.fromEntries(this.#seen),
    }
    await writeWhole(fileOf(folder, id), `${JSON.stringify(kept)}\n`, hint)
    await prune(folder, new Date(head.at))
    return id
  }
}

/** What is kept, oldest first; files that are not ours are passed by. */
export async function keptAudits(folder: string): Promise<KeptAudit[]> {
  const read = await Promise.all((await idsIn(folder)).map((id) => readKept(folder, id)))
  return read
    .filter((kept) => kept !== undefined)
    .sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id, 'en', { numeric: true }))
}

/** Those of one subject, oldest first, read one after another. */
export async function* keptAuditsOf(folder: string, subject: string): AsyncIterable<KeptAudit> {
  const ids = (await idsIn(folder)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  for (const id of ids) {
    const kept = await readKept(folder, id)
    if (kept?.subject === subject) yield kept
  }
}

/** How many audits are kept, of whatever subject. */
export const keptCount = async (folder: string): Promise<number> => (await idsIn(folder)).length

/** One of them by its id, or `latest`, `previous`. Throws UserError where there is none. */
export function chosen(all: readonly KeptAudit[], id: string): KeptAudit {
  const found =
    id === 'latest' ? all.at(-1) : id === 'previous' ? all.at(-2) : all.find((kept) => kept.id === id)
  if (found) return found
  throw new UserError(
    'no-such-audit',
    `No audit "${id.slice(0, 60)}" is kept.`,
    all.length > 0
      ? 'Those that are: neverroot history. latest and previous name the last two.'
      : 'None is yet: neverroot audit keeps each whole one.',
  )
}

/** What a finding was in a kept audit; undefined: it was not judged. */
export function statusIn(
  { controls, seen }: KeptAudit,
  subject: string,
  control: string,
): Status | undefined {
  const at = controls.indexOf(control)
  const letter = at < 0 ? undefined : seen[subject]?.[at]
  return letter === undefined || letter === '.' ? undefined : statuses[letters.indexOf(letter)]
}

async function idsIn(folder: string): Promise<string[]> {
  const names = await readdir(folderOf(folder)).catch(() => [] as string[])
  return names.flatMap((name) => /^(\d{4}-\d\d-\d\dT\d{4}(?:-\d+)?)\.json$/.exec(name)?.[1] ?? [])
}

async function readKept(folder: string, id: string): Promise<KeptAudit | undefined> {
  const kept = (await readJson(fileOf(folder, id))) as KeptAudit | undefined
  return kept?.schema === schema && kept.id === id ? kept : undefined
}

async function prune(folder: string, now: Date): Promise<void> {
  const oldest = new Date(now.getTime() - keptDays * 86_400_000).toISOString()
  const counts = new Map<string, number>()
  for (const { id, at, subject } of (await keptAudits(folder)).reverse()) {
    const count = (counts.get(subject) ?? 0) + 1
    counts.set(subject, count)
    if (at < oldest || count > mostKept) await rm(fileOf(folder, id), { force: true })
  }
}

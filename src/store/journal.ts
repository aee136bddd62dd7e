import { closeSync, fsyncSync, ftruncateSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs'
import { access, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Iso, type Plan, type StepResult, UserError } from '../model/index.ts'
import { cannotWrite, makeFolder, readJson, writeWhole } from './files.ts'
import { canonicalJson } from './ledger-entry.ts'

/** What one line of a journal says. */
export type JournalNote =
  /** A run began; `undoes` names the run that it takes back. */
  | { kind: 'opened'; account: string; caller: string; plan: string; undoes?: string }
  /** Somebody carried on with it. */
  | { kind: 'resumed'; caller: string }
  /** Written before the call. */
  | { kind: 'begin'; step: string; action: string }
  /** The first password reached the place where it is kept. */
  | { kind: 'delivered'; step: string }
  /** Written after the call. `output` holds only what later steps need, such as a topic's ARN. */
  | {
      kind: 'end'
      step: string
      result: StepResult
      message?: string
      /** It counts as failed, and may have been carried out all the same. */
      unclear?: true
      output?: Readonly<Record<string, string>>
    }
  /** The run came to its end; false: something is left. */
  | { kind: 'closed'; complete: boolean }

export type JournalLine = JournalNote & { seq: number; at: Iso }

/** One run: the plan that it performs and what was written about it so far. */
export interface Run {
  id: string
  plan: Plan
  lines: readonly JournalLine[]
}

const hint = 'Make room or allow it. What was done so far stands in the journal: neverroot apply --resume'
const top = (folder: string) => join(folder, 'journal')
const fileOf = (folder: string, run: string) => join(top(folder), run, 'journal.jsonl')
const planOf = (folder: string, run: string) => join(top(folder), run, 'plan.json')
/** What a run's name looks like: the minute in which it began. */
export const runId = /^\d{4}-\d\d-\d\dT\d{4}(-\d+)?$/

/** Writes what is done, before and after it is done: each line is on the disk before `write` returns. */
export interface Journal {
  run: string
  write(note: JournalNote, at: Date): void
}

/** Begins a run: its folder, a copy of its plan, an empty journal. Throws UserError where it cannot be written. */
export async function beginRun(folder: string, plan: Plan, at: Date): Promise<Journal> {
  await makeFolder(top(folder), hint)
  const minute = at
    .toISOString()
    .slice(0, 16)
    .replace(/:(\d\d)$/, '$1')
  for (let n = 1; ; n++) {
    const run = n === 1 ? minute : `${minute}-${n}`
    try {
      await mkdir(join(top(folder), run), { mode: 0o700 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw cannotWrite(join(top(folder), run), error, hint)
    }
    try {
      await writeWhole(planOf(folder, run), `${JSON.stringify(plan, null, 2)}\n`, hint)
    } catch (error) {
      await rm(join(top(folder), run), { recursive: true, force: true })
      throw error
    }
    return journalOf(folder, run, 0)
  }
}

/** Carries on with a run; a last line that a crash cut short is taken off first. */
export function continueRun(folder: string, run: Run): Journal {
  const path = fileOf(folder, run.id)
  try {
    const file = openSync(path, 'r+')
    try {
      ftruncateSync(file, readFileSync(path).lastIndexOf('\n') + 1)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw cannotWrite(path, error, hint)
  }
  return journalOf(folder, run.id, run.lines.at(-1)?.seq ?? 0)
}

function journalOf(folder: string, run: string, last: number): Journal {
  const path = fileOf(folder, run)
  let seq = last
  return {
    run,
    write(note, at) {
      try {
        appendLine(path, canonicalJson({ ...note, seq: seq + 1, at: at.toISOString() }))
      } catch (error) {
        throw cannotWrite(path, error, hint)
      }
      seq++
    },
  }
}

/** Adds a line and waits for the disk; what was written of it is taken back where that fails. */
function appendLine(path: string, line: string): void {
  const file = openSync(path, 'a+', 0o600)
  try {
    const { size } = fstatSync(file)
    const bytes = Buffer.from(`${line}\n`)
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
      fsyncSync(file)
    } catch (error) {
      ftruncateSync(file, size)
      throw error
    }
  } finally {
    closeSync(file)
  }
}

/** What a run wrote of one step so far. */
export interface Past {
  /** It may have been carried out, and no line says that it was or was not. */
  begun: boolean
  /** The first password reached its place. */
  delivered: boolean
  end?: Extract<JournalLine, { kind: 'end' }>
}

/**
 * Reads what was written of a step. A call that was begun and came to a clear end (it was refused, say) is not begun any
 * more: whatever stands there later was made by somebody else. The end of another attempt, in which nothing was called,
 * says nothing about a call before it.
 */
export function pastOf(step: string, lines: readonly JournalLine[]): Past {
  const past: Past = { begun: false, delivered: false }
  let open = false
  for (const line of lines) {
    if (line.kind === 'resumed') open = false
    if (!('step' in line) || line.step !== step) continue
    if (line.kind === 'begin') {
      past.begun = true
      open = true
    } else if (line.kind === 'delivered') past.delivered = true
    else {
      if (open && !line.unclear) past.begun = false
      open = false
      past.end = line
    }
  }
  return past
}

/** The ids of all runs, oldest first. */
export async function runsOf(folder: string): Promise<string[]> {
  const names = await readdir(top(folder)).catch(() => [])
  const minute = (id: string) => id.slice(0, 15)
  const nth = (id: string) => Number(id.slice(16) || 1)
  return names
    .filter((name) => runId.test(name))
    .sort((a, b) => minute(a).localeCompare(minute(b)) || nth(a) - nth(b))
}

/**
 * The runs on an account, oldest first. A folder that a crash left before its journal began is none: nothing was done in
 * it. Throws UserError where a journal is not what was written.
 */
export async function allRuns(folder: string, account: string): Promise<Run[]> {
  const runs = await Promise.all(
    (await runsOf(folder)).map(async (id) => {
      const plan = (await readJson(planOf(folder, id))) as Plan | undefined
      if (plan?.items !== undefined && plan.account !== account) return undefined
      return (await hasJournal(folder, id)) ? readRun(folder, id) : undefined
    }),
  )
  return runs.filter((run) => run !== undefined && run.lines.length > 0) as Run[]
}

const hasJournal = (folder: string, run: string): Promise<boolean> =>
  access(fileOf(folder, run)).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )

/** One run. Throws UserError where there is none, or its files are not what was written. */
export async function readRun(folder: string, id: string): Promise<Run> {
  const text = runId.test(id)
    ? await readFile(fileOf(folder, id), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw cannotRead(fileOf(folder, id), String(error.code))
      })
    : undefined
  const plan = runId.test(id) ? ((await readJson(planOf(folder, id))) as Plan | undefined) : undefined
  if (text === undefined || plan?.items === undefined) {
    const runs = await runsOf(folder)
    throw new UserError(
      'no-such-run',
      text === undefined ? `There is no run "${id}".` : `The plan of run ${id} cannot be read.`,
      runs.length > 0
        ? `There is: ${runs.slice(-5).join(', ')}.`
        : 'Nothing was applied from this state folder.',
    )
  }
  return { id, plan, lines: linesOf(text, fileOf(folder, id)) }
}

function linesOf(text: string, path: string): JournalLine[] {
  const lines = text.split('\n')
  // A crash can cut the last line short: what it would have said did not happen yet, or is found out by looking.
  const torn = lines.pop() !== ''
  if (torn) lines.push('')
  return lines.flatMap((line, index) => {
    if (line === '') return []
    try {
      return [JSON.parse(line) as JournalLine]
    } catch {
      throw new UserError(
        'broken-journal',
        `${path}, line ${index + 1} is not what was written.`,
        'Make a new plan: neverroot plan. It rests on what is seen now, not on the journal. To take back other runs, move that folder away.',
      )
    }
  })
}

const cannotRead = (path: string, code: string) =>
  new UserError(
    'cannot-read-journal',
    `${path} cannot be read: ${code}.`,
    'Allow it, or name another --state DIR.',
  )

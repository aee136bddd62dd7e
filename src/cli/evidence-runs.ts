/** What was applied, for an auditor: each run's plan and journal as they lie in the state folder, and what it came to. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Plan, type StepResult, UserError } from '../model/index.ts'
import { canonicalJson, sha256 } from '../store/ledger-entry.ts'
import { type JournalLine, pastOf, readRun, type Run, runsOf } from '../store/journal.ts'

/** A run in a few words, with the files that show it. */
export interface RunEvidence {
  id: string
  /** When it began, and who began it or carried on with it. */
  at: string
  who: readonly string[]
  /** The run that it took back. */
  undoes?: string
  /** What became of each step, in words. */
  did: readonly string[]
  /** The runs that took it back. */
  undoneBy: readonly string[]
  /** Path in the folder that is exported, and text. */
  files: readonly (readonly [path: string, text: string])[]
}

/**
 * The runs about an account, or without one all of them, oldest first. What undo needs is no part of it: addresses and
 * numbers lie in a file that is never exported. Throws UserError where a plan or a journal is not what was written.
 */
export async function evidenceOfRuns(folder: string, account: string | undefined): Promise<RunEvidence[]> {
  const found: { run: Run; files: RunEvidence['files'] }[] = []
  for (const id of await runsOf(folder)) {
    const [plan, journal] = await Promise.all([
      textOf(join(folder, 'journal', id, 'plan.json')),
      textOf(join(folder, 'journal', id, 'journal.jsonl')),
    ])
    // A crash left a folder before anything was done.
    if (plan === undefined || !journal) continue
    if (account !== undefined && accountOf(plan) !== account) continue
    const run = await readRun(folder, id).catch((error: unknown) => {
      throw error instanceof UserError && error.code !== 'cannot-read-journal'
        ? changed(folder, id, error.message)
        : error
    })
    if (run.lines.length === 0) continue
    checkUnchanged(folder, run)
    found.push({
      run,
      files: [
        [`journal/${id}/plan.json`, plan],
        // The last line may be one that a crash cut short: it counts for nothing.
        [`journal/${id}/journal.jsonl`, journal.slice(0, journal.lastIndexOf('\n') + 1)],
      ],
    })
  }
  const runs = found.map(({ run }) => run)
  return found.map(({ run, files }) => ({ ...inWords(run, runs), files }))
}

const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UserError(
      'cannot-read-journal',
      `${path} cannot be read: ${error.code}.`,
      'Allow it, and export again.',
    )
  })

function accountOf(plan: string): string | undefined {
  try {
    return (JSON.parse(plan) as Partial<Plan> | null)?.account
  } catch {
    return undefined
  }
}

const openingOf = ({ lines }: Run) => {
  const [first] = lines
  return first?.kind === 'opened' ? first : undefined
}

/** A plan tells by its digest, and the journal by its numbers and by the plan that it begins with. */
function checkUnchanged(folder: string, run: Run): void {
  const { digest, ...rest } = run.plan
  const opening = openingOf(run)
  if (opening?.plan !== digest || sha256(canonicalJson(rest)) !== digest)
    throw changed(folder, run.id, `The plan of run ${run.id} is not the one that the run began with.`)
  const odd = run.lines.findIndex((line, i) => line.seq !== i + 1)
  if (odd >= 0)
    throw changed(folder, run.id, `The journal of run ${run.id}, line ${odd + 1} is not what was written.`)
}

const changed = (folder: string, id: string, what: string) =>
  new UserError(
    'broken-journal',
    what,
    `To export the rest, move ${join(folder, 'journal', id)} out of that folder, and keep it.`,
  )

function inWords(run: Run, all: readonly Run[]): Omit<RunEvidence, 'files'> {
  const opening = openingOf(run)!
  const who = run.lines.flatMap((line) => ('caller' in line ? [line.caller] : []))
  return {
    id: run.id,
    at: opening.at,
    who: [...new Set(who)],
    ...(opening.undoes ? { undoes: opening.undoes } : {}),
    did: run.plan.items
      .flatMap((item) => item.steps)
      .map(({ id, does }) => `${does}: ${came(pastOf(id, run.lines))}`),
    undoneBy: all
      .filter((other) => openingOf(other)?.undoes === run.id)
      .map((other) => (other.lines.some(isComplete) ? other.id : `${other.id} (in part)`)),
  }
}

const isComplete = (line: JournalLine): boolean => line.kind === 'closed' && line.complete

const words: Record<StepResult, string> = {
  applied: 'done',
  'already-so': 'so already',
  waiting: 'done as far as an API can, people have to act',
  refused: 'refused',
  failed: 'failed',
  skipped: 'not tried',
}

function came({ begun, end }: ReturnType<typeof pastOf>): string {
  if (!end) return begun ? 'begun, and how it ended is not written' : 'not tried'
  return ['refused', 'failed'].includes(end.result) && end.message
    ? `${words[end.result]} (${end.message})`
    : words[end.result]
}

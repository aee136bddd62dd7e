/** How far applying a plan to an organization has come: each account on a line, so that days later it goes on. */
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Iso, type Plan, UserError } from '../model/index.ts'
import { cannotWrite, makeFolder, readJson, writeWhole } from './files.ts'

const hint = 'Make room or allow it, then carry on: neverroot apply --org --resume'
const planFile = (folder: string) => join(folder, 'organization', 'apply-plan.json')
const linesFile = (folder: string) => join(folder, 'organization', 'apply.jsonl')

/** Plans that were applied before the last one, each with how far it came: what they did can still be taken back. */
const earlierFolder = (folder: string) => join(folder, 'organization', 'earlier')
/** Older ones than so many are forgotten; the journals of their runs stay. */
const mostEarlier = 20

/** What is written about a subject: that its run began, and what it came to. */
export type ApplyLine =
  | { subject: string; run: string; at: Iso }
  | { subject: string; ended: ApplyEnd; at: Iso }
  | { subject: string; undone: string; at: Iso }

export interface ApplyEnd {
  run?: string
  /** False: something failed, was refused, or did not help. */
  good: boolean
  /** How many findings were fixed, and how many wait for people. */
  fixed: number
  waiting: number
  /** How many codes are still to be typed: carrying on asks for them. */
  codes?: number
  /** Of taking back: how many steps. */
  takenBack?: number
  /** Why it is not good, or why nothing was to be done, in a sentence. */
  because?: string
  /** Nothing was done and nothing failed: it is not as it was when the plan was made. */
  moved?: true
}

export interface OrganizationApply {
  readonly plan: Plan
  /** Puts it on the disk, once it is known that it may be applied: until then what was applied before is kept. */
  begin(): Promise<void>
  /** The run of a subject that was begun. */
  runOf(subject: string): string | undefined
  endOf(subject: string): ApplyEnd | undefined
  /** True where what its run did was taken back. */
  isUndone(subject: string): boolean
  began(subject: string, run: string, at: Date): void
  ended(subject: string, end: ApplyEnd, at: Date): void
  undone(subject: string, run: string, at: Date): void
}

/**
 * To apply a plan; with `begin` how far an earlier one came is forgotten, its runs stay in the journal. Throws UserError
 * where this very plan was begun before and not taken back.
 */
export async function newOrganizationApply(folder: string, plan: Plan): Promise<OrganizationApply> {
  const before = (await readJson(planFile(folder))) as Plan | undefined
  if (before?.organization && before.digest === plan.digest) {
    const written = read(linesFile(folder))
    const { isUndone, endOf } = open(linesFile(folder), before, written)
    const isDone = before.items.every(({ steps, subject }) => steps.length === 0 || endOf(subject.id)?.good)
    const another = 'make a new one: neverroot plan --org --out FILE'
    if (written !== '' && !before.items.some(({ subject }) => isUndone(subject.id)))
      throw new UserError(
        'begun-already',
        isDone ? 'This plan was applied already.' : 'This plan was begun already, and is not done.',
        isDone ? `M${another.slice(1)}` : `Carry on with it: neverroot apply --org --resume, or ${another}`,
      )
  }
  return {
    ...open(linesFile(folder), plan, ''),
    async begin() {
      await makeFolder(join(folder, 'organization'), hint)
      await putAside(folder)
      await writeWhole(planFile(folder), `${JSON.stringify(plan)}\n`, hint)
      if (plan.whole) await writeWhole(coveredFile(folder), `${JSON.stringify(coveredBy(plan))}\n`, hint)
    },
  }
}

/**
 * Where the journal of one subject lies: each has a folder of its own, since ten thousand journals in one would be read
 * for every account.
 */
export const subjectFolder = (folder: string, subject: string): string =>
  join(folder, 'organization', 'applied', subject)

/** Until when everybody was planned for: a plan for a few, or for one control, passes others by. */
type Covered = Pick<Plan, 'organization' | 'at'>

const coveredFile = (folder: string) => join(folder, 'organization', 'covered.json')
const coveredBy = ({ organization, at }: Plan): Covered => ({ organization, at })

/**
 * When the plan for all accounts, or all new ones, was made that was applied last to this organization; undefined: none
 * was, from this folder.
 */
export async function lastApplied(folder: string, organization: string): Promise<Iso | undefined> {
  const covered = (await readJson(coveredFile(folder))) as Covered | undefined
  return covered?.organization === organization ? covered.at : undefined
}

/** Carries on with the plan that was applied last. Throws UserError where there is none. */
export async function resumeOrganizationApply(folder: string): Promise<OrganizationApply> {
  const plan = (await readJson(planFile(folder))) as Plan | undefined
  if (!plan?.organization)
    throw new UserError(
      'nothing-to-resume',
      `No plan of an organization was applied from ${folder}.`,
      'Make one and apply it: neverroot plan --org --out FILE, then neverroot apply FILE',
    )
  return open(linesFile(folder), plan, read(linesFile(folder)))
}

/**
 * The plan of this organization that was applied last and of which something is left to take back; where there is none, the one
 * that was applied last. Throws UserError where none was.
 */
export async function undoableOrganizationApply(folder: string): Promise<OrganizationApply> {
  // The last one may have gone aside when the next one could not be written.
  const last = await resumeOrganizationApply(folder).catch((error: unknown) => error as Error)
  const isLeft = ({ plan, runOf, isUndone }: OrganizationApply) =>
    (last instanceof Error || plan.organization === last.plan.organization) &&
    plan.items.some(({ subject: { id } }) => runOf(id) !== undefined && !isUndone(id))
  if (!(last instanceof Error) && isLeft(last)) return last
  for (const name of earlier(folder).reverse()) {
    const base = join(earlierFolder(folder), name)
    const plan = (await readJson(`${base}.json`)) as Plan | undefined
    if (!plan) continue
    const state = open(`${base}.jsonl`, plan, read(`${base}.jsonl`))
    if (isLeft(state)) return state
  }
  if (last instanceof Error) throw last
  return last
}

/** The names of what lies there, in the order in which it was applied. */
function earlier(folder: string): string[] {
  try {
    const names = readdirSync(earlierFolder(folder)).filter((name) => /^\d+\.json$/.test(name))
    return names.map((name) => name.slice(0, -'.json'.length)).sort((a, b) => Number(a) - Number(b))
  } catch {
    return []
  }
}

/** What was applied last makes room for the next plan; the lines go first, so that a plan never stands without its own. */
async function putAside(folder: string): Promise<void> {
  if (read(linesFile(folder)) === '') return rm(linesFile(folder), { force: true })
  await makeFolder(earlierFolder(folder), hint)
  const names = earlier(folder)
  const base = join(earlierFolder(folder), String(Number(names.at(-1) ?? 0) + 1))
  await rename(linesFile(folder), `${base}.jsonl`)
  await rename(planFile(folder), `${base}.json`)
  for (const name of names.slice(0, Math.max(0, names.length + 1 - mostEarlier)))
    for (const end of ['.json', '.jsonl'])
      await rm(join(earlierFolder(folder), `${name}${end}`), { force: true })
}

function open(path: string, plan: Plan, written: string): OrganizationApply {
  const runs = new Map<string, string>()
  const ends = new Map<string, ApplyEnd>()
  const undone = new Set<string>()
  for (const text of written.split('\n')) {
    const line = parse(text)
    if (!line) continue
    if ('run' in line) runs.set(line.subject, line.run)
    else if ('ended' in line) ends.set(line.subject, line.ended)
    else undone.add(line.subject)
  }
  const add = (line: ApplyLine) => {
    try {
      appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 })
    } catch (error) {
      throw cannotWrite(path, error, hint)
    }
  }
  return {
    plan,
    begin: async () => undefined,
    runOf: (subject) => runs.get(subject),
    endOf: (subject) => ends.get(subject),
    isUndone: (subject) => undone.has(subject),
    began(subject, run, at) {
      runs.set(subject, run)
      add({ subject, run, at: at.toISOString() })
    },
    ended(subject, end, at) {
      ends.set(subject, end)
      add({ subject, ended: end, at: at.toISOString() })
    },
    undone(subject, run, at) {
      undone.add(subject)
      add({ subject, undone: run, at: at.toISOString() })
    },
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** A line that a kill cut short says nothing: its run stands in the journal. */
function parse(text: string): ApplyLine | undefined {
  try {
    return JSON.parse(text) as ApplyLine
  } catch {
    return undefined
  }
}

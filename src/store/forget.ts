/** Deleting what is kept: all of it, what is about people, or what is older than a moment. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../model/index.ts'
import { contactsDrillsOf } from './contacts-drills.ts'
import { alarmDrillsOf } from './alarm-drills.ts'
import { type Erasure, forgotten } from './erase-entry.ts'
import { cannotWrite, readJson, writeWhole } from './files.ts'
import { callersIn, type Thing, type ThingKind, thingKinds, thingsIn } from './kept-things.ts'
import { eraseFromLedger, toErase } from './ledger-erase.ts'
import { entriesOf, readLedger, refuseBroken } from './ledger.ts'
import type { WatchState } from './watch-state.ts'

export type Forgetting = { what: 'all' } | Erasure

/** How much of a kind goes. */
export interface Counted {
  kind: ThingKind | 'entries' | 'callers' | 'digests'
  count: number
}

/** What is to be done; `scenario` where the folder is one of the sandbox. */
export interface ToForget {
  folder: string
  scenario?: string
  forgetting: Forgetting
  now: Date
}

const hint =
  'Make room or allow it, then run it again: what is gone is gone as a whole, the rest is as it was.'

/**
 * What would go. Throws UserError where the ledger is not what was written (all of it can be deleted all the same), and where a
 * drill is open, whose answers would count for others.
 */
export async function countToForget(task: ToForget): Promise<Counted[]> {
  const { folder, forgetting } = task
  const things = await thingsToGo(task)
  const counted: Counted[] = thingKinds.map((kind) => ({
    kind,
    count: things.filter((one) => one.kind === kind).length,
  }))
  if (forgetting.what !== 'all') {
    await refuseOpenDrills(folder, task.now)
    counted.unshift({ kind: 'entries', count: (await toErase(folder, forgetting)).length })
  }
  if (forgetting.what === 'people') {
    counted.push({ kind: 'callers', count: (await withCallers(task)).length })
    counted.push({ kind: 'digests', count: (await withDigests(task)).length })
  }
  return counted.filter(({ count }) => count > 0)
}

/**
 * Deletes it. Each thing is moved aside as a whole before any of it is deleted, and what is written anew is replaced as a whole:
 * cut off in between, running it again does the rest.
 */
export async function forget(task: ToForget): Promise<void> {
  const { folder, forgetting, now } = task
  if (forgetting.what !== 'all') await eraseFromLedger(folder, forgetting, now)
  const things = await thingsToGo(task)
  if (forgetting.what === 'people') {
    for (const run of await withCallers(task)) await withoutCallers(run)
    for (const path of await withDigests(task)) await withoutDigests(path)
  }
  if (things.length === 0) return
  const aside = join(folder, `.forgotten-${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(aside, { mode: 0o700 })
    for (const [at, { path }] of things.entries()) await rename(path, join(aside, String(at)))
    await rm(aside, { recursive: true, force: true })
  } catch (error) {
    throw cannotWrite(folder, error, hint)
  }
  for (const path of new Set(things.map((one) => dirname(one.path)))) await removeEmpty(path, folder)
}

/** Takes away a folder that holds nothing any more, and those around it, up to `top`. */
async function removeEmpty(path: string, top: string): Promise<void> {
  if (path === top || (await readdir(path).catch(() => ['?'])).length > 0) return
  await rmdir(path)
  await removeEmpty(dirname(path), top)
}

/** Of these kinds nothing stays that is about people: what undo needs, who went through setup, whose word findings rest on. */
const ofPeople: ReadonlySet<ThingKind> = new Set(['setup', 'undo', 'page', 'left'])

async function thingsToGo({ folder, scenario, forgetting }: ToForget): Promise<Thing[]> {
  const things = await thingsIn(folder, scenario)
  if (forgetting.what === 'all') return things
  const isTorn = ({ path }: Thing) => path.includes('ledger.torn-')
  // Salted hashes of addresses, names of accounts, and what was seen of them.
  const isAudit = ({ kind, path }: Thing) =>
    kind === 'organization' && /\/(run\.json|pages\.jsonl|results\.jsonl)$/.test(path)
  if (forgetting.what === 'people')
    return things.filter((one) => ofPeople.has(one.kind) || isTorn(one) || isAudit(one))
  const isOld = ({ kind, path, at }: Thing) =>
    at !== undefined &&
    at < forgetting.before &&
    kind !== 'sandbox' &&
    (kind !== 'ledger' || isTorn({ kind, path }))
  return things.filter(isOld)
}

/** Without its opener and those who answered, whoever answers next would count as somebody else. */
async function refuseOpenDrills(folder: string, now: Date): Promise<void> {
  const ledger = await readLedger(folder)
  refuseBroken(ledger, folder)
  const entries = entriesOf(ledger)
  const isOpen = (one: { closed?: unknown; until: string }) =>
    !one.closed && Date.parse(one.until) > now.getTime()
  const kinds = [
    ['contacts', contactsDrillsOf(entries)],
    ['alarm', alarmDrillsOf(entries)],
  ] as const
  for (const [kind, drills] of kinds) {
    const open = drills.find(isOpen)
    if (open)
      throw new UserError(
        'drill-is-open',
        `A drill of ${open.account} is open until ${open.until.slice(0, 16).replace('T', ' ')} UTC, and needs what would be deleted.`,
        `Close it first: neverroot drill ${kind} --close --account ${open.account}`,
      )
  }
}

/** Runs whose journal names whoever applied them. */
async function withCallers(task: ToForget): Promise<string[]> {
  const going = new Set((await thingsToGo(task)).map(({ path }) => path))
  const runs = (await thingsIn(task.folder)).filter(({ kind, path }) => kind === 'run' && !going.has(path))
  const named = await Promise.all(
    runs.map(async ({ path }) => ((await callersIn(path)).some((name) => name !== forgotten) ? [path] : [])),
  )
  return named.flat()
}

async function withoutCallers(run: string): Promise<void> {
  const path = join(run, 'journal.jsonl')
  const text = await readFile(path, 'utf8')
  const lines = text.split('\n').map((line) => {
    if (!line.includes('"caller":')) return line
    try {
      return JSON.stringify({ ...(JSON.parse(line) as object), caller: forgotten })
    } catch {
      // A crash cut it short: it counts for nothing, and may hold half a name.
      return ''
    }
  })
  await writeWhole(path, lines.join('\n'), hint)
}

/** Where digests of addresses stand that a notice has reached. */
async function withDigests({ folder }: ToForget): Promise<string[]> {
  const states = (await thingsIn(folder)).filter(({ kind }) => kind === 'watch')
  const found = await Promise.all(
    states.map(async ({ path }) =>
      ((await readJson(path)) as WatchState | undefined)?.took === undefined ? [] : [path],
    ),
  )
  return found.flat()
}

/** Those notices wait no more for the others: nobody could tell any longer who has them already. */
async function withoutDigests(path: string): Promise<void> {
  const { took, ...state } = (await readJson(path)) as WatchState
  const waiting = (state.unsent.email ?? []).filter(({ id }) => took?.[id] === undefined)
  const { email: _, ...others } = state.unsent
  const unsent = waiting.length > 0 ? { ...others, email: waiting } : others
  await writeWhole(path, `${JSON.stringify({ ...state, unsent })}\n`, hint)
}

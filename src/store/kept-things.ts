/** What lies in a state folder, thing by thing: where, and since when. What is not named here neverroot did not write. */
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readJson } from './files.ts'
import { runId, runsOf } from './journal.ts'

/** In the order in which they go: nothing is left that rests on something gone. */
export const thingKinds = [
  'ledger',
  'setup',
  'undo',
  'run',
  'organization',
  'watch',
  'audit',
  'page',
  'cache',
  'sandbox',
  'left',
] as const
export type ThingKind = (typeof thingKinds)[number]

/** A file or a folder that is deleted whole, or not at all. */
export interface Thing {
  kind: ThingKind
  path: string
  /** When it was last about something; undefined where nothing tells. */
  at?: Date
}

/** Everything in the folder; `sandbox` is the scenario's name where it is one's. The ledger is a thing like any other. */
export async function thingsIn(folder: string, scenario?: string): Promise<Thing[]> {
  const names = await namesIn(folder)
  const world = scenario === undefined ? [] : [`${scenario}.json`, 'neverroot.yaml']
  const files: [ThingKind, (name: string) => boolean][] = [
    // The head goes first: a ledger that is shorter than its head looks cut.
    ['ledger', (name) => name === 'ledger.head'],
    ['ledger', (name) => name === 'ledger.jsonl'],
    ['ledger', (name) => name.startsWith('ledger.torn-')],
    ['setup', (name) => name === 'setup.json'],
    ['undo', (name) => name === 'before-images.json'],
    ['sandbox', (name) => world.includes(name) || (scenario === undefined && name === 'sandbox')],
    ['left', (name) => /^\.([0-9a-f]{12}\.tmp|forgotten-[0-9a-f]{12})$/.test(name)],
  ]
  const flat = files.flatMap(([kind, is]) =>
    names.filter(is).map((name) => ({ kind, path: join(folder, name) })),
  )
  const things = [
    ...flat,
    ...(await runsIn(folder)),
    ...(await organizationIn(join(folder, 'organization'))),
    ...(await filesIn(join(folder, 'watch'), 'watch')),
    ...(await filesIn(join(folder, 'history'), 'audit')),
    ...(await filesIn(join(folder, 'page'), 'page')),
    ...(await filesIn(join(folder, 'cache'), 'cache')),
  ]
  const dated = await Promise.all(things.map(async (one) => ({ ...one, ...(await dateOf(one)) })))
  return dated.sort((a, b) => thingKinds.indexOf(a.kind) - thingKinds.indexOf(b.kind))
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

async function filesIn(folder: string, kind: ThingKind): Promise<Thing[]> {
  return (await namesIn(folder)).map((name) => ({ kind, path: join(folder, name) }))
}

async function runsIn(folder: string): Promise<Thing[]> {
  return (await runsOf(folder)).map((run) => ({ kind: 'run', path: join(folder, 'journal', run) }))
}

/** The audit that can be carried on with, the plans that were applied, and the runs on each account. */
async function organizationIn(folder: string): Promise<Thing[]> {
  const own = (await namesIn(folder)).filter((name) => name !== 'applied' && name !== 'earlier')
  const accounts = await namesIn(join(folder, 'applied'))
  const runs = await Promise.all(
    accounts.map(async (account): Promise<Thing[]> => {
      const path = join(folder, 'applied', account)
      return [
        ...(await runsIn(path)),
        ...(await namesIn(path))
          .filter((name) => name === 'before-images.json')
          .map((name): Thing => ({ kind: 'undo', path: join(path, name) })),
      ]
    }),
  )
  return [
    ...own.map((name): Thing => ({ kind: 'organization', path: join(folder, name) })),
    ...(await filesIn(join(folder, 'earlier'), 'organization')),
    ...runs.flat(),
  ]
}

/** A run is named by its minute, a kept audit too; for everything else the file tells when it was written last. */
async function dateOf({ kind, path }: Thing): Promise<{ at?: Date }> {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/, '')
  if ((kind === 'run' || kind === 'audit') && runId.test(name))
    return { at: new Date(`${name.slice(0, 13)}:${name.slice(13, 15)}:00Z`) }
  if (kind === 'watch') {
    const kept = (await readJson(path)) as { at?: string } | undefined
    if (kept?.at !== undefined) return { at: new Date(kept.at) }
  }
  const found = await lstat(path).catch(() => undefined)
  return found ? { at: found.mtime } : {}
}

/** Names of callers that stand in the journal of a run. */
export async function callersIn(run: string): Promise<string[]> {
  const text = await readFile(join(run, 'journal.jsonl'), 'utf8').catch(() => '')
  return [...text.matchAll(/"caller":"([^"]*)"/g)].map(([, name]) => name!)
}

/** A world of the sandbox that lies in a file, shared by every command that uses it at the same time. */
import { statSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Keeper, World } from '../sandbox/index.ts'
import { becomeWorld } from '../sandbox/keeper.ts'
import { fileOf, readWorld, writeWorld } from '../sandbox/store.ts'
import { cannotWrite, makeFolder } from '../store/files.ts'
import { turnPatienceMs, withWorldLock } from './world-lock.ts'

const hint = 'Make room or allow it, or choose another folder with --state DIR.'

/** One thing to be done to the world, and whom to tell what it came to. */
interface Change {
  work(): Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Every change is a transaction: lock the file, take in what others did, do it, write the file, unlock. So a change that
 * was answered outlives a kill, and no command undoes what another did. Changes that wait share one turn.
 */
export class KeptWorld implements Keeper {
  readonly #patienceMs: number
  readonly #folder: string
  readonly #file: string
  /** Which file the world was last read from or written to. */
  #stamp: string | undefined
  /** The world as that file has it: what differs from it is not kept yet. */
  #text: string
  readonly #waiting: Change[] = []
  #turn: Promise<void> | undefined

  private constructor(
    folder: string,
    readonly world: World,
    stamp: string | undefined,
    patienceMs: number,
  ) {
    this.#patienceMs = patienceMs
    this.#folder = folder
    this.#file = fileOf(folder, world.scenario)
    this.#stamp = stamp
    this.#text = JSON.stringify(world)
  }

  /**
   * Opens the kept world of a scenario. Where there is none, or with `fresh`, it is made and written at once, so that
   * whoever comes next finds the same one; `fresh` also forgets all else that the folder holds.
   */
  static async open(
    folder: string,
    scenario: string,
    how: { fresh: boolean; make: () => Promise<World>; patienceMs?: number },
  ): Promise<KeptWorld> {
    const file = fileOf(folder, scenario)
    const { patienceMs = turnPatienceMs } = how
    const kept = () => {
      const stamp = stampOf(file)
      const world = readWorld(folder, scenario)
      return world && new KeptWorld(folder, world, stamp, patienceMs)
    }
    const found = how.fresh ? undefined : kept()
    if (found) return found
    await makeFolder(folder, hint)
    return withWorldLock(file, patienceMs, async (requireMine) => {
      // Somebody else may have made it while we waited for our turn.
      const meanwhile = how.fresh ? undefined : kept()
      if (meanwhile) return meanwhile
      if (how.fresh) await emptyBut(folder, file)
      const made = new KeptWorld(folder, await how.make(), undefined, patienceMs)
      // Lost with the power it would be made again: nobody has to wait for the disk.
      await made.#write(requireMine, false)
      return made
    })
  }

  refresh(): void {
    // A change of our own is under way: it looks for itself, and the objects that it works on must stay.
    if (!this.#turn) this.#takeIn()
  }

  change<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as Change['resolve'], reject })
      this.#turn ??= this.#takeTurns()
    })
  }

  /** Keeps what reads noted (when a key was used), unless others have changed the world since: a note is not worth theirs. */
  async close(): Promise<void> {
    await this.#turn
    if (this.#stamp !== stampOf(this.#file) || JSON.stringify(this.world) === this.#text) return
    await withWorldLock(this.#file, this.#patienceMs, async (requireMine) => {
      if (this.#stamp === stampOf(this.#file)) await this.#write(requireMine, false)
    }).catch((error: unknown) => {
      // A full disk, a lock that is not let go: no reason to fail for a note.
      if (!(error instanceof Error && 'hint' in error)) throw error
    })
  }

  async #takeTurns(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      let told: (() => void)[] = []
      try {
        await makeFolder(this.#folder, hint)
        await withWorldLock(this.#file, this.#patienceMs, async (requireMine) => {
          this.#takeIn()
          for (const { work, resolve, reject } of batch)
            told.push(
              await work().then(
                (value) => () => resolve(value),
                (error: unknown) => () => reject(error),
              ),
            )
          await this.#write(requireMine)
        })
      } catch (error) {
        // What could not be kept was not done: the world is read again before anything else looks at it.
        this.#stamp = undefined
        told = batch.map((change) => () => change.reject(error))
      }
      for (const tell of told) tell()
    }
    this.#turn = undefined
  }

  #takeIn(): void {
    const stamp = stampOf(this.#file)
    if (stamp === undefined || stamp === this.#stamp) return
    const theirs = readWorld(this.#folder, this.world.scenario)
    if (!theirs) return
    becomeWorld(this.world, theirs)
    this.#stamp = stamp
    this.#text = JSON.stringify(theirs)
  }

  async #write(mayReplace: () => void, flush = true): Promise<void> {
    const text = JSON.stringify(this.world)
    if (text === this.#text && this.#stamp !== undefined) return
    try {
      await writeWorld(this.#file, text, { flush, mayReplace })
    } catch (error) {
      throw error instanceof Error && 'code' in error && 'syscall' in error
        ? cannotWrite(this.#file, error, hint)
        : error
    }
    this.#stamp = stampOf(this.#file)
    this.#text = text
  }
}

/** Another file gives another stamp: every write makes a new one. */
function stampOf(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found && `${found.ino} ${found.mtimeNs} ${found.size}`
}

/** Removes what a folder holds, except for the world: it is replaced, so that nobody finds none in between. */
async function emptyBut(folder: string, file: string): Promise<void> {
  const world = basename(file)
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (!entry.name.startsWith(world) || !entry.isFile())
      await rm(join(folder, entry.name), { recursive: true, force: true })
}

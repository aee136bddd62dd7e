import type { World } from './world.ts'

/**
 * Keeps a world where other processes may look at it and change it as well: two clients of one AWS see one world. The
 * world object stays the same; what others did is put into it.
 */
export interface Keeper {
  /** Called before a request looks at the world: takes in what others have changed since. */
  refresh(): void
  /**
   * Does what changes the world while nobody else changes it. What it did is kept before the promise resolves, also when
   * the process is killed right after. The promise fails where it could not be kept.
   */
  change<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Makes `target` what `source` is; it stays the same object to all who hold it. Sessions of an enterprise that are not
 * kept yet stay open: whoever was given one goes on with it.
 */
export function becomeWorld(target: World, source: World): void {
  const open = target.generated ? target.sessions : []
  const sequence = target.generated ? target.sequence : 0
  for (const key of Object.keys(target)) if (!(key in source)) delete target[key as keyof World]
  Object.assign(target, source)
  if (open.length === 0) return
  // Ids may clash, as both count from the same number: here counts what was handed out here.
  const ours = new Set(open.map((session) => session.accessKeyId))
  target.sessions = [...source.sessions.filter((session) => !ours.has(session.accessKeyId)), ...open]
  target.sequence = Math.max(source.sequence, sequence)
}

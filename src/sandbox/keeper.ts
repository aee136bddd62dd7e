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

/** Makes `target` what `source` is; it stays the same object to all who hold it. */
export function becomeWorld(target: World, source: World): void {
  for (const key of Object.keys(target)) if (!(key in source)) delete target[key as keyof World]
  Object.assign(target, source)
}

import { createSandbox } from '../sandbox/index.ts'
import { addSession } from '../sandbox/builder/iam.ts'
import { makeScenario, scenarios } from '../sandbox/scenarios/index.ts'
import type { Connection } from '../index.ts'
import { UserError } from '../model/index.ts'
import { KeptWorld } from './kept-world.ts'

export interface SandboxWish {
  scenario: string
  /** The world is kept here between runs. */
  folder: string
  fresh: boolean
  now?: Date
  account?: string
  /** Default false: nothing listens, requests stay in this process. */
  port?: number | false
  faults?: string
  latencyMs?: number
  verify?: boolean
}

/** Throws UserError for a scenario that there is not. */
export function checkScenario(name: string): void {
  if (Object.hasOwn(scenarios, name)) return
  throw new UserError(
    'no-such-scenario',
    `There is no sandbox scenario "${name}".`,
    `There is: ${Object.keys(scenarios).join(', ')}.`,
  )
}

/** The kept world of a wish, made where there is none. */
export async function openWorld(
  wish: Pick<SandboxWish, 'scenario' | 'folder' | 'fresh' | 'now' | 'account'>,
): Promise<KeptWorld> {
  const { scenario, account } = wish
  checkScenario(scenario)
  const began = (wish.now ?? new Date()).toISOString()
  const kept = await KeptWorld.open(wish.folder, scenario, {
    fresh: wish.fresh,
    make: () => makeScenario(scenario, began, account),
  })
  if (account !== undefined && !Object.hasOwn(kept.world.accounts, account)) {
    throw new UserError(
      'another-account-is-kept',
      `The kept world "${scenario}" has account ${Object.keys(kept.world.accounts)[0]}, not ${account}.`,
      'Begin it anew with --fresh, or keep it elsewhere with --state DIR.',
    )
  }
  return kept
}

/**
 * A running sandbox with the connection of its scenario's caller. What a request changes is kept before it is answered,
 * and several commands may use one world at the same time; `close` keeps what reads noted.
 */
export async function openSandbox(wish: SandboxWish) {
  const kept = await openWorld(wish)
  const { world } = kept
  const sandbox = await createSandbox({
    world,
    keeper: kept,
    port: wish.port ?? false,
    now: wish.now,
    faults: wish.faults,
    latencyMs: wish.latencyMs,
    verify: wish.verify,
  })
  const connection: Connection = {
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    // Asked anew by each client: somebody may have signed in as somebody else since.
    credentials: async () => {
      kept.refresh()
      return sandbox.credentials()
    },
  }
  return {
    sandbox,
    connection,
    /** A session of root of the first account, as `aws login` as root would give. */
    rootCredentials: () =>
      kept.change(async () => {
        const account = Object.keys(world.accounts)[0]!
        return sandbox.credentials(addSession(world, account, { kind: 'root' }, true))
      }),
    async close() {
      await sandbox.close()
      await kept.close()
    },
  }
}

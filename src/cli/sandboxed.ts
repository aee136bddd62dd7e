import { rm } from 'node:fs/promises'
import { createSandbox } from '../sandbox/index.ts'
import { addSession } from '../sandbox/builder/iam.ts'
import { makeScenario, scenarios } from '../sandbox/scenarios/index.ts'
import { loadWorld, saveWorld } from '../sandbox/store.ts'
import type { Connection } from '../index.ts'
import { UserError } from '../model/index.ts'

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

/** A running sandbox with the connection of its scenario's caller; `close` keeps the world. */
export async function openSandbox(wish: SandboxWish) {
  checkScenario(wish.scenario)
  if (wish.fresh) await rm(wish.folder, { recursive: true, force: true })
  const began = (wish.now ?? new Date()).toISOString()
  const world =
    (await loadWorld(wish.folder, wish.scenario)) ?? (await makeScenario(wish.scenario, began, wish.account))
  if (wish.account !== undefined && !Object.hasOwn(world.accounts, wish.account)) {
    throw new UserError(
      'another-account-is-kept',
      `The kept world "${wish.scenario}" has account ${Object.keys(world.accounts)[0]}, not ${wish.account}.`,
      'Begin it anew with --fresh, or keep it elsewhere with --state DIR.',
    )
  }
  const sandbox = await createSandbox({
    world,
    port: wish.port ?? false,
    now: wish.now,
    faults: wish.faults,
    latencyMs: wish.latencyMs,
    verify: wish.verify,
  })
  const credentials = sandbox.credentials()
  const connection: Connection = {
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    credentials: async () => credentials,
  }
  return {
    sandbox,
    connection,
    /** A session of root of the caller's account, as `aws login` as root would give. */
    rootCredentials() {
      const account = Object.keys(world.accounts)[0]!
      return sandbox.credentials(addSession(world, account, { kind: 'root' }, true))
    },
    async close() {
      await sandbox.close()
      await saveWorld(wish.folder, world)
    },
  }
}

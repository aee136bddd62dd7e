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
  port?: number
  faults?: string
  latencyMs?: number
  verify?: boolean
}

/** A running sandbox with the connection of its scenario's caller; `close` keeps the world. */
export async function openSandbox(wish: SandboxWish) {
  if (!Object.hasOwn(scenarios, wish.scenario)) {
    throw new UserError(
      'no-such-scenario',
      `There is no sandbox scenario "${wish.scenario}".`,
      `There is: ${Object.keys(scenarios).join(', ')}.`,
    )
  }
  if (wish.account !== undefined && !/^\d{12}$/.test(wish.account)) {
    throw new UserError(
      'bad-account-id',
      `"${wish.account}" is not an AWS account id.`,
      'An account id has 12 digits, such as 111111111111.',
    )
  }
  if (wish.fresh) await rm(wish.folder, { recursive: true, force: true })
  const began = (wish.now ?? new Date()).toISOString()
  const world =
    (await loadWorld(wish.folder, wish.scenario)) ?? (await makeScenario(wish.scenario, began, wish.account))
  const sandbox = await createSandbox({
    world,
    port: wish.port,
    now: wish.now,
    faults: wish.faults,
    latencyMs: wish.latencyMs,
    verify: wish.verify,
  })
  const credentials = sandbox.credentials()
  const connection: Connection = { endpoint: sandbox.url, credentials: async () => credentials }
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

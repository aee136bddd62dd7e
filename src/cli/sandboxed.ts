import { accountOf, createSandbox, type EnterpriseSize, type World } from '../sandbox/index.ts'
import { addSession } from '../sandbox/builder/iam.ts'
import { makeScenario, scenarios } from '../sandbox/scenarios/index.ts'
import type { Connection } from '../index.ts'
import { UserError } from '../model/index.ts'
import { KeptWorld } from './kept-world.ts'

const anew = 'Begin it anew with --fresh, or keep it elsewhere with --state DIR.'

export interface SandboxWish {
  scenario: string
  /** The world is kept here between runs. */
  folder: string
  fresh: boolean
  now?: Date
  account?: string
  /** Of `enterprise` alone; without it the kept one is taken as it is. */
  size?: EnterpriseSize
  /** Default false: nothing listens, requests stay in this process. */
  port?: number | false
  quotas?: 'aws'
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

/** A kept enterprise stays as large as it was made. */
function checkSize(size: EnterpriseSize = {}, { generated }: World): void {
  if (!generated) return
  const { accounts = generated.accounts, seed = generated.seed } = size
  if (accounts === generated.accounts && seed === generated.seed) return
  throw new UserError(
    'another-size-is-kept',
    `The kept enterprise has ${generated.accounts} accounts of seed ${generated.seed}, not ${accounts} of seed ${seed}.`,
    anew,
  )
}

/** The kept world of a wish, made where there is none. */
export async function openWorld(
  wish: Pick<SandboxWish, 'scenario' | 'folder' | 'fresh' | 'now' | 'account' | 'size'>,
): Promise<KeptWorld> {
  const { scenario, account, size } = wish
  checkScenario(scenario)
  if (size && scenario !== 'enterprise')
    throw new UserError(
      'no-size',
      `The scenario "${scenario}" has no size.`,
      'Leave --accounts and --seed away, or choose: neverroot sandbox enterprise.',
    )
  const began = (wish.now ?? new Date()).toISOString()
  const kept = await KeptWorld.open(wish.folder, scenario, {
    fresh: wish.fresh,
    make: () => makeScenario(scenario, began, account, size),
  })
  checkSize(size, kept.world)
  if (account !== undefined && !accountOf(kept.world, account)) {
    throw new UserError(
      'another-account-is-kept',
      `The kept world "${scenario}" has account ${Object.keys(kept.world.accounts)[0]}, not ${account}.`,
      anew,
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
    quotas: wish.quotas,
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

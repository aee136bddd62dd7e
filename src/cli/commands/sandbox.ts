import { join } from 'node:path'
import type { EnterpriseSize } from '../../sandbox/index.ts'
import { scenarios } from '../../sandbox/scenarios/index.ts'
import { openState, stateFolder } from '../../store/state.ts'
import { print, say } from '../output.ts'
import { openSandbox } from '../sandboxed.ts'

export interface SandboxOptions {
  list?: boolean
  act?: readonly string[]
  listActs?: boolean
  port?: number
  asRoot?: boolean
  account?: string
  accounts?: number
  seed?: number
  quotas?: 'aws'
  latency?: number
  faults?: string
  verify?: boolean
  state?: string
  fresh?: boolean
  now?: Date
}

/** Serves a scenario until Ctrl-C: `export NAME=value` lines on stdout, everything else on stderr. */
export async function sandboxCommand(
  named: string | undefined,
  options: SandboxOptions,
  signal: AbortSignal,
): Promise<number> {
  if (options.list) {
    const lines = Object.entries(scenarios).map(
      ([name, { description }]) => `${name.padEnd(24)}${description}\n`,
    )
    await print(lines.join(''))
    return 0
  }
  const scenario = named ?? 'neglected-personal'
  if (options.listActs || options.act)
    return (await import('./sandbox-acts.ts')).actsCommand(scenario, options)
  const top = stateFolder(options.state)
  await openState(top)
  const world = await openSandbox({
    scenario,
    folder: join(top, 'sandbox', scenario),
    fresh: options.fresh === true,
    account: options.account,
    size: sizeOf(options),
    port: options.port ?? 0,
    quotas: options.quotas,
    latencyMs: options.latency,
    faults: options.faults,
    verify: options.verify,
    now: options.now,
  })
  try {
    const credentials = options.asRoot ? await world.rootCredentials() : world.sandbox.credentials()
    const exports = [
      `export AWS_ENDPOINT_URL=${world.sandbox.url}`,
      `export AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
      'export AWS_REGION=us-east-1',
      ...(credentials.sessionToken ? [`export AWS_SESSION_TOKEN=${credentials.sessionToken}`] : []),
    ]
    await print(`${exports.join('\n')}\n`)
    say(`The sandbox "${scenario}" answers at ${world.sandbox.url} until Ctrl-C. The keys above are fake.`)
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    return 0
  } finally {
    await world.close()
  }
}

/** How large an enterprise is wished for; undefined where nothing was said. */
export const sizeOf = ({ accounts, seed }: SandboxOptions): EnterpriseSize | undefined =>
  accounts === undefined && seed === undefined
    ? undefined
    : { ...(accounts !== undefined && { accounts }), ...(seed !== undefined && { seed }) }

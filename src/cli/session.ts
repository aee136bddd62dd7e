import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileName } from '../config/find.ts'
import { loadConfiguration, type LoadedConfiguration } from '../config/load.ts'
import type { Connection, Records } from '../index.ts'
import { UserError } from '../model/index.ts'
import type { Host } from '../ports.ts'
import { forgetExpired } from '../store/before-images.ts'
import { records } from '../store/records.ts'
import { fileCache, openState, stateFolder } from '../store/state.ts'
import { type CommonOptions } from './options.ts'
import { isWebAddress } from './values.ts'
import { say } from './output.ts'

/** What a command needs before it can ask AWS anything; `close` keeps what must be kept. */
export interface Session {
  connection: Connection
  configured: LoadedConfiguration
  /** Where this run keeps state: runs on the sandbox are kept apart. */
  folder: string
  cache: ReturnType<typeof fileCache>
  /** What people recorded about an account. */
  records(account: string): Promise<Records>
  host: Host
  sandbox?: string
  close(): Promise<void>
}

/** Opens state, configuration and, if asked for, the sandbox. Throws UserError for every mistake on the way. */
export async function openSession(options: CommonOptions, signal: AbortSignal): Promise<Session> {
  const top = stateFolder(options.state)
  const configured = await loadConfiguration(options.config ?? triedOut(options, top))
  await openState(top)
  const now = () => options.now ?? new Date()
  // Old addresses and numbers go when their time is over, whoever comes by next; a file that is broken is told of by undo.
  await forgetExpired(top, now()).catch(() => undefined)
  const connection: Connection = {
    profile: options.profile,
    region: options.region,
    endpoint: options.endpointUrl,
    signal,
    ...(options.callTimeout ? { timeoutMs: options.callTimeout * 1000 } : {}),
  }
  const host = hostFor(options)
  if (options.sandbox === undefined) {
    checkEndpointVariable()
    return {
      connection,
      configured,
      folder: top,
      cache: fileCache(top, now),
      records: (account) => recordsOf(top, account, host),
      host,
      close: async () => undefined,
    }
  }
  const { openSandbox } = await import('./sandboxed.ts')
  const folder = sandboxFolder(top, options.sandbox)
  const world = await openSandbox({
    scenario: options.sandbox,
    folder,
    fresh: options.fresh === true,
    now: options.now,
  })
  return {
    connection: {
      ...connection,
      profile: undefined,
      ...world.connection,
      region: options.region ?? 'us-east-1',
    },
    configured,
    folder,
    cache: fileCache(folder, now),
    records: (account) => recordsOf(folder, account, host),
    host,
    sandbox: options.sandbox,
    close: world.close,
  }
}

/** What setup was told on the sandbox stays there: its answers go before those of the working folder. */
function triedOut({ sandbox, fresh }: CommonOptions, top: string): string | undefined {
  if (sandbox === undefined || fresh) return undefined
  const file = join(sandboxFolder(top, sandbox), fileName)
  return existsSync(file) ? file : undefined
}

const sandboxFolder = (top: string, scenario: string) => join(top, 'sandbox', scenario)

/**
 * Where a run with these options keeps state, for commands that only read it: nothing is opened or made. Throws
 * UserError for a scenario that there is not.
 */
export async function stateOf(options: Pick<CommonOptions, 'state' | 'sandbox'>): Promise<string> {
  const top = stateFolder(options.state)
  if (options.sandbox === undefined) return top
  const { checkScenario } = await import('./sandboxed.ts')
  checkScenario(options.sandbox)
  return sandboxFolder(top, options.sandbox)
}

const recordsOf = (folder: string, account: string, host: Host): Promise<Records> =>
  records(folder, account, (text) => host.notify({ code: 'note', data: { text } }))

function hostFor(options: CommonOptions): Host {
  let costTold = false
  return {
    notify(notice) {
      if (notice.code === 'call' && options.calls) say(`  ${notice.data.operation}  ${notice.data.region}`)
      if (notice.code === 'lookup' && options.calls) say(`  ${notice.data.what}  ${notice.data.host}`)
      // A page is a request: said before the first one, not at each of many.
      if (notice.code === 'cost' && !options.quiet && !options.sandbox && !costTold) {
        costTold = true
        say(
          `Cost Explorer: USD ${notice.data.usd.toFixed(2)} a page, kept for today (--no-cost-explorer leaves it out).`,
        )
      }
      if (notice.code === 'note' && !options.quiet) say(notice.data.text)
    },
  }
}

/** The SDK reads the variable itself; what is no URL would only be told in its own words. */
function checkEndpointVariable(): void {
  const url = process.env.AWS_ENDPOINT_URL
  if (url === undefined || isWebAddress(url)) return
  throw new UserError(
    'bad-endpoint',
    `"${url}" is not what AWS_ENDPOINT_URL takes.`,
    'Give a URL such as http://127.0.0.1:4566, or unset the variable.',
  )
}

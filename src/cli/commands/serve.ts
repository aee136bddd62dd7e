import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Interrupted } from '../../index.ts'
import { type Desk, type PageServer, servePage } from '../../serve/index.ts'
import type { ServeOptions } from '../desk/context.ts'
import { fileDesk } from '../desk/file.ts'
import { liveDesk } from '../desk/live.ts'
import { keepMemorySmall } from '../memory.ts'
import { openBrowser } from '../open-browser.ts'
import { print, say } from '../output.ts'

/**
 * Serves the page until Ctrl-C, or until nobody has asked for anything for an hour. Exit code 0; throws Interrupted where
 * something was being changed then, and UserError where it cannot begin.
 */
export async function serveCommand(
  file: string | undefined,
  options: ServeOptions,
  signal: AbortSignal,
): Promise<number> {
  keepMemorySmall()
  const { desk, close } = await deskOf(file, options, signal)
  try {
    const server = await servePage({
      desk,
      web: webFolder(),
      readOnly: options.readOnly === true || file !== undefined,
      ...(options.port === undefined ? {} : { port: options.port }),
      bug: (error) => say(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    })
    try {
      await print(`${server.url}\n`)
      if (!options.quiet)
        say(
          `The page is at this address until Ctrl-C, for whoever opens it first${options.readOnly || file !== undefined ? ', to read' : ''}.`,
        )
      if (options.open !== false) openBrowser(server.url)
      const why = await Promise.race([server.idle.then(() => 'idle' as const), aborted(signal)])
      if (why === 'idle' && !options.quiet)
        say('Nobody has asked for anything for an hour: the page is closed.')
      const changing = stopped(server)
      await server.close()
      const where = changing()
      if (where !== undefined) throw new Interrupted(where)
      return 0
    } finally {
      await server.close()
    }
  } finally {
    await close()
  }
}

/** Where a change stands that was stopped with the server: asked for once the server has ended. */
function stopped({ jobs }: PageServer): () => string | undefined {
  let where: string | undefined
  jobs.listen(({ event }) => {
    if (event.type === 'failed' && (event.kind === 'apply' || event.kind === 'undo'))
      where = event.refusal.message.replace(/^It was stopped: /, '')
  })
  return () => where
}

async function deskOf(
  file: string | undefined,
  options: ServeOptions,
  signal: AbortSignal,
): Promise<{ desk: Desk; close(): Promise<void> }> {
  if (file !== undefined) return fileDesk(file)
  // Requests may end in their own time: what stops them is the end of the server.
  return { desk: await liveDesk(options, signal), close: async () => undefined }
}

/** Beside the bundle where it was built, and in dist where the sources run. */
function webFolder(): string {
  const beside = join(import.meta.dirname, '../web')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../../../dist/web')
}

const aborted = (signal: AbortSignal): Promise<'stopped'> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('stopped')
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
  })

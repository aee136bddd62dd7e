import { serve } from '@hono/node-server'
import { UserError } from '../model/index.ts'
import { appOf } from './app.ts'
import type { Desk } from './desk.ts'
import { Jobs } from './jobs.ts'
import { Secrets } from './secrets.ts'

/** Nobody who went home leaves a door open. */
const usualIdleMinutes = 60

export interface ServerOptions {
  desk: Desk
  /** The folder of the built page. */
  web: string
  /** 0 or absent: any free one. */
  port?: number
  readOnly?: boolean
  idleMinutes?: number
  /** Hears of what nobody expected. */
  bug(error: unknown): void
}

export interface PageServer {
  /** With the key that is exchanged once. */
  url: string
  port: number
  /** What runs now, if anything does. */
  jobs: Jobs
  /** Resolves when nobody has asked for anything for so long. */
  idle: Promise<void>
  /** Stops what runs, waits for its end, and listens no more. */
  close(): Promise<void>
}

/** Serves the page on 127.0.0.1, and nowhere else. Throws UserError where the port cannot be had. */
export async function servePage(options: ServerOptions): Promise<PageServer> {
  const secrets = new Secrets()
  const jobs = new Jobs(options.bug)
  const idleMinutes = options.idleMinutes ?? usualIdleMinutes
  let port = options.port ?? 0
  let last = performance.now()
  const app = appOf({
    ...options,
    jobs,
    secrets,
    idleMinutes,
    readOnly: options.readOnly ?? false,
    port: () => port,
    asked: () => void (last = performance.now()),
  })
  const idleMs = idleMinutes * 60_000
  let fallIdle: () => void
  const idle = new Promise<void>((resolve) => (fallIdle = resolve))
  // A tab that only listens asks for nothing; a job that runs is work.
  const timer = setInterval(
    () => {
      if (jobs.running) last = performance.now()
      else if (performance.now() - last >= idleMs) fallIdle()
    },
    Math.min(30_000, idleMs / 4),
  )
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const listening = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address) => {
      port = address.port
      resolve(listening)
    })
    listening.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)))
  }).catch((error: unknown) => {
    clearInterval(timer)
    throw error
  })
  return {
    url: `http://127.0.0.1:${port}/?key=${secrets.key}`,
    port,
    jobs,
    idle,
    async close() {
      clearInterval(timer)
      await jobs.end()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        // Tabs that listen would hold it open for ever.
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    },
  }
}

function cannotListen(port: number, error: NodeJS.ErrnoException): UserError {
  const hint = 'Choose another one with --port N, or leave it away: any free one is taken.'
  if (error.code === 'EADDRINUSE')
    return new UserError('port-in-use', `Port ${port} of this machine is in use by another program.`, hint)
  if (error.code === 'EACCES')
    return new UserError('port-not-allowed', `Port ${port} needs rights that you do not have.`, hint)
  return new UserError('cannot-listen', `Port ${port} cannot be had: ${error.code ?? error.message}.`, hint)
}

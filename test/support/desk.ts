/** The page over a scenario of the sandbox, in this process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { liveDesk } from '../../src/cli/desk/live.ts'
import type { ServeOptions } from '../../src/cli/desk/context.ts'
import { type PageServer, servePage } from '../../src/serve/index.ts'
import { configuration } from '../cli/account.ts'
import { visit, type Visitor } from './page.ts'

export interface Page {
  server: PageServer
  mia: Visitor
  /** Where its state lies. */
  state: string
  folder: string
  bugs: unknown[]
  /** Ends the server and starts another on the same state, as after a restart. */
  again(more?: Partial<ServeOptions>): Promise<void>
  close(): Promise<void>
}

export async function pageOf(sandbox: string, more: Partial<ServeOptions> = {}): Promise<Page> {
  const folder = mkdtempSync(join(tmpdir(), 'neverroot-page-'))
  const config = join(folder, 'neverroot.yaml')
  writeFileSync(config, configuration, { mode: 0o600 })
  const bugs: unknown[] = []
  let stop: AbortController
  const start = async (over: Partial<ServeOptions>) => {
    stop = new AbortController()
    const options = { sandbox, config, state: join(folder, 'state'), costExplorer: true, ...more, ...over }
    const desk = await liveDesk(options, stop.signal)
    const server = await servePage({ desk, web: folder, bug: (error) => bugs.push(error) })
    return { server, mia: await visit(server) }
  }
  const page: Page = {
    ...(await start({})),
    folder,
    state: join(folder, 'state', 'sandbox', sandbox),
    bugs,
    async again(over = {}) {
      await page.server.close()
      Object.assign(page, await start(over))
    },
    async close() {
      stop.abort()
      await page.server.close()
      rmSync(folder, { recursive: true, force: true })
      if (bugs.length > 0) throw bugs[0]
    },
  }
  return page
}

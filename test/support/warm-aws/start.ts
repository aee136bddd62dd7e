/** The machine's AWS CLI, kept loaded while a test file runs: its start takes longer than most of its commands. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { atEnd } from '../tidy.ts'

export interface WarmAws {
  /** A folder that holds `aws`, to stand first on PATH. */
  folder: string
  /** What `aws` there needs in its environment. */
  env: { WARM_AWS_PORT: string }
}

let running: Promise<WarmAws> | undefined

/** The CLI of the test file that runs now: a Python script at `program`, as distributions install it. */
export const warmAws = (program: string): Promise<WarmAws> => (running ??= start(program))

async function start(program: string): Promise<WarmAws> {
  const [, python] = /^#! ?(\S*python\S*)/.exec(readFileSync(program, 'utf8')) ?? []
  if (!python)
    throw new Error(`${program} is not a Python script: these tests run the CLI as Debian installs it`)
  const server = spawn(python, [join(import.meta.dirname, 'serve.py'), program], {
    // Nothing of this machine's AWS set-up reaches the CLI, here or from its callers.
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true', LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  atEnd(() => {
    running = undefined
    server.kill()
  })
  const [port] = (await once(server.stdout, 'data')) as [Buffer]
  return { folder: import.meta.dirname, env: { WARM_AWS_PORT: String(port).trim() } }
}

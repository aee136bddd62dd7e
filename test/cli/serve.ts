/** Starts `neverroot sandbox` as a user would, and gives what it exports. */
import type { Home } from './run.ts'
import { start } from './run.ts'

export interface Served {
  /** What the printed `export NAME=value` lines say. */
  env: Record<string, string>
  stdout: string
  stderr(): string
  /** Ctrl-C; gives the exit code. */
  stop(): Promise<number>
  /** kill -9. */
  kill(): Promise<void>
}

/** Resolves once the exports were printed. Throws what the command said where it ends before. */
export async function serve(args: readonly string[], home: Home): Promise<Served> {
  const { child, ended } = start(['sandbox', ...args], home)
  let stdout = ''
  let stderr = ''
  child.stderr!.on('data', (text: string) => (stderr += text))
  await new Promise<void>((resolve, reject) => {
    // The last line of stderr comes after the exports.
    const look = () => stderr.includes('until Ctrl-C') && stdout.includes('AWS_REGION') && resolve()
    child.stdout!.on('data', (text: string) => void ((stdout += text), look()))
    child.stderr!.on('data', look)
    void ended.then((ran) => reject(new Error(`the sandbox ended: ${ran.stderr}`)), reject)
  })
  const env = Object.fromEntries(
    [...stdout.matchAll(/^export ([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name!, value!]),
  )
  return {
    env,
    stdout,
    stderr: () => stderr,
    async stop() {
      child.kill('SIGINT')
      return (await ended).code
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Runs something while a sandbox serves, and ends the sandbox whatever happens. */
export async function serving<T>(
  args: readonly string[],
  home: Home,
  use: (served: Served) => Promise<T>,
): Promise<T> {
  const served = await serve(args, home)
  try {
    return await use(served)
  } finally {
    await served.stop()
  }
}

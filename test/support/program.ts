/** A small program of its own process, built from source: for what only two processes, or a killed one, can show. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from 'esbuild'

export interface Ended {
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

/** Builds a program; `source` imports from `src`, as if it lay there. */
export async function program(folder: string, source: string): Promise<string> {
  const outfile = join(folder, 'program.mjs')
  await build({
    stdin: { contents: source, resolveDir: join(import.meta.dirname, '../../src'), loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  return outfile
}

/** Starts it. `blocks`: no file may grow beyond so many times 512 bytes, which stands in for a full disk. */
export function start(file: string, args: readonly string[], { blocks }: { blocks?: number } = {}) {
  const child =
    blocks === undefined
      ? spawn(process.execPath, [file, ...args])
      : spawn('sh', ['-c', `ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, file, ...args])
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()))
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()))
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
  )
  /** Resolves once it has said this. */
  const says = (word: string) =>
    new Promise<void>((resolve) => {
      const look = () => stdout.includes(word) && resolve()
      child.stdout.on('data', look)
      look()
    })
  return { child, ended, says }
}

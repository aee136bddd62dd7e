/** Types, lint and format, at the same time; each one's output in one piece. Fails where one of them does. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const tool = (/** @type {string} */ name) => join(import.meta.dirname, '../node_modules/.bin', name)

const checks = [
  ['tsc', '--noEmit'],
  ['tsc', '--noEmit', '-p', 'web'],
  ['eslint', '.'],
  ['prettier', '--check', '--log-level', 'warn', '.'],
]

const codes = checks.map(
  ([name = '', ...args]) =>
    new Promise((resolve) => {
      const child = spawn(tool(name), args, { stdio: ['ignore', 'pipe', 'pipe'] })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
      child.on('error', (error) => (said += error.message))
      child.on('close', (code) => {
        process.stdout.write(said)
        resolve(code)
      })
    }),
)

if ((await Promise.all(codes)).some((code) => code !== 0)) process.exitCode = 1

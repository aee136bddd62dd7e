/**
 * Runs the built command again and again in one process, each time as if it had just been started: its own environment,
 * folder, input and output, and the command's first module evaluated anew. What it is built of stays loaded, which is most of
 * what a start takes. Messages come over IPC, one at a time: `{ args, env, cwd, stdin }`; the answer is
 * `{ code, stdout, stderr }`.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { PassThrough, Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'

const command = pathToFileURL(process.argv[2]).href
const ownListeners = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'uncaughtException', 'unhandledRejection']
const streams = { 1: process.stdout, 2: process.stderr }
const stdinOf = Object.getOwnPropertyDescriptor(process, 'stdin')
let said

/** Nothing of a run comes out of this process: it is gathered. */
const gather = (fd, text) => (said[fd] += typeof text === 'string' ? text : Buffer.from(text).toString())
for (const fd of [1, 2])
  streams[fd].write = (text, encoding, done = encoding) => {
    gather(fd, text)
    if (typeof done === 'function') process.nextTick(done)
    return true
  }
const writeSync = fs.writeSync
fs.writeSync = (fd, text, ...rest) =>
  fd === 1 || fd === 2 ? (gather(fd, text), text.length) : writeSync(fd, text, ...rest)
syncBuiltinESMExports()

/** A command that ends the process ends here alone. */
class Ended extends Error {}
process.exit = (code) => {
  process.exitCode = code ?? process.exitCode
  throw new Ended()
}

let runs = 0
process.on('message', ({ args, env, cwd, stdin }) => {
  void perform(args, env, cwd, stdin).then((ran) => process.send(ran))
})
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

async function perform(args, env, cwd, stdin) {
  said = { 1: '', 2: '' }
  for (const name of Object.keys(process.env)) delete process.env[name]
  // The SDK is silenced when its client is loaded, which is once.
  Object.assign(process.env, { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' }, env)
  process.chdir(cwd)
  process.argv = [process.argv[0], new URL(command).pathname, ...args]
  process.exitCode = undefined
  const input = stdin === undefined ? Readable.from([]) : new PassThrough()
  if (stdin) input.write(stdin)
  Object.defineProperty(process, 'stdin', { ...stdinOf, get: () => input, configurable: true })
  const before = new Map(ownListeners.map((name) => [name, process.listeners(name)]))
  const errors = [streams[1].listeners('error'), streams[2].listeners('error')]
  try {
    await import(`${command}?${++runs}`)
  } catch (error) {
    if (!(error instanceof Ended)) {
      said[2] += `${error?.stack ?? error}\n`
      process.exitCode = 1
    }
  } finally {
    // What a process would have done at its end.
    for (const listener of process.listeners('exit'))
      if (!before.get('exit').includes(listener)) listener(process.exitCode)
    for (const [name, kept] of before)
      for (const listener of process.listeners(name))
        if (!kept.includes(listener)) process.off(name, listener)
    for (const [n, kept] of errors.entries())
      for (const listener of streams[n + 1].listeners('error'))
        if (!kept.includes(listener)) streams[n + 1].off('error', listener)
  }
  return { code: process.exitCode ?? 0, stdout: said[1], stderr: said[2] }
}

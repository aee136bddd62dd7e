import { setMaxListeners } from 'node:events'
import { interrupted, report, reportLostOutput } from './exit.ts'
import { program } from './program.ts'

/** Ctrl-C ends what is under way at once; the second one ends the process without another word. */
const stop = new AbortController()
// Every call under way listens; Node would warn of a leak from the eleventh on.
setMaxListeners(0, stop.signal)
process.once('SIGINT', () => {
  stop.abort()
  process.once('SIGINT', () => process.exit(130))
})
process.once('SIGTERM', () => stop.abort())
// The terminal went away: what was made for it (a first password on its screen) is taken back first.
process.once('SIGHUP', () => stop.abort())
// A pipe that was closed shows here when nobody waits for the write.
process.stdout.on('error', (error) => process.exit(reportLostOutput(error)))
process.stderr.on('error', () => undefined)

try {
  process.exitCode = await program(process.argv, stop.signal)
} catch (error) {
  process.exitCode = report(error)
  // Everything was closed on the way here; a timer of a wait that nobody waits for any more must not hold the person up.
  if (process.exitCode === interrupted) process.exit()
}

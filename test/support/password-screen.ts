/**
 * Run under a pseudo-terminal by the test of the password's screen: delivers the password in the file that the first
 * argument names, and writes what came of it to the file that the second one names.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { passwordSink } from '../../src/cli/password/choose.ts'

const [, , secret, outcome] = process.argv as [string, string, string, string]
const sink = passwordSink({ signal: new AbortController().signal })
const unavailable = sink.unavailable()
if (unavailable === undefined) {
  process.stdout.write('BEFORE\n')
  writeFileSync(`${outcome}.pid`, String(process.pid))
  await sink
    .deliver({
      account: '111111111111',
      user: 'first.admin@corp.example',
      password: readFileSync(secret, 'utf8'),
      signIn: 'https://111111111111.signin.aws.amazon.com/console',
    })
    .then(
      () => writeFileSync(outcome, 'delivered'),
      async (error: Error) => {
        // What follows a failure takes its time, and must outlive the terminal.
        await wait(300)
        writeFileSync(outcome, error.message)
      },
    )
  process.stdout.write('AFTER\n')
} else writeFileSync(outcome, unavailable)

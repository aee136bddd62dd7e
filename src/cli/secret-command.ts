import { execFile } from 'node:child_process'
import { UserError } from '../model/index.ts'

/** A password manager that asks for a finger needs its time. */
const timeoutMs = 60_000

/**
 * What a command prints, without the line's end. It comes from a variable of the environment, named in messages; neither
 * the command nor what it says is shown. Throws UserError where it fails or prints nothing.
 */
export function secretFrom(command: string, variable: string): Promise<string> {
  const failed = (why: string) =>
    new UserError(
      'no-secret',
      `The command in ${variable} ${why}.`,
      'Try it alone: it must print the secret on one line, and end with 0. Or leave --send away.',
    )
  return new Promise((resolve, reject) => {
    execFile(
      '/bin/sh',
      ['-c', command],
      { timeout: timeoutMs, maxBuffer: 64 * 1024, encoding: 'utf8' },
      (error, stdout) => {
        if (error) {
          const { code, killed } = error as { code?: number | string; killed?: boolean }
          return reject(
            failed(
              killed ? `did not end in ${timeoutMs / 1000} seconds` : `ended with ${code ?? 'a signal'}`,
            ),
          )
        }
        const secret = stdout.replace(/\r?\n$/, '')
        if (secret === '' || /[\r\n]/.test(secret))
          return reject(failed(secret === '' ? 'printed nothing' : 'printed more than one line'))
        resolve(secret)
      },
    )
  })
}

/** The mail server that the configuration declares, with what is secret of it from the environment. */
import { type MailSender, UserError } from '../model/index.ts'
import { type MailServer, usualTls } from '../send/mail.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Runs a command and gives what it prints. Throws UserError where it fails. */
export type RunForSecret = (command: string, variable: string) => Promise<string>

/** A variable that `field` of the configuration names. Throws UserError, without its value; `instead`: what else to do. */
export function readVariable(
  environment: Environment,
  variable: string,
  field: string,
  instead: string,
): string {
  const value = environment[variable]
  if (value) return value
  throw new UserError(
    'no-such-variable',
    `The environment variable ${variable}, which ${field} names, is ${value === '' ? 'empty' : 'not set'}.`,
    `Set it for this process (not in a file that others read), or ${instead}.`,
  )
}

/** The password is in the variable, or printed by the command in the variable beside it: no file names a command to run. */
export async function mailServerOf(
  { host, port = 587, tls, userEnv, passwordEnv }: Omit<MailSender, 'from'>,
  { field, instead }: { field: string; instead: string },
  environment: Environment,
  run: RunForSecret,
): Promise<MailServer> {
  const server = { host, port, tls: tls ?? usualTls(host, port) }
  if (userEnv === undefined || passwordEnv === undefined) return server
  const command = environment[`${passwordEnv}_COMMAND`]
  const password =
    environment[passwordEnv] || !command
      ? readVariable(environment, passwordEnv, `${field}.passwordEnv`, instead)
      : await run(command, `${passwordEnv}_COMMAND`)
  const user = readVariable(environment, userEnv, `${field}.userEnv`, instead)
  return { ...server, login: { user, password } }
}

/** Who sends the messages of a drill, and by which words people know them. */
import { type Configuration, UserError } from '../model/index.ts'
import type { MailServer } from '../send/mail.ts'
import { isLoopback } from '../send/post.ts'
import { type Environment, mailServerOf, type RunForSecret } from './mail-server.ts'

export interface DrillSender {
  server: MailServer
  from: string
}

/** The words that the organization chose. Throws UserError where it chose none. */
export function phraseOf({ drills }: Configuration): string {
  if (drills?.phrase !== undefined) return drills.phrase
  throw new UserError(
    'no-phrase',
    'The configuration has no words by which people know that a drill is yours: drills.phrase.',
    'Choose some and tell them to people beforehand (docs/drills.md): drills: { phrase: "blue heron over the harbour" }',
  )
}

/**
 * The mail server of drills. Throws UserError where none is declared, where a variable is missing, and where real mail would
 * leave this machine about a sandbox.
 */
export async function drillSender(
  { drills }: Configuration,
  environment: Environment,
  run: RunForSecret,
  sandbox: string | undefined,
): Promise<DrillSender> {
  const { mail } = drills ?? {}
  if (!mail)
    throw new UserError(
      'no-sender',
      'The configuration declares no mail server for drills: drills.mail.',
      'Declare one (docs/drills.md), or print the messages and send them yourself: --print',
    )
  if (sandbox !== undefined && !isLoopback(mail.host))
    throw new UserError(
      'sandbox-mail',
      `The addresses of the sandbox ${sandbox} are made up, and ${mail.host} would send them real mail.`,
      'Print the messages instead: --print',
    )
  const instead = 'print the messages: --print'
  const server = await mailServerOf(mail, { field: 'drills.mail', instead }, environment, run)
  return { server, from: mail.from }
}

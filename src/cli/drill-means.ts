/** By which way the codes of a drill of mailboxes leave. */
import { byMail, drillSender, type Post, sesPost, topicPost } from '../index.ts'
import { type Configuration, type DrillWay, UserError } from '../model/index.ts'
import type { ContactsOptions } from './commands/drill-contacts.ts'
import { howToLook } from './how-to-look.ts'
import { secretFrom } from './secret-command.ts'
import type { Session } from './session.ts'

export type SendingWay = Exclude<DrillWay, 'print'>

export interface Means {
  way: SendingWay
  /** Whom the messages come from, and how they go, as a person is told. */
  from: string
  through: string
  /** What is to be known before they go. */
  notes: readonly string[]
  post: Post
  close(): void
}

const names: Readonly<Record<SendingWay, string>> = {
  mail: 'drills.mail',
  ses: 'drills.ses',
  sns: 'drills.sns',
}

/** The way that was asked for, or the one that is declared. Throws UserError where there is none, or several. */
export function sendingWay(
  { drills }: Configuration,
  via: SendingWay | 'notifications' | undefined,
): SendingWay {
  const declared = (['mail', 'ses', 'sns'] as const).filter((way) => drills?.[way] !== undefined)
  const [only, ...more] = declared
  const instead = 'Declare one (docs/drills.md), or print the messages and send them yourself: --print'
  if (via === 'notifications')
    throw new UserError(
      'not-supported',
      'Not supported: AWS User Notifications tells its contacts of events, and sends no message of your own.',
      `${declared.length > 0 ? `Send it by ${declared.map((way) => `--via ${way}`).join(' or ')}` : 'Declare another way (docs/drills.md)'}, or print the messages: --print`,
    )
  if (via !== undefined && !declared.includes(via))
    throw new UserError('no-sender', `The configuration does not declare ${names[via]}.`, instead)
  if (via !== undefined) return via
  if (only === undefined)
    throw new UserError(
      'no-sender',
      'The configuration declares no sender for drills: drills.mail, drills.ses or drills.sns.',
      instead,
    )
  if (more.length === 0) return only
  throw new UserError(
    'several-senders',
    `The configuration declares ${declared.map((way) => names[way]).join(' and ')}.`,
    `Say by which one: ${declared.map((way) => `--via ${way}`).join(', ')}`,
  )
}

/** Makes ready to send, and sends nothing yet. Throws UserError where that way is not possible. */
export async function meansOf(
  way: SendingWay,
  session: Session,
  options: ContactsOptions,
  signal: AbortSignal,
): Promise<Means> {
  const { configuration } = session.configured
  const { ses, sns } = configuration.drills ?? {}
  const now = () => options.now ?? new Date()
  if (way === 'ses' && ses) {
    const made = await sesPost(howToLook(session, options), ses)
    return { way, from: ses.from, through: `Amazon SES in ${ses.region}`, ...made }
  }
  if (way === 'sns' && sns) {
    const made = await topicPost(howToLook(session, options), sns.topics)
    return { way, from: 'Amazon SNS', through: 'a topic for each', ...made }
  }
  const sender = await drillSender(configuration, process.env, secretFrom, session.sandbox)
  const timeoutMs = options.callTimeout && options.callTimeout * 1000
  return {
    way: 'mail',
    from: sender.from,
    through: sender.server.host,
    notes: [],
    post: byMail(sender, { signal, now, timeoutMs }),
    close: () => undefined,
  }
}

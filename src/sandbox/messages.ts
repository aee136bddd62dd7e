/** Everything that AWS ever sends to people lands in one list, which is every inbox of the world. */
import type { SentMessage, World } from './world.ts'

const CHANNELS: Record<string, SentMessage['channel']> = {
  email: 'email',
  'email-json': 'email',
  sms: 'sms',
  https: 'https',
  http: 'https',
  sqs: 'sqs',
  lambda: 'lambda',
}

/** What an SNS protocol is to whoever gets the message. */
export const channelOf = (protocol: string): SentMessage['channel'] => CHANNELS[protocol] ?? 'other'

/** Leaves a message for a person. The list is made anew: who holds the old one goes on with it. */
export function leaveMessage(world: World, message: SentMessage): void {
  world.messages = [...(world.messages ?? []), message]
}

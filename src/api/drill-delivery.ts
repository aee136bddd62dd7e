/** Sending the codes of a drill through AWS: SES, or topics of SNS. */
import type { Door } from '../aws/index.ts'
import type { AwsAction, Grant, SesSender } from '../model/index.ts'
import { UserError } from '../model/index.ts'
import type { Post } from '../watch/deliver-drill.ts'
import { bySes, sesReads, sesState } from '../watch/deliver-ses.ts'
import { byTopic, topicReads, topicsFor } from '../watch/deliver-topic.ts'
import { connect, type LookOptions } from './connect.ts'

/** A way for codes to leave, with what is to be said of it before anything does. */
export interface DrillPost {
  post: Post
  notes: readonly string[]
  close(): void
}

/** What each way takes, besides looking which mailboxes there are. */
export const sesDrillGrants = ({ from }: SesSender): Grant[] => [
  { actions: [...sesReads] },
  {
    actions: ['ses:SendEmail'],
    resources: ['arn:aws:ses:*:*:identity/*'],
    condition: { StringEquals: { 'ses:FromAddress': from } },
  },
]
export const topicDrillGrants = (topics: readonly string[]): Grant[] => [
  { actions: topicReads.slice() as AwsAction[] },
  { actions: ['sns:Publish'], resources: topics },
]

/** Throws UserError where SES of the account may not send at all. */
export async function sesPost(options: LookOptions, sender: SesSender): Promise<DrillPost> {
  const connected = await connect(options, options.host)
  const state = await sesState(connected.door, sender)
  if (state.because !== undefined) {
    connected.door.close()
    throw new UserError(
      'ses-paused',
      `${state.because}.`,
      'Send in another way (--via), or print the messages: --print',
    )
  }
  // Asking about the suppression list goes through the same door: it is the one that may send, and reads.
  const door = connected.mailer(sender.from)
  const notes =
    state.production === false
      ? [
          `SES of this account is in its sandbox in ${sender.region}: it sends to addresses alone that were verified in it. That one of them answers shows that somebody reads it, and nothing of those it does not send to.`,
        ]
      : state.production === undefined
        ? ['Whether SES of this account is in its sandbox could not be looked at (ses:GetAccount).']
        : []
  return { post: bySes(door, sender), notes, close: () => closeAll([door, connected.door]) }
}

/** Asks first which topic goes to one mailbox alone. */
export async function topicPost(options: LookOptions, topics: readonly string[]): Promise<DrillPost> {
  const connected = await connect(options, options.host)
  const found = await topicsFor(connected.door, topics)
  const doors = new Map<string, Door>()
  const doorTo = (topic: string): Door => {
    const door = doors.get(topic) ?? connected.sender(topic)
    doors.set(topic, door)
    return door
  }
  return {
    post: byTopic(doorTo, found),
    notes: [
      ...found.notes,
      'SNS puts a link to unsubscribe below each message: whoever follows it hears no more of that topic.',
    ],
    close: () => closeAll([connected.door, ...doors.values()]),
  }
}

const closeAll = (doors: readonly Door[]) => doors.forEach((door) => door.close())

/** The published shape of what the ledger says of a drill of the mailboxes. */
import { z } from 'zod'
import { answerWays, drillWays, mailRoles, reasonsLeft, sendings } from '../../src/model/index.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const text = z.string().min(1)
const count = z.int().min(0)
const role = z.enum(mailRoles)
const mailbox = hash.describe('of its address, by SHA-256 with the salt')

/** `chain`: what every entry has. */
export const contactsEntries = <T extends z.ZodRawShape>(chain: T) => {
  const about = {
    ...chain,
    subject: text.describe('id of an account'),
    drill: z.int().min(1).describe('place of the drill in the ledger'),
  }
  const { drill: _, ...first } = about
  return [
    z
      .strictObject({
        kind: z.literal('contacts-drill'),
        ...first,
        by: text.describe('who opened it'),
        reason: text,
        until: z.iso.datetime().describe('when its codes stop counting'),
        way: z.enum(drillWays).describe('sent, or printed for whoever opened it to send'),
        salt: text,
        opener: hash.optional().describe('of whom AWS knows the opener as, with the salt'),
        mailboxes: z.array(z.strictObject({ mailbox, roles: z.array(role).min(1) })),
        left: z
          .array(z.strictObject({ role, why: z.enum(reasonsLeft) }))
          .describe('roles that are sent nothing'),
      })
      .describe('codes go to the mailboxes that AWS writes to'),
    z
      .strictObject({
        kind: z.literal('contacts-message'),
        ...about,
        mailbox,
        code: hash.describe('of its code, by scrypt with the salt'),
        reminder: z.literal(true).optional(),
      })
      .describe('a message is about to go'),
    z
      .strictObject({
        kind: z.literal('contacts-sent'),
        ...about,
        message: z.int().min(1).describe('place of the message in the ledger'),
        sent: z.enum(sendings),
        because: z.string().optional(),
      })
      .describe('what became of it'),
    z
      .strictObject({
        kind: z.literal('contacts-answer'),
        ...about,
        right: z.boolean().describe('it was a code of the drill'),
        mailbox: mailbox.optional(),
        person: hash.optional().describe('of whom the answerer is known as; without it there is only a word'),
        known: z.array(z.enum(answerWays)).min(1).optional().describe('by which ways; absent: to AWS alone'),
      })
      .describe('a code was typed'),
    z
      .strictObject({
        kind: z.literal('contacts-closing'),
        ...about,
        by: text.describe('who closed it'),
        complete: z.boolean().describe('every mailbox answered, witnessed'),
        people: count.describe('distinct people whom AWS knows'),
        roles: z.array(
          z.strictObject({
            role,
            mailboxes: count,
            answered: count,
            people: count,
            minutes: count.optional().describe('until the last of its mailboxes answered'),
          }),
        ),
      })
      .describe('it is over'),
  ] as const
}

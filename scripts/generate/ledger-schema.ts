/** The published shape of one line of the ledger, written down once more and checked against real lines by a test. */
import { z } from 'zod'
import { custodyPlaces } from '../../src/model/index.ts'
import { erasureKinds } from '../../src/store/erasure-entries.ts'
import { contactsEntries } from './contacts-schema.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.iso.datetime()
const text = z.string().min(1)

const chain = {
  seq: z.int().min(1).describe('place in the ledger, from 1'),
  at: time,
  prev: hash.describe('hash of the entry before; zeros for the first'),
  hash: hash.describe('SHA-256 of this entry without this field: keys sorted, no spaces (RFC 8785)'),
}
const about = {
  ...chain,
  subject: text.describe('id of an account or an organization'),
  control: text.describe('id of a control'),
}

export const ledgerSchema = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('attestation'),
        ...about,
        by: text.describe('who said it'),
        holds: z.boolean().describe('false: the person said that it does not hold'),
        expires: time,
        note: z.string().optional(),
        said: time.optional().describe('when it was said, where that was before it was recorded'),
      })
      .describe('somebody said so, until it lapses'),
    z
      .strictObject({ kind: z.literal('exception'), ...about, owner: text, reason: text, expires: time })
      .describe('somebody answers for a failure, until it lapses'),
    z
      .strictObject({ kind: z.literal('withdrawal'), ...about, owner: text, reason: z.string().optional() })
      .describe('the exception of a control is taken back'),
    z
      .strictObject({
        kind: z.literal('acknowledgement'),
        ...about,
        people: z.int().min(0).describe('distinct people'),
        expires: time,
        regions: z.array(text).optional().describe('through which a drill of the alarm went'),
        everywhere: z.literal(true).optional().describe('those were all that the account can use'),
      })
      .describe('people answered a challenge'),
    z
      .strictObject({
        kind: z.literal('window'),
        ...chain,
        subject: text.describe('id of an account'),
        by: text.describe('who planned it'),
        reason: text,
        from: time,
        until: time,
        drill: z.literal(true).optional().describe('it has to be closed'),
      })
      .describe('root is used on purpose between these moments'),
    z
      .strictObject({
        kind: z.literal('closing'),
        ...chain,
        subject: text.describe('id of an account'),
        window: z.int().min(1).describe('place of the window in the ledger'),
        by: text.describe('who closed it'),
        seen: z.boolean().describe('CloudTrail shows that root signed in'),
        people: z.int().min(0).optional().describe('who took part'),
        minutes: z.int().min(0).optional().describe('from its opening to the first sign-in'),
      })
      .describe('a drill is over'),
    z
      .strictObject({
        kind: z.literal('custody'),
        ...chain,
        subject: text.describe('id of an account'),
        label: text.describe('of the key; another entry of the same label renews it'),
        last4: z
          .string()
          .regex(/^[A-Za-z0-9]{4}$/)
          .describe('the last four characters of its serial'),
        place: z.enum(custodyPlaces).describe('what kind of place it lies in'),
        custodians: z.array(text).length(2),
        seal: text.describe('its number, or what is written over it'),
        expires: time,
      })
      .describe('a hardware key of root is in custody, until it lapses'),
    z
      .strictObject({
        kind: z.literal('retirement'),
        ...chain,
        subject: text.describe('id of an account'),
        label: text,
        reason: z.string().optional(),
      })
      .describe('that key is no longer one'),
    z
      .strictObject({
        kind: z.literal('alarm-drill'),
        ...chain,
        subject: text.describe('id of an account'),
        by: text.describe('who opened it'),
        reason: text,
        until: time.describe('when its code stops counting'),
        regions: z.array(text).min(1).describe('through which it was sent'),
        everywhere: z.literal(true).optional().describe('those were all that the account can use'),
        mailboxes: z.int().min(0).optional().describe('that it goes to, where they could be counted'),
        salt: text,
        code: hash.describe('of its code, by scrypt with the salt'),
        opener: hash.optional().describe('of whom AWS knows the opener as, with the salt'),
      })
      .describe('a code was sent through the alarm on root'),
    z
      .strictObject({
        kind: z.literal('alarm-answer'),
        ...chain,
        subject: text.describe('id of an account'),
        drill: z.int().min(1).describe('place of the drill in the ledger'),
        right: z.boolean().describe('the code was the one that was sent'),
        by: text.optional().describe('the name that was given'),
        person: hash
          .optional()
          .describe('of whom AWS knows the answerer as; without it there is only a word'),
      })
      .describe('somebody answered it'),
    z
      .strictObject({
        kind: z.literal('alarm-closing'),
        ...chain,
        subject: text.describe('id of an account'),
        drill: z.int().min(1).describe('place of the drill in the ledger'),
        by: text.describe('who closed it'),
        complete: z.boolean().describe('two people answered in time'),
        people: z.int().min(0).describe('distinct people whom AWS knows'),
        minutes: z.array(z.int().min(0)).max(2).describe('until the first, and the second of them answered'),
      })
      .describe('it is over'),
    ...contactsEntries(chain),
    z
      .strictObject({
        kind: z.literal('erased'),
        ...chain,
        subject: text,
        was: text.describe('of which kind it was'),
        control: text.optional(),
      })
      .describe('here stood an entry that was erased'),
    z
      .strictObject({
        kind: z.literal('erasure'),
        ...chain,
        subject: z.literal('ledger'),
        what: z.enum(erasureKinds).describe('entries about people, or those before a moment'),
        before: time.optional(),
        entries: z.int().min(0).describe('how many were erased'),
        head: hash.describe('of the ledger as it was before; all hashes up to here were made anew'),
      })
      .describe('entries before this one were erased'),
    z
      .strictObject({
        kind: z.literal('repair'),
        ...chain,
        subject: z.literal('ledger'),
        bytes: z.int().min(1),
        sha256: hash,
      })
      .describe('a last line that a crash had left unfinished was set aside'),
  ])
  .describe('One line of the ledger of neverroot')

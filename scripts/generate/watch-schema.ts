/** The published shapes of `watch --format json` and of what a webhook is sent, checked against real ones by tests. */
import { z } from 'zod'
import { driftKinds, statuses, watchSinks } from '../../src/model/index.ts'

const iso = z.iso.datetime()
const accountId = z.string().regex(/^\d{12}$/)
const action = z.string().regex(/^[a-z0-9-]+:[A-Za-z]+$/)
const kind = z.enum(['account', 'organization'])
const status = z.enum(statuses)

const subject = z.strictObject({
  kind,
  id: z.string(),
  name: z.string(),
  management: z.boolean().optional(),
  state: z.string().optional(),
})

const drift = z.strictObject({
  kind: z
    .enum(driftKinds)
    .describe(
      'fail: it did not fail before; unknown: it could be told before; review: only a person can say it now; lapsing: what it rests on ends within 14 days; fixed: it failed before',
    ),
  finding: z.string().describe('the id of the finding in a report'),
  control: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  subject: z.strictObject({ kind, id: z.string(), name: z.string().optional() }),
  was: status.optional().describe('absent: never judged before'),
  now: status,
  message: z.string().describe('as a report has it, masked'),
  needs: z.array(action).optional(),
  expires: iso.optional().describe('when the statement or exception ends, or ended'),
})

const gap = z
  .strictObject({ since: iso, until: iso, every: z.number().describe('seconds that were meant') })
  .describe('nobody looked in between: the pass before was longer ago than twice the interval')

export const watchNoticeSchema = z
  .strictObject({
    schema: z.literal('neverroot/watch-notice/1'),
    id: z.string().describe('the same however often it is sent'),
    at: iso,
    subject,
    sandbox: z.string().optional(),
    gap: gap.optional(),
    signs: z.array(z.string()).optional().describe('new signs that somebody else has been in the account'),
    drift: z.array(drift).max(200),
  })
  .describe('What a webhook is sent')

const delivery = z.strictObject({
  to: z.string().describe('the host alone'),
  sent: z.int().min(0).describe('notices'),
  unsent: z.int().min(0).describe('kept for the next pass'),
  because: z.string().optional(),
})

export const watchSchema = z
  .strictObject({
    schema: z.literal('neverroot/watch/1'),
    at: iso,
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    caller: z.strictObject({ account: accountId, arn: z.string(), root: z.boolean() }),
    sandbox: z.string().optional(),
    subject,
    since: iso.optional().describe('the pass before; absent: the first one'),
    because: z
      .strictObject({ events: z.int().min(1), controls: z.array(z.string()).min(1) })
      .optional()
      .describe('events led to it: only these controls were looked at'),
    gap: gap.optional(),
    signs: z.array(z.string()).describe('new signs that somebody else has been in the account'),
    notes: z.array(z.string()),
    drift: z.array(drift),
    open: z.strictObject({ fail: z.int(), unknown: z.int(), review: z.int() }),
    deliveries: z.partialRecord(z.enum(watchSinks), delivery),
    calls: z.strictObject({
      total: z.int(),
      byAction: z.record(action, z.int()),
      throttled: z.int(),
      retried: z.int(),
      seconds: z.number(),
    }),
  })
  .describe('What changed between two passes')

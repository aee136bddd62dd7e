/** The published shape of `activity --format json`, written down once more and checked against real ones by a test. */
import { z } from 'zod'
import { activityKinds } from '../../src/model/index.ts'
import { incidentSchema } from './incident-schema.ts'

const iso = z.iso.datetime()
const accountId = z.string().regex(/^\d{12}$/)
const action = z.string().regex(/^[a-z0-9-]+:[A-Za-z]+$/)
const masked = z.string().describe('masked: the whole record is in CloudTrail, under the id of the event')

const event = z.strictObject({
  id: z.string().describe('EventId, as LookupEvents takes it'),
  at: iso,
  region: z.string(),
  source: z.string(),
  name: z.string(),
  kind: z.enum(activityKinds),
  planned: z.boolean().describe('falls into a planned use that was recorded'),
  mfa: z.boolean().optional().describe('of a sign-in'),
  device: z.string().optional().describe('the MFA device of a sign-in'),
  refused: z.string().optional().describe("AWS's code"),
  about: z.string().optional().describe('the user whom it was about'),
  key: masked.optional(),
  task: z.string().optional().describe('the task policy of a central session'),
  from: masked.optional(),
  agent: masked.optional(),
})

const sign = z.strictObject({
  id: z.string(),
  at: iso,
  region: z.string(),
  source: z.string(),
  name: z.string(),
  topic: z.string(),
  text: z.string(),
  verified: z.boolean().describe('false: a name that AWS does not document; shown, never scored'),
  planned: z.boolean(),
  by: z.string().optional(),
  refused: z.boolean().optional(),
})

const lastUse = { region: z.string().optional(), service: z.string().optional() }

const key = z.strictObject({
  key: masked.optional(),
  active: z.boolean().optional(),
  created: iso.optional(),
  lastUsed: z.strictObject({ at: iso, ...lastUse }).optional(),
  callers: z.array(
    z.strictObject({
      region: z.string(),
      service: z.string(),
      from: masked.optional(),
      agent: masked.optional(),
      count: z.int().min(1),
      refused: z.int().min(0),
      operations: z.array(z.string()).min(1),
      first: iso,
      last: iso,
      example: z.string().describe('an EventId'),
    }),
  ),
})

const gap = z.strictObject({
  what: z.string(),
  region: z.string().optional(),
  why: z.enum(['denied', 'managed-by-aws', 'elsewhere', 'unsupported', 'failed', 'too-many']),
  message: z.string(),
  needs: z.array(action),
  use: z.boolean().describe('it is about use of root itself'),
})

const frame = {
  at: iso,
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  caller: z.strictObject({ account: accountId, arn: z.string(), root: z.boolean() }),
  partition: z.string(),
  sandbox: z.string().optional(),
  calls: z.strictObject({
    total: z.int(),
    byAction: z.record(action, z.int()),
    throttled: z.int(),
    retried: z.int(),
    seconds: z.number(),
  }),
}

/** What was seen of one account. */
const seen = {
  at: iso,
  vantage: z.enum(['standalone', 'member', 'delegated', 'management']).optional(),
  subject: z.strictObject({
    kind: z.literal('account'),
    id: accountId,
    name: z.string(),
    management: z.boolean().optional(),
    state: z.string().optional(),
  }),
  conclusion: z.enum(['used', 'planned', 'not-seen', 'cannot-tell']),
  unplanned: z.strictObject({ count: z.int().min(0), last: iso.optional() }),
  kinds: z.array(
    z.strictObject({
      kind: z.enum(activityKinds),
      count: z.int().min(1),
      planned: z.int().min(0),
      refused: z.int().min(0),
      last: iso,
    }),
  ),
  events: z.array(event).describe('newest first'),
  signs: z.array(sign).describe('changes that a recovery or a takeover makes too, newest first'),
  incident: incidentSchema.optional().describe('where somebody else may have been in the account'),
  report: z
    .strictObject({
      generated: iso,
      passwordLastUsed: iso.optional(),
      keys: z.array(z.strictObject({ active: z.boolean(), lastUsed: iso.optional(), ...lastUse })),
    })
    .optional()
    .describe('what the credential report says of root: every Region, the last use alone'),
  keys: z.array(key).optional().describe('with --root-keys'),
  looked: z.array(z.strictObject({ region: z.string(), since: iso, complete: z.boolean() })),
  notLooked: z.array(z.string()).optional().describe('enabled Regions that nobody asked about'),
  couldNotLook: z.array(gap).describe('never the same as "nothing happened"'),
  notes: z.array(z.string()),
}

export const activitySchema = z
  .strictObject({ schema: z.literal('neverroot/activity/1'), ...frame, ...seen })
  .describe('What root of an account did in the last 90 days')

export const organizationActivitySchema = z
  .strictObject({
    schema: z.literal('neverroot/activity-organization/1'),
    ...frame,
    organization: z.string(),
    vantage: z.enum(['management', 'delegated']),
    accounts: z.array(
      z.strictObject({
        ...seen,
        how: z.string().describe('how it was entered: own credentials, a role, not'),
      }),
    ),
  })
  .describe('What root of each account of an organization did in the last 90 days')

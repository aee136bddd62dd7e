/** The published shape of `audit --format json`, written down once more and checked against real reports by a test. */
import { z } from 'zod'
import { sections, statuses } from '../../src/model/index.ts'
import { incidentSchema } from './incident-schema.ts'

const iso = z.iso.datetime()
const accountId = z.string().regex(/^\d{12}$/)
const action = z.string().regex(/^[a-z0-9-]+:[A-Za-z]+$/)

const evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('observation'), source: z.string(), at: iso, saw: z.json() }),
  z.strictObject({
    kind: z.literal('attestation'),
    source: z.string(),
    at: iso,
    saw: z.json(),
    control: z.string(),
    by: z.string(),
    holds: z.boolean(),
    expires: iso,
    note: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('acknowledgement'),
    source: z.string(),
    at: iso,
    saw: z.json(),
    control: z.string(),
    people: z.int().min(0),
    expires: iso,
    regions: z.array(z.string()).optional().describe('through which a drill of the alarm went'),
    everywhere: z.literal(true).optional().describe('those were all that the account can use'),
  }),
])

const finding = z.strictObject({
  id: z.string().describe('stable from run to run: control and subject'),
  control: z.string(),
  title: z.string(),
  section: z.enum(sections),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  status: z.enum(statuses),
  grade: z.enum(['proven', 'witnessed', 'stated']).optional(),
  message: z.string().min(1),
  subject: z.strictObject({ kind: z.enum(['account', 'organization']), id: z.string() }),
  rows: z.array(z.string().regex(/^[A-F]\d$/)).min(1),
  evidence: z.array(evidence),
  needs: z.array(action).optional().describe('IAM actions that would let it be known'),
  cannotKnow: z.string().optional(),
  question: z.string().optional().describe('what a person must answer (status review)'),
  fix: z.strictObject({ api: z.boolean(), hand: z.boolean() }).optional(),
  waiting: z.array(z.string()).optional(),
  standards: z.record(z.string(), z.array(z.string())).optional(),
  since: iso.optional(),
  exception: z
    .strictObject({ owner: z.string(), reason: z.string(), expires: iso, would: z.enum(statuses) })
    .optional(),
})

export const reportSchema = z
  .strictObject({
    schema: z.literal('neverroot/report/1'),
    at: iso,
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    caller: z.strictObject({ account: accountId, arn: z.string(), root: z.boolean() }),
    profile: z.enum(['personal', 'business']),
    profileBecause: z.string(),
    vantage: z.enum(['standalone', 'member', 'delegated', 'management']),
    partition: z.string(),
    sandbox: z.string().optional(),
    subjects: z.array(
      z.strictObject({
        kind: z.enum(['account', 'organization']),
        id: z.string(),
        name: z.string(),
        management: z.boolean().optional(),
        state: z.string().optional(),
      }),
    ),
    incident: incidentSchema.optional(),
    notes: z.array(z.string()),
    arrived: z
      .strictObject({ since: iso, accounts: z.array(z.string()), invited: z.int() })
      .optional()
      .describe('accounts that joined the organization since it was last looked at as a whole'),
    findings: z.array(finding),
    groups: z
      .array(
        z.strictObject({
          by: z.enum(['unit', 'owner']),
          name: z.string(),
          accounts: z.int(),
          open: z.strictObject({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() }),
          unknown: z.int(),
        }),
      )
      .optional(),
    places: z
      .record(accountId, z.strictObject({ unit: z.string().optional(), owner: z.string().optional() }))
      .optional()
      .describe('where each account of the organization lies, and who answers for it'),
    clusters: z
      .array(
        z.strictObject({
          cause: z.string(),
          control: z.string(),
          status: z.enum(statuses),
          count: z.int(),
          examples: z.array(z.string()),
          where: z.string(),
        }),
      )
      .optional(),
    posture: z.strictObject({
      grade: z.enum(['A', 'B', 'C', 'D', 'F']),
      score: z.number().min(0).max(100).nullable(),
      known: z.strictObject({ count: z.int(), of: z.int() }),
      counts: z.strictObject({
        pass: z.int(),
        fail: z.int(),
        review: z.int(),
        unknown: z.int(),
        notApplicable: z.int(),
        excepted: z.int(),
      }),
    }),
    calls: z.strictObject({
      total: z.int(),
      byAction: z.record(action, z.int()),
      throttled: z.int(),
      retried: z.int(),
      seconds: z.number(),
    }),
  })
  .describe('An audit report of neverroot')

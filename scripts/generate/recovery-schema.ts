import { z } from 'zod'

const state = z
  .enum(['known', 'untold', 'perhaps', 'cut'])
  .describe(
    'untold: it exists, and who it is nobody has said; perhaps: whether it exists was not seen; cut: it is no way any more',
  )

const gate = z.strictObject({
  id: z.string(),
  kind: z.enum(['goal', 'way', 'thing']),
  label: z.string(),
  takes: z.enum(['any', 'all']).describe('one of what stands below it, or all of it'),
  of: z.array(z.string()).describe('ids of what stands below it'),
  state,
  because: z.string().optional(),
})

const holder = z.strictObject({
  id: z.string(),
  kind: z.literal('holder'),
  who: z.enum(['people', 'system', 'principal', 'aws']),
  label: z.string(),
  state,
  because: z.string().optional(),
  count: z.int().min(1).optional().describe('how many there are; absent: not known'),
  together: z.int().min(1).describe('so many of them must act together'),
  grade: z.enum(['proven', 'witnessed', 'stated']).optional(),
  central: z.literal(true).optional().describe('it stands in the centre of the organization'),
})

const fewest = z.strictObject({
  count: z.int().min(0).optional().describe('absent: no set of people and systems suffices'),
  sets: z.array(z.array(z.string())),
})

const fewestOf = z.strictObject({
  known: fewest,
  worst: fewest.describe('all that is not known turned against you'),
})

const gain = z.strictObject({
  id: z.string(),
  text: z.string(),
  control: z.string().optional(),
  known: z.int().optional(),
  worst: z.int().optional(),
  left: z.strictObject({ known: z.int(), worst: z.int() }).describe('smallest sets that would be left'),
  raises: z.boolean(),
})

/** What `neverroot recovery --format json` writes. */
export const recoverySchema = z.strictObject({
  schema: z.literal('neverroot/recovery/1'),
  at: z.iso.datetime(),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  caller: z.strictObject({ account: z.string(), arn: z.string(), root: z.boolean() }),
  sandbox: z.string().optional(),
  subject: z.strictObject({
    kind: z.literal('account'),
    id: z.string(),
    name: z.string(),
    management: z.boolean().optional(),
    state: z.string().optional(),
  }),
  vantage: z.enum(['standalone', 'member', 'delegated', 'management']),
  graph: z.strictObject({
    nodes: z.array(z.discriminatedUnion('kind', [gate, holder])),
    doubts: z.array(
      z.strictObject({
        id: z.string(),
        holders: z.array(z.string()).length(2),
        text: z.string(),
        settled: z.enum(['apart', 'one']).optional(),
      }),
    ),
    changes: z.array(
      z.strictObject({
        id: z.string(),
        text: z.string(),
        cut: z.array(z.string()).optional(),
        two: z.array(z.string()).optional(),
        open: z.array(z.string()).optional(),
        apart: z.array(z.string()).optional(),
        control: z.string().optional(),
      }),
    ),
  }),
  fewest: fewestOf,
  withoutCentre: fewestOf.optional().describe('of a member: without the centre of its organization'),
  gains: z.array(gain),
  couldNotLook: z.array(
    z.strictObject({ what: z.string(), message: z.string(), needs: z.array(z.string()) }),
  ),
  calls: z.strictObject({
    total: z.int(),
    byAction: z.record(z.string(), z.int()),
    throttled: z.int(),
    retried: z.int(),
    seconds: z.number(),
  }),
})

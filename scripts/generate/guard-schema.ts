/** The published shapes of `guard test --org` and `--draft` with `--format json`, checked against real ones by a test. */
import { z } from 'zod'

const iso = z.iso.datetime()
const accountId = z.string().regex(/^\d{12}$/)
const type = z.enum(['scp', 'rcp'])
const decision = z.enum(['allow', 'deny', 'cannot-tell', 'not-covered'])
const hoped = {
  expect: decision.optional(),
  asExpected: z.boolean().optional().describe('absent where nothing was expected'),
}

const result = z.strictObject({
  name: z.string(),
  decision,
  by: z
    .strictObject({
      level: z.string().describe('root, ou:<path> or account'),
      type,
      policy: z.int().min(0),
      name: z.string().describe('what the policy is called in Organizations'),
      sid: z.string().optional(),
      index: z.int().min(0).describe('of the statement in the policy'),
    })
    .optional()
    .describe('the statement that denies, or that cannot be told'),
  why: z.string(),
  ...hoped,
})

const group = {
  where: z.array(z.string()).min(1).describe('where they lie, as Root/Workloads/Prod'),
  accounts: z.array(accountId).min(1),
}
const named = { id: accountId, name: z.string() }
const frame = {
  organization: z.string(),
  at: iso,
  enabled: z.array(type).describe('types of control policies'),
  unknown: z
    .array(z.strictObject({ ...named, why: z.string() }))
    .describe('accounts of which it cannot be known'),
}

export const organizationTestSchema = z
  .strictObject({
    schema: z.literal('neverroot/guard-test/1'),
    ...frame,
    groups: z.array(z.strictObject({ ...group, results: z.array(result) })),
    notCovered: z
      .array(z.strictObject({ ...named, results: z.array(result) }))
      .describe('the management account: control policies never bind it'),
  })
  .describe('What the attached control policies decide about named requests, once for each distinct way')

const footprint = z.strictObject({
  total: z.int(),
  allowed: z.int().min(0),
  conditional: z.int().min(0),
  denied: z.int().min(0),
  cannotTell: z.int().min(0),
})
const wayIn = z.strictObject({
  state: z.enum(['works', 'blocked', 'cannot-tell']),
  why: z.string().optional(),
})

export const draftTestSchema = z
  .strictObject({
    schema: z.literal('neverroot/guard-draft/1'),
    ...frame,
    draft: z.strictObject({
      type,
      characters: z.int().describe('as AWS counts them, white space included'),
      target: z.string().describe('an id'),
      place: z.string(),
    }),
    groups: z.array(
      z.strictObject({
        ...group,
        footprint: z.strictObject({ before: footprint, after: footprint }),
        changed: z.array(
          z.strictObject({ name: z.string(), before: decision, after: decision, ...hoped, why: z.string() }),
        ),
        unexpected: z.array(result).describe('cases that do not come out as expected with the draft'),
        administrators: z.strictObject({ before: wayIn, after: wayIn }),
        assumedRoot: z.strictObject({ before: wayIn, after: wayIn }),
        good: z.boolean().describe('nobody is locked out who was not, and every case comes out as expected'),
      }),
    ),
    notCovered: z.array(z.strictObject(named)),
  })
  .describe('What a control policy would change if it were attached to a place')

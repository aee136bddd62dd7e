/** The published shape of a plan file, checked against real plans by a test. */
import { z } from 'zod'
import { statuses } from '../model/index.ts'

const iso = z.iso.datetime()
const action = z.string().regex(/^[a-z0-9-]+:[A-Za-z]+$/)
const actsAs = z.string().regex(/^(caller|member|root-task:.+)$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const step = z.strictObject({
  id: z.string(),
  account: z.string().regex(/^\d{12}$/),
  as: actsAs,
  action,
  region: z.string().optional(),
  input: z
    .json()
    .describe(
      'may hold {"$config": path}, {"$observed": path}, {"$output": [step, path]}, {"$secret": "password"}',
    ),
  does: z.string().min(1),
  risk: z.enum(['safe', 'disruptive', 'irreversible']),
  weakens: z.literal(true).optional(),
  undo: z
    .strictObject({
      action,
      input: z.json(),
      as: actsAs.optional().describe('where it is somebody else than the step is called as'),
      does: z.string().optional().describe('what it comes to, where it does not bring back what was there'),
      weakens: z.literal(true).optional(),
    })
    .optional(),
  mailDomain: z
    .strictObject({ from: z.string(), to: z.string() })
    .optional()
    .describe('where the root address is changed: its mail domain before and after'),
  denied: z
    .literal(true)
    .optional()
    .describe('a credential is deleted that is still on: a policy has kept it from everything'),
  permission: action.optional().describe('the IAM action that whoever applies it must hold'),
})

const item = z.strictObject({
  id: z.string(),
  control: z.string(),
  subject: z.strictObject({ kind: z.enum(['account', 'organization']), id: z.string() }),
  status: z.enum(statuses),
  message: z.string(),
  basedOn: sha256.describe('hash of the observed fields that this fix rests on'),
  steps: z.array(step),
  procedure: z
    .strictObject({
      title: z.string(),
      steps: z.array(z.string()),
      link: z.url(),
      see: z.string().optional(),
      back: z.string().optional(),
    })
    .optional(),
  asks: z.array(z.strictObject({ setting: z.string(), question: z.string() })).optional(),
  waiting: z.array(z.string()).optional(),
  under: z.array(z.string()).optional(),
  quarantine: z
    .strictObject({ since: iso, denied: z.literal(true).optional(), deletableFrom: iso, seen: z.string() })
    .optional(),
  costs: z.string().optional(),
})

export const planSchema = z
  .strictObject({
    schema: z.literal('neverroot/plan/1'),
    at: iso,
    expires: iso,
    account: z.string().regex(/^\d{12}$/),
    organization: z.string().optional(),
    whole: z
      .literal(true)
      .optional()
      .describe('made from all accounts of the organization, or all new ones, and every control'),
    profile: z.enum(['personal', 'business']),
    config: z.strictObject({ path: z.string(), sha256 }).optional(),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    digest: sha256.describe('SHA-256 over everything else, as canonical JSON'),
    items: z.array(item),
  })
  .describe('A plan of neverroot: reviewed by people')

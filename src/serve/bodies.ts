/** What a request that acts may say: nothing besides is taken. */
import { z } from 'zod'
import type { PagePosts } from '../model/index.ts'
import { Refused } from './refusal.ts'

const text = z.string().min(1).max(2_000)
const name = z.string().min(1).max(200)
const account = z
  .string()
  .regex(/^(\d{12}|o-[a-z0-9]{4,32})$/)
  .optional()
const control = z.string().regex(/^[a-z0-9-]{1,100}$/)
const nothing = z.strictObject({})

const shapes: { [Path in keyof PagePosts]: z.ZodType<PagePosts[Path]> } = {
  '/api/audit': nothing,
  '/api/plan': z.strictObject({ section: name.optional(), only: z.array(control).max(200).optional() }),
  '/api/apply': z.strictObject({ digest: name, confirm: name }),
  '/api/undo': z.strictObject({ run: name.optional(), confirm: name }),
  '/api/answer': z.strictObject({ question: name, text: z.string().max(200).optional() }),
  '/api/stop': nothing,
  '/api/attest': z.strictObject({
    control,
    account,
    by: name,
    holds: z.boolean(),
    note: text.optional(),
    expires: name.optional(),
  }),
  '/api/except': z.strictObject({ control, account, owner: name, reason: text, expires: name }),
  '/api/withdraw': z.strictObject({ control, account, owner: name, reason: text.optional() }),
  '/api/drill': z.strictObject({ kind: z.enum(['contacts', 'alarm']), code: name }),
} as { [Path in keyof PagePosts]: z.ZodType<PagePosts[Path]> }

/** The body of a request, checked. Throws Refused for anything else; the value is not repeated, since it may be a code. */
export function bodyOf<Path extends keyof PagePosts>(path: Path, given: string): PagePosts[Path] {
  let value: unknown
  try {
    value = given === '' ? {} : JSON.parse(given)
  } catch {
    throw new Refused(400, 'bad-body', 'What was sent is no JSON.', 'Load the page again.')
  }
  const read = shapes[path].safeParse(value)
  if (read.success) return read.data
  const issue = read.error.issues[0]!
  const field = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.join('.')
  throw new Refused(
    400,
    'bad-body',
    field ? `"${String(field).slice(0, 60)}" is not what ${path} takes.` : `That is not what ${path} takes.`,
    'Fill it in again, or load the page again.',
  )
}

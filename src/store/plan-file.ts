import { readFile } from 'node:fs/promises'
import { type Plan, UserError } from '../model/index.ts'

const schema = 'neverroot/plan/1'
const again = 'Make a new one: neverroot plan --out FILE'

/** Reads a plan that `plan --out` wrote. Throws UserError where it is not one of this version. */
export async function readPlan(path: string): Promise<Plan> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'ENOENT'
        ? 'there is no such file'
        : error.code === 'EISDIR'
          ? 'it is a folder'
          : error.code
    throw new UserError('no-plan', `${path} cannot be read: ${why}.`, again)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UserError('no-plan', `${path} is not JSON, so it is no plan.`, again)
  }
  const named = (value as { schema?: unknown } | null)?.schema
  if (named !== schema)
    throw new UserError(
      'other-schema',
      typeof named === 'string' && named.startsWith('neverroot/plan/')
        ? `${path} is a plan of another version (${named.slice(0, 60)}, this one reads ${schema}).`
        : `${path} is no plan of neverroot.`,
      again,
    )
  // Loaded only here: zod takes a while to start.
  const { planSchema } = await import('./plan-schema.ts')
  const result = planSchema.safeParse(value)
  if (result.success) return value as Plan
  const issue = result.error.issues[0]!
  throw new UserError(
    'bad-plan',
    `${path} is not a plan that neverroot wrote: ${issue.path.join('.') || 'the file'} ${inWords(issue.message)}.`,
    again,
  )
}

/** The checker's own sentences in ours: "Invalid input: expected string, received undefined". */
const inWords = (message: string): string =>
  message
    .replace(/^Invalid input: expected \w+, received undefined$/, 'is missing')
    .replace(/^Invalid input: expected (\w+), received (\w+)$/, 'must be of type $1, not $2')
    .replace(/^Invalid input: |\.$/g, '')

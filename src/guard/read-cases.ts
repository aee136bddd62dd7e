import { type GuardDecision, UserError } from '../model/index.ts'
import type { GuardRequest } from './decide.ts'
import { principalKinds } from './principals.ts'
import { shown } from './read-policies.ts'
import { rootTasks } from './root-tasks.ts'

/** A named question, with the answer that is hoped for where there is one. */
export interface GuardCase extends GuardRequest {
  name: string
  expect?: GuardDecision['decision']
}

const expectations = ['allow', 'deny', 'cannot-tell', 'not-covered'] as const
const fields = [
  'name',
  'principal',
  'action',
  'resource',
  'context',
  'expect',
  'account',
  'management',
  'task',
] as const

const shape = `Write a list: [{"name": "...", "principal": "root" | "assumed-root" | "role", "action": "s3:DeleteBucket", "expect": "deny"}, ...].`

type Raw = Record<string, unknown>

/**
 * The cases of a file. `file` is its name, for messages; `nearest` finds what a misspelt field was meant to be, since a
 * case whose `expect` is misspelt would never differ. Other unknown fields are notes. Throws UserError.
 */
export function readCases(
  value: unknown,
  file: string,
  nearest: (word: string, known: readonly string[]) => string | undefined,
): GuardCase[] {
  if (!Array.isArray(value)) throw bad(`${file} is not a list of cases`)
  return value.map((entry: unknown, at) => {
    if (!isObject(entry)) throw bad(`${file}, case ${at + 1} is not an object`)
    const { name } = entry
    if (typeof name !== 'string' || name.trim() === '')
      throw bad(
        `${file}, case ${at + 1}: its name is ${name === undefined ? 'missing' : `${shown(name)}, no text`}`,
      )
    return readCase(entry, name, `${file}, case ${at + 1} (${shown(name)})`, nearest)
  })
}

function readCase(
  entry: Raw,
  name: string,
  where: string,
  nearest: (word: string, known: readonly string[]) => string | undefined,
): GuardCase {
  for (const field of Object.keys(entry)) {
    const near = (fields as readonly string[]).includes(field) ? undefined : nearest(field, fields)
    if (near !== undefined) throw bad(`${where} has a field "${field}": did you mean ${near}?`)
  }
  const { action } = entry
  if (action === undefined) throw bad(`${where} has no action`)
  if (typeof action !== 'string' || !/^[a-z0-9-]+:[a-z0-9_-]+$/i.test(action))
    throw bad(`${where}: the action ${shown(action)} is not one action such as s3:DeleteBucket`)
  const principal = chosen(entry, 'principal', principalKinds, where)
  if (principal === undefined) throw bad(`${where} has no principal`)
  const task = chosen(entry, 'task', Object.keys(rootTasks) as (keyof typeof rootTasks)[], where)
  if (task !== undefined && principal !== 'assumed-root')
    throw bad(`${where}: a task belongs to the principal assumed-root`)
  const expect = chosen(entry, 'expect', expectations, where)
  const resource = resourceOf(entry, where)
  const context = contextOf(entry, where)
  return {
    name,
    principal,
    action,
    ...(resource === undefined ? {} : { resource }),
    ...(context === undefined ? {} : { context }),
    ...(task === undefined ? {} : { task }),
    ...(expect === undefined ? {} : { expect }),
    ...accountOf(entry, where),
  }
}

function chosen<T extends string>(
  entry: Raw,
  field: string,
  from: readonly T[],
  where: string,
): T | undefined {
  const value = entry[field]
  if (value === undefined) return undefined
  const found = from.find((one) => one === value)
  if (found === undefined) throw bad(`${where}: ${field} is ${shown(value)}, none of ${from.join(', ')}`)
  return found
}

function resourceOf({ resource }: Raw, where: string): string | string[] | undefined {
  if (resource === undefined) return undefined
  const list: unknown[] = Array.isArray(resource) ? resource : [resource]
  if (list.length > 0 && list.every((one) => typeof one === 'string' && one !== '')) return resource as string
  throw bad(`${where}: the resource ${shown(resource)} is no ARN`)
}

function contextOf({ context }: Raw, where: string): Record<string, string | string[]> | undefined {
  if (context === undefined) return undefined
  if (!isObject(context)) throw bad(`${where}: the context ${shown(context)} is no object of condition keys`)
  const read: Record<string, string | string[]> = {}
  for (const [key, value] of Object.entries(context)) {
    const list: unknown[] = Array.isArray(value) ? value : [value]
    if (!list.every((one) => ['string', 'number', 'boolean'].includes(typeof one)))
      throw bad(`${where}: the context key ${key} is ${shown(value)}, neither a text nor a list of texts`)
    read[key] = Array.isArray(value) ? list.map(String) : String(value)
  }
  return read
}

function accountOf({ account, management }: Raw, where: string): Pick<GuardCase, 'account' | 'management'> {
  if (account !== undefined && !(typeof account === 'string' && /^\d{12}$/.test(account)))
    throw bad(`${where}: the account ${shown(account)} is not 12 digits in quotes`)
  if (management !== undefined && typeof management !== 'boolean')
    throw bad(`${where}: management is ${shown(management)}, neither true nor false`)
  return { ...(account === undefined ? {} : { account }), ...(management ? { management } : {}) }
}

const isObject = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const bad = (what: string): UserError =>
  new UserError('bad-cases', what.endsWith('?') ? what : `${what}.`, shape)

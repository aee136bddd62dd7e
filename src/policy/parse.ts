import type { Condition, PatternList, Policy, PrincipalEntry, PrincipalList, Statement } from './types.ts'

/** A document that AWS would not take for a policy. The message is one sentence for people. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError'
}

type Raw = Record<string, unknown>

const VERSIONS = ['2012-10-17', '2008-10-17'] as const
const POLICY_ELEMENTS = new Set(['Version', 'Id', 'Statement'])
const STATEMENT_ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
])

/**
 * Reads a policy document: an object, JSON text, or URL-encoded JSON text (as IAM returns documents). The result is
 * normalised and frozen. Whether the policy suits the place it is attached to is not checked here.
 * Throws PolicySyntaxError for anything that is not a well-formed policy.
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
export function parsePolicy(document: unknown): Policy {
  const raw = typeof document === 'string' ? readText(document) : document
  if (!isObject(raw)) throw new PolicySyntaxError('A policy must be a JSON object.')
  const strange = Object.keys(raw).find((key) => !POLICY_ELEMENTS.has(key))
  if (strange !== undefined) throw new PolicySyntaxError(`A policy has no element "${strange}".`)
  const version =
    raw['Version'] === undefined ? '2008-10-17' : VERSIONS.find((known) => known === raw['Version'])
  if (!version)
    throw new PolicySyntaxError(
      `The policy version ${JSON.stringify(raw['Version'])} is not one that AWS knows.`,
    )
  if (raw['Id'] !== undefined && typeof raw['Id'] !== 'string')
    throw new PolicySyntaxError('The Id of a policy must be a text.')
  if (raw['Statement'] === undefined || raw['Statement'] === null)
    throw new PolicySyntaxError('The policy has no Statement.')
  const list = Array.isArray(raw['Statement']) ? (raw['Statement'] as unknown[]) : [raw['Statement']]
  const statements = list.map((statement, index) =>
    parseStatement(statement, `Statement ${index + 1}`, version === '2012-10-17'),
  )
  return Object.freeze({
    version,
    ...(typeof raw['Id'] === 'string' ? { id: raw['Id'] } : {}),
    statements: Object.freeze(statements),
  })
}

function readText(text: string): unknown {
  let json = text.trim()
  try {
    if (!json.startsWith('{')) json = decodeURIComponent(json)
    return JSON.parse(json)
  } catch {
    throw new PolicySyntaxError('The policy is not JSON text.')
  }
}

function parseStatement(raw: unknown, where: string, variables: boolean): Statement {
  if (!isObject(raw)) throw new PolicySyntaxError(`${where} must be a JSON object.`)
  const strange = Object.keys(raw).find((key) => !STATEMENT_ELEMENTS.has(key))
  if (strange !== undefined) throw new PolicySyntaxError(`${where} has an unknown element "${strange}".`)
  const { Sid: sid, Effect: effect } = raw
  if (sid !== undefined && typeof sid !== 'string')
    throw new PolicySyntaxError(`The Sid of ${where} must be a text.`)
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new PolicySyntaxError(
      `The Effect of ${where} must be Allow or Deny${effect === undefined ? '' : `, not ${JSON.stringify(effect)}`}.`,
    )
  const action = parsePatterns(raw, 'Action', where)
  if (!action) throw new PolicySyntaxError(`${where} has neither Action nor NotAction.`)
  const vague = action.patterns.find((pattern) => !/[:*]/.test(pattern))
  if (vague !== undefined)
    throw new PolicySyntaxError(
      `The action "${vague}" of ${where} does not name its service, as in "iam:GetUser".`,
    )
  const resource = parsePatterns(raw, 'Resource', where)
  const principal = parsePrincipals(raw, where)
  return Object.freeze({
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
    effect,
    action,
    ...(resource ? { resource } : {}),
    ...(principal ? { principal } : {}),
    conditions: parseConditions(raw['Condition'], where),
    variables,
  })
}

/** Which of X and NotX the statement has; both at once are an error. */
function choose(
  raw: Raw,
  element: string,
  where: string,
): { name: string; not: boolean; value: unknown } | undefined {
  const not = `Not${element}`
  if (raw[element] !== undefined && raw[not] !== undefined)
    throw new PolicySyntaxError(`${where} has both ${element} and ${not}.`)
  if (raw[element] !== undefined) return { name: element, not: false, value: raw[element] }
  return raw[not] === undefined ? undefined : { name: not, not: true, value: raw[not] }
}

function parsePatterns(raw: Raw, element: string, where: string): PatternList | undefined {
  const chosen = choose(raw, element, where)
  if (!chosen) return undefined
  const patterns = texts(chosen.value, `${chosen.name} of ${where}`)
  if (patterns.length === 0) throw new PolicySyntaxError(`The ${chosen.name} of ${where} is an empty list.`)
  return Object.freeze({ not: chosen.not, patterns: Object.freeze(patterns) })
}

function parsePrincipals(raw: Raw, where: string): PrincipalList | undefined {
  const chosen = choose(raw, 'Principal', where)
  if (!chosen) return undefined
  const entries: PrincipalEntry[] = []
  if (chosen.value === '*') entries.push({ type: 'AWS', value: '*' })
  else if (isObject(chosen.value)) {
    for (const [type, values] of Object.entries(chosen.value))
      for (const value of texts(values, `${chosen.name} ${type} of ${where}`)) entries.push({ type, value })
  } else
    throw new PolicySyntaxError(
      `The ${chosen.name} of ${where} must be "*" or an object such as {"AWS": "..."}.`,
    )
  if (entries.length === 0) throw new PolicySyntaxError(`The ${chosen.name} of ${where} names nobody.`)
  return Object.freeze({
    not: chosen.not,
    entries: Object.freeze(entries.map((entry) => Object.freeze(entry))),
  })
}

function parseConditions(raw: unknown, where: string): readonly Condition[] {
  if (raw === undefined) return Object.freeze([])
  if (!isObject(raw)) throw new PolicySyntaxError(`The Condition of ${where} must be a JSON object.`)
  const conditions: Condition[] = []
  for (const [operator, keys] of Object.entries(raw)) {
    if (!isObject(keys))
      throw new PolicySyntaxError(
        `The condition ${operator} of ${where} must be an object of condition keys.`,
      )
    for (const [key, value] of Object.entries(keys)) {
      const list: unknown[] = Array.isArray(value) ? value : [value]
      const values = list.map((one) => {
        if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean') return String(one)
        throw new PolicySyntaxError(
          `The condition ${operator} ${key} of ${where} has a value that is not a text.`,
        )
      })
      conditions.push(Object.freeze({ operator, key, values: Object.freeze(values) }))
    }
  }
  return Object.freeze(conditions)
}

function texts(value: unknown, what: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map((one) => {
    if (typeof one === 'string' && one !== '') return one
    throw new PolicySyntaxError(`The ${what} must be a text, not empty, or a list of such texts.`)
  })
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

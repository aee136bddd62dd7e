/** Checks that AWS's front ends make from the service model, in their words. */

export interface Rule {
  min?: number
  max?: number
  pattern?: RegExp
  values?: readonly string[]
  optional?: boolean
}

const failed = (value: unknown, path: string, constraint: string): string =>
  `Value '${String(value)}' at '${path}' failed to satisfy constraint: Member must ${constraint}`

/** What is wrong with one string or number by its rule; undefined when nothing is. `path` is in AWS's lowerCamel form. */
export function violation(value: unknown, path: string, rule: Rule): string | undefined {
  if (value === undefined || value === null) {
    return rule.optional
      ? undefined
      : `Value null at '${path}' failed to satisfy constraint: Member must not be null`
  }
  const size = typeof value === 'number' ? value : String(value).length
  const what = typeof value === 'number' ? 'value' : 'length'
  if (rule.min !== undefined && size < rule.min) {
    return failed(value, path, `have ${what} greater than or equal to ${rule.min}`)
  }
  if (rule.max !== undefined && size > rule.max) {
    return failed(value, path, `have ${what} less than or equal to ${rule.max}`)
  }
  if (rule.pattern && !new RegExp(`^(?:${rule.pattern.source})$`, rule.pattern.flags).test(String(value))) {
    return failed(value, path, `satisfy regular expression pattern: ${rule.pattern.source}`)
  }
  if (rule.values && !rule.values.includes(String(value))) {
    return failed(value, path, `satisfy enum value set: [${rule.values.join(', ')}]`)
  }
  return undefined
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

/** All violations of a structure, field by field. */
export function violations(
  input: object,
  rules: Record<string, Rule>,
  prefix = '',
): { field: string; message: string }[] {
  return Object.entries(rules).flatMap(([field, rule]) => {
    const message = violation((input as Record<string, unknown>)[field], prefix + lowerFirst(field), rule)
    return message === undefined ? [] : [{ field, message }]
  })
}

/** The summary that stands before the violations: "2 validation errors detected: ...; ...". */
export const detected = (messages: readonly string[]): string =>
  `${messages.length} validation error${messages.length === 1 ? '' : 's'} detected: ${messages.join('; ')}`

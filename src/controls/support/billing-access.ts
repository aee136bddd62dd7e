/** What a SetIAMAccessPreference event says. */
import type { Json } from '../../model/index.ts'

const on = /^(true|on|yes|active|activated|enabled?|allow(ed)?)$/i
const off = /^(false|off|no|inactive|deactivated?|disabled?|deny|denied)$/i
/** A field of this name says the opposite of its value. */
const reversed = /de-?activ|disab|den(y|ied)|block|restrict/i

/**
 * Whether the switch went on or off. The event's parameters are not documented, so only what says so plainly counts:
 * every value that can be read says the same, under names that do not turn it round. Anything else is undefined.
 */
export function accessSetTo(parameters: unknown): 'on' | 'off' | undefined {
  const values = leaves(parameters as Json | undefined)
  if (values.some(([name]) => reversed.test(name))) return undefined
  const ons = values.filter(([, value]) => on.test(value)).length
  const offs = values.filter(([, value]) => off.test(value)).length
  if (ons > 0 && offs === 0) return 'on'
  return offs > 0 && ons === 0 ? 'off' : undefined
}

function leaves(value: Json | undefined, name = ''): [name: string, value: string][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [[name, String(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner as Json | undefined, `${name}.${key}`))
}

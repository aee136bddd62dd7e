/** What a registry's answer says of a domain (RFC 9083). Others wrote it: only what is expected is taken. */
import type { Registration } from '../model/index.ts'
import { printable } from './dns.ts'

/** Undefined where the answer is about something else, or is none. */
export function registrationIn(body: unknown, asked: string): Registration | undefined {
  const domain = (body ?? {}) as {
    objectClassName?: unknown
    ldhName?: unknown
    events?: unknown
    status?: unknown
    entities?: unknown
  }
  const name = typeof domain.ldhName === 'string' ? domain.ldhName.toLowerCase().replace(/\.$/, '') : ''
  if (domain.objectClassName !== 'domain' || name !== asked) return undefined
  const ends = list(domain.events)
    .filter(({ eventAction }) => eventAction === 'expiration')
    .map(({ eventDate }) => (typeof eventDate === 'string' ? Date.parse(eventDate) : NaN))
    .filter((at) => !Number.isNaN(at))
  const registrar = list(domain.entities).find(
    ({ roles }) => Array.isArray(roles) && roles.includes('registrar'),
  )
  const called = registrar && nameIn(registrar.vcardArray)
  const statuses = Array.isArray(domain.status) ? domain.status.filter((s) => typeof s === 'string') : []
  return {
    name,
    // Several would be a mistake of theirs: the earliest is the careful reading.
    ...(ends.length > 0 ? { expires: new Date(Math.min(...ends)).toISOString() } : {}),
    ...(called ? { registrar: called } : {}),
    statuses: [...new Set(statuses.map(statusWords))].sort(),
  }
}

const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []

/** RDAP writes `client hold`, EPP `clientHold`; some registries send the one for the other. */
const statusWords = (status: string): string =>
  printable(status.replace(/([a-z])([A-Z])/g, '$1 $2')).toLowerCase()

/** `["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Example Registrar"]]]` (RFC 7095). */
function nameIn(vcard: unknown): string | undefined {
  const fields: unknown = Array.isArray(vcard) ? vcard[1] : undefined
  if (!Array.isArray(fields)) return undefined
  const fn = fields.find((field) => Array.isArray(field) && field[0] === 'fn') as unknown[] | undefined
  return typeof fn?.[3] === 'string' ? printable(fn[3]) || undefined : undefined
}

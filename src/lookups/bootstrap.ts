/** Who answers for which ending: the list that IANA keeps (RFC 9224). */
import { mayAsk } from '../directory/index.ts'

export const ianaBootstrap = 'https://data.iana.org/rdap/dns.json'

/** Endings (`com`, `co.uk`) and where their registry answers, as far as it may be asked. */
export type Registries = readonly (readonly [endings: readonly string[], urls: readonly string[]])[]

/** Undefined where it is no such list. */
export function registriesIn(body: unknown): Registries | undefined {
  const { services } = (body ?? {}) as { services?: unknown }
  if (!Array.isArray(services)) return undefined
  const texts = (value: unknown): string[] | undefined =>
    Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined
  const entries = services.map((entry: unknown) => {
    const [endings, urls] = Array.isArray(entry) ? [texts(entry[0]), texts(entry[1])] : []
    return endings && urls ? ([endings.map((e) => e.toLowerCase()), urls] as const) : undefined
  })
  return entries.length > 0 && entries.every((entry) => entry !== undefined) ? entries : undefined
}

/** Where the registry of a name answers: the longest ending counts (RFC 9224, section 4). Undefined: it has no RDAP. */
export function registryOf(registries: Registries, name: string): URL | undefined {
  const labels = name.split('.')
  for (let i = 1; i < labels.length; i++) {
    const ending = labels.slice(i).join('.')
    const entry = registries.find(([endings]) => endings.includes(ending))
    if (!entry) continue
    const urls = entry[1].flatMap((url) => (URL.canParse(url) ? [new URL(url)] : []))
    const url = urls.find(mayAsk)
    if (!url) return undefined
    if (!url.pathname.endsWith('/')) url.pathname += '/'
    return url
  }
  return undefined
}

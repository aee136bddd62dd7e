/** Registries on loopback: IANA's list of them and RDAP (RFC 9083), from a table of domains. */
import { type HttpImitation, imitate, type Reply } from './http-server.ts'

/** A registered domain; `reply`: instead of it, whatever the registry should say. */
export interface Registered {
  expires?: string
  registrar?: string
  status?: readonly string[]
  reply?: Reply
}

export interface Registry extends HttpImitation {
  /** What the configuration names. */
  bootstrap: string
}

/** `endings`: those whose registry has RDAP. */
export async function registry(
  domains: Readonly<Record<string, Registered>>,
  endings: readonly string[] = ['example'],
  list?: Reply,
): Promise<Registry> {
  const server: HttpImitation = await imitate(({ path }) => {
    if (path === '/dns.json')
      return list ?? { json: { version: '1.0', services: [[endings, [`${server.url}/rdap`]]] } }
    const name = /^\/rdap\/domain\/(.+)$/.exec(path)?.[1] ?? ''
    const domain = domains[name]
    if (!domain) return { status: 404, json: { errorCode: 404 } }
    return domain.reply ?? { json: answerFor(name, domain) }
  })
  return { ...server, bootstrap: `${server.url}/dns.json` }
}

export const answerFor = (name: string, { expires, registrar, status = [] }: Registered): object => ({
  objectClassName: 'domain',
  ldhName: name.toUpperCase(),
  status,
  events: [
    { eventAction: 'registration', eventDate: '2010-01-01T00:00:00Z' },
    ...(expires ? [{ eventAction: 'expiration', eventDate: expires }] : []),
  ],
  entities: registrar
    ? [
        {
          objectClassName: 'entity',
          roles: ['registrar'],
          vcardArray: [
            'vcard',
            [
              ['version', {}, 'text', '4.0'],
              ['fn', {}, 'text', registrar],
            ],
          ],
        },
      ]
    : [],
})

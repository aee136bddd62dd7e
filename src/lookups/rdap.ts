/** Registrations of domains, asked of their registries over RDAP (RFC 7480 to 7484, 9083, 9224). */
import { type Cache } from '../aws/index.ts'
import { type Replied, type Web } from '../directory/index.ts'
import { type Fact, type Json, known, type Registration, unknown } from '../model/index.ts'
import { ianaBootstrap, registriesIn, type Registries, registryOf } from './bootstrap.ts'
import { noName } from './dns.ts'
import { asciiName, selfAndAbove } from './names.ts'
import { registrationIn } from './registration.ts'

export interface RdapOptions {
  /** Default: IANA's list. */
  bootstrap?: string
  web: Web
  now(): Date
  cache?: Cache
}

export interface Rdap {
  registration(domain: string): Promise<Fact<Registration | 'none'>>
}

const day = 24 * 60 * 60 * 1000
/** IANA asks that the list be kept; new endings are rare. */
const listDays = 7
/** Registries limit how often they are asked, and a pass of `watch` may come every few minutes. */
const answerDays = 1

const accept = { accept: 'application/rdap+json, application/json' }

export function openRdap({ bootstrap = ianaBootstrap, web, now, cache }: RdapOptions): Rdap {
  let list: Promise<Registries | string> | undefined
  const later = (days: number) => new Date(now().getTime() + days * day)

  const fetchList = async (): Promise<Registries | string> => {
    const key = bootstrap === ianaBootstrap ? 'rdap-registries' : `rdap-registries-${bootstrap}`
    const kept = registriesIn({ services: await cache?.read(key) })
    if (kept) return kept
    const replied = await web.ask({
      url: new URL(bootstrap),
      what: 'the list of registries',
      headers: accept,
    })
    if (!replied.ok) return `the list of registries could not be read: ${replied.host}: ${replied.because}`
    const read = registriesIn(replied.body)
    if (!read) return `the list of registries could not be read: ${bootstrap} answered with something else`
    await cache?.write(key, read as unknown as Json, later(listDays))
    return read
  }

  const registration = async (name: string): Promise<Fact<Registration | 'none'>> => {
    const kept = (await cache?.read(`rdap-${name}`)) as { at: string; said: Registration } | undefined
    if (kept) return seen(kept.said, kept.at)
    const registries = await (list ??= fetchList())
    if (typeof registries === 'string') return unknown('failed', registries)
    const registry = registryOf(registries, name)
    if (!registry)
      return unknown(
        'unsupported',
        `the registry of .${name.slice(name.lastIndexOf('.') + 1)} answers no look-ups over RDAP`,
      )
    for (const candidate of selfAndAbove(name)) {
      const replied = await web.ask({
        url: new URL(`domain/${candidate}`, registry),
        what: `registration of ${candidate}`,
        headers: accept,
      })
      if (isNobodys(replied)) continue
      const failed = (why: string) =>
        unknown('failed', `the registration of ${candidate} could not be looked up: ${registry.host}: ${why}`)
      if (!replied.ok) return failed(replied.because)
      const said = registrationIn(replied.body, candidate)
      if (!said) return failed('it answered with something that is no registration of it')
      const at = now().toISOString()
      await cache?.write(`rdap-${name}`, { at, said } as unknown as Json, later(answerDays))
      return seen(said, at)
    }
    return known('none', [
      {
        kind: 'observation',
        source: 'rdap',
        at: now().toISOString(),
        saw: { domain: name, registered: false },
      },
    ])
  }

  return {
    async registration(domain) {
      const name = asciiName(domain)
      return name === undefined ? noName(domain) : registration(name)
    },
  }
}

/** A registry does not have the name (404), or takes it for none that it could have (400, 422). */
const isNobodys = (replied: Replied): boolean =>
  !replied.ok && (replied.status === 404 || replied.status === 400 || replied.status === 422)

const seen = (said: Registration, at: string): Fact<Registration> =>
  known(said, [
    {
      kind: 'observation',
      source: 'rdap',
      at,
      saw: {
        domain: said.name,
        expires: said.expires ?? null,
        registrar: said.registrar ?? null,
        statuses: [...said.statuses],
      },
    },
  ])

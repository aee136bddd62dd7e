/** The look-ups that the configuration allows: each domain is asked about once in a run, a few at a time. */
import type { Cache } from '../aws/index.ts'
import { openWeb } from '../directory/index.ts'
import { type Fact, type Lookups, type LookupsConfiguration, lookupOff } from '../model/index.ts'
import { asciiName } from './names.ts'

export interface LookingUp {
  now(): Date
  cache?: Cache
  signal?: AbortSignal
  /** Told of every question, before it is asked. */
  onLookup?: (what: string, host: string) => void
  /** Milliseconds for one attempt. Default: 5,000 for DNS, 10,000 for RDAP. */
  timeoutMs?: number
}

/** No more domains than this are asked about at once. */
const atOnce = 4

/** Undefined where the configuration allows none: then nobody outside AWS is asked anything. */
export function openLookups(
  declared: LookupsConfiguration | undefined,
  { timeoutMs, cache, ...through }: LookingUp,
): Lookups | undefined {
  if (!declared?.dns && !declared?.rdap) return undefined
  const late = timeoutMs === undefined ? {} : { timeoutMs }
  const dns = lazily(async () =>
    (await import('./dns.ts')).openDns({
      ...through,
      ...late,
      ...(declared.resolvers ? { resolvers: declared.resolvers } : {}),
    }),
  )
  const rdap = lazily(async () => {
    const { signal, onLookup } = through
    const web = openWeb({
      timeoutMs: timeoutMs ?? 10_000,
      attempts: 3,
      // Whoever wants a longer rest gets it: the next run asks again.
      longestWaitMs: 10_000,
      ...(signal ? { signal } : {}),
      ...(onLookup ? { onLookup } : {}),
    })
    return (await import('./rdap.ts')).openRdap({
      web,
      now: through.now,
      ...(cache ? { cache } : {}),
      ...(declared.bootstrap === undefined ? {} : { bootstrap: declared.bootstrap }),
    })
  })
  const few = queue(atOnce)
  const once = <T>(
    allowed: boolean | undefined,
    what: 'dns' | 'rdap',
    ask: (d: string) => Promise<Fact<T>>,
  ) => {
    const asked = new Map<string, Promise<Fact<T>>>()
    return (domain: string): Promise<Fact<T>> => {
      if (!allowed) return Promise.resolve(lookupOff(what))
      const key = asciiName(domain) ?? domain
      const answer = asked.get(key) ?? few(() => ask(domain))
      asked.set(key, answer)
      return answer
    }
  }
  return {
    mail: once(declared.dns, 'dns', async (domain) => (await dns()).mail(domain)),
    zones: once(declared.dns, 'dns', async (domain) => (await dns()).zones(domain)),
    registration: once(declared.rdap, 'rdap', async (domain) => (await rdap()).registration(domain)),
  }
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

/** Runs what it is given, so many at a time, in the order in which it came. */
function queue(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= size) await new Promise<void>((go) => waiting.push(go))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}

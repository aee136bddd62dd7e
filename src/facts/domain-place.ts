import type { Source } from '../aws/index.ts'
import { selfAndAbove, asciiName } from '../lookups/index.ts'
import { type Evidence, type Fact, known, type Unknown, unknown } from '../model/index.ts'
import { ownDomain } from './mail-domain.ts'

/** Whether a part of what mail to root rests on is in the account that looks, or in one of its organization that was named. */
export interface Place {
  /** `perhaps`: something of the name is here, and whether the world uses it was not seen. */
  where: 'here' | 'perhaps' | 'not-here'
  /** In words, of what is here: `the zone corp.example (Route 53)`. */
  what?: string
  /** Set where it is in another account of the organization: its id. */
  of?: string
  /** Why it is only perhaps. */
  because?: string
}

export const here = (what: string, evidence: readonly Evidence[]): Fact<Place> =>
  known({ where: 'here', what }, evidence)

/**
 * The names to ask about: the domain and those above it that somebody may have registered. Only the account that looks is
 * asked, never a member that is looked at with all the others.
 */
export async function namesToAsk(
  source: Source,
): Promise<readonly string[] | Exclude<Fact<string>, { state: 'known' }>> {
  const domain = await source.get(ownDomain)
  if (domain.state !== 'known') return domain
  if (source.centre)
    return unknown(
      'elsewhere',
      'what runs in a member is seen only from within: look with its own credentials',
    )
  const name = asciiName(domain.value)
  return name === undefined
    ? unknown('failed', 'the domain is not a name that can be looked up')
    : selfAndAbove(name)
}

export const isNames = (names: object): names is readonly string[] => Array.isArray(names)

/** The gravest of what could not be seen: a missing permission can be given. */
export const worstOf = (unseen: readonly Unknown[]): Unknown | undefined =>
  [...unseen].sort((a, b) => Number(b.why === 'denied') - Number(a.why === 'denied'))[0]

/** One account to look into: the one that looks, or another one of its organization. */
export interface Way {
  call: Source['call']
  of?: string
}

/**
 * Looks into the account itself, and from the centre of an organization into those that `lookups.accounts` names. What is
 * found anywhere is enough; what could not be looked into leaves it unknown.
 */
export async function lookEverywhere<P extends Place>(
  source: Source,
  look: (way: Way) => Promise<Fact<P>>,
): Promise<Fact<P>> {
  const own = await look({ call: source.call })
  const named = source.into ? (source.configuration.lookups?.accounts ?? []) : []
  if (named.length === 0 || isHere(own)) return own
  const seen = [own]
  for (const of of named) {
    if (of === source.caller.account) continue
    const call = await source.into?.(of)
    const fact: Fact<P> = call
      ? await look({ call, of })
      : unknown(
          'elsewhere',
          `account ${of} was not looked into: it is no member that is open, or no role lets us in`,
        )
    if (fact.state === 'known' && fact.value.where !== 'not-here')
      seen.push({ ...fact, value: { ...fact.value, of, what: `${fact.value.what} of account ${of}` } })
    else seen.push(fact)
    if (isHere(fact)) break
  }
  const unseen = seen.filter((fact) => fact.state === 'unknown')
  return (
    seen.find(isHere) ??
    seen.find((fact) => fact.state === 'known' && fact.value.where === 'perhaps') ??
    worstOf(unseen) ??
    (own.state === 'known'
      ? known(
          own.value,
          seen.flatMap((fact) => (fact.state === 'known' ? fact.evidence : [])),
        )
      : own)
  )
}

const isHere = (fact: Fact<Place>): boolean => fact.state === 'known' && fact.value.where === 'here'

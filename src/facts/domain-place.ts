import type { Source } from '../aws/index.ts'
import { selfAndAbove, asciiName } from '../lookups/index.ts'
import { type Evidence, type Fact, known, type Unknown, unknown } from '../model/index.ts'
import { ownDomain } from './mail-domain.ts'

/** Whether a part of what mail to root rests on is in the account that looks. */
export interface Place {
  /** `perhaps`: something of the name is here, and whether the world uses it was not seen. */
  where: 'here' | 'perhaps' | 'not-here'
  /** In words, of what is here: `the zone corp.example (Route 53)`. */
  what?: string
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

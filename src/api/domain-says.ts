/** What look-ups say of a domain that root addresses of many accounts share, in a few words. */
import control from '../controls/root-email-domain-is-safe.ts'
import { mailSays, registrationSays } from '../controls/support/domain.ts'
import { isPublicProvider, isReservedDomain } from '../facts/domain-kinds.ts'
import { type Lookups, type Section, unknown } from '../model/index.ts'
import type { DomainSaid } from '../organization/clusters.ts'

const notAsked = unknown('elsewhere', 'members are not asked')

/** Undefined where the configuration allows no look-ups, or the control was not chosen; of a public provider's domain nobody is asked anything. */
export function domainSays(
  lookups: Lookups | undefined,
  now: Date,
  { only, section = control.section }: { only?: readonly string[]; section?: Section },
) {
  if (!lookups || section !== control.section || only?.includes(control.id) === false) return undefined
  return async (domain: string): Promise<DomainSaid | undefined> => {
    if (isPublicProvider(domain) || isReservedDomain(domain)) return undefined
    const [mail, registration] = await Promise.all([lookups.mail(domain), lookups.registration(domain)])
    const lasts = registrationSays(domain, registration, notAsked, now)
    const bad = [lasts, mailSays(domain, mail)].find(({ how }) => how === 'bad')
    const told = bad ?? (lasts.how === 'unseen' ? undefined : lasts)
    // The domain was named already.
    return (
      told && { bad: bad !== undefined, text: told.text.replace(`${domain} is registered`, 'registered') }
    )
  }
}

/** What is known of the domain of root's mail, in words and as good or bad. */
import type { RegistrarPlace } from '../../facts/registrar-place.ts'
import type { Evidence, Fact, MailServers, Registration, Unknown } from '../../model/index.ts'
import { evidenceOf } from './evidence.ts'
import { day } from './words.ts'

/** What one source says: `good` and `bad` with its evidence, `soon` where it takes a word that it renews itself. */
export type Said =
  | { how: 'good' | 'bad' | 'soon'; text: string; evidence: readonly Evidence[] }
  | { how: 'unseen'; text: string; because: Unknown | undefined }

/** What it rests on, where something was seen. */
export const seenOf = (said: Said): readonly Evidence[] => (said.how === 'unseen' ? [] : said.evidence)

const unseen = (fact: Fact<unknown>, otherwise: string): Said => ({
  how: 'unseen',
  text: fact.state === 'unknown' ? fact.message : otherwise,
  because: fact.state === 'unknown' ? fact : undefined,
})

/** Whether mail can arrive. */
export function mailSays(domain: string, mail: Fact<MailServers>): Said {
  if (mail.state !== 'known') return unseen(mail, 'its mail servers were not looked up')
  const { accepts, servers } = mail.value
  const evidence = evidenceOf(mail)
  const bad = (text: string): Said => ({ how: 'bad', text, evidence })
  if (accepts === 'no-such-domain') return bad(`${domain} does not exist in DNS`)
  if (accepts === 'refuses') return bad(`${domain} says that it takes no mail (null MX)`)
  if (accepts === 'no-mx') return bad(`${domain} has no mail server (no MX record)`)
  if (servers.every(({ gone }) => gone))
    return bad(`none of the mail servers of ${domain} has an address (${servers[0]!.name})`)
  return { how: 'good', text: `mail arrives at ${servers.find(({ gone }) => !gone)!.name}`, evidence }
}

/** States in which a domain does not work, or is about to be anybody's (RFC 8056; ICANN, "EPP status codes"). */
const lostStates = [
  'client hold',
  'server hold',
  'redemption period',
  'pending delete',
  'pending restore',
  'inactive',
]

const failDays = 30
const reviewDays = 90

/** Whether it is registered for long enough; what Route 53 says of a domain of the account's own counts as much. */
export function registrationSays(
  domain: string,
  registration: Fact<Registration | 'none'>,
  own: Fact<RegistrarPlace>,
  now: Date,
): Said {
  const ours = own.state === 'known' ? own.value.domain : undefined
  const seen = registration.state === 'known' ? registration.value : undefined
  const evidence = [...(ours ? evidenceOf(own) : []), ...evidenceOf(registration)]
  const bad = (text: string): Said => ({ how: 'bad', text, evidence })
  if (seen === 'none' && !ours)
    // A registry that answers for other endings than its own would say so too: DNS has to agree.
    return {
      how: 'unseen',
      text: `the registry knows no registration of ${domain}`,
      because: undefined,
    }
  const told = seen === 'none' ? undefined : seen
  const lost = told?.statuses.find((state) => lostStates.includes(state))
  if (lost !== undefined) return bad(`the registration of ${told!.name} is in the state "${lost}"`)
  // Where Route 53 and the registry disagree the earlier end counts: one that says it is soon over is enough.
  const ends = [
    ...(ours?.expires ? [{ name: ours.name, expires: ours.expires }] : []),
    ...(told?.expires === undefined ? [] : [{ name: told.name, expires: new Date(told.expires) }]),
  ].sort((a, b) => a.expires.getTime() - b.expires.getTime())
  const [end] = ends
  if (!end)
    return registration.state === 'known' || ours
      ? { how: 'unseen', text: `the registry does not tell when ${domain} expires`, because: undefined }
      : unseen(registration, 'its registration was not looked up')
  const { name, expires } = end
  const left = Math.floor((expires.getTime() - now.getTime()) / 86_400_000)
  const until = `${name} is registered until ${day(expires)}`
  if (left < 0) return bad(`the registration of ${name} ended on ${day(expires)}`)
  if (left <= failDays) return bad(`${until}, ${left === 1 ? 'one day' : `${left} days`} from now`)
  const lock =
    ours?.transferLock ?? told?.statuses.some((state) => /transfer prohibited$/.test(state)) ?? undefined
  const locked = lock === false ? ', without a transfer lock' : ''
  if (left <= reviewDays && ours?.autoRenew !== true)
    return { how: 'soon', text: `${until}, ${left} days from now${locked}`, evidence }
  const renewed = ours?.autoRenew ? ' and renews itself' : ''
  const by = told?.registrar ? ` (${told.registrar})` : ''
  return { how: 'good', text: `${until}${by}${renewed}${locked}`, evidence }
}

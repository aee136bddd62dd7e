/** The recovery graph of an account from its facts: what the control judges and what `neverroot recovery` draws. */
import { domainRegistration, mailServers, mailZones } from '../../facts/domain-look.ts'
import { custodyRegister } from '../../facts/custody.ts'
import { mailPlace } from '../../facts/mail-place.ts'
import { organizationPlace } from '../../facts/organization-place.ts'
import { registrarPlace } from '../../facts/registrar-place.ts'
import { rootCredentials } from '../../facts/root-credentials.ts'
import { rootEmail } from '../../facts/root-email.ts'
import { ownRootPowers } from '../../facts/root-powers.ts'
import { rootRecovery } from '../../facts/root-recovery.ts'
import { zonePlace } from '../../facts/zone-place.ts'
import { type Configuration, type Facts, valueOf } from '../../model/index.ts'
import type { MailboxFacts, RecoveryFacts } from '../../recovery/index.ts'
import outside from '../root-email-lives-outside-the-account.ts'
import list from '../root-email-is-a-list.ts'
import managed from '../root-password-is-managed.ts'
import { isAtPublicProvider, isNamedPerson } from './addresses.ts'

/** What the graph rests on besides the statement about all of it. No call is made for it that an audit does not make. */
export const recoveryCollectors = {
  place: organizationPlace,
  root: rootCredentials,
  recovery: rootRecovery,
  email: rootEmail,
  powers: ownRootPowers,
  register: custodyRegister,
  answered: list.considers.shown,
  list: list.considers.said,
  outside: outside.considers.said,
  managed: managed.considers.said,
  servers: mailServers,
  zones: mailZones,
  registration: domainRegistration,
  zone: zonePlace,
  registrar: registrarPlace,
  mail: mailPlace,
}

type Collected = Facts<typeof recoveryCollectors>

/** In plain values. `apart`: what somebody said of the whole, where somebody did. */
export function recoveryFacts(
  facts: Collected,
  configuration: Configuration,
  apart: boolean | undefined,
): RecoveryFacts {
  const vantage = valueOf(facts.place)?.vantage
  const inside = valueOf(facts.outside)
  const custodians = valueOf(facts.register)
    ?.filter(({ lapsed }) => !lapsed)
    .flatMap((key) => key.custodians)
  return {
    vantage: vantage === undefined ? 'unknown' : vantage === 'delegated' ? 'member' : vantage,
    root: valueOf(facts.root) ?? {},
    recovery: valueOf(facts.recovery),
    mailbox: {
      ...mailboxOf(facts, configuration),
      ...(inside === undefined ? {} : { inside: !inside.holds }),
      ...partsOf(facts),
    },
    passwordIsManaged: valueOf(facts.managed)?.holds === true,
    ...(custodians && custodians.length > 0 ? { custodians: new Set(custodians).size } : {}),
    powers: valueOf(facts.powers),
    ...(apart === undefined ? {} : { apart }),
  }
}

function mailboxOf(facts: Collected, configuration: Configuration): MailboxFacts {
  const address = valueOf(facts.email)?.address
  const people = valueOf(facts.answered)?.people
  const owners: MailboxFacts['owners'] =
    address !== undefined && isNamedPerson(address, configuration)
      ? { count: 1, grade: 'proven' }
      : people !== undefined
        ? { count: people, grade: 'witnessed' }
        : valueOf(facts.list)?.holds
          ? { count: 2, grade: 'stated' }
          : undefined
  return {
    ...(address === undefined ? {} : { publicProvider: isAtPublicProvider(address) }),
    ...(owners ? { owners } : {}),
  }
}

/** Where zone, registrar and mail servers are, and which of them was seen inside. */
function partsOf(facts: Collected): Pick<MailboxFacts, 'insideSeen' | 'seenAt'> {
  const within = [facts.zone, facts.registrar, facts.mail].map(valueOf).find((part) => part?.where === 'here')
  const registration = valueOf(facts.registration)
  const registrar =
    valueOf(facts.registrar)?.where === 'here'
      ? 'Route 53 Domains'
      : registration === 'none'
        ? undefined
        : registration?.registrar
  const dns = valueOf(facts.zones)?.[0]?.nameServers[0]
  const exchanger = valueOf(facts.servers)?.servers.find(({ gone }) => !gone)?.name
  const seenAt = {
    ...(dns === undefined ? {} : { dns }),
    ...(registrar === undefined ? {} : { registrar }),
    ...(exchanger === undefined ? {} : { exchanger }),
  }
  return {
    ...(within?.what === undefined ? {} : { insideSeen: within.what }),
    ...(Object.keys(seenAt).length > 0 ? { seenAt } : {}),
  }
}

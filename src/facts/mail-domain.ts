import { type Fetcher, observed } from '../aws/index.ts'
import { addressFor, type Fact, known, unknown } from '../model/index.ts'
import { isPublicProvider, isReservedDomain } from './domain-kinds.ts'
import { maskEmail } from './mask.ts'
import { rootEmail } from './root-email.ts'

/** The domain that mail to root goes to. */
export interface MailDomain {
  domain: string
  /** True: no API tells the address, and the configuration declares it (contacts.root.email). */
  declared?: true
}

const domainIn = (address: string): string =>
  address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()

/** Where no API tells the address of a standalone account the configuration does, as far as somebody wrote it there. */
export const mailDomain: Fetcher<MailDomain> = {
  name: 'mail-domain',
  reads: rootEmail.reads,
  async collect(source) {
    const email = await source.get(rootEmail)
    if (email.state === 'known') return known({ domain: domainIn(email.value.address) }, email.evidence)
    const declared = source.configuration.contacts?.root?.email
    if (email.state !== 'unattested' || declared === undefined) return email
    const address = addressFor(declared, source.caller.account)
    return known({ domain: domainIn(address), declared: true }, [
      observed('configuration', source.now.toISOString(), { rootEmail: maskEmail(address) }),
    ])
  },
}

/** The domain as one that the account's people may lose; that of a public provider and one of nobody are never asked about. */
export const ownDomain: Fetcher<string> = {
  name: 'own-mail-domain',
  reads: mailDomain.reads,
  async collect(source): Promise<Fact<string>> {
    const found = await source.get(mailDomain)
    if (found.state !== 'known') return found
    const { domain } = found.value
    return isPublicProvider(domain) || isReservedDomain(domain)
      ? unknown('unsupported', `${domain} is not asked about`)
      : known(domain, found.evidence)
  },
}

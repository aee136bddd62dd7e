import { type Fetcher, observed } from '../aws/index.ts'
import { known, unattested, unknown } from '../model/index.ts'
import { maskEmail } from './mask.ts'
import { organizationAccount } from './organization-account.ts'
import { organizationPlace } from './organization-place.ts'

/** The root user's e-mail address: personal data, shown and kept as evidence only masked. */
export interface RootEmail {
  address: string
}

export const rootEmailQuestion = 'Which e-mail address does root sign in with?'

/**
 * Who may read it: DescribeOrganization names the management account's to every account of the organization, a
 * delegated administrator may describe its own account, a plain member cannot see its own, and a standalone account has
 * no API for it at all (Organizations API reference; Account Management reference guide, "Update the root user email").
 */
export const rootEmail: Fetcher<RootEmail> = {
  name: 'root-email',
  reads: ['organizations:DescribeOrganization', 'organizations:DescribeAccount'],
  async collect(source) {
    const place = await source.get(organizationPlace)
    if (place.state !== 'known') return place
    const { organization } = place.value
    // The centre lists everybody's.
    const vantage = source.centre ? 'delegated' : place.value.vantage
    if (vantage === 'standalone') return unattested(rootEmailQuestion)
    if (vantage === 'member')
      return unknown(
        'elsewhere',
        'a member account cannot see its own root e-mail address: ask the management account',
      )
    if (vantage === 'management') {
      const address = organization?.managementEmail
      if (!address)
        return unknown('failed', 'organizations:DescribeOrganization answered without an e-mail address')
      const at = place.evidence[0]?.at ?? source.now.toISOString()
      return known({ address }, [
        observed('organizations:DescribeOrganization', at, { rootEmail: maskEmail(address) }),
      ])
    }
    const described = await source.get(organizationAccount)
    if (described.state !== 'known') return described
    const { email } = described.value
    return email
      ? known({ address: email }, described.evidence)
      : unknown('failed', 'organizations:DescribeAccount answered without an e-mail address')
  },
}

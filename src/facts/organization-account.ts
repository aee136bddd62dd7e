import { type Fetcher, observed } from '../aws/index.ts'
import { type AwsAction, type Iso, known, unknown } from '../model/index.ts'
import { maskEmail } from './mask.ts'
import { organizationPlace } from './organization-place.ts'

/** How the organization sees the account that is looked at. */
export interface OrganizationAccount {
  /** The root e-mail address: personal data. */
  email?: string
  /** CREATED: made by Organizations; INVITED: made on its own and joined later. */
  joined?: string
}

/**
 * Only the management account and delegated administrators may describe accounts (Organizations API reference,
 * DescribeAccount); a plain member cannot describe even itself.
 */
export const organizationAccount: Fetcher<OrganizationAccount> = {
  name: 'organization-account',
  reads: ['organizations:DescribeAccount'],
  async collect(source) {
    if (source.centre) {
      const { listed, at } = source.centre
      return told(listed.email, listed.joined, 'organizations:ListAccounts', at)
    }
    const place = await source.get(organizationPlace)
    if (place.state !== 'known') return place
    const { vantage } = place.value
    if (vantage === 'standalone')
      return unknown('unsupported', 'a standalone account is in no organization that could describe it')
    if (vantage === 'member')
      return unknown(
        'elsewhere',
        'a member account cannot see how its organization describes it: ask the management account',
      )
    const answer = await source.call('organizations:DescribeAccount', { AccountId: source.caller.account })
    if (!answer.ok) return answer.unknown
    const { Email: email, JoinedMethod: joined } = answer.output.Account ?? {}
    return told(email, joined, 'organizations:DescribeAccount', answer.at)
  },
}

const told = (email: string | undefined, joined: string | undefined, by: AwsAction, at: Iso) =>
  known({ ...(email ? { email } : {}), ...(joined ? { joined } : {}) }, [
    observed(by, at, { rootEmail: email ? maskEmail(email) : undefined, joined }),
  ])

import { type Fetcher, observed } from '../aws/index.ts'
import { type AwsAction, type Iso, known, unknown } from '../model/index.ts'

export interface AccountInformation {
  name: string
  created?: Date
}

/** The account's name and birthday (Account API, GetAccountInformation; without AccountId it is about the caller's own). */
export const accountInformation: Fetcher<AccountInformation> = {
  name: 'account-information',
  reads: ['account:GetAccountInformation'],
  async collect(source) {
    if (source.centre) {
      const { listed, at } = source.centre
      // An account that Organizations made joined the day it was made.
      const created = listed.joined === 'CREATED' && listed.joinedAt ? new Date(listed.joinedAt) : undefined
      return told(listed.name, created, 'organizations:ListAccounts', at)
    }
    const answer = await source.call('account:GetAccountInformation', {})
    if (!answer.ok) return answer.unknown
    const { AccountName: name, AccountCreatedDate: created } = answer.output
    if (!name) return unknown('failed', 'account:GetAccountInformation answered without a name')
    return told(name, created, 'account:GetAccountInformation', answer.at)
  },
}

const told = (name: string, created: Date | undefined, by: AwsAction, at: Iso) =>
  known({ name, ...(created ? { created } : {}) }, [
    observed(by, at, { name, created: created?.toISOString() }),
  ])

import { type Fetcher, observed } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'

export interface AccountInformation {
  name: string
  created?: Date
}

/** The account's name and birthday (Account API, GetAccountInformation; without AccountId it is about the caller's own). */
export const accountInformation: Fetcher<AccountInformation> = {
  name: 'account-information',
  reads: ['account:GetAccountInformation'],
  async collect(source) {
    const answer = await source.call('account:GetAccountInformation', {})
    if (!answer.ok) return answer.unknown
    const { AccountName: name, AccountCreatedDate: created } = answer.output
    if (!name) return unknown('failed', 'account:GetAccountInformation answered without a name')
    return known({ name, ...(created ? { created } : {}) }, [
      observed('account:GetAccountInformation', answer.at, { name, created: created?.toISOString() }),
    ])
  },
}

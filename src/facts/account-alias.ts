import { type Fetcher, observed } from '../aws/index.ts'
import { known } from '../model/index.ts'

/**
 * The account's alias, where it has one. In the events of root of such an account the user name is the alias (CloudTrail
 * user guide, "userIdentity element"), so its history is looked up by both.
 */
export const accountAlias: Fetcher<string | undefined> = {
  name: 'account-alias',
  reads: ['iam:ListAccountAliases'],
  async collect(source) {
    const answer = await source.call('iam:ListAccountAliases', {})
    if (!answer.ok) return answer.unknown
    const [alias] = answer.output.AccountAliases ?? []
    return known(alias, [observed('iam:ListAccountAliases', answer.at, { alias: alias !== undefined })])
  },
}

import { type Fetcher, observed } from '../aws/index.ts'
import { known } from '../model/index.ts'

/** The member that the configuration names as delegated administrator, as its organization describes it. */
export interface DeclaredDelegate {
  account: string
  name: string
  /** AWS's `State`, or `Status` where that is all there is; undefined: the account is not in the organization. */
  state: string | undefined
}

/** Undefined where the configuration names nobody: then nobody is asked. */
export const declaredDelegate: Fetcher<DeclaredDelegate | undefined> = {
  name: 'declared-delegate',
  reads: ['organizations:DescribeAccount'],
  onlyToMend: true,
  async collect({ configuration, call }) {
    const account = configuration.organization?.delegatedAdministrator
    if (account === undefined) return known(undefined, [])
    const answer = await call('organizations:DescribeAccount', { AccountId: account })
    if (!answer.ok && answer.code !== 'AccountNotFoundException') return answer.unknown
    const { Name, State, Status } = (answer.ok ? answer.output.Account : undefined) ?? {}
    const state = answer.ok ? (State ?? Status ?? 'ACTIVE') : undefined
    return known({ account, name: Name ?? account, state }, [
      observed('organizations:DescribeAccount', answer.at, { account, state: state ?? null }),
    ])
  },
}

import type { DeclaredDelegate } from '../../facts/declared-delegate.ts'
import type { DelegatedAdministrator } from '../../facts/delegated-administrators.ts'
import type { Circumstances, Fact, Grant, Step } from '../../model/index.ts'
import { accountService, iamService } from '../support/central-services.ts'
import { fromConfiguration, type stepsOf } from './steps.ts'

/** What a delegated administrator is named for here. */
const services = [
  {
    principal: iamService,
    gives:
      'may open root sessions in every member and delete its root credentials, as far as its own IAM policies let it',
  },
  {
    principal: accountService,
    gives:
      'may read and change the contacts and root addresses of every member, as far as its own IAM policies let it',
  },
] as const

export const delegatedAdministratorGrants: readonly Grant[] = [
  {
    actions: [
      'organizations:RegisterDelegatedAdministrator',
      'organizations:DeregisterDelegatedAdministrator',
    ],
    condition: { StringEquals: { 'organizations:ServicePrincipal': [accountService, iamService] } },
  },
]

/** The services for which the declared account is not registered; none where nobody is declared or it cannot be seen. */
export function undelegated(
  declared: string | undefined,
  delegates: Fact<readonly DelegatedAdministrator[]>,
): string[] {
  if (declared === undefined || delegates.state !== 'known') return []
  const own = delegates.value.find(({ account }) => account === declared)?.services ?? []
  return services.map(({ principal }) => principal).filter((principal) => !own.includes(principal))
}

export interface Delegation {
  delegates: Fact<readonly DelegatedAdministrator[]>
  declared: Fact<DeclaredDelegate | undefined>
}

/**
 * Registers the declared account, after trusted access was given: without it AWS refuses (Organizations API reference,
 * RegisterDelegatedAdministrator). Account Management takes one alone (Organizations user guide, "AWS Account Management and
 * AWS Organizations"); for neither service is somebody else replaced without a word.
 */
export function nameDelegate(
  step: ReturnType<typeof stepsOf>,
  managementAccount: string,
  { delegates, declared }: Delegation,
  { configuration }: Circumstances,
): { steps?: readonly Step[]; waiting?: readonly string[] } {
  const account = configuration.organization?.delegatedAdministrator
  if (account === undefined) return {}
  const says = `organization.delegatedAdministrator names ${account}`
  if (account === managementAccount)
    return { waiting: [`${says}, which is the management account: name a member`] }
  if (delegates.state !== 'known')
    return { waiting: ['who is a delegated administrator could not be seen, so nobody is named'] }
  if (declared.state !== 'known')
    return {
      waiting: [
        `whether ${account} can be the delegated administrator could not be seen${declared.state === 'unknown' ? ` (${declared.message})` : ''}`,
      ],
    }
  const state = declared.value?.state
  if (state !== 'ACTIVE')
    return {
      waiting: [
        state === undefined
          ? `${says}, which is not in the organization: name one of its members`
          : `${says}, which is ${state}: AWS takes none but an active account`,
      ],
    }
  const missing = undelegated(account, delegates)
  const steps: Step[] = []
  const waiting: string[] = []
  for (const { principal, gives } of services) {
    if (!missing.includes(principal)) continue
    const other = delegates.value.find((d) => d.services.includes(principal))
    if (other) {
      waiting.push(
        `${other.name} ${other.account} is the delegated administrator for ${principal}; nobody is replaced by a plan. Where ${account} is to be it: aws organizations deregister-delegated-administrator --account-id ${other.account} --service-principal ${principal}, then plan again`,
      )
      continue
    }
    const input = {
      AccountId: fromConfiguration('organization.delegatedAdministrator'),
      ServicePrincipal: principal,
    }
    steps.push(
      step({
        action: 'organizations:RegisterDelegatedAdministrator',
        input,
        does: `${declared.value?.name} ${account} becomes delegated administrator for ${principal}: it ${gives}`,
        undo: { action: 'organizations:DeregisterDelegatedAdministrator', input },
      }),
    )
  }
  return { steps, waiting }
}

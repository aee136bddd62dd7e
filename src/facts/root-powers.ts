import type { Fetcher } from '../aws/index.ts'
import { known, unknown } from '../model/index.ts'
import type { Having, Power, Right } from '../recovery/index.ts'
import { fullAccess, grantsEverything, mayDo, type Powers, type Reach, selfGrantable } from './access.ts'
import { iamDetails, type IamPrincipal } from './iam-details.ts'
import { maskName } from './mask.ts'

/**
 * What each right takes. A call about members names them, so that a policy may be narrower than `*`; here it is asked whether
 * any member is within reach (Service Authorization Reference: account:PutContactInformation, account:StartPrimaryEmailUpdate
 * on account ARNs; sts:AssumeRoot on the root of a member).
 */
function reaches(principal: IamPrincipal): Record<Right, Reach> {
  const [, partition = 'aws', , , account = ''] = principal.arn.split(':')
  const member = (action: string) => mayDo(principal, action)
  return {
    phone: either(
      mayDo(principal, 'account:PutContactInformation'),
      mayDo(principal, 'account:PutContactInformation', `arn:${partition}:account::${account}:account`),
    ),
    mailbox: member('account:StartPrimaryEmailUpdate'),
    'root-session': member('sts:AssumeRoot'),
    administrator: fullAccess(principal),
  }
}

const either = (a: Reach, b: Reach): Reach => ({
  certain: a.certain || b.certain,
  possible: a.possible || b.possible,
})

/** Every IAM user and role that can do something that bears on root, at once or after giving itself the right. */
export const rootPowers: Fetcher<readonly Power[]> = {
  name: 'root-powers',
  reads: iamDetails.reads,
  async collect(source) {
    const details = await source.get(iamDetails)
    if (details.state !== 'known') return details
    const { users, roles, groups } = details.value
    const all = [...users, ...roles]
    const full = all.filter((principal) => fullAccess(principal).certain)
    const anybody = users[0]
    const everything: Powers = {
      users: full.filter(({ kind }) => kind === 'user').map(({ arn }) => arn),
      roles: full.filter(({ kind }) => kind === 'role').map(({ arn }) => arn),
      groups: anybody
        ? groups.filter(({ policies }) => grantsEverything(policies, anybody)).map(({ arn }) => arn)
        : [],
    }
    const powers = all.filter((principal) => !isOfService(principal)).map((p) => powerOf(p, everything))
    return known(
      powers.filter(({ rights }) => Object.keys(rights).length > 0),
      details.evidence,
    )
  },
}

/** AWS alone enters a service-linked role, and its policy is AWS's. */
const isOfService = ({ path }: IamPrincipal) => path.startsWith('/aws-service-role/')

function powerOf(principal: IamPrincipal, everything: Powers): Power {
  const own = reaches(principal)
  const self = selfGrantable(principal, everything)
  const rights: Partial<Record<Right, Having>> = {}
  for (const [right, { certain, possible }] of Object.entries(own) as [Right, Reach][])
    if (certain) rights[right] = 'now'
    else if (self.certain) rights[right] = 'after'
    else if (possible || self.possible) rights[right] = 'perhaps'
  return { name: maskName(principal.name), kind: kindOf(principal), rights }
}

function kindOf(principal: IamPrincipal): Power['kind'] {
  if (principal.kind === 'user') return 'user'
  // IAM Identity Center's roles stand under this path (assumed); other providers are named by the trust policy.
  if (principal.path.startsWith('/aws-reserved/sso.amazonaws.com/')) return 'entered'
  const entries = (principal.trust?.statements ?? []).flatMap((s) =>
    s.effect === 'Allow' && s.principal && !s.principal.not ? s.principal.entries : [],
  )
  return entries.some(({ type, value }) => type === 'Federated' && value.includes(':saml-provider/'))
    ? 'entered'
    : 'role'
}

/**
 * The same where an account is looked at on its own: to judge the users and roles of thousands of accounts would take its
 * time, and each of them is asked nothing for it.
 */
export const ownRootPowers: Fetcher<readonly Power[]> = {
  name: 'own-root-powers',
  reads: rootPowers.reads,
  collect: async (source) =>
    source.centre
      ? unknown('elsewhere', 'it is looked at where an account is looked at on its own')
      : source.get(rootPowers),
}

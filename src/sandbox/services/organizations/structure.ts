/** The organization, its accounts, roots and units. */
import type * as sdk from '@aws-sdk/client-organizations'
import { accountOf } from '../../accounts/find.ts'
import { listed, memberIds, memberIdsIn, memberOf } from '../../accounts/members.ts'
import { AwsError, type Handlers } from '../../service.ts'
import type { Organization } from '../../world.ts'
import { accountShape, arnOf, invalid, organizationOf, paged, readable } from './common.ts'

/** Root or unit by id; ParentNotFoundException otherwise. */
function parentOf(organization: Organization, id: string | undefined): string {
  if (!/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/.test(id ?? '')) {
    throw invalid('INVALID_PATTERN', 'You specified a value that does not match the required pattern.')
  }
  if (id !== organization.rootId && !organization.units.some((u) => u.id === id)) {
    throw new AwsError('ParentNotFoundException', "You specified a parent that doesn't exist.", 404)
  }
  return id!
}

export const structure: Handlers<typeof sdk> = {
  DescribeOrganization(_input, call) {
    const organization = organizationOf(call)
    const management = accountOf(call.world, organization.managementAccountId)
    return {
      Organization: {
        Id: organization.id,
        Arn: arnOf(call, organization, 'organization', '').replace(/\/$/, ''),
        FeatureSet: organization.featureSet,
        MasterAccountArn: arnOf(call, organization, 'account', organization.managementAccountId),
        MasterAccountId: organization.managementAccountId,
        MasterAccountEmail: management?.email,
        // AWS says not to rely on it: it names service control policies whatever is enabled.
        AvailablePolicyTypes:
          organization.featureSet === 'ALL' ? [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] : [],
      },
    }
  },

  ListAccounts(input, call) {
    const organization = readable(call)
    const { items, next } = paged(call, input, memberIds(call.world))
    const Accounts = items.flatMap((id) => {
      const account = listed(call.world, id)
      return account ? [accountShape(call, organization, account)] : []
    })
    return { Accounts, NextToken: next }
  },

  DescribeAccount(input, call) {
    const organization = readable(call)
    const account = listed(call.world, input.AccountId)
    if (!account) {
      throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.", 404)
    }
    return { Account: accountShape(call, organization, account) }
  },

  ListRoots(input, call) {
    const organization = readable(call)
    const root = {
      Id: organization.rootId,
      Arn: arnOf(call, organization, 'root', organization.rootId),
      Name: 'Root',
      PolicyTypes: organization.enabledPolicyTypes.map((Type) => ({
        Type: Type as 'SERVICE_CONTROL_POLICY',
        Status: 'ENABLED' as const,
      })),
    }
    const { items, next } = paged(call, input, [root])
    return { Roots: items, NextToken: next }
  },

  ListParents(input, call) {
    const organization = readable(call)
    const id = input.ChildId ?? ''
    const parent = memberOf(call.world, id)?.parent ?? organization.units.find((u) => u.id === id)?.parent
    if (!parent)
      throw new AwsError('ChildNotFoundException', "You specified a child that doesn't exist.", 404)
    const found = {
      Id: parent,
      Type: parent === organization.rootId ? ('ROOT' as const) : ('ORGANIZATIONAL_UNIT' as const),
    }
    const { items, next } = paged(call, input, [found], id)
    return { Parents: items, NextToken: next }
  },

  ListAccountsForParent(input, call) {
    const organization = readable(call)
    const parent = parentOf(organization, input.ParentId)
    const { items, next } = paged(call, input, memberIdsIn(call.world, parent), parent)
    const Accounts = items.flatMap((id) => {
      const account = listed(call.world, id)
      return account ? [accountShape(call, organization, account)] : []
    })
    return { Accounts, NextToken: next }
  },

  ListOrganizationalUnitsForParent(input, call) {
    const organization = readable(call)
    const parent = parentOf(organization, input.ParentId)
    const { items, next } = paged(
      call,
      input,
      organization.units.filter((u) => u.parent === parent),
      parent,
    )
    return {
      OrganizationalUnits: items.map((u) => ({
        Id: u.id,
        Arn: arnOf(call, organization, 'ou', u.id),
        Name: u.name,
      })),
      NextToken: next,
    }
  },

  DescribeOrganizationalUnit(input, call) {
    const organization = readable(call)
    const unit = organization.units.find((u) => u.id === input.OrganizationalUnitId)
    if (!unit) {
      throw new AwsError(
        'OrganizationalUnitNotFoundException',
        "You specified an organizational unit that doesn't exist.",
        404,
      )
    }
    return {
      OrganizationalUnit: { Id: unit.id, Arn: arnOf(call, organization, 'ou', unit.id), Name: unit.name },
    }
  },
}

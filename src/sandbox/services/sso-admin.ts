/** IAM Identity Center administration: instances, permission sets, assignments. */
import type * as sdk from '@aws-sdk/client-sso-admin'
import { AwsError, defineService, type Call } from '../service.ts'
import type { IdentityCenter } from '../world.ts'
import { instanceOf, paged, visible } from './sso-admin/instances.ts'

const instanceShape = (call: Call, i: IdentityCenter) => ({
  InstanceArn: i.instanceArn,
  IdentityStoreId: i.identityStoreId,
  OwnerAccountId: i.ownerAccountId,
  ...(i.name && { Name: i.name }),
  CreatedDate: new Date(call.world.began),
  Status: i.status,
  PrimaryRegion: i.region,
})

function permissionSetOf(instance: IdentityCenter, arn: string | undefined) {
  const set = instance.permissionSets.find((p) => p.arn === arn)
  if (!set)
    throw new AwsError('ResourceNotFoundException', `Could not find PermissionSet with ARN ${arn}`, 404)
  return set
}

const unique = (values: readonly string[]): string[] => [...new Set(values)]

export default defineService<typeof sdk>({
  prefix: 'sso',
  client: 'SSOAdminClient',
  regional: true,
  load: () => import('@aws-sdk/client-sso-admin'),
  handlers: {
    ListInstances(input, call) {
      const { items, next } = paged(call, input, visible(call))
      return { Instances: items.map((i) => instanceShape(call, i)), NextToken: next }
    },

    DescribeInstance: (input, call) => instanceShape(call, instanceOf(call, input.InstanceArn)),

    ListPermissionSets(input, call) {
      const instance = instanceOf(call, input.InstanceArn)
      const arns = instance.permissionSets.map((p) => p.arn)
      const { items, next } = paged(call, input, arns, instance.instanceArn)
      return { PermissionSets: items, NextToken: next }
    },

    DescribePermissionSet(input, call) {
      const set = permissionSetOf(instanceOf(call, input.InstanceArn), input.PermissionSetArn)
      return {
        PermissionSet: {
          Name: set.name,
          PermissionSetArn: set.arn,
          CreatedDate: new Date(call.world.began),
          SessionDuration: set.sessionDuration,
        },
      }
    },

    ListManagedPoliciesInPermissionSet(input, call) {
      const set = permissionSetOf(instanceOf(call, input.InstanceArn), input.PermissionSetArn)
      const { items, next } = paged(call, input, set.managedPolicies, set.arn)
      return {
        AttachedManagedPolicies: items.map((arn) => ({ Name: arn.split('/').pop(), Arn: arn })),
        NextToken: next,
      }
    },

    // No inline policy is an empty string, not an error.
    GetInlinePolicyForPermissionSet(input, call) {
      const set = permissionSetOf(instanceOf(call, input.InstanceArn), input.PermissionSetArn)
      return { InlinePolicy: set.inlinePolicy ?? '' }
    },

    ListAccountsForProvisionedPermissionSet(input, call) {
      const instance = instanceOf(call, input.InstanceArn)
      const set = permissionSetOf(instance, input.PermissionSetArn)
      const accounts = unique(
        instance.assignments.filter((a) => a.permissionSetArn === set.arn).map((a) => a.account),
      )
      const { items, next } = paged(call, input, accounts, set.arn)
      return { AccountIds: items, NextToken: next }
    },

    ListPermissionSetsProvisionedToAccount(input, call) {
      const instance = instanceOf(call, input.InstanceArn)
      const arns = unique(
        instance.assignments.filter((a) => a.account === input.AccountId).map((a) => a.permissionSetArn),
      )
      const { items, next } = paged(call, input, arns, [instance.instanceArn, input.AccountId])
      return { PermissionSets: items, NextToken: next }
    },

    ListAccountAssignments(input, call) {
      const instance = instanceOf(call, input.InstanceArn)
      const set = permissionSetOf(instance, input.PermissionSetArn)
      const found = instance.assignments.filter(
        (a) => a.permissionSetArn === set.arn && a.account === input.AccountId,
      )
      const { items, next } = paged(call, input, found, [set.arn, input.AccountId])
      return {
        AccountAssignments: items.map((a) => ({
          AccountId: a.account,
          PermissionSetArn: a.permissionSetArn,
          PrincipalType: a.principalType,
          PrincipalId: a.principalId,
        })),
        NextToken: next,
      }
    },
  },
})

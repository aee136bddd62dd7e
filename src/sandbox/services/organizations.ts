/** AWS Organizations: what the tool reads, and what it changes. */
import type * as sdk from '@aws-sdk/client-organizations'
import { type Call, defineService, type Permissions } from '../service.ts'
import { accountWrites } from './organizations/account-writes.ts'
import { arnOf } from './organizations/common.ts'
import { delegation } from './organizations/delegation.ts'
import { policies } from './organizations/policies.ts'
import { policyWrites } from './organizations/policy-writes.ts'
import { serviceAccess } from './organizations/service-access.ts'
import { structure } from './organizations/structure.ts'

/** ARN of something in the caller's organization; any resource where there is none, and the operation says so itself. */
const arn = (call: Call, kind: string, id: string | undefined): string =>
  call.world.organization ? arnOf(call, call.world.organization, kind, id ?? '') : '*'

/** Resources and condition keys of the service authorization reference for Organizations. */
const ofService = {
  context: (input: { ServicePrincipal?: string | undefined }): Record<string, string> =>
    input.ServicePrincipal ? { 'organizations:ServicePrincipal': input.ServicePrincipal } : {},
}
const ofAccount = {
  resource: (input: { AccountId?: string | undefined }, call: Call) => arn(call, 'account', input.AccountId),
}
const ofPolicy = {
  resource: (input: { PolicyId?: string | undefined }, call: Call) => {
    const policy = call.world.organization?.policies.find((p) => p.id === input.PolicyId)
    const kind = (policy?.type ?? 'SERVICE_CONTROL_POLICY').toLowerCase()
    return arn(call, 'policy', `${kind}/${input.PolicyId ?? ''}`)
  },
  context: (input: { PolicyId?: string | undefined }, call: Call): Record<string, string> => {
    const policy = call.world.organization?.policies.find((p) => p.id === input.PolicyId)
    return policy ? { 'organizations:PolicyType': policy.type } : {}
  },
}
const ofPolicyType = (type: string | undefined): Record<string, string> =>
  type ? { 'organizations:PolicyType': type } : {}

const permissions: Permissions<typeof sdk> = {
  EnableAWSServiceAccess: ofService,
  DisableAWSServiceAccess: ofService,
  RegisterDelegatedAdministrator: { ...ofService, ...ofAccount },
  DeregisterDelegatedAdministrator: { ...ofService, ...ofAccount },
  MoveAccount: ofAccount,
  CloseAccount: ofAccount,
  CreatePolicy: { context: ({ Type }) => ofPolicyType(Type) },
  UpdatePolicy: ofPolicy,
  DeletePolicy: ofPolicy,
  AttachPolicy: ofPolicy,
  DetachPolicy: ofPolicy,
  EnablePolicyType: {
    resource: ({ RootId }, call) => arn(call, 'root', RootId),
    context: ({ PolicyType }) => ofPolicyType(PolicyType),
  },
}

export default defineService<typeof sdk>({
  prefix: 'organizations',
  client: 'OrganizationsClient',
  regional: false,
  load: () => import('@aws-sdk/client-organizations'),
  handlers: { ...structure, ...policies, ...delegation, ...serviceAccess, ...policyWrites, ...accountWrites },
  permissions,
})

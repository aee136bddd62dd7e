/** What accounts of an organization have in common: the way in from the management account, and who is told. */
import type { AccountBuilder, OrganizationBuilder } from '../../builder.ts'

/** The role that AWS Organizations makes in the accounts that it creates (Organizations User Guide, CreateAccount). */
export const ORGANIZATION_ROLE = 'OrganizationAccountAccessRole'
/** The one that AWS Control Tower makes in the accounts that it enrols (Control Tower User Guide, "How AWS Control Tower works with roles"). */
export const CONTROL_TOWER_ROLE = 'AWSControlTowerExecution'

/** The role through which administrators of the management account come in. */
export function memberRole(a: AccountBuilder, management: string, name = ORGANIZATION_ROLE): AccountBuilder {
  return a.role(name, { trust: management, attached: ['AdministratorAccess'] })
}

/** Administrators of a member through Identity Center: the provider and the role that AWS provisions (Identity Center User Guide, "Permission sets"). */
export function identityCenterAdministrators(a: AccountBuilder, instance: string): AccountBuilder {
  const provider = `AWSSSO_${instance}_DO_NOT_DELETE`
  return a.saml(provider).role(`AWSReservedSSO_AdministratorAccess_${instance}`, {
    path: '/aws-reserved/sso.amazonaws.com/',
    trust: `arn:aws:iam::${a.account.id}:saml-provider/${provider}`,
    attached: ['AdministratorAccess'],
  })
}

/** The three alternate contacts: a list for each at one domain, and one phone. */
export function alternates(a: AccountBuilder, domain: string, phone: string): AccountBuilder {
  const lists = { BILLING: 'accounts', OPERATIONS: 'operations', SECURITY: 'security' } as const
  for (const [type, list] of Object.entries(lists))
    a.alternate(type as keyof typeof lists, {
      Name: `${list[0]!.toUpperCase()}${list.slice(1)} team`,
      Title: 'Team',
      EmailAddress: `${list}@${domain}`,
      PhoneNumber: phone,
    })
  return a
}

/** Services that the organization lets look into its members (Organizations User Guide, "services that you can use"). */
export const trustUsual = (o: OrganizationBuilder): OrganizationBuilder =>
  o.trust('account.amazonaws.com', 'iam.amazonaws.com', 'sso.amazonaws.com', 'cloudtrail.amazonaws.com')

/** Where each product is asked, unless the configuration names another place (a national cloud, a test). */
import type { AwsAction, DirectoryConfiguration } from '../model/index.ts'

export const microsoft = { graph: 'https://graph.microsoft.com', signIn: 'https://login.microsoftonline.com' }
export const google = {
  directory: 'https://admin.googleapis.com',
  settings: 'https://www.googleapis.com',
  signIn: 'https://oauth2.googleapis.com',
}

/** What IAM Identity Center's identity store is asked; whoever looks needs these actions besides. */
export const identityStoreReads: readonly AwsAction[] = [
  'sso:ListInstances',
  'identitystore:GetUserId',
  'identitystore:GetGroupId',
  'identitystore:DescribeUser',
  'identitystore:ListUsers',
  'identitystore:ListGroupMemberships',
]

/** The hosts outside AWS that are asked about people. */
export function directoryHosts({ scim, graph, google: workspace }: DirectoryConfiguration): string[] {
  const addresses = [
    ...(scim ? [scim.url] : []),
    ...(graph ? [graph.endpoint ?? microsoft.graph] : []),
    ...(graph && !graph.azureCli ? [graph.signIn ?? microsoft.signIn] : []),
    ...(workspace
      ? [
          workspace.endpoint ?? google.directory,
          workspace.settingsEndpoint ?? google.settings,
          workspace.endpoint ?? google.signIn,
        ]
      : []),
  ]
  return [...new Set(addresses.map((address) => new URL(address).host))]
}

/** In words, for lines about it. */
export function directoryName(declared: DirectoryConfiguration): string {
  if (declared.identityCenter) return 'IAM Identity Center'
  if (declared.scim) return 'SCIM'
  if (declared.graph) return 'Microsoft Graph'
  return declared.google ? 'Google Workspace' : 'the export'
}

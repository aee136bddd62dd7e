/** What of Amazon Route 53 Domains' client is used: the rest of the package stays out of the bundle. */
export { ListDomainsCommand, Route53DomainsClient } from '@aws-sdk/client-route-53-domains'

/** What of Amazon Route 53's client is used: the rest of the package stays out of the bundle. */
export { GetHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from '@aws-sdk/client-route-53'

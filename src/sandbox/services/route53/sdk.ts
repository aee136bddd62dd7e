/** The operations of Route 53 that are imitated, and their errors: the rest of the client's package is not bundled. */
export {
  GetHostedZone$,
  GetHostedZoneCommand,
  InvalidDomainName$,
  InvalidInput$,
  ListHostedZonesByName$,
  ListHostedZonesByNameCommand,
  NoSuchHostedZone$,
  Route53Client,
  ThrottlingException$,
} from '@aws-sdk/client-route-53'

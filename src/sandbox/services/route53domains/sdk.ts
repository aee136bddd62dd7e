/** The operation of Route 53 Domains that is imitated, and its error: the rest of the client's package is not bundled. */
export {
  InvalidInput$,
  ListDomains$,
  ListDomainsCommand,
  Route53DomainsClient,
} from '@aws-sdk/client-route-53-domains'

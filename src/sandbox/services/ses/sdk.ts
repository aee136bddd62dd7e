/** The operations of SES (version 1) that are imitated: the rest of the client's package is not bundled. */
export {
  DescribeActiveReceiptRuleSet$,
  DescribeActiveReceiptRuleSetCommand,
  GetIdentityVerificationAttributes$,
  GetIdentityVerificationAttributesCommand,
  SESClient,
} from '@aws-sdk/client-ses'

/** What of Amazon SES's client is used (mail that comes in is in version 1 of its API alone): the rest stays out of the bundle. */
export {
  DescribeActiveReceiptRuleSetCommand,
  GetIdentityVerificationAttributesCommand,
  SESClient,
} from '@aws-sdk/client-ses'

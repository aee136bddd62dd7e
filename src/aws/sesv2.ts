/** What of Amazon SES's client is used to send (version 2 of its API): the rest stays out of the bundle. */
export {
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  SendEmailCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2'

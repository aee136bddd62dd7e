/** What `aws login` leaves in the history beside the sign-in (IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail"). */
import { homeRegion, rawEvent, type EventContext, type EventMaker } from '../builder/records.ts'

const CLIENT = 'arn:aws:signin:::devtools/same-device'

/** The browser allows it, and the command line fetches its token: both count as reads. */
export function logIn(
  at: Date,
  username: string,
  identity: (context: EventContext) => Record<string, unknown>,
  mfa: boolean,
): EventMaker[] {
  const step = (name: string, request: Record<string, unknown>): EventMaker =>
    rawEvent((c) => ({
      at,
      region: homeRegion(c.world),
      name,
      source: 'signin.amazonaws.com',
      type: 'AwsApiCall',
      readOnly: true,
      username,
      identity: {
        ...identity(c),
        sessionContext: {
          attributes: { creationDate: at.toISOString(), mfaAuthenticated: String(mfa) },
        },
      },
      request: { ...request, client_id: CLIENT },
      extra: { additionalEventData: { success: 'true' } },
    }))
  return [
    step('AuthorizeOAuth2Access', {
      scope: 'openid',
      redirect_uri: 'http://127.0.0.1:53037/oauth/callback',
      code_challenge_method: 'SHA-256',
    }),
    step('CreateOAuth2Token', {}),
  ]
}

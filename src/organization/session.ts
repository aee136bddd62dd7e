import type { Credentials } from '../aws/index.ts'

/** What STS gives for a session, as the SDK's types have it. */
interface Given {
  AccessKeyId?: string | undefined
  SecretAccessKey?: string | undefined
  SessionToken?: string | undefined
  Expiration?: Date | undefined
}

/** The credentials of a session that STS has opened, in the form that a door takes. */
export function sessionCredentials({
  AccessKeyId,
  SecretAccessKey,
  SessionToken,
  Expiration,
}: Given): Credentials {
  const credentials = {
    accessKeyId: AccessKeyId!,
    secretAccessKey: SecretAccessKey!,
    sessionToken: SessionToken!,
    ...(Expiration ? { expiration: Expiration } : {}),
  }
  return async () => credentials
}

import { type Caller, UserError } from '../model/index.ts'
import type { Door } from './door.ts'
import { credentialTrouble } from './refusal.ts'

/** The caller, and the partition that its ARN names. */
export interface Identity {
  caller: Caller
  partition: string
}

/**
 * Asks AWS who we are; without an answer nothing else can be asked. GetCallerIdentity needs no permission (STS API
 * reference). Throws UserError where the caller cannot be identified.
 */
export async function identify(
  door: Door,
  where: { endpoint?: string; profile?: string },
): Promise<Identity> {
  const answer = await door.call('sts:GetCallerIdentity', {})
  if (answer.ok) {
    const { Account: account, Arn: arn } = answer.output
    if (account && /^\d{12}$/.test(account) && arn)
      return { caller: { account, arn, root: arn.endsWith(':root') }, partition: arn.split(':')[1] ?? 'aws' }
  }
  if (answer.ok || answer.code === 'NotAws')
    throw new UserError(
      'not-identified',
      `${where.endpoint ?? 'AWS'} did not say whose credentials these are.`,
      'Is this an AWS endpoint? Leave --endpoint-url and AWS_ENDPOINT_URL away to use AWS itself.',
    )
  const trouble = credentialTrouble(answer.code)
  const whose = where.profile ? ` of profile "${where.profile}"` : ''
  if (trouble) {
    throw new UserError(
      'bad-credentials',
      `The credentials${whose} were refused: ${trouble}.`,
      /expired/.test(trouble)
        ? `Sign in again: aws login${where.profile ? ` --profile ${where.profile}` : ''}`
        : 'Look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or at the profile; then sign in again with aws login.',
    )
  }
  const reason = answer.unknown.message.replace(/^sts:GetCallerIdentity (failed: )?/, '')
  throw new UserError(
    'unreachable',
    `${where.endpoint ?? `AWS in ${door.place.region}`} cannot be reached: ${reason}.`,
    where.endpoint
      ? 'Check --endpoint-url (or AWS_ENDPOINT_URL).'
      : 'Check the network, a proxy, and the Region.',
  )
}

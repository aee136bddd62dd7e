import { memoize, parseKnownFiles } from '@smithy/core/config'
import type { AwsCredentialIdentity } from '@smithy/types'
import { UserError } from '../model/index.ts'

export type Credentials = () => Promise<AwsCredentialIdentity>

const minutes = (n: number) => n * 60_000
const expiring = (c: AwsCredentialIdentity) =>
  c.expiration !== undefined && c.expiration.getTime() - Date.now() < minutes(5)

/**
 * The SDK's whole chain: environment, shared profiles with role assumption, IAM Identity Center, `aws login` sessions,
 * processes, web identity, containers and instances. Read once and kept until it expires, for all clients together.
 */
export function credentialsFor(profile: string | undefined): Credentials {
  const provider = async (): Promise<AwsCredentialIdentity> => {
    if (profile) await knownProfile(profile)
    try {
      const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
      return await fromNodeProviderChain(profile ? { profile } : {})()
    } catch (error) {
      throw explain(error, profile)
    }
  }
  return memoize(provider, expiring, (c) => c.expiration !== undefined) as Credentials
}

/** A profile that nobody wrote down is a slip of the keyboard: say which there are. */
async function knownProfile(profile: string): Promise<void> {
  const files = await parseKnownFiles({}).catch((error: Error) => {
    throw new UserError(
      'bad-aws-config',
      `The AWS configuration files cannot be read: ${error.message}.`,
      'Look at ~/.aws/config and ~/.aws/credentials.',
    )
  })
  if (files[profile]) return
  const names = Object.keys(files)
  throw new UserError(
    'no-such-profile',
    `There is no profile "${profile}" in the AWS configuration.`,
    names.length > 0
      ? `There is: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''}.`
      : 'There is no profile at all yet. Run: aws configure sso, or aws login.',
  )
}

/** Turns what a provider threw into what a person can do about it. */
function explain(error: unknown, profile: string | undefined): UserError {
  const message = error instanceof Error ? error.message : String(error)
  const whose = profile ? ` for profile "${profile}"` : ''
  const flag = profile ? ` --profile ${profile}` : ''
  if (/expired|refresh/i.test(message)) {
    const command = /sso/i.test(message) ? `aws sso login${flag}` : `aws login${flag}`
    return new UserError(
      'credentials-expired',
      `No credentials${whose}: the sign-in has expired.`,
      `Run: ${command}`,
    )
  }
  if (/could not load credentials from any providers/i.test(message)) {
    return new UserError(
      'no-credentials',
      `No credentials${whose}.`,
      'Run: aws login (or aws sso login), or try it without AWS: neverroot audit --sandbox neglected-personal',
    )
  }
  return new UserError(
    'no-credentials',
    `No credentials${whose}: ${firstSentence(message)}`,
    `Check the profile with: aws sts get-caller-identity${flag}`,
  )
}

const firstSentence = (text: string): string => {
  const one = text.split('\n')[0]!.slice(0, 200).trim()
  return /[.!?]$/.test(one) ? one : `${one}.`
}

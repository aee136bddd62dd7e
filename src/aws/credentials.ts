import { memoize, parseKnownFiles } from '@smithy/core/config'
import type { AwsCredentialIdentity } from '@smithy/types'
import { UserError } from '../model/index.ts'
import { configuredEndpoint } from './endpoint.ts'

export type Credentials = () => Promise<AwsCredentialIdentity>

export interface CredentialOptions {
  /** Instead of the profile that AWS_PROFILE names, or `default`. */
  profile?: string
  /** Where roles are assumed. */
  region?: string
  /** Replaces AWS's own endpoints: roles are assumed there too, tokens of a sign-in are never sent there. */
  endpoint?: string
}

type Profiles = Awaited<ReturnType<typeof parseKnownFiles>>

const minutes = (n: number) => n * 60_000
/** True where they will not last for much longer. */
export const expiring = (c: AwsCredentialIdentity) =>
  c.expiration !== undefined && c.expiration.getTime() - Date.now() < minutes(5)

/** The SDK warns of a profile beside keys in the environment; here the profile was asked for. */
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }

/**
 * The SDK's whole chain: environment, shared profiles with role assumption, IAM Identity Center, `aws login` sessions,
 * processes, web identity, containers and instances. Read once and kept until it expires, for all clients together.
 */
export function credentialsFor(options: CredentialOptions): Credentials {
  const provider = async (): Promise<AwsCredentialIdentity> => {
    const name = options.profile ?? process.env.AWS_PROFILE
    const profiles = await parseKnownFiles({})
    if (name && !Object.hasOwn(profiles, name)) throw unknownProfile(name, profiles)
    try {
      const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers')
      return await fromNodeProviderChain({
        ...(options.profile ? { profile: options.profile } : {}),
        logger: quiet,
        ...assumers(options),
      })()
    } catch (error) {
      throw explain(error, name, profiles)
    }
  }
  return kept(provider)
}

/** Asks a source again only when what it gave is about to expire; those who ask meanwhile wait for one answer. */
export function kept(source: Credentials): Credentials {
  return memoize(source, expiring, (c) => c.expiration !== undefined) as Credentials
}

/**
 * Roles are assumed in the Region and at the endpoint of the run: left alone, the SDK asks STS in us-east-1, which
 * knows nobody of another partition. A client for each step of a chain of roles: each step has its own caller.
 */
function assumers({ profile, region, endpoint }: CredentialOptions) {
  const settings = async () => {
    const at = endpoint ?? (profile ? await configuredEndpoint('STS', profile) : undefined)
    return { ...(region ? { region } : {}), ...(at ? { endpoint: at } : {}), logger: quiet }
  }
  type Sts = typeof import('@aws-sdk/client-sts')
  return {
    roleAssumer: async (...args: Parameters<ReturnType<Sts['getDefaultRoleAssumer']>>) => {
      const { getDefaultRoleAssumer } = await import('@aws-sdk/client-sts')
      return getDefaultRoleAssumer(await settings())(...args)
    },
    roleAssumerWithWebIdentity: async (
      ...args: Parameters<ReturnType<Sts['getDefaultRoleAssumerWithWebIdentity']>>
    ) => {
      const { getDefaultRoleAssumerWithWebIdentity } = await import('@aws-sdk/client-sts')
      return getDefaultRoleAssumerWithWebIdentity(await settings())(...args)
    },
  }
}

/** A profile that nobody wrote down is a slip of the keyboard: say which there are. */
function unknownProfile(profile: string, profiles: Profiles): UserError {
  // The files' other sections come in the same list, with these prefixes.
  const names = Object.keys(profiles).filter((name) => !/^(sso-session|services)\./.test(name))
  return new UserError(
    'no-such-profile',
    `There is no profile "${profile}" in the AWS configuration.`,
    names.length > 0
      ? `There is: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''}.`
      : 'There is no profile at all yet. Run: aws configure sso, or aws login.',
  )
}

/** Turns what a provider threw into what a person can do about it. */
function explain(error: unknown, profile: string | undefined, profiles: Profiles): UserError {
  const message = error instanceof Error ? error.message : String(error)
  const whose = profile ? ` for profile "${profile}"` : ''
  const flag = profile ? ` --profile ${profile}` : ''
  const name = error instanceof Error ? error.name : ''
  const signIn = signInOf(profile ?? 'default', profiles)
  if (
    signIn &&
    /expired|refresh|re-?authenticate|not found or (is )?invalid|session .* is invalid|load token|unauthorized/i.test(
      `${name} ${message}`,
    )
  ) {
    const missing = /not found|ENOENT/.test(message)
    return new UserError(
      'credentials-expired',
      `No credentials${whose}: ${missing ? 'nobody is signed in' : 'the sign-in has expired'}.`,
      `Run: ${signIn}`,
    )
  }
  if (/multi-factor/.test(message)) {
    return new UserError(
      'mfa-needed',
      `No credentials${whose}: its role asks for an MFA code.`,
      `Run: eval "$(aws configure export-credentials${flag} --format env)", then neverroot without a profile.`,
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

/** The command that signs in, where the profile or one that it stands on rests on a sign-in of a person. */
function signInOf(profile: string, profiles: Profiles, seen: readonly string[] = []): string | undefined {
  const section = profiles[profile]
  if (!section || seen.includes(profile)) return undefined
  const flag = profile === 'default' ? '' : ` --profile ${profile}`
  if (section.login_session) return `aws login${flag}`
  if (section.sso_session ?? section.sso_start_url) return `aws sso login${flag}`
  return section.source_profile ? signInOf(section.source_profile, profiles, [...seen, profile]) : undefined
}

const firstSentence = (text: string): string => {
  const one = text.split('\n')[0]!.slice(0, 200).trim()
  return /[.!?]$/.test(one) ? one : `${one}.`
}

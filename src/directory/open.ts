/** The directory that the configuration names; nothing is loaded, read or asked before somebody wants to know something. */
import type { Source } from '../aws/index.ts'
import { type Configuration, type Directory, type DirectoryConfiguration, UserError } from '../model/index.ts'
import { directoryOver } from './directory.ts'
import { directoryName } from './hosts.ts'
import type { Provider } from './provider.ts'

/** What a directory is asked through. */
export interface Through {
  /** Where secrets stand, under the names that the configuration gives. */
  environment: Readonly<Record<string, string | undefined>>
  /** The door to AWS, of the account that looks: for IAM Identity Center. */
  call: Source['call']
  region: string
  now: Date
  signal?: AbortSignal
  /** Told of every request outside AWS, before it is made. */
  onLookup?: (what: string, host: string) => void
}

/** Undefined where the configuration names none: then nobody outside AWS is asked anything. */
export function openDirectory(people: Configuration['people'], through: Through): Directory | undefined {
  const declared = people?.directory
  if (!declared) return undefined
  let opened: Promise<Directory> | undefined
  const open = () =>
    (opened ??= providerFor(declared, through).then((provider) =>
      directoryOver(provider, {
        ...(people.robots ? { robots: people.robots } : {}),
        ...(people.plusTags ? { plusTags: true } : {}),
      }),
    ))
  return {
    name: directoryName(declared),
    find: async (address) => (await open()).find(address),
    senders: async (entry) => (await open()).senders(entry),
    members: async (entry) => (await open()).members(entry),
    named: async (name) => (await open()).named(name),
    withPhone: async (number) => (await open()).withPhone(number),
  }
}

async function providerFor(declared: DirectoryConfiguration, through: Through): Promise<Provider> {
  if (declared.file !== undefined) return (await import('./file.ts')).fileProvider(declared.file)
  if (declared.identityCenter) {
    const { identityCenterProvider } = await import('./identity-center.ts')
    return identityCenterProvider(through.call, declared.identityCenter.region ?? through.region)
  }
  const web = async () =>
    (await import('./http.ts')).openWeb({
      ...(through.signal ? { signal: through.signal } : {}),
      ...(through.onLookup ? { onLookup: through.onLookup } : {}),
    })
  if (declared.scim) {
    const { url, tokenEnv } = declared.scim
    const token = secretFrom(through, tokenEnv, 'people.directory.scim.tokenEnv')
    return (await import('./scim.ts')).scimProvider({ url, token, tokenEnv, web: await web() })
  }
  if (declared.graph) {
    const [{ graphProvider }, { signInToMicrosoft }, { keptToken }, { microsoft }] = await Promise.all([
      import('./graph.ts'),
      import('./microsoft-sign-in.ts'),
      import('./token.ts'),
      import('./hosts.ts'),
    ])
    const how = {
      declared: declared.graph,
      secret: (variable: string, field: string) => secretFrom(through, variable, field),
      web: await web(),
      now: () => new Date(),
      ...(through.signal ? { signal: through.signal } : {}),
    }
    return graphProvider({
      endpoint: declared.graph.endpoint ?? microsoft.graph,
      web: how.web,
      token: keptToken(() => signInToMicrosoft(how)),
    })
  }
  if (declared.google) {
    const { keyEnv, subject, endpoint, settingsEndpoint } = declared.google
    const [{ googleProvider }, { googleSignIn }] = await Promise.all([
      import('./google.ts'),
      import('./google-sign-in.ts'),
    ])
    const key = secretFrom(through, keyEnv, 'people.directory.google.keyEnv')
    const asked = await web()
    const how = { key, keyEnv, subject, web: asked, ...(endpoint === undefined ? {} : { signIn: endpoint }) }
    return googleProvider({ ...googleSignIn(how), endpoint, settingsEndpoint, web: asked })
  }
  throw new Error('the configuration names no directory')
}

/** A secret from the environment. Throws UserError, which names the variable and never its value, where there is none. */
export function secretFrom(through: Pick<Through, 'environment'>, variable: string, field: string): string {
  const value = through.environment[variable]?.trim()
  if (value) return value
  throw new UserError(
    'no-such-variable',
    `The environment variable ${variable}, which ${field} names, is ${value === '' ? 'empty' : 'not set'}.`,
    'Set it for this process (not in a file that others read), or take people.directory out of neverroot.yaml.',
  )
}

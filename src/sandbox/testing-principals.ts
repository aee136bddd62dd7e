/** For the tests of the sandbox's core: clients of any principal of the world, and errors as short text. */
import { makeAccessKey, makeSession } from './builder/ids.ts'
import type { SandboxCredentials } from './credentials.ts'
import type { Sandbox } from './server.ts'
import type { Session, World } from './world.ts'

/** Client configuration for an access key id of the world: its default caller when none is given. No retries. */
export const clientConfig = (
  sandbox: Sandbox,
  accessKeyId?: string,
): { region: string; endpoint: string; credentials: SandboxCredentials; maxAttempts: number } => ({
  region: 'us-east-1',
  endpoint: sandbox.url,
  credentials: sandbox.credentials(accessKeyId),
  maxAttempts: 1,
})

/** Gives a principal temporary credentials until 2056 and returns their access key id. */
export function sessionOf(
  world: World,
  account: string,
  principal: Session['principal'],
  rest: Partial<Session> = {},
): string {
  const session = {
    ...makeSession(world, { account, principal, expires: '2056-01-01T00:00:00.000Z' }),
    ...rest,
  }
  world.sessions.push(session)
  return session.accessKeyId
}

/** Gives a user a long-term key and returns its id. */
export function keyOf(world: World, account: string, name: string): string {
  const user = world.accounts[account]!.iam.users.find((candidate) => candidate.name === name)!
  const key = makeAccessKey(world, { status: 'Active', created: world.began })
  user.accessKeys.push(key)
  return key.id
}

/** `NoSuchEntityException 404: message` as SDK users see it, or `fine`. */
export async function outcome(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'fine'
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
    return `${name} ${$metadata?.httpStatusCode}: ${message}`
  }
}

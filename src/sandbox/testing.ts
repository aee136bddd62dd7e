/** For the tests of the services: one sandbox, and real SDK clients that talk to it. */
import { accountOf } from './accounts/find.ts'
import type { Sandbox } from './index.ts'

type Settings = {
  region: string
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  maxAttempts: number
}

/** Settings for an SDK client as a principal of the world: its first access key, or the default caller. */
export function settings(
  sandbox: Sandbox,
  who?: { account: string; user?: string },
  region = 'us-east-1',
): Settings {
  const account = who && accountOf(sandbox.world, who.account)
  const user = account?.iam.users.find((u) => !who?.user || u.name === who.user)
  return {
    region,
    endpoint: sandbox.url,
    credentials: sandbox.credentials(user?.accessKeys[0]?.id),
    // A test that must see an error does not wait for retries.
    maxAttempts: 1,
  }
}

/** The error of a promise; fails the test when there is none. */
export async function refusal(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    return error as Error & Record<string, unknown>
  }
  throw new Error('expected an error, got an answer')
}

/** All items of a paged list: follows the token, however many empty pages come. */
export async function all<T>(pages: AsyncIterable<unknown>, key: string): Promise<T[]> {
  const items: T[] = []
  for await (const page of pages) items.push(...((page as Record<string, T[]>)[key] ?? []))
  return items
}
